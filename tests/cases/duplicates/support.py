"""Two desks whose files hold the same child twice."""

from typing import Any
from uuid import UUID

from kanaf.actors.models import Account, Desk
from kanaf.cases.duplicates import access, rounds, services
from kanaf.cases.duplicates.access import Seen
from kanaf.cases.enums import PairFinder, PartyRole
from kanaf.cases.models import Case, CaseParty, PersonPair
from kanaf.foundation import clock
from kanaf.foundation.context import SystemActor
from kanaf.grants import services as grants
from kanaf.grants.enums import Reason
from kanaf.persons import merging
from kanaf.persons.models import Person
from kanaf.persons.services import Facts
from tests import world
from tests.cases.people_support import join
from tests.support import as_actor

SALMA = {"family_name": "Idrissi (fictif)", "father_name": "Abdelkader", "mother_name": "Rahma", "sex": "f"}
IN_LATIN = Facts(given_name="Salma", born_said="2016", phone="+212600000001", address="12, rue X (fictif)", **SALMA)
IN_ARABIC = Facts(
    given_name_ar="سلمى", family_name_ar="الإدريسي (خيالي)", father_name="عبد القادر", mother_name="رحمة", sex="f",
    born_said="2016", phone="+212600000002", nationality="marocaine", numbers={"massar": "G123456789"},
)  # fmt: skip


class Twice:
    """Two desks, a worker at each, a file at each, the same child in both."""

    def __init__(self, *, one_desk: bool = False) -> None:
        self.desks = [world.make_desk(), world.make_desk(prefix="SAL")]
        if one_desk:
            self.desks[1] = self.desks[0]
        self.workers = [world.make_worker(desk) for desk in self.desks]
        pairs = zip(self.workers, self.desks, strict=True)
        self.cases = [world.make_case(worker, desk) for worker, desk in pairs]
        self.people = [
            join(worker, case, PartyRole.MAIN, facts).person_id
            for worker, case, facts in zip(self.workers, self.cases, (IN_LATIN, IN_ARABIC), strict=True)
        ]

    def share(self, which: int, desk: Desk | None = None) -> None:
        """The desk of that file opens its identities to the other desk, or to another one."""
        account, case, desk = self.workers[which], self.cases[which], desk or self.desks[1 - which]
        with as_actor(account):
            grants.grant(
                actor=world.actor(account), subject=case.id, desk=desk.id, compartments=["core", "identity"],
                level="read", reason=Reason.REFERRAL, basis=case.id, until=None, at=clock.now(),
            )  # fmt: skip

    def pair(self) -> PersonPair:
        """As the nightly comparison would have found it."""
        one, other = self.people
        note([(one, other, 0.9)])
        return PersonPair.objects.get(one_id=min(self.people), other_id=max(self.people))


def note(pairs: list[tuple[UUID, UUID, float]]) -> int:
    with as_actor(SystemActor.CLOCK):
        return rounds.note([(*pair, "{}") for pair in pairs], [], PairFinder.SWEEP, clock.now())


def compare() -> int:
    """The clock compares whoever was written down."""
    with as_actor(SystemActor.CLOCK):
        return rounds.compare_newcomers(clock.now())


def see(account: Account, pair: PersonPair) -> Seen | None:
    with as_actor(account):
        return access.find(world.actor(account), pair.id, clock.now())


def put_together(account: Account, pair: PersonPair, *chosen: str) -> Any:
    with as_actor(account):
        seen = access.find(world.actor(account), pair.id, clock.now())
        assert seen is not None
        return services.join(
            actor=world.actor(account), pair_id=pair.id, chosen=chosen, seen_version=seen.version, at=clock.now()
        )


def settle(account: Account, pair: PersonPair, *, approve: bool = True) -> None:
    with as_actor(account):
        seen = access.find(world.actor(account), pair.id, clock.now())
        assert seen is not None
        services.settle(
            actor=world.actor(account), pair_id=pair.id, approve=approve, seen_version=seen.version, at=clock.now()
        )


def undo(account: Account, pair: PersonPair, *since: UUID) -> None:
    with as_actor(account):
        services.undo(
            actor=world.actor(account), pair_id=pair.id, since=since, why="Deux enfants (fictif)", at=clock.now()
        )


def says(account: Account, person: UUID) -> dict[str, merging.Value]:
    """All that the record says, as the account reads it."""
    with as_actor(account):
        return merging.values_of(Person.objects.get(pk=person))


def parts_of(person: UUID) -> set[tuple[UUID, str, bool]]:
    """The parts of a person in files: file, part, whether it ended."""
    held = CaseParty.objects.filter(person_id=person)
    return {(party.case_id, party.role, party.ended_at is not None) for party in held}


def file_of(account: Account, desk: Desk, facts: Facts, role: PartyRole = PartyRole.MAIN) -> tuple[Case, UUID]:
    case = world.make_case(account, desk)
    return case, join(account, case, role, facts).person_id
