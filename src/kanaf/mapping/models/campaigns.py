"""Campaigns, the people who carry them, and the list of actors to meet."""

from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language

from kanaf.actors.enums import OrganisationKind, Role
from kanaf.foundation.ids import new_id
from kanaf.foundation.vault.fields import SealedJSON, SealedText
from kanaf.mapping.enums import ASKING, CampaignStatus, ProspectStatus

if TYPE_CHECKING:
    from kanaf.actors.actor import Actor

LEADS = frozenset({Role.DESK_COORDINATOR, Role.SUPERVISOR, Role.COMMITTEE_SECRETARY, Role.PROJECT_MANAGER})
"""Who leads a campaign of her own desk: none of these roles is asked for a file here."""
READERS = LEADS | {Role.PROSECUTOR, Role.JUVENILE_JUDGE}
"""Who reads the campaigns of her territory: those who lead, and those who sit in the committees of a court."""


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def readable_by(self, actor: "Actor") -> Self:
        """The SQL twin of ``policies.can_read``."""
        if not actor.is_professional:
            return self.none()
        if actor.has_role(Role.DIRECTORY_EDITOR):
            return self
        led = [post.desk_id for post in actor.memberships if post.role in LEADS]
        near = [post.desk_id for post in actor.memberships if post.role in READERS]
        mine = TeamMember.objects.filter(account=actor.id, left_at__isnull=True)
        return self.filter(Q(desk__in=led) | Q(id__in=mine.values("campaign")) | Q(id__in=self._around(near)))

    def _around(self, desks: list[UUID]) -> "models.QuerySet[Campaign, Any]":
        """Campaigns whose place holds one of these desks."""
        from kanaf.actors.models import Desk

        places = Desk.objects.filter(pk__in=desks, place__isnull=False).values_list("place__lineage", flat=True)
        return Campaign.objects.filter(place__in={one for lineage in places for one in lineage}).values("pk")

    def asking(self, actor: "Actor") -> Self:
        """The SQL twin of ``policies.is_asked``, any service of hers: where one of her organisations was met."""
        if not actor.is_professional:
            return self.none()
        met = Prospect.objects.filter(organisation__desks__in=actor.desk_ids, status=ProspectStatus.MET)
        return self.filter(status__in=ASKING, id__in=met.values("campaign"))


class Campaign(models.Model):
    """One mapping of the actors of one place. Its key seals what people said and whom to call."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    title_fr = models.CharField(max_length=200)
    title_ar = models.CharField(max_length=200, blank=True)
    title_en = models.CharField(max_length=200, blank=True)
    dispositif = models.SlugField(max_length=40, blank=True)
    place = models.ForeignKey("territory.Place", models.PROTECT, related_name="+")
    desk = models.ForeignKey("actors.Desk", models.PROTECT, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField()
    status = models.CharField(max_length=12, choices=CampaignStatus.choices, default=CampaignStatus.PROSPECTING)
    opened_by = models.UUIDField()
    opened_at = models.DateTimeField()
    is_demo = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        ordering = ["-first_day", "title_fr", "id"]
        constraints = [
            models.CheckConstraint(name="campaign_ends_after_it_begins", condition=Q(last_day__gte=F("first_day"))),
        ]

    @property
    def title(self) -> str:
        titled = {"ar": self.title_ar, "en": self.title_en}
        return titled.get((get_language() or "fr")[:2], "") or self.title_fr


class TeamMember(models.Model):
    """A professional who meets actors for a campaign, until the moment that she leaves it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="team")
    account = models.ForeignKey("actors.Account", models.PROTECT, related_name="+")
    added_by = models.UUIDField()
    added_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["added_at", "id"]
        constraints = [
            models.UniqueConstraint(
                name="mapping_team_once", fields=["campaign", "account"], condition=Q(left_at__isnull=True)
            ),
        ]


class Prospect(models.Model):
    """An actor on the list: of the directory, or new; whom to call there is sealed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="prospects")
    organisation = models.ForeignKey("actors.Organisation", models.PROTECT, related_name="+", null=True)
    name = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=24, choices=OrganisationKind.choices)
    contact = SealedText(key="campaign_id")
    why = SealedText(key="campaign_id")
    need = models.CharField(max_length=40, blank=True, help_text="codelist mapping_need")
    place = models.ForeignKey("territory.Place", models.PROTECT, related_name="+", null=True)
    status = models.CharField(max_length=12, choices=ProspectStatus.choices, default=ProspectStatus.TO_CONTACT)
    assigned_to = models.ForeignKey("actors.Account", models.PROTECT, related_name="+", null=True)
    added_by = models.UUIDField()
    added_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["added_at", "id"]
        constraints = [
            models.CheckConstraint(name="prospect_is_somebody", condition=Q(organisation__isnull=False) | ~Q(name="")),
            models.UniqueConstraint(
                name="prospect_once_in_a_campaign",
                fields=["campaign", "organisation"],
                condition=Q(organisation__isnull=False),
            ),
        ]


class Interview(models.Model):
    """One version of what an actor said of itself: written once, followed by the next, never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    prospect = models.ForeignKey(Prospect, models.PROTECT, related_name="interviews")
    number = models.PositiveSmallIntegerField()
    met_on = models.DateField()
    spoke_with = SealedText(key="campaign_id")
    described = models.JSONField(default=dict, help_text="services, ages, hours: what is meant for the directory")
    answers = SealedJSON(key="campaign_id")
    written_by = models.UUIDField()
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(name="interview_versions_in_order", fields=["prospect", "number"])]

    @property
    def told(self) -> dict[str, Any]:
        """All that was said: what is meant for the directory, and what stays between those who met."""
        return {**self.described, **(self.answers or {})}
