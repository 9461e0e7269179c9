"""What the judge orders for a child, until when, who carries it out, and stays in centres."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kanaf.foundation.vault.fields import SealedText
from kanaf.justice.enums import (
    EndReason,
    MeasureKind,
    MeasureStatus,
    Orientation,
    ReviewOutcome,
    StayStatus,
    Until,
)
from kanaf.justice.models.base import Judicial
from kanaf.justice.models.procedures import Procedure


class Measure(Judicial):
    """A measure in force until a date, majority or another decision: the day of majority is worked out, never kept."""

    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="+")
    kind = models.CharField(_("measure"), max_length=12, choices=MeasureKind.choices)
    ordered_on = models.DateField(_("ordered on"))
    desk_owing = models.ForeignKey("actors.Desk", models.PROTECT, related_name="+", verbose_name=_("carried out by"))
    until = models.CharField(_("until"), max_length=10, choices=Until.choices)
    ends_on = models.DateField(_("until this day"), null=True)
    review_on = models.DateField(_("looked at again on"), null=True)
    reasons = SealedText(_("why, and what it says"), key="case_id")
    status = models.CharField(max_length=10, choices=MeasureStatus.choices, default=MeasureStatus.ORDERED)
    executed_on = models.DateField(_("executed on"), null=True)
    execution = SealedText(_("how it was executed"), key="case_id")
    ended_on = models.DateField(null=True)
    end_reason = models.CharField(max_length=10, choices=EndReason.choices, blank=True)

    class Meta:
        indexes = [
            models.Index(name="measure_to_review", fields=["review_on"], condition=~Q(status=MeasureStatus.ENDED))
        ]
        constraints = [
            models.CheckConstraint(
                name="measure_date_only_when_fixed",
                condition=Q(until=Until.DATE, ends_on__isnull=False) | (~Q(until=Until.DATE) & Q(ends_on__isnull=True)),
            ),
            models.CheckConstraint(
                name="measure_ended_says_why",
                condition=Q(status=MeasureStatus.ENDED, ended_on__isnull=False) & ~Q(end_reason="")
                | (~Q(status=MeasureStatus.ENDED) & Q(ended_on__isnull=True, end_reason="")),
            ),
        ]

    @property
    def is_in_course(self) -> bool:
        return self.status != MeasureStatus.ENDED


class Review(Judicial):
    """The judge looked at a measure again."""

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="+")
    on = models.DateField(_("on"))
    outcome = models.CharField(_("decision"), max_length=10, choices=ReviewOutcome.choices)
    next_on = models.DateField(_("looked at again on"), null=True)
    child_heard = models.BooleanField(_("the child was heard"))
    note = SealedText(_("why"), key="case_id")


class Stay(Judicial):
    """A stay in a centre: admission, observation, orientation proposed to the judge, leaving."""

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="+")
    desk = models.ForeignKey("actors.Desk", models.PROTECT, related_name="+", verbose_name=_("centre"))
    status = models.CharField(max_length=10, choices=StayStatus.choices, default=StayStatus.ADMITTED)
    admitted_on = models.DateField(_("admitted on"))
    observed_from = models.DateField(_("in observation from"), null=True)
    observation = SealedText(_("what was observed"), key="case_id")
    proposed_on = models.DateField(_("orientation proposed on"), null=True)
    orientation = models.CharField(_("orientation"), max_length=12, choices=Orientation.choices, blank=True)
    proposal = SealedText(_("why this orientation"), key="case_id")
    discharged_on = models.DateField(_("left on"), null=True)
    discharged_to = models.CharField(_("left for"), max_length=12, choices=Orientation.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="stay_one_at_a_time", fields=["case"], condition=~Q(status=StayStatus.DISCHARGED)
            )
        ]
