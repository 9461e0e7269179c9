"""The two workshops: who does what, and which services are really given."""

from django.db import models
from django.db.models import Q

from kanaf.cases.enums import Stage
from kanaf.foundation.ids import new_id
from kanaf.foundation.vault.fields import SealedText
from kanaf.mapping.enums import Part, Verdict, WorkshopKind
from kanaf.mapping.models.campaigns import Campaign, Prospect


class Workshop(models.Model):
    """One day around one table."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="workshops")
    kind = models.CharField(max_length=8, choices=WorkshopKind.choices)
    held_on = models.DateField()
    where = SealedText(key="campaign_id")
    written_by = models.UUIDField()
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["held_on", "id"]


class Presence(models.Model):
    """An actor that came, and who came for it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    workshop = models.ForeignKey(Workshop, models.PROTECT, related_name="presences")
    prospect = models.ForeignKey(Prospect, models.PROTECT, related_name="+")
    who = SealedText(key="campaign_id")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(name="presence_once_a_workshop", fields=["workshop", "prospect"])]


class RoleClaim(models.Model):
    """What somebody says an actor does at one of the six official steps; nobody in particular is the whole room."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    workshop = models.ForeignKey(Workshop, models.PROTECT, related_name="claims")
    said_by = models.ForeignKey(Prospect, models.PROTECT, related_name="+", null=True)
    about = models.ForeignKey(Prospect, models.PROTECT, related_name="+")
    stage = models.CharField(max_length=1, choices=Stage.choices)
    part = models.CharField(max_length=8, choices=Part.choices)
    written_by = models.UUIDField()
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["stage", "id"]
        constraints = [
            models.UniqueConstraint(
                name="role_said_once",
                fields=["workshop", "said_by", "about", "stage"],
                nulls_distinct=False,
            ),
        ]


class Validation(models.Model):
    """An actor's word on one of its services, over the very text it was shown: added, never changed.

    Its own people answer with their account; in the room somebody of the team writes the name of who spoke.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="validations")
    workshop = models.ForeignKey(Workshop, models.PROTECT, related_name="+", null=True)
    service = models.ForeignKey("actors.Service", models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    digest = models.CharField(max_length=64)
    spoke = SealedText(key="campaign_id")
    is_own = models.BooleanField(default=False)
    written_by = models.UUIDField()
    written_at = models.DateTimeField()
    carried_by = models.UUIDField(null=True)
    carried_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-written_at", "id"]
        indexes = [models.Index(name="validation_of_service", fields=["campaign", "service", "written_at"])]
        constraints = [
            models.CheckConstraint(
                name="validation_carried_when_confirmed",
                condition=Q(carried_at__isnull=True) | Q(verdict=Verdict.CONFIRMED),
            ),
        ]
