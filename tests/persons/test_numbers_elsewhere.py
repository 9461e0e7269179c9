"""A number that somebody else's person has is looked for exactly like one that nobody has."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kanaf.cases.enums import PartyRole
from kanaf.foundation import clock
from kanaf.persons import access
from tests import world
from tests.cases.people_support import join, someone
from tests.support import as_actor

pytestmark = pytest.mark.django_db


def test_no_row_rule_answers_later_for_a_number_that_somebody_has():
    """The rule of the table asks whom one may read only where a row has the number: forty times as long, measured.

    So numbers are looked for through their door, which asks first, and the row rule is never met on the way.
    """
    worker, far = world.make_worker(world.make_desk()), world.make_worker(world.make_desk(prefix="SAL"))
    case = world.make_case(far, far.memberships.get().desk)
    known = join(far, case, PartyRole.MAIN, someone("Loin (fictif)", numbers={"cnie": "AB123456"}))
    asked = []
    for number in ("AB123456", "AB987654"):
        with as_actor(worker), CaptureQueriesContext(connection) as queries:
            assert access.search(world.actor(worker), number=number, at=clock.now()) == []
        asked.append([re.sub(r"\\x[0-9a-f]+|'[^']*'", "?", query["sql"]) for query in queries])
    assert asked[0] == asked[1]
    statements = [sql for sql in asked[0] if "persons_identifier" in sql or "kanaf_people_numbered" in sql]
    assert [sql.split("(")[0] for sql in statements] == ["SELECT kanaf_people_numbered"]
    with as_actor(far):
        (found,) = access.search(world.actor(far), number="AB123456", at=clock.now())
    assert found.person.id == known.person_id
