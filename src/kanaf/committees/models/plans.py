"""The action plan of a province: objectives, actions, owners, periods, expected results (guide of provincial plans)."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kanaf.committees.enums import Progress
from kanaf.foundation.ids import new_id
from kanaf.foundation.vault.fields import SealedText


class Plan(models.Model):
    """The plan of one committee over a period; the one that began last is the one in force."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    committee = models.ForeignKey("committees.Committee", models.PROTECT, related_name="+")
    title = SealedText(_("title"), key="committee_id")
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("to"))
    begun_by = models.UUIDField()
    begun_at = models.DateTimeField()

    class Meta:
        ordering = ["-first_day", "id"]
        constraints = [models.CheckConstraint(name="plan_period_in_order", condition=Q(last_day__gte=F("first_day")))]


class Objective(models.Model):
    """What the plan wants to reach."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    committee = models.ForeignKey("committees.Committee", models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="objectives")
    order = models.PositiveSmallIntegerField()
    text = SealedText(_("objective"), key="committee_id")

    class Meta:
        ordering = ["order", "id"]


class PlanAction(models.Model):
    """One line of the plan: who does what, when, for which result, and how far it has come."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    committee = models.ForeignKey("committees.Committee", models.PROTECT, related_name="+")
    objective = models.ForeignKey(Objective, models.PROTECT, related_name="actions")
    order = models.PositiveSmallIntegerField()
    what = SealedText(_("action"), key="committee_id")
    desk = models.ForeignKey("actors.Desk", models.PROTECT, related_name="+", null=True)
    organisation = models.ForeignKey("actors.Organisation", models.PROTECT, related_name="+", null=True)
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("to"))
    expected = SealedText(_("expected result"), key="committee_id")
    progress = models.CharField(max_length=9, choices=Progress.choices, default=Progress.PLANNED)
    percent = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(100)])
    remark = SealedText(_("where it stands"), key="committee_id")
    reported_by = models.UUIDField(null=True)
    reported_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(name="plan_action_period_in_order", condition=Q(last_day__gte=F("first_day"))),
            models.CheckConstraint(name="plan_action_percent", condition=Q(percent__lte=100)),
            models.CheckConstraint(
                name="plan_action_has_one_owner",
                condition=Q(desk__isnull=False, organisation__isnull=True)
                | Q(desk__isnull=True, organisation__isnull=False),
            ),
        ]
