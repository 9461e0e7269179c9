"""How people come in: invited by e-mail to one desk, once."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from kanaf.actors.enums import Role
from kanaf.foundation.ids import new_id


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def waiting(self, at: datetime) -> Self:
        """Invitations whose link still opens."""
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=at)


class Invitation(models.Model):
    """A role at a desk, offered to an address; of the link's token only the blind index is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField()
    desk = models.ForeignKey("actors.Desk", models.PROTECT, related_name="+")
    role = models.CharField(max_length=24, choices=Role.choices)
    invited_by = models.ForeignKey("actors.Account", models.PROTECT, null=True, related_name="+")
    token = models.BinaryField(max_length=16, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey("actors.Account", models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "id"]
        constraints = [
            models.CheckConstraint(name="invitation_email_is_lower_case", condition=Q(email=Lower("email"))),
            models.CheckConstraint(
                name="invitation_expires_after_it_is_made", condition=Q(expires_at__gt=F("made_at"))
            ),
            models.CheckConstraint(
                name="invitation_accepted_by_somebody",
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
            ),
            models.CheckConstraint(
                name="invitation_accepted_or_withdrawn",
                condition=Q(accepted_at=None) | Q(withdrawn_at=None),
            ),
            models.UniqueConstraint(
                name="invitation_one_open_per_role",
                fields=["email", "desk", "role"],
                condition=Q(accepted_at=None, withdrawn_at=None),
            ),
        ]
