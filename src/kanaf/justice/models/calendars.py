"""Secret addresses of calendars: what is behind one says when, and nothing else."""

from django.db import models

from kanaf.foundation.ids import new_id


class CalendarFeed(models.Model):
    """One person's calendar of one desk; the secret itself is not kept, only its blind index."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.UUIDField()
    desk = models.ForeignKey("actors.Desk", models.PROTECT, related_name="+")
    secret_blind = models.BinaryField(unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
