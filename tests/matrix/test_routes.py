"""Every route × every role × every desk: the answer is the one of the table, and nobody reads another's words."""

import copy
import re
import time
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, include, path
from django.urls.resolvers import RegexPattern

from kanaf.actors.enums import Role
from kanaf.foundation.vault import keys
from kanaf.grants.enums import Compartment, Level
from kanaf.grants.powers import FILE_POWERS
from tests.matrix import places
from tests.matrix.routes import Route, every_route, routes_of
from tests.matrix.table import TABLE, Rule

pytestmark = pytest.mark.matrix
ROUTES = every_route()
FILE = re.compile(r"/files/([0-9a-f-]{36})/")
WHERE = {"own": "a", "other": "b", "asked": "h"}
REVIEWED = {"cases:list_emergencies", "cases:show_emergency", "cases:review_emergency"}
"""Where the privacy officer reads the code of a file and the words of whoever opened it, and nothing else."""
FINE = {200, 204, 302, 401, 404, 405, 409, 410, 413, 422}


class Matrix:
    """The two desks, the hospital, and a browser for each person."""

    def __init__(self) -> None:
        self.places = places.build()
        self.a = self.places["a"]
        self.clients = {
            (letter, role): _signed_in(account)
            for letter, place in self.places.items()
            for role, account in place.people.items()
        }

    def ask(self, client: Client, rule: Rule, url: str) -> tuple[int, str]:
        """One request, undone afterwards: in the database and in the browser."""
        cookies = copy.deepcopy(client.cookies)
        with transaction.atomic():
            keys._cache().clear()
            answer = client.post(url) if rule.is_post else client.get(url)
            transaction.set_rollback(True)
        client.cookies = cookies
        return answer.status_code, answer.content.decode(errors="replace")


def _signed_in(account: Any) -> Client:
    client = Client()
    client.force_login(account)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session["account_authentication_methods_user"] = str(account.pk)
    session.save()
    return client


@pytest.fixture(scope="module")
def matrix(django_db_setup: None, django_db_blocker: Any) -> Iterator[Matrix]:
    """Arranged once: what each request changes is undone, and everything at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Matrix()
        transaction.set_rollback(True)


def shown(place: places.Place, body: str) -> set[str]:
    """The marks of a desk that stand in a page."""
    return {mark for mark in place.marks if mark in body}


def test_the_extractor_finds_routes_at_every_depth() -> None:
    inner = [path("one/<uuid:thing_id>/", lambda request: None, name="one")]
    middle = [path("mid/", include((inner, "inner"))), path("two/", lambda request: None, name="two")]
    outer = URLResolver(RegexPattern(r"^"), [path("fr/", include((middle, "outer")))])
    assert {(r.name, r.parameters) for r in routes_of(outer)} == {
        ("outer:inner:one", ("thing_id",)),
        ("outer:two", ()),
    }


def test_the_extractor_finds_the_pages_that_we_know() -> None:
    known = {"portal:show_file", "cases:public_report", "referrals:accept", "account_login", "territory:edit_setting"}
    assert known <= {route.name for route in ROUTES}
    assert len(ROUTES) > 120


def test_every_route_is_in_the_table_and_the_table_names_no_other() -> None:
    assert {route.name for route in ROUTES} == set(TABLE)


def test_every_mark_is_shown_to_somebody(matrix: Matrix) -> None:
    """The words were planted where people look: a mark that nobody ever sees would prove nothing."""
    seen: set[str] = set()
    for route in ROUTES:
        if TABLE[route.name].is_post:
            continue
        for letter, role in (("a", Role.SUPERVISOR), ("a", Role.SOCIAL_WORKER), ("h", Role.DOCTOR)):
            _status, body = matrix.ask(matrix.clients[letter, role], TABLE[route.name], route.url(matrix.a.ids))
            seen |= shown(matrix.a, body)
    never = {mark for mark in matrix.a.marks if mark not in seen}
    assert never == set()


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_the_answer_is_the_one_of_the_table(matrix: Matrix, route: Route) -> None:
    rule, url = TABLE[route.name], route.url(matrix.a.ids)
    wrong: dict[str, list[str]] = {}
    for where, letter in _askers(route):
        for role in Role:
            status, body = matrix.ask(matrix.clients[letter, role], rule, url)
            if status != rule.expected(where, role):
                wrong.setdefault(f"{where}: {status} instead of {rule.expected(where, role)}", []).append(role.value)
            if stolen := _stolen(matrix, route, where, role, body):
                wrong.setdefault(f"{where}: shown {sorted(stolen)}", []).append(role.value)
    status, body = matrix.ask(Client(), rule, url)
    if status != rule.nobody or shown(matrix.a, body):
        wrong[f"nobody: {status} instead of {rule.nobody}"] = sorted(shown(matrix.a, body))
    assert not wrong, f"{route.name}\n" + "\n".join(f"{what}: {', '.join(who)}" for what, who in wrong.items())


def _askers(route: Route) -> list[tuple[str, str]]:
    """The desk that was asked to help differs from any other desk only where a file is named."""
    named = {"case_id", "referral_id", "conference_id"}.intersection(route.parameters)
    return [(where, letter) for where, letter in WHERE.items() if named or where != "asked"]


def _stolen(matrix: Matrix, route: Route, where: str, role: Role, body: str) -> set[str]:
    """What a page shows that it should not: another desk's words, or parts that the role does not open."""
    if role == Role.PRIVACY_OFFICER and route.name in REVIEWED:
        return (
            (shown(matrix.a, body) | shown(matrix.places["b"], body)) - matrix.a.reviewed - matrix.places["b"].reviewed
        )
    found = shown(matrix.a, body)
    if where == "other":
        return found
    stolen = found & _closed_to(matrix.a, role)
    if where == "own":
        return stolen | shown(matrix.places["b"], body)
    return stolen | (
        found
        & {matrix.a.word(part) for part in ("social", "psychological", "judicial", "report", "reporter", "complaint")}
    )


def _closed_to(place: places.Place, role: Role) -> set[str]:
    open_parts: Mapping[Any, Any] = FILE_POWERS.get(role, {})
    closed = {part for part in places.PARTS if part not in ("report", "reporter", "complaint", "referral")} - {
        part.value for part in open_parts
    }
    if not open_parts:
        return place.marks
    if open_parts.get(Compartment.MEDICAL) == Level.WRITE:
        closed.discard("findings")
    return {place.word(part) for part in closed}


@pytest.mark.parametrize(
    "route", [r for r in ROUTES if r.inner and "case_id" in r.parameters], ids=lambda route: route.name
)
def test_a_record_of_another_file_is_not_reached_through_ones_own(matrix: Matrix, route: Route) -> None:
    rule, own = TABLE[route.name], matrix.places["b"].ids["case_id"]
    url = route.url(matrix.a.ids, case_id=own)
    for role in Role:
        status, body = matrix.ask(matrix.clients["b", role], rule, url)
        assert status == 404, f"{role} {url}"
        assert not shown(matrix.a, body)


@pytest.mark.parametrize("route", [r for r in ROUTES if not TABLE[r.name].is_post], ids=lambda route: route.name)
def test_an_empty_form_is_refused_and_never_fails(matrix: Matrix, route: Route) -> None:
    """Whoever may open a form may also send it empty; whoever may not is answered as by GET."""
    url, post = route.url(matrix.a.ids), Rule(frozenset(), is_post=True)
    for letter, role in (
        ("a", Role.SUPERVISOR),
        ("a", Role.SYSTEM_ADMINISTRATOR),
        ("b", Role.SUPERVISOR),
        ("h", Role.DOCTOR),
    ):
        status, body = matrix.ask(matrix.clients[letter, role], post, url)
        assert status in FINE, f"{letter} {role} {url}: {status}"
        if letter == "b":
            assert not shown(matrix.a, body)
    assert matrix.ask(Client(), post, url)[0] in FINE


def test_searching_the_words_of_another_desk_finds_nothing(matrix: Matrix) -> None:
    for word in sorted(matrix.a.marks):
        for role in (Role.SUPERVISOR, Role.SOCIAL_WORKER):
            with transaction.atomic():
                client = matrix.clients["b", role]
                body = client.post("/fr/search/", {"q": word}).content.decode()
                transaction.set_rollback(True)
            assert body.count(word) <= 1, f"{word} comes back more often than in the search box"
            assert set(FILE.findall(body)) <= {str(matrix.places["b"].ids["case_id"])}, "a near word may find one’s own"
            assert str(matrix.a.ids["case_id"]) not in body
