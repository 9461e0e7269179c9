"""Who may do what in the mapping of a territory: pure functions of records in hand. No role here opens a file."""

from dataclasses import dataclass
from uuid import UUID

from kanaf.actors.actor import Actor
from kanaf.actors.enums import Role
from kanaf.actors.models import Service
from kanaf.mapping.enums import ASKING, CampaignStatus, Verdict
from kanaf.mapping.models import Campaign, Validation
from kanaf.mapping.models.campaigns import LEADS, READERS


@dataclass(frozen=True)
class OpenCampaign:
    """A campaign and how the actor stands to it: in its team, of an actor that it asks, with which desks near."""

    campaign: Campaign
    is_team: bool = False
    is_met: bool = False
    near: frozenset[UUID] = frozenset()


def can_lead_at(actor: Actor, desk: UUID) -> bool:
    """A coordinator, a supervisor, a secretary of the committee or a project manager, for a desk of hers."""
    return actor.is_active and not LEADS.isdisjoint(actor.roles_at(desk))


def can_lead_some(actor: Actor) -> bool:
    return actor.is_professional and actor.has_role(*LEADS)


def can_lead(actor: Actor, file: OpenCampaign) -> bool:
    """Dates, status and team are set at the desk that keeps the campaign."""
    return can_lead_at(actor, file.campaign.desk_id)


def can_write(actor: Actor, file: OpenCampaign) -> bool:
    """Whoever leads, and the team, until the campaign is closed."""
    if not actor.is_professional or file.campaign.status == CampaignStatus.CLOSED:
        return False
    return can_lead(actor, file) or file.is_team


def can_read(actor: Actor, file: OpenCampaign) -> bool:
    """Whoever leads or is of the team, the directory's editors, and the readers of the territory."""
    if not actor.is_professional:
        return False
    if can_lead(actor, file) or file.is_team or actor.has_role(Role.DIRECTORY_EDITOR):
        return True
    return any(post.desk_id in file.near and post.role in READERS for post in actor.memberships)


def can_read_interviews(actor: Actor, file: OpenCampaign) -> bool:
    """What an actor said of what hurts is for those who asked, and for the editors of the directory."""
    if not actor.is_professional:
        return False
    return can_lead(actor, file) or file.is_team or actor.has_role(Role.DIRECTORY_EDITOR)


def is_asked(actor: Actor, file: OpenCampaign, service: Service) -> bool:
    """The people of the very desk that gives the service, once the campaign met their organisation and asks."""
    is_asking = file.is_met and file.campaign.status in ASKING
    return actor.is_professional and is_asking and service.desk_id in actor.desk_ids


def can_answer(actor: Actor, file: OpenCampaign, service: Service) -> bool:
    """The actor with its own account; or the team, which writes what was said in the room."""
    return is_asked(actor, file, service) or can_write(actor, file)


def can_carry(actor: Actor, validation: Validation) -> bool:
    """A word spoken in the room reaches the directory through an editor who did not write it down herself."""
    return (
        actor.is_professional
        and actor.has_role(Role.DIRECTORY_EDITOR)
        and validation.verdict == Verdict.CONFIRMED
        and validation.carried_at is None
        and validation.written_by != actor.id
    )


def can_see_maps(actor: Actor) -> bool:
    """The gap map and the picture of the network: readers of mapping, and the editors of the directory."""
    return actor.is_professional and actor.has_role(Role.DIRECTORY_EDITOR, *READERS)


def can_set_least(actor: Actor) -> bool:
    """From how many on referrals are counted is decided by whoever answers for privacy."""
    return actor.is_professional and actor.has_role(Role.PRIVACY_OFFICER)
