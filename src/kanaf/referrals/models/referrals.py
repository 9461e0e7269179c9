"""From desk to desk: what is asked, of whom, by when, and what came of it."""

from datetime import datetime
from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from kanaf.actors.enums import ServiceCategory
from kanaf.cases.enums import Urgency
from kanaf.foundation.ids import new_id
from kanaf.foundation.vault.fields import SealedJSON, SealedText
from kanaf.grants.models import Exclusion
from kanaf.grants.powers import FILE_POWERS
from kanaf.referrals.enums import WAITING, ReferralKind, ReferralStatus, Result, TransferReason

if TYPE_CHECKING:
    from kanaf.actors.actor import Actor


def reference_of(referral: UUID) -> str:
    """What both desks call a referral once nothing of the file may be read: it tells nothing by itself."""
    tail = referral.hex[-8:].upper()
    return f"O-{tail[:4]}-{tail[4:]}"


class ReferralQuerySet(models.QuerySet["Referral"]):
    def readable_by(self, actor: "Actor", at: datetime) -> Self:  # noqa: ARG002 - the shape of every twin
        """The SQL twin of ``policies.can_read_referral``: file workers of the two desks without a conflict."""
        desks = [p.desk_id for p in actor.memberships if p.role in FILE_POWERS] if actor.is_active else []
        ours = self.filter(models.Q(desk_from__in=desks) | models.Q(desk_to__in=desks))
        return ours.exclude(case_id__in=Exclusion.objects.hiding_from(actor).values("subject_id"))


class Referral(models.Model):
    """Read by the two desks. Says what is asked in general words; what is personal stays in the file's parts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    case_code = models.CharField(max_length=16)
    kind = models.CharField(max_length=8, choices=ReferralKind.choices, default=ReferralKind.SERVICE)
    desk_from = models.ForeignKey("actors.Desk", models.PROTECT, related_name="+")
    desk_to = models.ForeignKey("actors.Desk", models.PROTECT, related_name="+")
    service = models.ForeignKey("actors.Service", models.PROTECT, related_name="+", null=True)
    category = models.CharField(_("service asked for"), max_length=20, choices=ServiceCategory.choices)
    compartments = ArrayField(models.CharField(max_length=20), verbose_name=_("parts shared"))
    urgency = models.CharField(max_length=6, choices=Urgency.choices)
    sex = models.CharField(max_length=1, blank=True)
    age = models.PositiveSmallIntegerField(null=True)
    message = SealedText(_("what we ask"), key="case_id")
    status = models.CharField(max_length=12, choices=ReferralStatus.choices, default=ReferralStatus.SENT)
    follows = models.UUIDField(null=True, help_text="the referral that was declined, missed or forgotten before it")
    sent_by = models.UUIDField()
    sent_at = models.DateTimeField(_("sent at"))
    answer_due_at = models.DateTimeField(_("answer before"))
    expires_at = models.DateTimeField(_("lapses without an answer at"), null=True)
    received_at = models.DateTimeField(null=True)
    assigned_to = models.UUIDField(_("followed by"), null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    decline_reason = models.CharField(max_length=40, blank=True, help_text="codelist decline_reason")
    answer = SealedText(_("what we answer"), key="case_id")
    started_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=12, choices=Result.choices, blank=True)
    outcome = SealedText(_("what came of it"), key="case_id")
    revoked_at = models.DateTimeField(null=True)
    revoke_reason = models.CharField(max_length=40, blank=True, help_text="codelist revoke_reason")
    expired_at = models.DateTimeField(null=True)
    transfer_reason = models.CharField(max_length=16, choices=TransferReason.choices, blank=True)
    summary = SealedText(_("what the new team must know"), key="case_id")
    access_until = models.DateTimeField(_("the old team reads the file until"), null=True)
    is_demo = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(name="referral_to_answer", fields=["desk_to", "status", "answer_due_at"]),
            models.Index(name="referral_we_wait", fields=["desk_from", "status", "answer_due_at"]),
            models.Index(name="referral_by_case", fields=["case"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="referral_between_two_desks", condition=~models.Q(desk_from=models.F("desk_to"))
            ),
            models.UniqueConstraint(
                name="referral_one_waiting",
                fields=["case", "desk_to", "category"],
                condition=models.Q(status__in=[s.value for s in WAITING]),
            ),
        ]

    @property
    def reference(self) -> str:
        return reference_of(self.id)


class ReferralQuestion(models.Model):
    """What the asked desk wants to know before it answers, and what the sender says. Read by the two desks."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    question = SealedText(_("what we need to know"), key="case_id")
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    answer = SealedText(_("what we answer"), key="case_id")
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="referral_one_open_question", fields=["referral"], condition=models.Q(answered_at__isnull=True)
            )
        ]


class TransferSummary(models.Model):
    """What both teams keep of a file that moved to another territory, under a key of its own.

    It is a subject of grants by itself, so that the old team reads it still when the file is closed to it.
    """

    id = models.UUIDField(primary_key=True, editable=False, help_text="a subject of grants")
    referral = models.OneToOneField(Referral, models.PROTECT, related_name="+")
    text = SealedText(_("summary"), key="id")
    facts = SealedJSON(_("where the file stood"), key="id")
    kept_at = models.DateTimeField()
