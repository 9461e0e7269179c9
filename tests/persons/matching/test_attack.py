"""A thief with the whole database and a public list of how common names are learns no name by counting.

Deterministic traces of single names fall to that: the commonest trace is the commonest name. The attack below finds them
where they exist, so that it can fail, and finds nothing in the tables as they are.
"""

import json
from collections import Counter, defaultdict
from math import sqrt
from random import Random

import pytest
from django.db import connection

from kanaf.foundation import clock
from kanaf.foundation.vault import blind
from kanaf.persons import services
from kanaf.persons.services import Facts
from tests import world
from tests.support import as_actor

pytestmark = pytest.mark.django_db

PEOPLE = 300
COMMON = [
    "Mohamed",
    "Fatima",
    "Youssef",
    "Khadija",
    "Anas",
    "Salma",
    "Hamza",
    "Hajar",
    "Ilyas",
    "Douae",
    "Karim",
    "Nora",
]
FAMILIES = ["Alaoui", "Idrissi", "Benali", "Tazi", "Berrada", "Ouazzani", "Chraibi", "Filali", "Rami", "Sabri"]
KINDS = ("given_name", "family_name", "father_name", "mother_name")
MOST_RECOVERED = 0.001
SURELY = 4
"""Standard deviations above what the same guesses would tell of people drawn at random."""


def common(random: Random, names: list[str]) -> str:
    """As Zipf says: the first of a list is the commonest."""
    return random.choices(names, weights=[1 / (rank + 1) for rank in range(len(names))])[0]


@pytest.fixture
def victims():
    """Fictional people with common names, as a registry would have them; what each is called by kind."""
    random, desk = Random(3), world.make_desk()
    worker = world.make_worker(desk)
    case = world.make_case(worker, desk)
    called = {}
    with as_actor(worker):
        for _number in range(PEOPLE):
            names = {kind: common(random, FAMILIES if kind == "family_name" else COMMON) for kind in KINDS}
            facts = Facts(**names, commune="01.511.01.03")
            person = services.register(actor=world.actor(worker), facts=facts, through=case.id, at=clock.now())
            called[person.id.hex] = names
    return called


def everything() -> dict[str, list[dict[str, str]]]:
    """All rows of all tables, every value as text: what a stolen backup holds."""
    stolen = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT to_jsonb(t)::text FROM "{table}" t')
            stolen[table] = [{k: str(v) for k, v in json.loads(row).items()} for (row,) in cursor.fetchall()]
    return stolen


def recovered(stolen: dict[str, list[dict[str, str]]], called: dict[str, dict[str, str]]) -> float:
    """The largest share of one kind of name that rank matching of any column tells rightly.

    A row is of the person whose id it holds; of each column the commonest value is taken for the commonest name, the
    next for the next. Values that everybody shares, or that nobody shares, tell
    nothing, and neither does a column about few people.
    """
    best = 0.0
    for rows in stolen.values():
        of_column: dict[str, dict[str, str]] = defaultdict(dict)
        for row in rows:
            owner = next((v.replace("-", "") for v in row.values() if v.replace("-", "") in called), None)
            for column, value in row.items() if owner else ():
                of_column[column][owner] = value
        for owned in of_column.values():
            values = Counter(owned.values())
            if len(values) in {1, len(owned)} or len(owned) < len(called) / 2:
                continue
            best = max(best, *(_told(owned, values, called, kind) for kind in KINDS))
    return best


def _told(owned: dict[str, str], values: Counter[str], called: dict[str, dict[str, str]], kind: str) -> float:
    public = [name for name, _ in Counter(names[kind] for names in called.values()).most_common()]
    guess = dict(zip([value for value, _ in values.most_common()], public, strict=False))
    right = sum(guess.get(value) == called[owner][kind] for owner, value in owned.items())
    shares = Counter(called[owner][kind] for owner in owned)
    expected = sum(many * shares[guess[value]] / len(owned) for value, many in values.items() if value in guess)
    return right / len(called) if right > expected + SURELY * sqrt(expected) else 0.0


def test_counting_tells_no_name(victims):
    assert recovered(everything(), victims) <= MOST_RECOVERED


def test_the_attack_finds_traces_of_single_names_where_there_are_some(victims):
    traces = [{"person": p, "trace": blind.index("x", names["given_name"]).hex()} for p, names in victims.items()]
    assert recovered({"traces": traces}, victims) > 0.2


def test_no_name_stands_in_any_row(victims):
    stolen = json.dumps(everything()).casefold()
    assert victims
    assert not [name for name in COMMON + FAMILIES if name.casefold() in stolen]
