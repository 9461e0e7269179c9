"""What one may not read is not found, filtered, counted or ordered by either: nothing of it can be inferred."""

from collections.abc import Iterator
from difflib import unified_diff
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import Client

from kanaf.actors.enums import Role
from kanaf.foundation import clock
from kanaf.grants.enums import Compartment
from kanaf.grants.powers import FILE_POWERS
from tests.matrix import cells, hiding

pytestmark = pytest.mark.matrix
SEALED = [part for part in Compartment if part != Compartment.CORE]
NOWHERE = "zqxnowherexqz"


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: Any) -> Iterator[cells.World]:
    """Arranged once; every referral to the hospital is accepted with all parts; undone at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = cells.build()
        cells.accepted(world)
        yield world
        transaction.set_rollback(True)


def signed_in(account: Any) -> Client:
    client = Client()
    client.force_login(account)
    return client


def closed_to(role: Role) -> list[Compartment]:
    return [part for part in SEALED if part not in FILE_POWERS.get(role, {})]


BLIND = [role for role in Role if closed_to(role)]
KEPT_OUT = [role for role in BLIND if role in FILE_POWERS] + [Role.TRAINER]
"""Those who open files and are blind to some part, and one of those who open none."""


@pytest.mark.parametrize("role", BLIND)
def test_a_word_of_a_closed_part_is_found_no_more_than_one_that_stands_nowhere(made: cells.World, role: Role) -> None:
    for place in (made.lead, made.hospital, made.taker):
        client = signed_in(place.people[role])
        nothing = hiding.search(client, NOWHERE)
        for part in closed_to(role):
            cells.forget()
            assert hiding.search(client, made.lead.word(part)) == nothing, (place.letter, part)
        for part in ("report", "reporter", "complaint", "referral"):
            assert hiding.search(client, made.lead.word(part)) == nothing, (place.letter, part)


def test_a_name_is_found_by_whoever_reads_identities_and_by_nobody_else(made: cells.World) -> None:
    """So that the test above is not blind."""
    word = made.lead.word("identity")
    for role in Role:
        client = signed_in(made.lead.people[role])
        found = made.case.code in hiding.search(client, word)
        assert found == ("identity" in FILE_POWERS.get(role, {})), role


def _first_difference(before: str, after: str) -> list[str]:
    return list(unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0))[:12]


@pytest.mark.parametrize("role", KEPT_OUT)
def test_nothing_that_changes_in_a_closed_part_changes_a_page(made: cells.World, role: Role) -> None:
    """Lists, counts, calendars, histories and their order, at the desk that leads and at the hospital."""
    with time_machine.travel(clock.now(), tick=False):
        for place in (made.lead, made.hospital):
            client = signed_in(place.people[role])
            before = hiding.pages(client, place, made.case)
            assert 200 in {status for status, _body in before.values()}
            with transaction.atomic():
                for part in closed_to(role):
                    hiding.change(made.case, part)
                cells.forget()
                after = hiding.pages(client, place, made.case)
                transaction.set_rollback(True)
            changed = [route for route in before if before[route] != after[route]]
            assert not changed, (place.letter, changed, _first_difference(before[changed[0]][1], after[changed[0]][1]))


def test_whoever_reads_a_part_sees_that_it_changed(made: cells.World) -> None:
    """So that the test above is not blind: the same changes show on pages of those who may read."""
    with time_machine.travel(clock.now(), tick=False):
        client = signed_in(made.lead.people[Role.SUPERVISOR])
        for part in ("social", "judicial", "identity"):
            before = hiding.pages(client, made.lead, made.case)
            with transaction.atomic():
                hiding.change(made.case, part)
                cells.forget()
                after = hiding.pages(client, made.lead, made.case)
                transaction.set_rollback(True)
            assert before != after, part


@pytest.mark.parametrize(
    "asked", [{"decided": "1"}, {"show": "closed"}, {"show": "mine"}, {"outcome": "dismissed"}, {"order": "name"}]
)
def test_a_filter_that_nobody_offered_changes_nothing_for_a_doctor(made: cells.World, asked: dict[str, str]) -> None:
    with time_machine.travel(clock.now(), tick=False):
        client = signed_in(made.hospital.people[Role.DOCTOR])
        with transaction.atomic():
            before = hiding.pages(client, made.hospital, made.case, **asked)
            hiding.change(made.case, "judicial")
            hiding.change(made.case, "social")
            cells.forget()
            after = hiding.pages(client, made.hospital, made.case, **asked)
            transaction.set_rollback(True)
        assert before == after


def test_the_calendar_of_a_court_is_a_calendar_of_those_who_read_the_judicial_part(made: cells.World) -> None:
    """Asked for a day with a hearing or without one, the others are told the same."""
    from django.urls import reverse

    from kanaf.justice.models import Hearing

    hearing = Hearing.objects.filter(case=made.case).first()
    assert hearing is not None
    days = [hearing.at.date().isoformat(), "2031-01-01"]
    for role in Role:
        if "judicial" in FILE_POWERS.get(role, {}):
            continue
        client = signed_in(made.lead.people[role])
        said = {
            client.get(reverse("justice:show_day", args=[made.lead.desk.slug]), {"day": day}).status_code
            for day in days
        }
        assert said == {404}, role
