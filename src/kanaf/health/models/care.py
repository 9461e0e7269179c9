"""What was done, what was found, what was answered to a limit, and what follows."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from kanaf.foundation.vault.fields import SealedJSON, SealedText
from kanaf.health.enums import FollowUpStatus, LimitKey, LimitOutcome
from kanaf.health.models.base import FindingsQuerySet, Medical, Row
from kanaf.health.models.requests import Request


class Examination(Medical):
    """That it was done, when, and what was given: what the desk that leads the file may know."""

    request = models.OneToOneField(Request, models.PROTECT, related_name="+")
    desk = models.ForeignKey("actors.Desk", models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))
    care = ArrayField(models.CharField(max_length=30), verbose_name=_("what was given or done"), default=list)
    said = SealedJSON(_("what the child said yes or no to"), key="case_id")
    samples_taken = models.BooleanField(_("samples were taken"), default=False)
    custody = SealedText(_("reference of the chain of custody"), key="case_id")
    certificate_wanted = models.BooleanField(_("a certificate is to be written"), default=True)


class Findings(Row):
    """Words of the doctor, for doctors: read by those who write in the medical part, and by nobody else."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="+")
    text = SealedText(_("findings"), key="case_id")

    objects = FindingsQuerySet.as_manager()


class LimitAnswer(Medical):
    """What was given, or why it was not: it answers every incident before its moment."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="+")
    limit = models.CharField(_("limit"), max_length=15, choices=LimitKey.choices)
    outcome = models.CharField(_("answer"), max_length=16, choices=LimitOutcome.choices)
    at = models.DateTimeField(_("when"))


class FollowUp(Medical):
    """A date on which the child is seen again: a test, a dose, a visit; its result is a finding."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="+")
    kind = models.CharField(_("what for"), max_length=30, help_text="codelist medical_follow_up")
    due_on = models.DateField(_("on"))
    status = models.CharField(max_length=10, choices=FollowUpStatus.choices, default=FollowUpStatus.PLANNED)
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="follow_up_told_once",
                condition=models.Q(status=FollowUpStatus.PLANNED, told_at__isnull=True)
                | (~models.Q(status=FollowUpStatus.PLANNED) & models.Q(told_at__isnull=False)),
            )
        ]
