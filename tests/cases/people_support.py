"""A file with its people, arranged through the services."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from kanaf.actors.models import Account
from kanaf.cases.access import open_file
from kanaf.cases.enums import PartyRole
from kanaf.cases.models import Case, CaseParty
from kanaf.cases.policies import OpenFile
from kanaf.cases.services import registration
from kanaf.cases.services.registration import NOTHING, PartFacts
from kanaf.foundation import clock
from kanaf.persons.services import Facts
from tests import world
from tests.support import as_actor


def born(age: int) -> date:
    """The birth date of somebody who had that many years half a year ago."""
    today = clock.now().date()
    return date(today.year - age - (today.month <= 6), (today.month - 7) % 12 + 1, 1)


def someone(given: str = "Salma (fictif)", family: str = "Idrissi", **more: Any) -> Facts:
    return Facts(given_name=given, family_name=family, **more)


def join(
    account: Account,
    case: Case,
    role: PartyRole,
    facts: Facts | None = None,
    *,
    person: UUID | None = None,
    part: PartFacts = NOTHING,
    at: datetime | None = None,
) -> CaseParty:
    """As the account would, from its own context."""
    with as_actor(account):
        return registration.join(
            actor=world.actor(account),
            case=case.id,
            role=role,
            facts=facts,
            person_id=person,
            part=part,
            at=at or clock.now(),
        )


def opened(account: Account, case: Case) -> OpenFile:
    """The file as the account has it in hand; inside ``as_actor``."""
    file = open_file(world.actor(account), case.id)
    assert file is not None
    return file
