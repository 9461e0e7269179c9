"""What somebody told us about a child, before and apart from any file."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from kanaf.cases.enums import Channel, Decision, ReporterKind, ReportStatus, Urgency
from kanaf.foundation.ids import new_id
from kanaf.foundation.vault.fields import SealedText
from kanaf.grants import access as grants

if TYPE_CHECKING:
    from kanaf.actors.actor import Actor


class ReportQuerySet(models.QuerySet["Report"]):
    def readable_by(self, actor: "Actor", at: datetime) -> Self:
        """The SQL twin of ``policies.can_read_report``."""
        return self.filter(id__in=grants.readable(actor, "report", "core", "read", at))


class Report(models.Model):
    """Compartment core: when, where, how, how urgent; never what or who."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    desk = models.ForeignKey("actors.Desk", models.PROTECT, related_name="+", verbose_name=_("desk in charge"))
    place = models.ForeignKey("territory.Place", models.PROTECT, related_name="+", null=True)
    channel = models.CharField(_("how it came"), max_length=16, choices=Channel.choices)
    reporter_kind = models.CharField(max_length=12, choices=ReporterKind.choices)
    is_danger_now = models.BooleanField(_("in danger now"), default=False)
    is_anonymous = models.BooleanField(default=True)
    language = models.CharField(max_length=2)
    children = models.PositiveSmallIntegerField(_("how many children"), default=1)
    status = models.CharField(max_length=10, choices=ReportStatus.choices, default=ReportStatus.RECEIVED)
    received_at = models.DateTimeField(_("received at"))
    read_at = models.DateTimeField(_("first read at"), null=True)
    reference = models.CharField(max_length=12, unique=True, help_text="said on the phone; opens nothing")
    code_blind = models.BinaryField(null=True, help_text="blind index of the code to add something later")
    code_expires_at = models.DateTimeField(null=True)
    recorded_by = models.UUIDField(_("written down by"))
    is_demo = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    objects = ReportQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(name="report_by_code", fields=["code_blind"], condition=models.Q(code_blind__isnull=False))
        ]


class ReportStatement(models.Model):
    """Compartment social: what happened, where exactly, who the child and the alleged author seem to be."""

    report = models.OneToOneField(Report, models.PROTECT, primary_key=True, related_name="+")
    what = SealedText(_("what happened"), key="report_id")
    where = SealedText(_("where exactly"), key="report_id")
    who = SealedText(_("who the child is, as far as known"), key="report_id")
    author = SealedText(_("who did it, as far as known"), key="report_id")


class ReportContact(models.Model):
    """Compartment identity: who reported, and how to reach them without putting anybody in danger."""

    report = models.OneToOneField(Report, models.PROTECT, primary_key=True, related_name="+")
    name = SealedText(_("name of the person who reports"), key="report_id")
    phone = SealedText(_("telephone"), key="report_id")
    phone_seen_by = SealedText(_("who else sees this telephone"), key="report_id")
    when = SealedText(_("when to call"), key="report_id")
    never_say = SealedText(_("what must never be said"), key="report_id")


class ReportAddition(models.Model):
    """Compartment social: something told later, with the code or at the desk."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    report = models.ForeignKey(Report, models.PROTECT, related_name="+")
    text = SealedText(_("what else"), key="report_id")
    at = models.DateTimeField()


class Triage(models.Model):
    """Compartment core: what the desk decided about a report; closing without action needs a second person."""

    report = models.OneToOneField(Report, models.PROTECT, primary_key=True, related_name="triage")
    urgency = models.CharField(_("urgency"), max_length=6, choices=Urgency.choices)
    decision = models.CharField(_("decision"), max_length=10, choices=Decision.choices)
    reason = models.CharField(_("reason"), max_length=40, blank=True, help_text="codelist no_action_reason")
    case = models.UUIDField(null=True, help_text="the file opened or joined")
    concerns = models.JSONField(_("concerns found in the screening"), default=list)
    remark = SealedText(_("remark"), key="report_id")
    decided_by = models.UUIDField()
    decided_at = models.DateTimeField()
    confirmed_by = models.UUIDField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="triage_two_people",
                condition=models.Q(confirmed_by__isnull=True) | ~models.Q(confirmed_by=models.F("decided_by")),
            ),
            models.CheckConstraint(
                name="triage_no_action_has_reason",
                condition=~models.Q(decision=Decision.NO_ACTION) | ~models.Q(reason=""),
            ),
        ]
