"""A person's calendar address: known by its token, of which only the blind index is kept."""

from django.db import models
from django.db.models import Q

from kanaf.foundation.ids import new_id


class CalendarFeed(models.Model):
    """One address at a time for one person; closing it makes the old one a dead end."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey("actors.Account", models.PROTECT, related_name="+")
    token = models.BinaryField(max_length=16, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="feed_one_open", fields=["account"], condition=Q(revoked_at__isnull=True))
        ]
