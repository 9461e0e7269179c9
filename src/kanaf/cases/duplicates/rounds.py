"""What the clock does: compare whoever was written down, and once a night everybody."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection

from kanaf.cases.enums import PairFinder
from kanaf.cases.events import duplicates as events
from kanaf.foundation.context import SystemActor
from kanaf.foundation.ids import new_id
from kanaf.journal import services as journal
from kanaf.persons.matching import explaining
from kanaf.persons.matching.finder import IndexIsAway, finder
from kanaf.persons.matching.strength import STRONG, WORTH_A_LOOK

MOST_AT_ONCE = 50
MOST_EACH = 10
Found = tuple[UUID, UUID, float, str]


def compare_newcomers(now: datetime) -> int:
    """People written down since the last time, beside everybody; how many desks were told.

    It is done here and not while somebody writes: whoever registers a child waits as long, and reads the same,
    whether or not another desk knows the child.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT kanaf_people_to_compare(%s)", [MOST_AT_ONCE])
        people = [person for (person,) in cursor.fetchall()]
    if not people:
        return 0
    found: list[Found] = []
    try:
        for person, matches in finder().others(people, most=MOST_EACH).items():
            for match in matches:
                if match.probability >= WORTH_A_LOOK:
                    facts = json.dumps(explaining.told(match.row))
                    found.append((person, match.person, match.probability, facts))
    except IndexIsAway:
        return 0
    return note(found, people, PairFinder.REGISTRATION, now)


def note(found: Iterable[Found], compared: Sequence[UUID], by: PairFinder, now: datetime) -> int:
    """Keep the pairs, and tell the desks that lead; how many were told."""
    rows = list(found)
    ones, others, probabilities, facts = ([row[column] for row in rows] for column in range(4))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kanaf_note_pairs(%s::uuid[], %s::uuid[], %s::float8[], %s::text[], %s::uuid[], %s, %s, %s)",
            [ones, others, probabilities, facts, list(compared), STRONG, by.value, now],
        )
        (told,) = cursor.fetchone()
    journal.write(
        events.DUPLICATES_FOUND, actor=SystemActor.CLOCK.value, subject=("cases.personpair", new_id()), at=now,
        compared=len(compared), pairs=len(rows), told=told,
    )  # fmt: skip
    return int(told)
