"""One meeting of the local committee, from its letter to its adopted minutes; and a file before it by its code."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from tests.live import LiveKanaf
from tests.walks.visitor import Visitor

pytestmark = pytest.mark.browser
TIME_PASSES = """
from datetime import timedelta
from kanaf.committees.models import Meeting
meeting = Meeting.objects.get(pk="{meeting}")
gone = timedelta(days={days})
Meeting.objects.filter(pk=meeting.pk).update(
    convened_at=meeting.convened_at - gone, starts_at=meeting.starts_at - gone, ends_at=meeting.ends_at - gone)
"""
NOTICE, LATER = 12, 13
IN_WORDS = {
    "fr": {"soon": "trop tôt", "missed": "Quorum non atteint.", "late": "En retard", "adopted": "adopté", "vacant": "Vacant"},
    "ar": {"soon": "قريب جدا", "missed": "لم يكتمل النصاب.", "late": "متأخر", "adopted": "مصادق عليه", "vacant": "شاغر"},
}  # fmt: skip


def open_committee(visitor: Visitor) -> None:
    """The local committee of Tanger, among those of the list."""
    visitor.open("/committees/")
    visitor.page.locator("main h2 a").filter(has_text="TPI" if visitor.language == "fr" else "بطنجة").first.click()
    visitor.look()


def convene(visitor: Visitor, days: int, subject: str) -> None:
    visitor.follow("/convene/")
    day = date.today() + timedelta(days=days)
    visitor.fill(starts_at_0=day.isoformat(), starts_at_1="10:00", venue="Salle 3 (fictif)", subjects=subject)


def meeting_of(visitor: Visitor) -> str:
    return visitor.path.split("/meetings/")[1].split("/")[0]


def everybody_comes(visitor: Visitor) -> None:
    visitor.follow("/attendance/")
    for box in visitor.page.locator("main input[type=radio][value=member]").all():
        box.check()
    visitor.fill(guests="Une invitée (fictif)")
    visitor.send()


@pytest.mark.parametrize(("language", "width"), [("fr", 1366), ("ar", 360)])
def test_a_meeting_from_its_letter_to_its_adopted_minutes(
    visit: Callable[..., Visitor], demo: LiveKanaf, who: dict[str, str], language: str, width: int
) -> None:
    said, word = IN_WORDS[language], f"PROCESVERBAL{language.upper()}{width}"
    team = visit(language=language, width=width)
    team.become(who["secretaire"])
    open_committee(team)
    committee = team.path
    assert said["vacant"] in team.text
    convene(team, 3, "Bilan (fictif)")
    team.press("main form[method=post] button.button")
    assert said["soon"] in team.text
    team.open(committee)
    convene(team, NOTICE, f"Bilan {word} (fictif)")
    team.send()
    first = meeting_of(team)
    assert team.text.index(said["late"]) < team.text.index(f"Bilan {word}"), "what is late comes first"
    demo.run("shell", "--no-imports", "-c", TIME_PASSES.format(meeting=first, days=LATER))
    team.open(f"/meetings/{first}/")
    everybody_comes(team)
    assert said["missed"] in team.text, "the health seat is vacant, and the page says so"
    team.follow("/actions/add/")
    due = date.today() + timedelta(days=30)
    team.fill(what=f"Agir {word} (fictif)", due_on=due)
    team.page.locator("main select[name=owner]").select_option(index=2)
    team.send()
    assert f"Agir {word}" in team.text
    team.follow("/minutes/write/")
    team.fill(text=f"{word} : le comité a pris acte. (fictif)")
    team.send()
    assert word in team.text
    adopt_at_the_next(team, demo, who, committee, first)
    assert said["adopted"] in team.text
    team.open(f"/meetings/{first}/minutes/")
    assert team.page.locator("a[href*='/minutes/write/']").count() == 0
    for paper in ("fr", "ar"):
        sheet = team.page.request.get(f"{demo.url}/{language}/meetings/{first}/minutes/pdf/{paper}/")
        assert sheet.body().startswith(b"%PDF-")


def adopt_at_the_next(team: Visitor, demo: LiveKanaf, who: dict[str, str], committee: str, first: str) -> None:
    """The next meeting begins; the secretary cannot adopt, the chair can."""
    team.open(committee)
    convene(team, NOTICE, "Suite (fictif)")
    team.send()
    second = meeting_of(team)
    demo.run("shell", "--no-imports", "-c", TIME_PASSES.format(meeting=second, days=LATER))
    demo.run("shell", "--no-imports", "-c", TIME_PASSES.format(meeting=first, days=1))
    team.open(f"/meetings/{second}/")
    assert team.page.locator("a[href$='/adopt/']").count() == 0
    team.become(who["naciri"])
    team.open(f"/meetings/{second}/")
    team.page.locator("a[href$='/adopt/']").last.click()
    team.look()
    team.fill(sure=True)
    team.send()


@pytest.mark.parametrize(("language", "width"), [("fr", 360), ("ar", 1366)])
def test_a_blocked_file_is_seen_by_its_code_alone(
    visit: Callable[..., Visitor], who: dict[str, str], language: str, width: int
) -> None:
    team = visit(language=language, width=width)
    team.become(who["samira"])
    open_committee(team)
    team.page.locator("#meetings ~ ul a").last.click()
    team.look()
    team.follow("/annex/")
    team.follow("/bring/")
    team.fill(code="TNG-0000")
    team.tick_first("blocker")
    team.press("main form[method=post] button.button")
    assert team.page.locator(".error-summary").count() == 1
    annex = team.path.removesuffix("bring/")
    team.become(who["college"])
    team.open(annex, status=404)
