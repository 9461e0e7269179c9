"""Where people are signed in, without a trace of the machine in the clear."""

from __future__ import annotations

from django.db import models

from kanaf.foundation.ids import new_id


class OpenSession(models.Model):
    """One browser signed in: its key as a blind index, and what tells it from another sealed for a day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey("actors.Account", models.PROTECT, related_name="+")
    key = models.BinaryField(max_length=16, unique=True)
    sealed = models.BinaryField()
    made_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["-seen_at", "id"]
