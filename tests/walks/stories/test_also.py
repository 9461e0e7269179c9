"""What the stories also ask to be tested, each by its own name.

Elsewhere already: names in both scripts find each other (``tests/persons/test_names.py``), tries of public codes are
counted (``tests/cases/test_public_report.py``), the calendar of Ramadan (``tests/territory/test_calendars.py``) and the
fast clock through its change (``tests/circuit/test_obligations.py``).
"""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from kanaf.cases.enums import PartyRole, Risk
from kanaf.cases.models import Case, ReportStatement
from kanaf.circuit.models import Obligation
from kanaf.foundation import words
from kanaf.foundation.ids import ALPHABET
from kanaf.persons import numbers
from kanaf.referrals import services
from tests import world
from tests.cases import doors
from tests.cases.people_support import born, join, someone
from tests.referrals.support import Play, agree_to_everything
from tests.support import as_actor
from tests.walks.stories.steps import read

pytestmark = pytest.mark.django_db
CASABLANCA = ZoneInfo("Africa/Casablanca")


@pytest.fixture(autouse=True)
def _in_french(settings: Any) -> Iterator[None]:
    cache.clear()
    settings.PUBLIC_FORMS_FASTEST = 0  # no test waits as a person would
    with translation.override("fr"):
        yield


def signed_in(account: Any) -> Client:
    client = Client()
    client.force_login(account)
    return client


@pytest.mark.parametrize("typed", ["Mohamed Alami", "محمد العلمي", "Mohammed El Alami", "0661234567"])
def test_the_same_phone_and_the_same_name_in_either_script_tell_nothing_of_another_file(typed: str) -> None:
    """The child is known in Salé: a worker of Tanger who writes him down sees what she would see of nobody."""
    sale = world.make_desk(prefix="SAL")
    elsewhere = world.make_worker(sale)
    known = world.make_case(elsewhere, sale)
    child = someone(
        "Mohamed",
        "Alami",
        born_on=born(9),
        phone=numbers.normal("phone", "0661234567"),
        given_name_ar="محمد",
        family_name_ar="العلمي",
    )
    join(elsewhere, known, PartyRole.MAIN, child)
    here = world.make_desk()
    worker = world.make_worker(here)
    page, case = signed_in(worker), world.make_case(worker, here)
    field = "number" if typed.isdigit() else "name"
    search, nobody = reverse("cases:register_person", args=[case.id]), "0669999999" if typed.isdigit() else "Xzq Wvk"
    answers = [page.post(search, {field: said}).content.decode().replace(said, "…") for said in (typed, nobody)]
    assert known.code not in answers[0]
    assert ruled(answers[0]) == ruled(answers[1]), "known elsewhere and known nowhere look alike"
    written = {"given_name": "Mohamed", "family_name": "Alami", "sex": "m", "years": "9", "phone": "0661234567"}
    done = page.post(reverse("cases:write_person", args=[case.id, "main"]), written)
    assert done.status_code == 302, "nothing to compare with: no question is asked"
    other = reverse("cases:register_person", args=[world.make_case(elsewhere, sale).id])
    assert "1 personne" in read(signed_in(elsewhere).post(other, {field: typed}).content.decode()), (
        "at home he is found"
    )
    assert "Aucune personne" in read(answers[0])


def ruled(page: str) -> str:
    """The page without what changes at each drawing."""
    return re.sub(
        r'(name="(csrfmiddlewaretoken|once|key|repeat_key)"[^>]*value=)"[^"]*"',
        r"\1",
        re.sub(r"[0-9a-f-]{36}", "", page),
    )


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("fr", "ltr"), ("en", "ltr")])
def test_the_public_page_reads_from_its_own_side_and_can_be_left_at_once(language: str, direction: str) -> None:
    client = Client()
    page = client.get(f"/{language}/f/")
    assert f'<html lang="{language}" dir="{direction}"' in page.content.decode()
    leave = re.search(rf'href="(/{language}/leave/|/leave/)"', page.content.decode())
    assert leave, "the way out stands on the page itself"
    gone = client.get(leave[1])
    assert gone.status_code == 302
    assert not gone["Location"].startswith("/")
    assert "no-store" in page["Cache-Control"]
    assert not any(cookie.value for cookie in client.cookies.values())


@pytest.mark.parametrize(
    "told",
    [
        "wahed jarna kayderb weldo kol lila, 3afakom 3awnouh (fictif)",
        "واحد الجار كيضرب ولدو كل ليلة، عافاكم عاونوه (خيالي)",
    ],
)
def test_a_report_in_darija_arrives_as_it_was_told(told: str) -> None:
    desk = world.make_desk()
    steps = ({"reporter": "adult"}, {"what": told}, *doors.STEPS[2:])
    received = doors.send(Client(), "/ar/f/", doors.walk(Client(), "/ar/f/", steps))
    assert doors.REFERENCE.search(received.content.decode())
    worker = world.make_worker(desk)
    with as_actor(worker):
        assert [statement.what for statement in ReportStatement.objects.all()] == [told]


def test_two_siblings_are_linked_and_each_file_opens_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """The hospital that received the sister learns that there is a brother, and does not open his file."""
    agree_to_everything(monkeypatch)
    play = Play()
    brother = world.make_case(play.worker, play.desk)
    his = join(play.worker, brother, PartyRole.MAIN, someone("Younes (fictif)", born_on=born(8)))
    join(play.worker, play.case, PartyRole.MAIN, someone("Salma (fictif)", born_on=born(11)))
    join(play.worker, play.case, PartyRole.SIBLING, person=his.person_id)
    play.do(play.doctor, services.accept, play.send(), answer="")
    doctor = signed_in(play.doctor)
    sister = doctor.get(reverse("portal:show_file", args=[play.case.id]))
    assert sister.status_code == 200
    assert brother.code not in sister.content.decode()
    for name in ("portal:show_file", "cases:show_people", "cases:list_incidents"):
        assert doctor.get(reverse(name, args=[brother.id])).status_code == 404
    with as_actor(play.doctor):
        assert list(Case.objects.values_list("id", flat=True)) == [play.case.id]


def test_codes_of_files_follow_no_order() -> None:
    desk = world.make_desk()
    worker = world.make_worker(desk)
    ends = [world.make_case(worker, desk).code.removeprefix("TNG-") for _number in range(40)]
    assert all(set(end) <= set(ALPHABET) and len(end) >= 4 for end in ends)
    steps = {ALPHABET.index(after[-1]) - ALPHABET.index(before[-1]) for before, after in pairwise(ends)}
    assert len(steps) > 5
    assert sorted(ends) != ends
    assert len({end[0] for end in ends}) > 8


@pytest.mark.parametrize("ask", ["search", "join"])
def test_a_hidden_code_and_an_unknown_one_get_the_same_answer_for_the_same_work(ask: str) -> None:
    """Wherever a code can be typed: the same page, the same number of questions to the database."""
    elsewhere = world.make_desk(prefix="SAL", takes_reports=False)
    hidden = world.make_case(world.make_worker(elsewhere), elsewhere).code
    unknown = hidden[:-1] + next(sign for sign in ("23" if hidden[-1].isdigit() else "XY") if sign != hidden[-1])
    worker = world.make_worker(world.make_desk())
    asked = {"search": searching, "join": joining}[ask](worker)
    for code in (hidden, unknown):  # once before, so that nothing is read for the first time
        asked(code)
    answers = []
    for code in (hidden, unknown):
        with CaptureQueriesContext(connection) as queries:
            page = asked(code)
        answers.append((page.status_code, ruled(page.content.decode().replace(code, "…")), len(queries)))
    assert answers[0] == answers[1]


def searching(worker: Any) -> Callable[[str], Any]:
    client = signed_in(worker)
    return lambda code: client.post("/fr/search/", {"q": code})


def joining(worker: Any) -> Callable[[str], Any]:
    """A report that is said to belong to a file."""
    doors.send(Client(), "/fr/f/", doors.walk(Client(), "/fr/f/"))
    client = signed_in(worker)
    listed = client.get("/fr/reports/").content.decode()
    report = re.search(r"/fr/reports/([0-9a-f-]{36})/", listed)
    assert report, listed
    said = {"danger": "no", "medical": "no", "urgency": "low", "decision": "join", "children": "1", "profile": "victim"}
    return lambda code: client.post(f"/fr/reports/{report[1]}/triage/", {**said, "code": code})


@pytest.mark.parametrize(
    ("opened", "risk", "due", "said"),
    [
        # Clocks go forward in the night of Saturday 13 to Sunday 14 March 2027, after Ramadan: 2 h becomes 3 h.
        (datetime(2027, 3, 12, 10, 0), Risk.MEDIUM, datetime(2027, 3, 17, 10, 0), "mercredi 17 mars"),
        (datetime(2027, 3, 13, 16, 40), Risk.HIGH, datetime(2027, 3, 14, 17, 40), "dimanche 14 mars"),
        # They went back on Sunday 7 February, the day before Ramadan.
        (datetime(2027, 2, 5, 10, 0), Risk.MEDIUM, datetime(2027, 2, 10, 10, 0), "mercredi 10 février"),
        (datetime(2027, 2, 6, 16, 40), Risk.HIGH, datetime(2027, 2, 7, 15, 40), "dimanche 7 février"),
    ],
)  # fmt: skip
def test_a_delay_across_the_clock_of_ramadan(opened: datetime, risk: Risk, due: datetime, said: str) -> None:
    """Worked days keep the hour of the wall; a high risk keeps its twenty-four hours."""
    desk = world.make_desk()
    case = world.make_case(world.make_worker(desk), desk, risk=risk, at=opened.replace(tzinfo=CASABLANCA))
    owed = Obligation.objects.get(file=case.id, rule="first_contact")
    assert owed.due_at == due.replace(tzinfo=CASABLANCA)
    assert read(words.exact(owed.due_at)).startswith(said)
    if risk == Risk.HIGH:
        assert owed.due_at - owed.began_at == timedelta(hours=24)
