"""A report in Darija, in Latin letters with figures or in Arabic ones, is kept as typed and shown as typed."""

import re
from html import unescape

import pytest
from django.test import Client

from kanaf.cases.models import Report, ReportAddition, ReportStatement
from tests import world
from tests.cases import doors
from tests.support import as_actor

pytestmark = pytest.mark.django_db
FORM = "/ar/f/"
ARABIZI = "3afak 3awnouni, jarti kat drab wldha b smta. 3ndo 7 snin w kaybki kol lila 3la 10! (fictif)"
DARIJA = "الدري ديال جارتنا كيتضرب كل نهار، عندو 7 سنين، وساكنين فزنقة «Derb 12» حدا المدرسة. (fictif)"
BOTH = f"{ARABIZI}\n{DARIJA}"
PART = re.compile(r'<(?:bdi|p dir="auto")>(.*?)</(?:bdi|p)>', re.DOTALL)


@pytest.fixture(autouse=True)
def _no_hurry(settings):
    settings.PUBLIC_FORMS_FASTEST = 0


def isolated(page: str) -> list[str]:
    """What stands alone in its own direction, without its tags."""
    return [unescape(re.sub(r"\s*<br ?/?>\s*", "\n", part)).strip() for part in PART.findall(page)]


@pytest.mark.parametrize("words", [ARABIZI, DARIJA, BOTH], ids=["arabizi", "arabic", "both"])
def test_it_is_kept_as_typed_and_shown_in_its_own_direction_on_pages_of_both(words):
    desk, sender = world.make_desk(), Client(enforce_csrf_checks=True)
    steps = [doors.STEPS[0], {"what": words}, *doors.STEPS[2:]]
    check = doors.walk(sender, FORM, steps)
    assert words in unescape(check.content.decode()).replace("<br>", "").replace("\r\n", "\n")
    report = Report.objects.get(reference=doors.reference(doors.send(sender, FORM, check)))
    worker = world.make_worker(desk)
    with as_actor(worker):
        assert ReportStatement.objects.get(report=report).what.replace("\r\n", "\n") == words
    reader = Client()
    reader.force_login(worker)
    for language, direction in (("fr", "ltr"), ("ar", "rtl")):
        page = reader.get(f"/{language}/reports/{report.id}/").content.decode()
        assert f'dir="{direction}"' in page
        assert words in isolated(page)


def test_what_is_added_later_in_darija_is_shown_the_same_way():
    desk, sender = world.make_desk(), Client(enforce_csrf_checks=True)
    receipt = doors.send(sender, FORM, doors.walk(sender, FORM))
    report = Report.objects.get(reference=doors.reference(receipt))
    page = sender.post("/ar/f/more/", {"code": doors.code(receipt)})
    sender.post("/ar/f/more/", {**doors.carried(page), "text": DARIJA})
    worker = world.make_worker(desk)
    with as_actor(worker):
        assert [added.text for added in ReportAddition.objects.filter(report=report)] == [DARIJA]
    reader = Client()
    reader.force_login(worker)
    assert DARIJA in isolated(reader.get(f"/fr/reports/{report.id}/").content.decode())
