"""Safety first, then the assessment, then the plan: the last two approved by somebody else."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from kanaf.cases.enums import ActionStatus, Approval, Risk
from kanaf.cases.models.files import Case
from kanaf.foundation.ids import new_id
from kanaf.foundation.vault.fields import SealedJSON, SealedText
from kanaf.grants import access as grants

if TYPE_CHECKING:
    from kanaf.actors.actor import Actor

FOUR_EYES = models.Q(approved_by__isnull=True) | ~models.Q(approved_by=models.F("written_by"))


class SafetyPlanQuerySet(models.QuerySet["SafetyPlan"]):
    def readable_by(self, actor: "Actor", at: datetime) -> Self:
        """The SQL twin of ``policies.can_read_safety``."""
        social = models.Q(case_id__in=grants.readable(actor, "case", "social", "read", at))
        return self.filter(social | models.Q(case_id__in=grants.in_emergency(actor, at)))


class SafetyPlan(models.Model):
    """Compartment social: where the child sleeps tonight, who has access; the newest heads the file.

    The one thing of this part that an emergency opens.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    sleeps_where = SealedText(_("where the child sleeps tonight"), key="case_id")
    is_safe_tonight = models.BooleanField(_("safe tonight"))
    who_has_access = SealedText(_("who has access to the child"), key="case_id")
    author_has_access = models.BooleanField(_("the alleged author has access"))
    siblings_at_risk = models.BooleanField(_("brothers or sisters at risk"))
    what_we_do = SealedText(_("what we do, who to call"), key="case_id")
    review_on = models.DateField(_("look again on"))
    written_by = models.UUIDField()
    written_at = models.DateTimeField()

    objects = SafetyPlanQuerySet.as_manager()


class Assessment(models.Model):
    """Compartment social: the situation of the child and family, and the risk."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    is_initial = models.BooleanField(_("first, quick assessment"), default=True)
    risk = models.CharField(_("risk"), max_length=6, choices=Risk.choices)
    concerns = models.JSONField(default=list, help_text="codelist protection_concern")
    findings = SealedJSON(_("findings"), key="case_id", help_text="domain: text")
    child_views = SealedText(_("what the child says and wants"), key="case_id")
    status = models.CharField(max_length=10, choices=Approval.choices, default=Approval.DRAFT)
    written_by = models.UUIDField()
    written_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    approved_by = models.UUIDField(null=True)
    approved_at = models.DateTimeField(null=True)
    remark = SealedText(_("remarks of the person who approves"), key="case_id")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.CheckConstraint(name="assessment_four_eyes", condition=FOUR_EYES)]


class Plan(models.Model):
    """Compartment social: what we want for this child, and why it is in their best interest."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    best_interests = SealedText(_("why this is in the child's best interests"), key="case_id")
    child_views = SealedText(_("what the child thinks of it"), key="case_id")
    review_on = models.DateField(_("review on"), null=True)
    status = models.CharField(max_length=10, choices=Approval.choices, default=Approval.DRAFT)
    written_by = models.UUIDField()
    written_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    approved_by = models.UUIDField(null=True)
    approved_at = models.DateTimeField(null=True)
    remark = SealedText(_("remarks of the person who approves"), key="case_id")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.CheckConstraint(name="plan_four_eyes", condition=FOUR_EYES)]


class PlanGoal(models.Model):
    """Compartment social."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    text = SealedText(_("goal"), key="case_id")
    order = models.PositiveSmallIntegerField(default=1)


class PlanAction(models.Model):
    """Compartment social: who does what before when."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    goal = models.ForeignKey(PlanGoal, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    text = SealedText(_("action"), key="case_id")
    desk = models.ForeignKey("actors.Desk", models.PROTECT, related_name="+", verbose_name=_("desk that does it"))
    due_on = models.DateField(_("before"))
    status = models.CharField(max_length=8, choices=ActionStatus.choices, default=ActionStatus.PLANNED)
    done_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
