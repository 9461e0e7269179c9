"""While the index is away: the page says so, keeps what was typed, and everything that needs no name goes on."""

import hashlib
import html

import pytest
from django.urls import reverse
from django.utils import translation

from kanaf.cases.enums import PartyRole
from kanaf.cases.models import CaseParty
from kanaf.config.launcher import sockets
from kanaf.config.launcher.say import LauncherProblem
from kanaf.foundation import clock
from kanaf.foundation.models import Beat
from kanaf.journal.models import Entry
from kanaf.persons.matching import finder
from tests import world
from tests.cases.people_support import join, someone

pytestmark = pytest.mark.django_db
SAID = {"fr": "La recherche par nom est indisponible", "ar": "البحث بالاسم غير متاح", "en": "Names cannot be searched"}


@pytest.fixture(autouse=True)
def _in_french():
    with translation.override("fr"):
        yield


@pytest.fixture
def worker():
    return world.make_worker(world.make_desk())


@pytest.fixture
def case(worker):
    return world.make_case(worker, worker.memberships.first().desk)


@pytest.fixture
def page(client, worker, settings):
    settings.PERSON_INDEX = "/nowhere/index.sock"
    client.force_login(worker)
    return client


def said(answer):
    return html.unescape(answer.content.decode())


@pytest.mark.parametrize("language", SAID)
def test_the_search_before_writing_says_so_and_loses_nothing(page, case, language):
    page.cookies["kanaf_language"] = language
    address = f"/{language}{reverse('cases:register_person', args=[case.id])[3:]}"
    answer = page.post(address, {"name": "Zoubida Lahrichi", "number": ""})
    assert answer.status_code == 200
    assert SAID[language] in said(answer)
    assert said(answer).count('value="Zoubida Lahrichi"') == 2, "in its box, and carried on to the next page"
    assert 'class="empty"' not in said(answer), "nobody was looked for: nobody was not found"
    assert not Entry.objects.filter(kind="persons.searched").exists()


def test_a_number_is_found_all_the_same(page, worker, case):
    known = join(
        worker,
        world.make_case(worker, worker.memberships.first().desk),
        PartyRole.MAIN,
        someone(numbers={"cnie": "K998877"}),
    )
    asked = {"name": "Zoubida", "number": "K998877"}
    answer = page.post(reverse("cases:register_person", args=[case.id]), asked)
    assert str(known.person_id) in said(answer)
    assert SAID["fr"] in said(answer)
    assert Entry.objects.get(kind="persons.searched").kept == {"by": "number", "found": 1}


def test_a_person_is_written_down_and_the_same_number_still_asks_for_a_comparison(page, worker, case):
    join(
        worker,
        world.make_case(worker, worker.memberships.first().desk),
        PartyRole.MAIN,
        someone(numbers={"cnie": "K998877"}),
    )
    address = reverse("cases:write_person", args=[case.id, "main"])
    new = {"given_name": "Zoubida", "family_name": "Lahrichi", "sex": "f"}
    assert page.post(address, {**new, "cnie": "K998877"}).status_code == 422
    assert page.post(address, new).status_code == 302
    assert CaseParty.objects.filter(case=case).exists()


@pytest.mark.parametrize("language", SAID)
def test_the_search_box_still_finds_codes(page, case, language):
    answer = page.post(f"/{language}/search/", {"q": case.code})
    assert case.code in said(answer)
    assert str(case.id) in said(answer)
    assert SAID[language] in said(answer)


def test_a_web_without_an_index_of_its_own_says_so_too(worker, settings, monkeypatch):
    """As when KANAF_INDEX was forgotten: the database refuses the web, and that is no error page."""
    from django.db import ProgrammingError

    def refused():
        raise ProgrammingError("only the index")

    monkeypatch.setattr("kanaf.persons.matching.reading.everybody", refused)
    with pytest.raises(finder.IndexIsAway):
        finder.read_now()


@pytest.mark.parametrize(("address", "state"), [("", "ok"), ("/nowhere/index.sock", "away")])
def test_the_state_of_the_index_stands_beside_the_others_and_does_not_make_the_web_ill(
    client, settings, address, state
):
    settings.PERSON_INDEX = address
    Beat.objects.create(name="worker", at=clock.now())
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["index"]) == (200, state)


def test_a_socket_lives_in_a_folder_of_ours_whatever_the_length_of_the_home(tmp_path):
    near = sockets.address(tmp_path, "index") if len(str(tmp_path)) < 80 else None
    long = tmp_path / hashlib.sha256(b"long").hexdigest() / "home"
    long.mkdir(parents=True)
    far = sockets.address(long, "index")
    assert far == sockets.address(long, "index")
    assert len(str(far)) < sockets.LONGEST
    for found in (near, far):
        assert found is None or found.parent.stat().st_mode & 0o077 == 0
    far.parent.rmdir()


def test_a_folder_of_somebody_else_is_refused(tmp_path):
    (tmp_path / "run").symlink_to(tmp_path)
    with pytest.raises(LauncherProblem, match=str(tmp_path / "run")):
        sockets.address(tmp_path, "index")
