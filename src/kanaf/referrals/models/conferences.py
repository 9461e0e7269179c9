"""A case conference: several desks, one file, one table; what was said by part, and who does what by when."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from kanaf.foundation.ids import new_id
from kanaf.foundation.vault.fields import SealedText
from kanaf.grants.enums import Compartment
from kanaf.grants.models import Exclusion
from kanaf.grants.powers import FILE_POWERS
from kanaf.referrals.enums import ConferenceStatus

if TYPE_CHECKING:
    from kanaf.actors.actor import Actor


class ConferenceQuerySet(models.QuerySet["Conference"]):
    def readable_by(self, actor: "Actor", at: datetime) -> Self:  # noqa: ARG002 - the shape of every twin
        """The SQL twin of ``policies.can_read_conference``: file workers of the desks round the table, no conflict."""
        desks = [p.desk_id for p in actor.memberships if p.role in FILE_POWERS] if actor.is_active else []
        seats = ConferenceDesk.objects.filter(desk_id__in=desks)
        hidden = Exclusion.objects.hiding_from(actor).values("subject_id")
        return self.filter(id__in=seats.values("conference_id")).exclude(case_id__in=hidden)


class Conference(models.Model):
    """Read by the desks that were invited. Its agenda names nobody."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    case_code = models.CharField(max_length=16)
    desk = models.ForeignKey("actors.Desk", models.PROTECT, related_name="+", verbose_name=_("called by"))
    planned_at = models.DateTimeField(_("day and hour"))
    where = SealedText(_("where we meet"), key="case_id")
    agenda = SealedText(_("agenda"), key="case_id")
    status = models.CharField(max_length=9, choices=ConferenceStatus.choices, default=ConferenceStatus.PLANNED)
    called_by = models.UUIDField()
    called_at = models.DateTimeField()
    held_at = models.DateTimeField(null=True)
    is_demo = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    objects = ConferenceQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(name="conference_by_case", fields=["case", "planned_at"]),
            models.Index(name="conference_of_desk", fields=["desk", "status", "planned_at"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="conference_held_has_a_moment",
                condition=models.Q(status=ConferenceStatus.HELD, held_at__isnull=False)
                | models.Q(~models.Q(status=ConferenceStatus.HELD), held_at__isnull=True),
            )
        ]


class ConferenceDesk(models.Model):
    """A desk round the table, the one that called it too; whether it came."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    conference = models.ForeignKey(Conference, models.PROTECT, related_name="+")
    desk = models.ForeignKey("actors.Desk", models.PROTECT, related_name="+")
    came = models.BooleanField(_("was there"), null=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="conferencedesk_once", fields=["conference", "desk"])]


class ConferenceMinute(models.Model):
    """What was said, in one part of the file: read by whoever sat at the table and reads that part."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    conference = models.ForeignKey(Conference, models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    compartment = models.CharField(max_length=20, choices=Compartment.choices)
    text = SealedText(_("what was said"), key="case_id")
    written_by = models.UUIDField()
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="conferenceminute_one_a_part", fields=["conference", "compartment"])
        ]


class ConferenceDecision(models.Model):
    """What one desk of the table does by a day. Its words name nobody: every desk of the table reads them."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    conference = models.ForeignKey(Conference, models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    desk = models.ForeignKey("actors.Desk", models.PROTECT, related_name="+", verbose_name=_("who does it"))
    text = SealedText(_("what is to be done"), key="case_id")
    due_at = models.DateTimeField(_("before"))
    decided_by = models.UUIDField()
    decided_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(name="decision_of_desk", fields=["desk", "done_at", "due_at"])]
        constraints = [
            models.CheckConstraint(
                name="decision_done_by_somebody",
                condition=models.Q(done_at__isnull=True, done_by__isnull=True)
                | models.Q(done_at__isnull=False, done_by__isnull=False),
            )
        ]
