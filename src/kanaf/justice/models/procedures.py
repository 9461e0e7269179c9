"""Procedures of courts, and what happens in them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kanaf.foundation.vault.fields import SealedText
from kanaf.justice.enums import (
    HearingKind,
    HearingStatus,
    MinutesKind,
    ProcedureKind,
    ProcedureOutcome,
    RequisitionKind,
    StepKind,
)
from kanaf.justice.models.base import Judicial


class Procedure(Judicial):
    """A number in the register of one court in one year: sealed, and found again through a blind index."""

    kind = models.CharField(_("kind"), max_length=12, choices=ProcedureKind.choices)
    court = models.ForeignKey("actors.Desk", models.PROTECT, related_name="+", verbose_name=_("registered by"))
    year = models.PositiveSmallIntegerField(_("year of the register"))
    reference = SealedText(_("register number"), key="case_id")
    reference_blind = models.BinaryField()
    opened_on = models.DateField(_("registered on"))
    closed_on = models.DateField(_("closed on"), null=True)
    outcome = models.CharField(max_length=12, choices=ProcedureOutcome.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="procedure_once_a_register", fields=["court", "year", "reference_blind"]),
            models.CheckConstraint(
                name="procedure_closed_has_outcome",
                condition=models.Q(closed_on__isnull=True, outcome="")
                | (models.Q(closed_on__isnull=False) & ~models.Q(outcome="")),
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.closed_on is None


class Requisition(Judicial):
    """What the prosecution or the judge asks of a desk, with a date to answer by."""

    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="+")
    kind = models.CharField(_("what is asked"), max_length=16, choices=RequisitionKind.choices)
    desk_from = models.ForeignKey("actors.Desk", models.PROTECT, related_name="+")
    desk_to = models.ForeignKey("actors.Desk", models.PROTECT, related_name="+", verbose_name=_("asked of"))
    text = SealedText(_("in words"), key="case_id")
    due_at = models.DateTimeField(_("answer before"))
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    answer = SealedText(_("answer"), key="case_id")

    class Meta:
        indexes = [models.Index(name="requisition_by_desk", fields=["desk_to", "due_at"])]


class Hearing(Judicial):
    """One hearing before one desk; moved to another day, it leaves a trace and a new one begins."""

    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="+")
    desk = models.ForeignKey("actors.Desk", models.PROTECT, related_name="+", verbose_name=_("before which desk"))
    kind = models.CharField(_("kind"), max_length=10, choices=HearingKind.choices)
    at = models.DateTimeField(_("when"))
    note = SealedText(_("what to prepare"), key="case_id")
    status = models.CharField(max_length=10, choices=HearingStatus.choices, default=HearingStatus.SET)
    child_heard = models.BooleanField(_("the child was heard"), null=True)
    came_of = SealedText(_("what came of it"), key="case_id")

    class Meta:
        indexes = [models.Index(name="hearing_by_desk", fields=["desk", "at"])]


class Step(Judicial):
    """One of the steps that a law puts in order; some start a delay."""

    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="+")
    kind = models.CharField(_("step"), max_length=20, choices=StepKind.choices)
    on = models.DateField(_("on"))
    due_on = models.DateField(_("last day of what follows"), null=True)
    note = SealedText(_("remark"), key="case_id")


class Minutes(Judicial):
    """Minutes that reached the file: whose, of which day, and how often the child was questioned for them."""

    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=10, choices=MinutesKind.choices)
    desk = models.ForeignKey("actors.Desk", models.PROTECT, related_name="+", verbose_name=_("drawn by"))
    number = SealedText(_("number"), key="case_id")
    drawn_on = models.DateField(_("drawn on"))
    interviews = models.PositiveSmallIntegerField(_("how often the child was questioned"), default=0)
    note = SealedText(_("remark"), key="case_id")
