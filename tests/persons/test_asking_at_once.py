"""Before somebody is written down: one question to the index says what several would, and costs fewer statements."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kanaf.cases.access.people import likely_twins
from kanaf.cases.enums import PartyRole
from kanaf.foundation import clock
from kanaf.persons import access
from kanaf.persons.matching.strength import POSSIBLE
from kanaf.persons.services import Facts
from tests import world
from tests.cases.people_support import join
from tests.support import as_actor

pytestmark = pytest.mark.django_db
WRITTEN = [
    Facts(given_name="Salma", family_name="Idrissi", mother_name="Fatima", phone="+212612345678"),
    Facts(given_name="Salma", family_name="Idrissi", given_name_ar="سلمى", family_name_ar="الإدريسي"),
    Facts(given_name="Anas", family_name="Idrissi", mother_name="Fatima"),
    Facts(given_name="Widad", family_name="Filali"),
]
ASKED = [
    Facts(given_name="Salma", family_name="Idrisi", given_name_ar="سلمى", nickname="Widad Filali"),
    Facts(given_name="Salma", family_name="Idrissi", mother_name="Fatima"),
    Facts(nickname="Widad 0612345678"),
    Facts(mother_name="Fatima"),
    Facts(given_name="Nobody"),
    Facts(),
]


@pytest.fixture
def worker():
    worker = world.make_worker(world.make_desk())
    for facts in WRITTEN:
        case = world.make_case(worker, worker.memberships.first().desk)
        join(worker, case, PartyRole.MAIN, facts)
    return worker


@pytest.mark.parametrize("facts", ASKED, ids=lambda facts: " · ".join(facts.names) or "nameless")
def test_it_finds_the_same_as_one_question_after_the_other(worker, facts):
    actor, now = world.actor(worker), clock.now()
    with as_actor(worker):
        alone = {c.person.id: c for c in access.alike(actor, facts.traits, now)}
        called = [c for name in facts.names for c in access.search(actor, name=name, at=now)]
        likely, namesakes = access.alike_or_called(actor, facts.traits, facts.names, now, least=POSSIBLE)
    assert likely == [c for c in alone.values() if c.likeness >= POSSIBLE or c.kin]
    assert namesakes == [alone.get(c.person.id, c) for c in called]


def test_each_person_is_read_once(worker):
    with as_actor(worker), CaptureQueriesContext(connection) as queries:
        assert len(likely_twins(world.actor(worker), ASKED[1], PartyRole.MAIN, clock.now())) == 3
    read = [q["sql"] for q in queries if '"persons_person"."given_name"' in q["sql"]]
    assert len(read) == 1, read
