"""What the clock does: compare whoever was written down, and once a night everybody."""

import json
import logging
import threading
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone

from kanaf.cases.duplicates import notices
from kanaf.cases.enums import PairFinder
from kanaf.cases.events import duplicates as events
from kanaf.foundation import clock
from kanaf.foundation.context import SystemActor, acting_as
from kanaf.foundation.ids import new_id
from kanaf.foundation.models import Beat
from kanaf.journal import services as journal
from kanaf.persons.matching import explaining
from kanaf.persons.matching.finder import Finder, IndexIsAway, finder
from kanaf.persons.matching.relatives import kin
from kanaf.persons.matching.strength import STRONG, WORTH_A_LOOK

log = logging.getLogger(__name__)
SWEPT = "people compared with everybody"
NIGHT = range(1, 5)
ONCE = timedelta(hours=12)
MOST_AT_ONCE = 50
MOST_EACH = 10
Found = tuple[UUID, UUID, float, str]


def compare_newcomers(now: datetime, index: Finder | None = None) -> int:
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
        for person, matches in (index or finder()).others(people, most=MOST_EACH).items():
            for match in matches:
                if match.probability >= WORTH_A_LOOK and not kin(match.row, match.probability):
                    facts = json.dumps(explaining.told(match.row))
                    found.append((person, match.person, match.probability, facts))
    except IndexIsAway:
        return 0
    return note(found, people, PairFinder.REGISTRATION, now)


def sweep_at_night(now: datetime) -> bool:
    """Begin the comparison of everybody with everybody, once a night; whether it began.

    It runs in a thread of its own: what is urgent at night is told meanwhile by the same worker.
    """
    if not is_time(now):
        return False
    Beat.objects.update_or_create(name=SWEPT, defaults={"at": now})
    threading.Thread(target=_sweep_alone, name="sweep", daemon=True).start()
    return True


def is_time(now: datetime) -> bool:
    """In the small hours of the country, and not yet this night."""
    last = Beat.objects.filter(name=SWEPT).values_list("at", flat=True).first()
    return timezone.localtime(now).hour in NIGHT and (last is None or now - last > ONCE)


def _sweep_alone() -> None:
    try:
        with acting_as(SystemActor.CLOCK.value):
            told = compare_everybody(clock.now())
        log.info("everybody was compared: %s desks told", told)
    except (IndexIsAway, DatabaseError, InterfaceError):
        log.exception("the comparison of everybody broke off; it begins again the next night")
    finally:
        connection.close()


def compare_everybody(now: datetime) -> int:
    """Everybody beside everybody; how many desks were told."""
    told = 0
    for pairs in finder().pairs():
        likely = [(pair.one, pair.other, pair.probability, "{}") for pair in pairs if pair.probability >= WORTH_A_LOOK]
        told += note(likely, [], PairFinder.SWEEP, now) if likely else 0
    return told


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
    if by == PairFinder.SWEEP:
        notices.tell_found(now)
    journal.write(
        events.DUPLICATES_FOUND, actor=SystemActor.CLOCK.value, subject=("cases.personpair", new_id()), at=now,
        compared=len(compared), pairs=len(rows), told=told,
    )  # fmt: skip
    return int(told)
