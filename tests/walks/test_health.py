"""A child before a doctor: asked for, given an appointment, examined, certified, seen again; each by whose step it is."""

import json
from datetime import timedelta

import pytest

from kanaf.foundation import clock, words
from tests.walks.story import in_days

pytestmark = pytest.mark.browser

WAITING = """
import json
from kanaf.health.models import Request
found = Request.objects.filter(desk_to__slug="hopital-tanger", status="asked", case__lead_desk__slug="upe-tanger")
print("FREE" + json.dumps([[str(r.case_id), r.case.code] for r in found.order_by("due_at")[:1]]))
"""
FOUND = "Examen sans particularité (fictif)"
STORY = "Un voisin, samedi soir"


@pytest.mark.parametrize(("language", "width"), [("fr", 1366), ("ar", 360)])
def test_a_child_goes_to_the_doctor(visit, demo, who, language, width):
    case, code = json.loads(demo.run("shell", "--no-imports", "-c", WAITING).partition("FREE")[2])[0]
    visitor, part, number = visit(language=language, width=width), f"/files/{case}/health/", f"CM-{width}"

    # Samira asks; the limits that run stand above her questions.
    visitor.become(who["samira"])
    visitor.open(f"/files/{case}/")
    visitor.follow("/health/")
    visitor.follow("/health/request/")
    visitor.fill(
        kind="forensic", desk_to=who["hopital-tanger"], urgency="high", examiner="woman", language="ary",
        part_talk="agrees", part_body="agrees", part_private_parts="refuses", practical="Avec sa tante (fictif)",
    )  # fmt: skip
    visitor.send()

    # Dr Touzani finds the child among those who wait, and never the story.
    visitor.become(who["touzani"])
    visitor.open("/")
    assert visitor.path.endswith("/health/hopital-tanger/")
    assert code in visitor.text
    visitor.open(part)
    assert STORY not in visitor.html
    soon = words.local(clock.now() + timedelta(hours=1))
    visitor.follow("/book/")
    visitor.fill(when_0=f"{soon:%Y-%m-%d}", when_1=f"{soon:%H:%M}")
    visitor.send()
    visitor.follow("/done/")
    now = words.local(clock.now())
    visitor.fill(
        when_0=f"{now:%Y-%m-%d}", when_1=f"{now:%H:%M}", part_talk="agrees", care=["tetanus"], samples_taken="no",
        certificate_wanted="yes", findings=FOUND,
    )  # fmt: skip
    for limit in ("pep", "forensic", "contraception"):
        if visitor.page.locator(f"main [name='limit_{limit}']").count():
            visitor.fill(**{f"limit_{limit}": "not_needed"})
    visitor.send()
    assert FOUND in visitor.text
    visitor.follow("/certificate/")
    visitor.fill(kind="initial", number=number, incapacity_days="21", is_free="yes")
    visitor.send()
    visitor.follow("/follow-up/")
    visitor.send()
    assert number in visitor.text

    # Samira reads that it was done, the date and the days, and no finding; she moves a date.
    visitor.become(who["samira"])
    visitor.open(part)
    assert number in visitor.text
    assert FOUND not in visitor.html
    visitor.page.locator("main a[href*='/follow-ups/']").first.click()
    visitor.look()
    visitor.fill(status="planned", due_on=in_days(45))
    visitor.send()
    assert str(in_days(45).day) in visitor.text
