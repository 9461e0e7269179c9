"""Emergency access: who opened which file without being given it, why, until when, and what the reviewer said."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from kanaf.actors.enums import Role
from kanaf.cases.enums import EmergencyOutcome, ToldAs
from kanaf.cases.models.files import Case
from kanaf.foundation.ids import new_id
from kanaf.foundation.vault.fields import SealedText
from kanaf.grants import access as grants

if TYPE_CHECKING:
    from kanaf.actors.actor import Actor


class EmergencyQuerySet(models.QuerySet["EmergencyAccess"]):
    def readable_by(self, actor: "Actor", at: datetime) -> Self:
        """The SQL twin of ``emergency.policies.can_read_access``; nothing of a file in conflict with the actor."""
        if not actor.is_active:
            return self.none()
        seen = self.exclude(case_id__in=grants.hidden_from(actor))
        if actor.has_role(Role.PRIVACY_OFFICER):
            return seen
        ours = grants.readable(actor, "case", "core", "read", at)
        return seen.filter(models.Q(person=actor.id) | models.Q(case_id__in=ours))


class EmergencyAccess(models.Model):
    """Compartment core: a fact about the file that its readers know. The grant is in the one table of grants.

    The words are sealed under a key of their own: the reviewer reads why, and opens no file.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    case_code = models.CharField(max_length=16)
    person = models.UUIDField(_("opened by"))
    desk = models.ForeignKey("actors.Desk", models.PROTECT, related_name="+", help_text="of whoever opened")
    lead_desk = models.ForeignKey("actors.Desk", models.PROTECT, related_name="+", help_text="that led at that moment")
    reason = models.CharField(_("reason"), max_length=20, help_text="codelist emergency_reason")
    words = SealedText(_("what happens"), key="id")
    opened_at = models.DateTimeField()
    until = models.DateTimeField(_("until"))
    ended_at = models.DateTimeField(null=True)
    review_due_at = models.DateTimeField()
    late_at = models.DateTimeField(null=True, help_text="when the silence of the reviewers was told")
    outcome = models.CharField(max_length=13, choices=EmergencyOutcome.choices, blank=True)
    remark = SealedText(_("remarks of the reviewer"), key="id")
    reviewed_by = models.UUIDField(null=True)
    reviewed_at = models.DateTimeField(null=True, help_text="the first decision")
    is_demo = models.BooleanField(default=False)

    objects = EmergencyQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "id"]
        indexes = [
            models.Index(name="emergency_of_person", fields=["person", "opened_at"]),
            models.Index(name="emergency_of_case", fields=["case"]),
            models.Index(name="emergency_to_review", fields=["review_due_at"], condition=models.Q(reviewed_at=None)),
        ]
        constraints = [
            models.CheckConstraint(name="emergency_ends", condition=models.Q(until__gt=models.F("opened_at"))),
            models.CheckConstraint(
                name="emergency_not_reviewed_by_oneself",
                condition=models.Q(reviewed_by=None) | ~models.Q(reviewed_by=models.F("person")),
            ),
            models.CheckConstraint(
                name="emergency_reviewed_by_somebody",
                condition=models.Q(outcome="", reviewed_by=None, reviewed_at=None)
                | (~models.Q(outcome="") & models.Q(reviewed_by__isnull=False, reviewed_at__isnull=False)),
            ),
        ]

    def is_open(self, at: datetime) -> bool:
        """Whether it still opens the file."""
        return self.ended_at is None and at < self.until

    def is_late(self, at: datetime) -> bool:
        """Whether the first decision came after its time, or has not come."""
        return (self.reviewed_at or at) > self.review_due_at


class EmergencyNotice(models.Model):
    """Who was told, as whom; written by the very function that opens, so that nothing opens in silence."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    access = models.ForeignKey(EmergencyAccess, models.PROTECT, related_name="+")
    person = models.ForeignKey("actors.Account", models.PROTECT, related_name="+")
    told_as = models.CharField(max_length=7, choices=ToldAs.choices)
    is_late = models.BooleanField(default=False, help_text="told that nobody has reviewed it in time")
    at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="emergency_told_once", fields=["access", "person", "is_late"])]
        indexes = [models.Index(name="emergency_to_mail", fields=["at"], condition=models.Q(mailed_at=None))]
