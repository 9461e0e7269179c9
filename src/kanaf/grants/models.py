"""The one table of grants, which everything asks."""

from collections.abc import Sequence
from datetime import datetime
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.contrib.postgres.fields import DateTimeRangeField
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from kanaf.foundation.ids import new_id
from kanaf.foundation.vault.fields import SealedText
from kanaf.grants.enums import EMERGENCY, Compartment, Level, Reason, SubjectKind
from kanaf.grants.powers import bears

if TYPE_CHECKING:
    from kanaf.actors.actor import Actor


class Subject(models.Model):
    """Something that can be opened to somebody: a report, a file, a person."""

    id = models.UUIDField(primary_key=True, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=SubjectKind.choices)


class SubjectLink(models.Model):
    """Whoever may open ``compartment`` of ``through`` may open the same of ``subject``: a person through a file.

    ``level`` is the most it opens: whoever could only read the person gives their file no more than that.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+")
    through = models.ForeignKey(Subject, models.PROTECT, related_name="+")
    compartment = models.CharField(max_length=20, choices=Compartment.choices)
    level = models.CharField(max_length=5, choices=Level.choices)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="subjectlink_once",
                fields=["subject", "through", "compartment"],
                condition=models.Q(ended_at__isnull=True),
            )
        ]


class GrantQuerySet(models.QuerySet["Grant"]):
    """The SQL twin of ``policies.can``; a test holds them and the row-level rule together."""

    def active(self, at: datetime) -> Self:
        return self.filter(valid__contains=at)

    def usable_by(self, actor: "Actor", kind: str, compartment: str, level: str, at: datetime) -> Self:
        """The grants through which the actor may do this to subjects of that kind."""
        return self.usable_in(actor, [kind], compartment, level, at)

    def usable_in(self, actor: "Actor", kinds: Sequence[str], compartment: str, level: str, at: datetime) -> Self:
        """The same of any of those kinds: one question, where one for each would be asked of every grant twice."""
        desks: dict[str, list[UUID]] = {}
        for kind in kinds:
            desks[kind] = [p.desk_id for p in actor.memberships if bears(p.role, kind, compartment, level)]
        theirs = [models.Q(subject__kind=kind, desk_id__in=its) for kind, its in desks.items() if its]
        if not actor.is_active or not theirs:
            return self.none()
        levels = [Level.READ, Level.WRITE] if level == Level.READ else [Level.WRITE]
        granted = self.active(at).filter(reduce(or_, theirs), compartment=compartment, level__in=levels)
        hidden = Exclusion.objects.hiding_from(actor).values("subject_id")
        return granted.exclude(subject_id__in=hidden)

    def in_emergency(self, actor: "Actor", at: datetime) -> Self:
        """What the actor, and nobody else of the desk, opened in an emergency that still lasts."""
        if not actor.is_active:
            return self.none()
        desks = [p.desk_id for p in actor.memberships if bears(p.role, SubjectKind.CASE, EMERGENCY, Level.READ)]
        opened = self.active(at).filter(reason=Reason.BREAK_GLASS, given_by=actor.id)
        hidden = Exclusion.objects.hiding_from(actor).values("subject_id")
        return opened.filter(compartment=EMERGENCY, desk_id__in=desks).exclude(subject_id__in=hidden)

    def subjects(self) -> models.QuerySet["Grant", UUID]:
        return self.values_list("subject_id", flat=True)


class Grant(models.Model):
    """One desk may read or write one compartment of one subject, for a time and for a reason.

    An offer (``offered_for``) is an empty range until the other desk takes it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+")
    desk = models.ForeignKey("actors.Desk", models.PROTECT, related_name="+", verbose_name=_("desk"))
    compartment = models.CharField(_("compartment"), max_length=20, choices=Compartment.choices)
    level = models.CharField(_("level"), max_length=5, choices=Level.choices)
    reason = models.CharField(_("reason"), max_length=12, choices=Reason.choices)
    basis = models.UUIDField(_("basis"), null=True, help_text="the referral, decision or report that gave it")
    valid = DateTimeRangeField(_("valid"))
    until = models.DateTimeField(_("until"), null=True, help_text="when an offer, once taken, ends")
    is_offer = models.BooleanField(default=False)
    given_by = models.UUIDField(_("given by"))
    given_at = models.DateTimeField(_("given at"))

    objects = GrantQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(name="grant_by_subject", fields=["subject", "compartment"]),
            models.Index(name="grant_by_desk", fields=["desk", "compartment"]),
            models.Index(name="grant_by_basis", fields=["basis"], condition=models.Q(basis__isnull=False)),
            models.Index(name="grant_in_emergency", fields=["given_by"], condition=models.Q(reason=Reason.BREAK_GLASS)),
            GistIndex(name="grant_valid", fields=["valid"]),
        ]


class ExclusionQuerySet(models.QuerySet["Exclusion"]):
    """The SQL twin of ``policies.is_excluded``."""

    def in_force(self) -> Self:
        return self.filter(ended_at=None)

    def hiding_from(self, actor: "Actor") -> Self:
        """Those that name the person, or an organisation they work for today, even for an absent colleague."""
        theirs = models.Q(account_id=actor.id) | models.Q(organisation_id__in=actor.organisation_ids)
        return self.in_force().filter(theirs)


class Exclusion(models.Model):
    """A conflict of interest: the subject is hidden from an organisation, or from one person, whatever was granted.

    Compartment identity: it says for whom the alleged author works, or whose kin the author is. ``basis`` is the part
    of the file that said it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+")
    organisation = models.ForeignKey("actors.Organisation", models.PROTECT, related_name="+", null=True)
    account = models.ForeignKey("actors.Account", models.PROTECT, related_name="+", null=True)
    basis = models.UUIDField()
    since = models.DateTimeField()
    given_by = models.UUIDField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    why_ended = SealedText(key="subject_id")

    objects = ExclusionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(name="exclusion_of_account", fields=["account"], condition=models.Q(ended_at=None)),
            models.Index(name="exclusion_of_organisation", fields=["organisation"], condition=models.Q(ended_at=None)),
        ]
        constraints = [
            models.CheckConstraint(
                name="exclusion_of_one",
                condition=models.Q(organisation__isnull=False, account__isnull=True)
                | models.Q(organisation__isnull=True, account__isnull=False),
            ),
            models.CheckConstraint(
                name="exclusion_ended_by_another",
                condition=models.Q(ended_at__isnull=True, ended_by__isnull=True)
                | (models.Q(ended_at__isnull=False, ended_by__isnull=False) & ~models.Q(ended_by=models.F("given_by"))),
            ),
            models.UniqueConstraint(
                name="exclusion_once",
                fields=["subject", "organisation", "account"],
                condition=models.Q(ended_at=None),
                nulls_distinct=False,
            ),
        ]


class RolePower(models.Model):
    """The database's copy of ``powers``: what row-level rules join with."""

    role = models.CharField(max_length=40)
    kind = models.CharField(max_length=10)
    compartment = models.CharField(max_length=20)
    level = models.CharField(max_length=5)

    class Meta:
        constraints = [models.UniqueConstraint(name="rolepower_once", fields=["role", "kind", "compartment"])]
