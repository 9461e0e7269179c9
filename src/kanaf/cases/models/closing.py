"""Closing, opening again, and complaints."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kanaf.cases.enums import Approval, ComplaintAbout, ComplaintStatus
from kanaf.cases.models.files import Case
from kanaf.cases.models.plans import FOUR_EYES
from kanaf.foundation.ids import new_id
from kanaf.foundation.vault.fields import SealedText


class Closure(models.Model):
    """Compartment social: why the file may close, what the child says of it, and who else agreed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=40, help_text="codelist closure_reason")
    criteria = models.JSONField(_("criteria met"), default=list)
    best_interests = SealedText(_("why closing is in the child's best interests"), key="case_id")
    child_feedback = SealedText(_("what the child says of our work"), key="case_id")
    child_satisfied = models.BooleanField(null=True)
    status = models.CharField(max_length=10, choices=Approval.choices, default=Approval.SUBMITTED)
    written_by = models.UUIDField()
    written_at = models.DateTimeField()
    approved_by = models.UUIDField(null=True)
    approved_at = models.DateTimeField(null=True)
    remark = SealedText(_("remarks of the person who approves"), key="case_id")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(name="closure_four_eyes", condition=FOUR_EYES),
            models.UniqueConstraint(
                name="closure_one_waiting", fields=["case"], condition=models.Q(status=Approval.SUBMITTED)
            ),
        ]


class Reopening(models.Model):
    """Compartment core: a closed file lives again."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=40, help_text="codelist reopening_reason")
    reopened_by = models.UUIDField()
    reopened_at = models.DateTimeField()


class Complaint(models.Model):
    """Compartment core of its own subject: handled outside the desk concerned, with a date to answer by."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    about = models.CharField(_("about"), max_length=12, choices=ComplaintAbout.choices)
    desk_concerned = models.ForeignKey("actors.Desk", models.PROTECT, related_name="+", null=True)
    handled_by = models.ForeignKey("actors.Desk", models.PROTECT, related_name="+")
    language = models.CharField(max_length=2)
    status = models.CharField(max_length=8, choices=ComplaintStatus.choices, default=ComplaintStatus.RECEIVED)
    received_at = models.DateTimeField()
    due_at = models.DateTimeField(_("answer before"))
    answered_at = models.DateTimeField(null=True)
    reference = models.CharField(max_length=12, unique=True)
    code_blind = models.BinaryField(null=True)
    code_expires_at = models.DateTimeField(null=True)
    is_demo = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="complaint_handled_elsewhere",
                condition=models.Q(desk_concerned__isnull=True) | ~models.Q(desk_concerned=models.F("handled_by")),
            )
        ]


class ComplaintStatement(models.Model):
    """Compartment social of the complaint's subject."""

    complaint = models.OneToOneField(Complaint, models.PROTECT, primary_key=True, related_name="+")
    what = SealedText(_("what happened"), key="complaint_id")
    who = SealedText(_("who, where"), key="complaint_id")
    contact = SealedText(_("how to answer"), key="complaint_id")
    answer = SealedText(_("our answer"), key="complaint_id")
