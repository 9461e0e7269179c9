"""Edits of the directory that wait for a second pair of eyes."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q

from kanaf.actors.actor import Actor
from kanaf.actors.enums import DraftStatus, DraftTarget, Role
from kanaf.foundation.ids import new_id


class DirectoryDraftQuerySet(models.QuerySet["DirectoryDraft"]):
    def readable_by(self, actor: Actor) -> Self:
        """The SQL twin of ``policies.can_read_draft``."""
        if not actor.is_professional:
            return self.none()
        if actor.has_role(Role.DIRECTORY_EDITOR):
            return self
        return self.filter(author=actor.id)


class DirectoryDraft(models.Model):
    """What someone proposes to write in the directory; nothing changes until another person approves."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    target_type = models.CharField(max_length=12, choices=DraftTarget.choices)
    target_id = models.UUIDField()
    changes = models.JSONField()
    note = models.TextField(blank=True)
    author = models.ForeignKey("actors.Account", models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    status = models.CharField(max_length=8, choices=DraftStatus.choices, default=DraftStatus.PROPOSED)
    decided_by = models.ForeignKey("actors.Account", models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)

    objects = DirectoryDraftQuerySet.as_manager()

    class Meta:
        ordering = ["proposed_at", "id"]
        indexes = [models.Index(fields=["status", "proposed_at"], name="directorydraft_waiting")]
        constraints = [
            models.CheckConstraint(
                name="directorydraft_decided_by_someone_else",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("author")),
            ),
            models.CheckConstraint(
                name="directorydraft_decision_complete",
                condition=Q(status=DraftStatus.PROPOSED, decided_by__isnull=True, decided_at__isnull=True)
                | Q(
                    status__in=[DraftStatus.APPROVED, DraftStatus.REFUSED],
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
            ),
        ]
