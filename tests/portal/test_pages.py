"""The desk and the file page: who sees them, what they say, and how many queries they take."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kanaf.actors.enums import Role
from kanaf.actors.models.desks import DeskArea
from kanaf.cases.forms.walks import Ticket
from kanaf.cases.models import Case, Report
from kanaf.cases.services import incidents, notes, safety
from kanaf.circuit import access as circuit
from kanaf.circuit.models import Obligation
from kanaf.foundation import clock
from kanaf.territory.models import Place
from tests import world
from tests.support import as_actor

pytestmark = pytest.mark.django_db

APART = ("SAVEPOINT", "RELEASE", "ROLLBACK", "SELECT set_config")
OF_THE_SESSION = (
    "django_session",
    "foundation_ephemeralkey",
    "actors_opensession",
    'FROM "actors_account" WHERE "actors_account"."id" = ',
)
MOST_QUERIES = 15


def page_queries(captured) -> list[str]:
    """What a page asks of the database, the session and the transaction apart."""
    asked = [q["sql"] for q in captured]
    return [q for q in asked if not q.startswith(APART) and not any(table in q for table in OF_THE_SESSION)]


@pytest.fixture
def lived():
    desk = world.make_desk()
    worker = world.make_worker(desk)
    case = world.make_case(worker, desk)
    with as_actor(worker):
        actor, at = world.actor(worker), clock.now()
        safety.write_safety(
            actor=actor, case=case.id, sleeps_where="Chez sa tante (fictif)", is_safe_tonight=True, who_has_access="tante",
            author_has_access=False, siblings_at_risk=False, what_we_do="", review_on=at.date(), at=at,
        )  # fmt: skip
        facts = incidents.IncidentFacts(form="L-3.2", precision="hour", happened_at=at - timedelta(hours=1))
        incidents.record(actor=actor, case=case.id, facts=facts, at=at)
        notes.add_note(actor=actor, case=case.id, compartment="social", text="Une note (fictif)", at=at)
    return desk, worker, case


def test_the_file_page_says_where_the_child_sleeps_and_stays_small(client, lived):
    _desk, worker, case = lived
    client.force_login(worker)
    client.get(f"/fr/files/{case.id}/")
    with CaptureQueriesContext(connection) as captured:
        page = client.get(f"/fr/files/{case.id}/")
    asked = page_queries(captured)
    assert "Chez sa tante" in page.content.decode()
    assert "Traitement préventif" in page.content.decode()
    assert len(asked) <= MOST_QUERIES, "\n".join(f"{n} {q[:150]}" for n, q in enumerate(asked))


def test_the_desk_page_lists_what_is_due_and_stays_small(client, lived):
    desk, worker, case = lived
    client.force_login(worker)
    client.get(f"/fr/desk/{desk.slug}/")
    with CaptureQueriesContext(connection) as captured:
        page = client.get(f"/fr/desk/{desk.slug}/")
    assert case.code in page.content.decode()
    assert len(page_queries(captured)) <= MOST_QUERIES


def test_a_stranger_finds_neither_page(client, lived):
    desk, _worker, case = lived
    for stranger in [
        world.make_worker(world.make_desk()),  # another desk
        world.make_worker(desk, Role.SYSTEM_ADMINISTRATOR),  # the same desk, without files
    ]:
        client.force_login(stranger)
        assert client.get(f"/fr/files/{case.id}/").status_code == 404
        for page in ("", "waiting/", "files/"):
            assert client.get(f"/fr/desk/{desk.slug}/{page}").status_code == 404


def test_the_long_lists_show_every_line_once_page_by_page(client):
    desk = world.make_desk()
    worker, other = world.make_worker(desk), world.make_worker(desk)
    mine = [world.make_case(worker, desk).code for _file in range(27)]
    theirs = [world.make_case(other, desk).code for _file in range(3)]
    Case.objects.filter(code__in=mine).update(worker=worker.id)
    client.force_login(worker)

    def codes(address: str) -> list[str]:
        return re.findall(r"[A-Z]{3}-[0-9A-Z]{4,}", client.get(f"/fr/desk/{desk.slug}/{address}").content.decode())

    shown = codes("files/") + codes("files/?page=2")
    assert sorted(shown) == sorted(mine + theirs)
    assert sorted(codes("files/?show=mine") + codes("files/?show=mine&page=2")) == sorted(mine)
    assert codes("files/?show=closed") == []
    pages = [codes(f"waiting/?page={number}") for number in range(1, 6)]
    assert {code for page in pages for code in page} == set(shown)
    assert sum(len(page) for page in pages) == 2 * Obligation.objects.filter(desk=desk.id, ended_at=None).count()
    with CaptureQueriesContext(connection) as captured:
        client.get(f"/fr/desk/{desk.slug}/files/")
    assert len(page_queries(captured)) <= MOST_QUERIES


def test_a_report_is_sent_with_few_queries(client, lived, settings):
    settings.PUBLIC_FORMS_FASTEST = 0
    desk, worker, _case = lived
    client.force_login(worker)
    province = Place.objects.get(code="01.511")
    DeskArea.objects.create(desk=desk, place=province, priority=0)
    form = {"go": "send", "ticket": str(Ticket.new(clock.now())), "reporter": "adult", "what": "Un cri (fictif)"}
    with CaptureQueriesContext(connection) as captured:
        page = client.post("/fr/f/", {**form, "province": str(province.pk)})
    asked = page_queries(captured)
    assert page.status_code == 200, page.status_code
    assert Report.objects.filter(desk=desk).exists()
    assert len(asked) <= MOST_QUERIES, "\n".join(f"{n} {q[:150]}" for n, q in enumerate(asked))


@pytest.mark.parametrize(
    ("language", "desk_says", "list_says"),
    [("fr", "plus de 2", "Les 2 plus proches sont affichées"), ("ar", "أكثر من 2", "تُعرض أقرب 2")],
)
def test_a_very_long_list_is_counted_only_so_far(client, lived, monkeypatch, language, desk_says, list_says):
    desk, worker, _case = lived
    owed = Obligation.objects.filter(desk=desk.id, ended_at=None).order_by("due_at")
    assert owed.count() > 3
    monkeypatch.setattr(circuit, "MOST_COUNTED", 2)
    with as_actor(worker):
        assert circuit.numbers_of(desk.id, owed[0].due_at) == (2, 0, True)
        assert circuit.numbers_of(desk.id, owed.last().due_at + timedelta(days=1)) == (2, 2, True)
    client.force_login(worker)
    assert desk_says in client.get(f"/{language}/desk/{desk.slug}/").content.decode()
    page = client.get(f"/{language}/desk/{desk.slug}/waiting/").content.decode()
    assert list_says in page
    assert page.count('<article class="due-row') == 2
