"""The file of one person, who leads it, who is in it, and what is due."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from kanaf.cases.enums import CaseStatus, PartyRole, Profile, Risk, Stage
from kanaf.foundation.ids import new_id
from kanaf.foundation.vault.fields import SealedText
from kanaf.grants import access as grants
from kanaf.persons.enums import Sex

if TYPE_CHECKING:
    from kanaf.actors.actor import Actor


class CaseQuerySet(models.QuerySet["Case"]):
    def readable_by(self, actor: "Actor", at: datetime) -> Self:
        """The SQL twin of ``policies.can_read_case``."""
        return self.filter(id__in=grants.readable(actor, "case", "core", "read", at))

    def in_emergency(self, actor: "Actor", at: datetime) -> Self:
        """The files that the actor opened in an emergency; no list and no search asks this one."""
        return self.filter(id__in=grants.in_emergency(actor, at))


class Case(models.Model):
    """Compartment core: code, stage, risk, deadlines, lead desk. No name, no narrative."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(_("code"), max_length=16, unique=True)
    place = models.ForeignKey("territory.Place", models.PROTECT, related_name="+", verbose_name=_("place"))
    lead_desk = models.ForeignKey(
        "actors.Desk", models.PROTECT, related_name="+", help_text="kept by the database from the leads"
    )
    worker = models.UUIDField(_("followed by"), null=True)
    status = models.CharField(max_length=6, choices=CaseStatus.choices, default=CaseStatus.OPEN)
    stage = models.CharField(_("stage"), max_length=1, choices=Stage.choices, default=Stage.DETECTION)
    risk = models.CharField(_("risk"), max_length=6, choices=Risk.choices)
    profile = models.CharField(_("profile"), max_length=16, choices=Profile.choices, default=Profile.VICTIM)
    sex = models.CharField(max_length=1, choices=Sex.choices, default=Sex.UNKNOWN)
    age = models.PositiveSmallIntegerField(_("age in years when opened"), null=True)
    is_age_estimated = models.BooleanField(default=False)
    medical_from = models.DateTimeField(_("medical limits are counted from"), null=True)
    opened_at = models.DateTimeField(_("opened at"))
    closed_at = models.DateTimeField(_("closed at"), null=True)
    protected_author = models.BooleanField(_("file of a minor named as author"), default=False)
    is_demo = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="case_closed_has_date",
                condition=models.Q(status=CaseStatus.OPEN, closed_at__isnull=True)
                | models.Q(status=CaseStatus.CLOSED, closed_at__isnull=False),
            )
        ]
        indexes = [models.Index(name="case_of_desk", fields=["lead_desk", "status", "-opened_at"])]

    @property
    def is_open(self) -> bool:
        return self.status == CaseStatus.OPEN


class Lead(models.Model):
    """Compartment core: which desk leads a file, from when until when. Never two, never none (see the migration)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    desk = models.ForeignKey("actors.Desk", models.PROTECT, related_name="+")
    during = DateTimeRangeField()
    basis = models.UUIDField(null=True, help_text="the referral that moved the lead")

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="lead_exactly_one",
                expressions=[("case", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
            )
        ]


class CaseParty(models.Model):
    """Compartment identity: a person's part in a file. An alleged author is never listed as a caregiver."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    person = models.ForeignKey("persons.Person", models.PROTECT, related_name="+")
    role = models.CharField(_("part"), max_length=16, choices=PartyRole.choices)
    relation = models.CharField(_("relation to the child"), max_length=40, blank=True)
    lives_with_child = models.BooleanField(_("lives with the child"), null=True)
    remark = SealedText(_("remark"), key="case_id")
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(name="party_author", fields=["case"], condition=models.Q(role=PartyRole.ALLEGED_AUTHOR))
        ]
        constraints = [
            models.UniqueConstraint(
                name="party_one_main",
                fields=["case"],
                condition=models.Q(role=PartyRole.MAIN, ended_at__isnull=True),
            ),
            models.UniqueConstraint(
                name="party_once",
                fields=["case", "person", "role"],
                condition=models.Q(ended_at__isnull=True),
            ),
        ]
