"""An author who works at a school, from which the file is hidden; and one who is named in two files of two towns."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from kanaf.actors.access import actor_of
from kanaf.actors.actor import Actor
from kanaf.cases import tasks
from kanaf.cases.enums import CaseStatus, PartyRole
from kanaf.cases.models import Case, CaseParty
from kanaf.cases.services import conflicts, registration
from kanaf.foundation.context import SystemActor, acting_as
from kanaf.persons.enums import Sex
from kanaf.persons.services import Facts
from kanaf.portal.demo.play import TOWNS
from kanaf.portal.demo.world import World

SCHOOL = "college-tanger"
TEACHER = Facts(
    given_name="Mounir", family_name="Rachidi (fictif)", given_name_ar="منير", family_name_ar="الرشيدي (خيالي)",
    sex=Sex.BOY, born_on=date(1979, 5, 14),
)  # fmt: skip
COACH = Facts(
    given_name="Faouzi", family_name="Tahiri (fictif)", given_name_ar="فوزي", family_name_ar="الطاهري (خيالي)",
    sex=Sex.BOY, born_on=date(1986, 9, 2),
)  # fmt: skip
COACH_ELSEWHERE = Facts(
    given_name="Fawzi", family_name="Tahiri (fictif)", sex=Sex.BOY, born_on=date(1986, 9, 20)
)  # fmt: skip


def play(world: World, now: datetime) -> None:
    """Played last, on the newest files that have somebody in them."""
    tanger, sale = _newest(world, "tanger", 2), _newest(world, "sale", 1)
    if tanger:
        _hide_from_the_school(world, tanger[0], now)
    if len(tanger) > 1 and sale:
        _name(world, "tanger", tanger[1], COACH, now)
        _name(world, "sale", sale[0], COACH_ELSEWHERE, now)
    with acting_as(SystemActor.CLOCK.value):
        tasks.compare_authors(now)


def _newest(world: World, town: str, most: int) -> list[Case]:
    """The owner's own look: open files with a registered child and no author yet."""
    desk = world.desks[str(TOWNS[town]["desk"])]
    parties = CaseParty.objects.filter(ended_at=None)
    found = Case.objects.filter(
        lead_desk=desk, status=CaseStatus.OPEN, is_demo=True, protected_author=False,
        id__in=parties.filter(role=PartyRole.MAIN).values("case_id"),
    ).exclude(id__in=parties.filter(role=PartyRole.ALLEGED_AUTHOR).values("case_id"))  # fmt: skip
    return list(found.order_by("-opened_at", "id")[:most])


def _name(world: World, town: str, case: Case, facts: Facts, now: datetime, relation: str = "coach") -> CaseParty:
    part = registration.PartFacts(relation=relation, lives_with_child=False)
    named: CaseParty = _as(world, str(TOWNS[town]["worker"]), now, lambda actor: registration.join(
        actor=actor, case=case.id, role=PartyRole.ALLEGED_AUTHOR, facts=facts, part=part, at=now
    ))  # fmt: skip
    return named


def _hide_from_the_school(world: World, case: Case, now: datetime) -> None:
    party = _name(world, "tanger", case, TEACHER, now, "teacher")
    school = world.desks[SCHOOL].organisation_id
    _as(world, str(TOWNS["tanger"]["worker"]), now, lambda actor: conflicts.say(
        actor=actor, case=case.id, party_id=party.id, organisation=school, at=now
    ))  # fmt: skip


def _as(world: World, email: str, now: datetime, step: Callable[[Actor], Any]) -> Any:
    account = world.accounts[email]
    with acting_as(account.id):
        return step(actor_of(account.id, now))
