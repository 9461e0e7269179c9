"""Story 10. The local committee: its notice, the empty seat of health, minutes adopted, and what is late comes first."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from tests.walks.stories import steps
from tests.walks.stories.conftest import Stage, at
from tests.walks.test_committees import IN_WORDS, everybody_comes, meeting_of, open_committee
from tests.walks.visitor import Visitor

pytestmark = pytest.mark.browser
HEALTH = {"fr": "Santé", "ar": "الصحة"}
POINTS = ("Nommer la santé", "Former les écoles", "Ouvrir la salle", "Imprimer le guide", "Compter les délais")


@pytest.mark.parametrize(("language", "width"), [("ar", 360)])
def test_a_cycle_of_the_committee(begin: Callable[..., Stage], language: str, width: int) -> None:
    stage = begin(at(6, 1, 9), language=language, width=width)
    samira = stage.as_("samira")
    file = steps.open_file(samira, steps.record_report(samira, "Un enfant attend un certificat (fictif)"))
    code = steps.code_of(samira)
    steps.register(samira, file, "Nizar", sex="m", years="11")
    secretary = stage.as_("secretaire")
    open_committee(secretary)
    committee = secretary.path
    convene(secretary, committee, at(6, 8, 10), soon=True)
    june = convene(secretary, committee, at(6, 15, 10))
    adopting = convene(secretary, committee, at(6, 22, 10))
    samira = stage.as_("samira")
    samira.open(f"/meetings/{june}/annex/bring/")
    samira.fill(code=code)
    samira.tick_first("blocker")
    samira.send()
    the_meeting(stage, june, code)
    the_minutes(stage, june, adopting)
    the_next_meeting(stage, committee, june)


def convene(secretary: Visitor, committee: str, when: datetime, *, soon: bool = False) -> str:
    """The letter; ten days before at least."""
    secretary.open(committee)
    secretary.follow("/convene/")
    secretary.fill(venue="Salle 3 (fictif)", subjects="Bilan (fictif)", **steps.moment("starts_at", when))
    if soon:
        secretary.press("main form[method=post] button.button")
        assert IN_WORDS[secretary.language]["soon"] in secretary.text
        return ""
    secretary.send()
    steps.shows(secretary, steps.day(secretary.language, when.month, when.day), steps.hour(secretary.language, 10))
    return meeting_of(secretary)


def the_meeting(stage: Stage, june: str, code: str) -> None:
    """On 15 June: no quorum, and the page says which seat is empty; five points are decided all the same."""
    said = IN_WORDS[stage.language]
    stage.at(6, 15, 12, 30)
    secretary = stage.as_("secretaire")
    secretary.open(f"/meetings/{june}/")
    everybody_comes(secretary)
    assert said["missed"] in secretary.text
    steps.shows(secretary, HEALTH[stage.language])
    for number, what in enumerate(POINTS):
        secretary.open(f"/meetings/{june}/actions/add/")
        secretary.fill(what=f"{what} (fictif)", due_on=date(2027, 8, 31) if number == 0 else date(2027, 10, 15))
        secretary.page.locator("main select[name=owner]").select_option(index=2)
        secretary.send()
    for what in POINTS:
        assert what in secretary.text
    secretary.open(f"/meetings/{june}/minutes/write/")
    secretary.fill(text="Le comité a pris acte. (fictif)")
    secretary.send()
    steps.hides(secretary, "Nizar", code)
    samira = stage.as_("samira")
    samira.open(f"/meetings/{june}/annex/")
    steps.shows(samira, code)
    steps.hides(samira, "Nizar")
    stage.as_("youssef").open(f"/meetings/{june}/annex/", status=404)


def the_minutes(stage: Stage, june: str, adopting: str) -> None:
    """Adopted on 22 June by the chair."""
    stage.at(6, 22, 10, 5)
    chair = stage.as_("naciri")
    chair.open(f"/meetings/{adopting}/")
    chair.page.locator("a[href$='/adopt/']").last.click()
    chair.look()
    chair.fill(sure=True)
    chair.send()
    chair.open(f"/meetings/{june}/minutes/")
    steps.shows(chair, IN_WORDS[stage.language]["adopted"], steps.hour(stage.language, 10, 5))


def the_next_meeting(stage: Stage, committee: str, june: str) -> None:
    """On 14 September what was due on 31 August is the first thing on the agenda."""
    stage.at(9, 2, 10)
    secretary = stage.as_("secretaire")
    secretary.open(f"/meetings/{june}/minutes/")
    steps.shows(secretary, steps.day(stage.language, 6, 22))
    september = convene(secretary, committee, at(9, 14, 10))
    stage.at(9, 14, 10, 1)
    secretary = stage.as_("secretaire")
    secretary.open(f"/meetings/{september}/")
    first = steps.read(secretary.page.locator(".agenda > li").first.inner_text())
    assert POINTS[0] in first
    assert IN_WORDS[stage.language]["late"][:4] in first or "Late" in first
    assert steps.day(stage.language, 8, 31) in first
    assert secretary.page.locator(".agenda__late").count() == 1
