"""Campaigns, their team and the actors on their list."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.utils.translation import get_language

from kanaf.actors.actor import Actor
from kanaf.actors.models import Account, Desk, Organisation, Service
from kanaf.actors.naming import desk_name, person_name, said
from kanaf.circuit import access_public as circuits
from kanaf.foundation import clock, readonly
from kanaf.foundation.vault import keys
from kanaf.journal import services as journal
from kanaf.mapping.enums import ProspectStatus
from kanaf.mapping.events import INTERVIEW_READ
from kanaf.mapping.models import Campaign, Interview, Prospect, TeamMember
from kanaf.mapping.models.campaigns import LEADS
from kanaf.mapping.policies import OpenCampaign, can_lead_some, can_read, can_write
from kanaf.territory.models import Place

Policy = Callable[[Actor, OpenCampaign], bool]
UUID_LENGTH = 36


def standing(actor: Actor, campaign: Campaign) -> OpenCampaign:
    """How the actor stands to a campaign: of its team, and with which desks in its place."""
    if not actor.is_professional:
        return OpenCampaign(campaign)
    is_team = TeamMember.objects.filter(campaign=campaign, account=actor.id, left_at__isnull=True).exists()
    near = Desk.objects.filter(pk__in=actor.desk_ids, place__lineage__contains=[campaign.place_id])
    met = Prospect.objects.filter(campaign=campaign, status=ProspectStatus.MET)
    is_met = met.filter(organisation__desks__in=actor.desk_ids).exists()
    return OpenCampaign(campaign, is_team, is_met, frozenset(near.values_list("pk", flat=True)))


def _readable(actor: Actor) -> QuerySet[Campaign]:
    return Campaign.objects.readable_by(actor).select_related("place", "desk")


def get_campaign(actor: Actor, campaign_id: UUID, *, to: Policy = can_read) -> OpenCampaign:
    """The campaign, if the actor may do ``to`` with it; else 404."""
    campaign = _readable(actor).filter(pk=campaign_id).first()
    file = standing(actor, campaign) if campaign else None
    if file is None or not to(actor, file):
        raise Http404
    return file


@dataclass(frozen=True)
class Row:
    """One campaign of the list, with how far it has come."""

    campaign: Campaign
    actors: int
    met: int


def list_campaigns(actor: Actor) -> list[Row]:
    counted = _readable(actor).annotate(
        actors=Count("prospects"), met=Count("prospects", filter=Q(prospects__status=ProspectStatus.MET))
    )
    return [Row(one, one.actors, one.met) for one in counted]


def campaigns_to_write(actor: Actor, place: Place) -> list[Campaign]:
    """Where the actor may add somebody to meet: campaigns of that place, or around it."""
    found = _readable(actor).filter(place__in=place.lineage)
    return [one for one in found if can_write(actor, standing(actor, one))]


def desks_of_leader(actor: Actor) -> list[Desk]:
    """The desks for which the actor may open a campaign; 404 for whoever leads none."""
    if not can_lead_some(actor):
        raise Http404
    desks = [post.desk_id for post in actor.memberships if post.role in LEADS]
    return list(Desk.objects.filter(pk__in=desks, is_active=True).select_related("place"))


def circuit_choices() -> list[tuple[str, str]]:
    """The circuits in force, for a campaign to name the one it prepares."""
    language = (get_language() or "fr")[:2]
    protocols = [edition.protocol for edition in circuits.list_editions()]
    return [(one.key, one.name.said_in(language)) for one in protocols]


def team_of(campaign: Campaign) -> list[tuple[TeamMember, str]]:
    """Who meets actors today, by name."""
    members = TeamMember.objects.filter(campaign=campaign, left_at__isnull=True).select_related("account")
    return [(member, person_name(member.account)) for member in members]


def get_member(file: OpenCampaign, member_id: UUID) -> TeamMember:
    found = TeamMember.objects.filter(campaign=file.campaign, pk=member_id).first()
    if found is None:
        raise Http404
    return found


def account_by_email(email: str) -> Account | None:
    """The active account of an exact address: no list to browse."""
    return Account.objects.filter(email=email.strip().lower(), is_active=True).first()


def organisation_choices() -> list[tuple[str, str]]:
    found = Organisation.objects.filter(status="active").prefetch_related("names")
    return sorted([(str(one.pk), said(one)) for one in found], key=lambda row: row[1])


def prospects_of(campaign: Campaign, *, status: str = "") -> list[Prospect]:
    """The list to meet, with whoever is in charge of each."""
    keys.preload([campaign.id])
    found = Prospect.objects.filter(campaign=campaign).select_related("organisation", "assigned_to", "place")
    found = found.filter(status=status) if status else found
    listed = found.prefetch_related("organisation__names").annotate(versions=Count("interviews"))
    order = {
        ProspectStatus.MET: 0,
        ProspectStatus.CONTACTED: 1,
        ProspectStatus.TO_CONTACT: 2,
        ProspectStatus.REFUSED: 3,
    }
    return sorted(listed, key=lambda one: (order[ProspectStatus(one.status)], prospect_name(one), str(one.pk)))


def get_prospect(file: OpenCampaign, prospect_id: UUID) -> Prospect:
    listed = Prospect.objects.filter(campaign=file.campaign, pk=prospect_id).select_related("organisation", "place")
    found = listed.prefetch_related("organisation__names").first()
    if found is None:
        raise Http404
    return found


def prospect_name(prospect: Prospect) -> str:
    """As the directory says it, else as it was written on the list."""
    return said(prospect.organisation) if prospect.organisation else prospect.name


def names_of_prospects(campaign: Campaign) -> Mapping[UUID, str]:
    return {one.pk: prospect_name(one) for one in prospects_of(campaign)}


def interviews_of(prospect: Prospect) -> list[Interview]:
    """Every version, the last one first."""
    keys.preload([prospect.campaign_id])
    return list(Interview.objects.filter(prospect=prospect).order_by("-number"))


def note_interview_read(interview: Interview) -> None:
    """The journal says who read what an actor said."""
    with readonly.writing_allowed("a read of a sealed interview is journaled"):
        journal.write(
            INTERVIEW_READ,
            subject=interview,
            at=clock.now(),
            campaign=str(interview.campaign_id),
            prospect=str(interview.prospect_id),
        )


def desk_of(campaign: Campaign) -> str:
    return desk_name(campaign.desk)


def service_names(ids: set[str]) -> dict[str, str]:
    """The names of the services that an interview speaks of."""
    known = {one for one in ids if len(one) == UUID_LENGTH}
    return {str(one.pk): said(one) for one in Service.objects.filter(pk__in=known).prefetch_related("names")}
