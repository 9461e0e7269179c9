"""A campaign at each desk: an actor that was met, an interview, two workshops, a word spoken in the room."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from kanaf.actors.enums import Role
from kanaf.actors.models import Account, Desk
from kanaf.foundation import clock
from kanaf.mapping.access.campaigns import get_campaign
from kanaf.mapping.access.workshops import get_service
from kanaf.mapping.enums import WorkshopKind
from kanaf.mapping.models import TeamMember
from kanaf.mapping.services import campaigns, interviews, workshops
from tests import world
from tests.mapping.arranging import make_service
from tests.support import as_actor


def build(desk: Desk, people: Mapping[Role, Account]) -> dict[str, Any]:
    """The ids that a route can name; the social worker of the desk is of the team."""
    now, leader = clock.now(), people[Role.COMMITTEE_SECRETARY]

    def write(verb: Any, who: Account = leader, **how: Any) -> Any:
        with as_actor(who):
            return verb(actor=world.actor(who), at=now, **how)

    service = make_service(desk)
    campaign = write(
        campaigns.open_campaign, desk=desk, place=desk.place, titles=campaigns.Titles("Campagne (fictif)"),
        first_day=now.date(), last_day=(now + timedelta(days=90)).date(),
    )  # fmt: skip
    write(campaigns.join_team, campaign=campaign.id, account=people[Role.SOCIAL_WORKER])
    member = write(campaigns.join_team, campaign=campaign.id, account=people[Role.TRAINER])
    write(campaigns.leave_team, member=TeamMember.objects.get(pk=member.pk))
    wanted = campaigns.Wanted(desk.organisation_id, "", "association", contact="Appeler (fictif)")
    actor = write(campaigns.add_prospect, campaign=campaign.id, wanted=wanted)
    write(interviews.keep, prospect=actor, met_on=now.date(), spoke_with="X (fictif)", answers={}, seen="1")
    roles, served = (
        write(workshops.hold, campaign=campaign.id, kind=kind, held_on=now.date(), where="Salle (fictif)", came={})
        for kind in WorkshopKind
    )
    with as_actor(leader):
        found = get_service(get_campaign(world.actor(leader), campaign.id), service.pk)
    said = write(
        workshops.answer, campaign=campaign, answered=found, verdict="confirmed", spoke="X (fictif)", digest=found.digest,
        workshop=served,
    )  # fmt: skip
    return {
        "campaign_id": campaign.id, "prospect_id": actor.pk, "workshop_id": roles.pk, "service_id": service.pk,
        "validation_id": said.pk, "member_id": member.pk,
    }  # fmt: skip
