"""Entries go in unchained; one sealer gives them their position and their hash."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Xid8(models.Field):  # type: ignore[type-arg]
    """PostgreSQL's 64-bit transaction id, as an integer in Python."""

    def db_type(self, connection: Any) -> str:  # noqa: ARG002
        return "xid8"

    def from_db_value(self, value: Any, *_args: Any) -> int | None:
        return None if value is None else int(value)


class Entry(models.Model):
    """One thing that happened. ``file`` is the case or report whose readers may read it; it holds no name."""

    id = models.BigAutoField(primary_key=True)
    xid = Xid8(db_index=True)
    at = models.DateTimeField(_("at"))
    actor = models.UUIDField(_("actor"))
    desk = models.UUIDField(_("desk"), null=True)
    kind = models.CharField(_("kind"), max_length=80)
    subject_type = models.CharField(max_length=60)
    subject = models.UUIDField()
    file = models.UUIDField(null=True)
    compartment = models.CharField(max_length=20, default="core")
    kept = models.JSONField(default=dict)
    sealed = models.BinaryField(null=True)

    class Meta:
        indexes = [
            models.Index(name="entry_by_file", fields=["file", "-at"]),
            models.Index(name="entry_by_actor", fields=["actor", "-at"]),
        ]


class Seal(models.Model):
    """The place of one entry in the one order, chained to the one before."""

    position = models.BigIntegerField(primary_key=True)
    entry_id = models.BigIntegerField(unique=True)
    previous = models.BinaryField()
    hash = models.BinaryField()


class Checkpoint(models.Model):
    """A signature (Ed25519) over a position and its hash."""

    position = models.BigIntegerField(primary_key=True)
    hash = models.BinaryField()
    signature = models.BinaryField()
    at = models.DateTimeField()


class Watermark(models.Model):
    """The transaction below which everything is sealed already; only a shortcut, never a proof."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    below = Xid8()
