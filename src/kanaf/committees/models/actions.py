"""What a meeting decided that somebody does, by a day."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kanaf.committees.enums import ActionState
from kanaf.foundation.ids import new_id
from kanaf.foundation.vault.fields import SealedText


class ActionPoint(models.Model):
    """Owned by a desk, or by an organisation without one; closed once, never deleted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    committee = models.ForeignKey("committees.Committee", models.PROTECT, related_name="+")
    meeting = models.ForeignKey("committees.Meeting", models.PROTECT, related_name="actions")
    number = models.PositiveIntegerField()
    what = SealedText(_("what is to be done"), key="committee_id")
    desk = models.ForeignKey("actors.Desk", models.PROTECT, related_name="+", null=True)
    organisation = models.ForeignKey("actors.Organisation", models.PROTECT, related_name="+", null=True)
    due_on = models.DateField(_("by the day"))
    state = models.CharField(max_length=7, choices=ActionState.choices, default=ActionState.OPEN)
    outcome = SealedText(_("what came of it"), key="committee_id")
    decided_by = models.UUIDField()
    decided_at = models.DateTimeField()
    closed_by = models.UUIDField(null=True)
    closed_at = models.DateTimeField(null=True)
    is_demo = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["due_on", "number"]
        indexes = [models.Index(name="action_open_by_committee", fields=["committee", "state", "due_on"])]
        constraints = [
            models.UniqueConstraint(name="action_numbered_once", fields=["committee", "number"]),
            models.CheckConstraint(
                name="action_has_one_owner",
                condition=Q(desk__isnull=False, organisation__isnull=True)
                | Q(desk__isnull=True, organisation__isnull=False),
            ),
            models.CheckConstraint(
                name="action_closed_has_a_moment",
                condition=Q(state=ActionState.OPEN, closed_at__isnull=True)
                | (~Q(state=ActionState.OPEN) & Q(closed_at__isnull=False, closed_by__isnull=False)),
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.state == ActionState.OPEN

    def is_overdue(self, today: date) -> bool:
        """Late from the day after the day it was due on."""
        return self.is_open and self.due_on < today
