"""The decision to report, and the sheets that leave for justice."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kanaf.cases.enums import Approval
from kanaf.cases.models.plans import FOUR_EYES
from kanaf.foundation.vault.fields import SealedJSON, SealedText
from kanaf.justice.enums import ChildAgrees, Choice, SheetKind, SheetStatus
from kanaf.justice.models.base import Judicial
from kanaf.territory.enums import Profession


class ReportDecision(Judicial):
    """To report or not: whose duty, what the child says, why it is in the child's interest, and who else agreed."""

    choice = models.CharField(_("decision"), max_length=8, choices=Choice.choices)
    is_urgent = models.BooleanField(_("urgent danger: the report leaves at once"), default=False)
    profession = models.CharField(_("profession"), max_length=20, choices=Profession.choices)
    law = models.CharField(_("legal reference of that day"), max_length=60, blank=True)
    safety = models.ForeignKey("cases.SafetyPlan", models.PROTECT, related_name="+", null=True)
    child_agrees = models.CharField(max_length=10, choices=ChildAgrees.choices)
    child_view = SealedText(_("what the child says of it"), key="case_id")
    told_at = models.DateTimeField(_("explained to the child at"), null=True)
    best_interests = SealedText(_("why this is in the child's best interests"), key="case_id")
    status = models.CharField(max_length=10, choices=Approval.choices, default=Approval.DRAFT)
    submitted_at = models.DateTimeField(null=True)
    approved_by = models.UUIDField(null=True)
    approved_at = models.DateTimeField(null=True)
    remark = SealedText(_("remarks of the person who approves"), key="case_id")

    class Meta:
        constraints = [
            models.CheckConstraint(name="report_decision_four_eyes", condition=FOUR_EYES),
            models.UniqueConstraint(
                name="report_decision_one_in_course",
                fields=["case"],
                condition=~Q(status=Approval.APPROVED),
            ),
        ]


class Sheet(Judicial):
    """What leaves for justice: written, read again, sent; the copy that left is kept sealed and never changes."""

    kind = models.CharField(max_length=10, choices=SheetKind.choices)
    decision = models.ForeignKey(ReportDecision, models.PROTECT, related_name="+", null=True)
    requisition = models.ForeignKey("justice.Requisition", models.PROTECT, related_name="+", null=True)
    procedure = models.ForeignKey("justice.Procedure", models.PROTECT, related_name="+", null=True)
    desk_from = models.ForeignKey("actors.Desk", models.PROTECT, related_name="+")
    desk_to = models.ForeignKey("actors.Desk", models.PROTECT, related_name="+")
    language = models.CharField(max_length=2)
    is_urgent = models.BooleanField(default=False)
    content = SealedJSON(_("what it says"), key="case_id", help_text="section: text")
    justified = SealedJSON(_("topics that are in it, and why"), key="case_id", help_text="topic: reason")
    status = models.CharField(max_length=12, choices=SheetStatus.choices, default=SheetStatus.DRAFT)
    sent_by = models.UUIDField(null=True)
    sent_at = models.DateTimeField(_("left at"), null=True)
    paper = models.CharField(max_length=120, blank=True, help_text="the sealed PDF")
    word = models.CharField(max_length=120, blank=True, help_text="the sealed Word document")
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the PDF that left")
    acknowledged_by = models.UUIDField(null=True)
    acknowledged_at = models.DateTimeField(_("acknowledged at"), null=True)

    class Meta:
        indexes = [models.Index(name="sheet_by_desk", fields=["desk_to", "status"])]
        constraints = [
            models.UniqueConstraint(
                name="sheet_one_draft", fields=["case", "kind"], condition=Q(status=SheetStatus.DRAFT)
            ),
            models.CheckConstraint(
                name="sheet_sent_is_kept",
                condition=Q(status=SheetStatus.DRAFT, sent_at__isnull=True)
                | (~Q(status=SheetStatus.DRAFT) & Q(sent_at__isnull=False) & ~Q(paper="") & ~Q(digest="")),
            ),
            models.CheckConstraint(
                name="sheet_prosecutor_rests_on_decision",
                condition=~Q(kind=SheetKind.PROSECUTOR) | Q(decision__isnull=False),
            ),
        ]
