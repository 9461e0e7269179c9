"""A committee at each desk: a meeting that was held, another that goes on, an action, a plan, a file in the annex."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from kanaf.actors.enums import Role
from kanaf.actors.models import Account, Desk
from kanaf.cases.models import Case
from kanaf.committees.models import Seat
from kanaf.committees.services import actions, annex, committees, meetings, minutes, plans
from kanaf.foundation import clock
from tests import world
from tests.support import as_actor


def build(desk: Desk, people: Mapping[Role, Account], case: Any) -> dict[str, Any]:
    """The ids that a route can name."""
    now = clock.now()
    day = timedelta(days=1)

    def act(role: Role, verb: Any, **how: Any) -> Any:
        with as_actor(people[role]):
            return verb(actor=world.actor(people[role]), **{"at": now, **how})

    def write(verb: Any, **how: Any) -> Any:
        return act(Role.COMMITTEE_SECRETARY, verb, **how)

    committee = write(
        committees.open_committee, desk=desk, kind="cppe", place=desk.place, names=committees.Names("Comité (fictif)")
    )
    terms = [
        write(
            committees.name_member,
            seat=Seat.objects.filter(committee=committee, category=category).first(),
            sitter=committees.Sitter(people[role], desk=desk.id),
            is_substitute=False,
            since=(now - 20 * day).date(),
            until=None,
        )
        for category, role in (("local_authority", Role.JUVENILE_JUDGE), ("upe", Role.SOCIAL_WORKER))
    ]
    held, going = (
        write(
            meetings.convene, committee=committee.id, starts_at=now - ago, ends_at=now + 3 * day, venue="Salle (fictif)",
            subjects=["Point (fictif)"], at=now - ago - 20 * day,
        )
        for ago in (5 * day, day / 24)
    )  # fmt: skip
    write(meetings.hold, meeting=held, came=meetings.Came(), seen="1")
    written = write(minutes.draft, meeting=held, text="Il est dit (fictif)", seen=None)
    owner = actions.Owner(desk=desk.id)
    action = write(actions.decide, meeting=held, what="Faire (fictif)", owner=owner, due_on=now.date())
    period = {"first_day": now.date(), "last_day": (now + 90 * day).date()}
    plan = write(plans.begin, committee=committee.id, title="Plan (fictif)", **period)
    objective = write(plans.add_objective, plan=plan, text="Objectif (fictif)")
    wanted = plans.Wanted("Faire (fictif)", owner, period["first_day"], period["last_day"], "Fait (fictif)")
    line = write(plans.add_action, objective=objective, wanted=wanted)
    code = Case.objects.get(pk=case).code
    item = act(Role.SOCIAL_WORKER, annex.bring, meeting=held, code=code, blocker="papers")
    return {
        "committee_id": committee.id, "seat_id": terms[0].seat_id, "term_id": terms[0].id, "meeting_id": held.id,
        "meeting_now": going.id, "item_id": going.items.get().id, "minutes_id": written.id,
        "committee_action_id": action.id, "objective_id": objective.id, "line_id": line.id, "annex_id": item.id,
    }  # fmt: skip
