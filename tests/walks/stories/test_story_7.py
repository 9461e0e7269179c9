"""Story 7. A newborn found on 10 January: placed the same day, three months of notice, then kafala and its fifteen days."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.walks.stories import steps
from tests.walks.stories.conftest import Stage, at
from tests.walks.visitor import Visitor

pytestmark = pytest.mark.browser
DEADLINE = {"fr": "Kafala : le délai de la loi", "ar": "الكفالة: أجل القانون"}
VISIT = {"fr": "Visite après la kafala", "ar": "زيارة بعد الكفالة"}
VISITS = (date(2027, 7, 15), date(2027, 9, 15))
"""Planned as actions of the child's plan: each is owed, and told in silence."""


@pytest.mark.parametrize(("language", "width"), [("fr", 1366)])
def test_from_the_street_to_a_family(begin: Callable[..., Stage], language: str, width: int) -> None:
    stage = begin(at(1, 10, 7, 30), language=language, width=width)
    police = stage.as_("brigade")
    reference = steps.record_report(police, "Un nouveau-né trouvé devant la mosquée (fictif)", danger=True)
    samira = stage.as_("samira")
    file = steps.open_file(samira, reference, profile="abandoned", urgency="high", danger="yes", medical="yes")
    code = steps.code_of(samira)
    samira.open(f"{file}/people/register/")
    samira.fill(name="inconnu")
    samira.send()
    samira.send("form[action$='/write/'] button")
    samira.fill(nameless=True, sex="f", months="0", given_name="")
    steps.compare_and_send(samira)
    steps.keep_safe(samira, file, at(1, 11).date())
    steps.decide_to_report(samira, file, is_urgent="yes")
    steps.report_to_prosecutor(samira, file, stage.who["parquet-tanger"])
    naciri = stage.as_("naciri")
    steps.acknowledge(naciri, code, "parquet-tanger", "3/2027")
    place_at_once(stage, naciri, file)
    notice(stage, file, code)
    kafala(stage, file, code)


def step(visitor: Visitor, file: str, kind: str, **more: Any) -> None:
    """One step of the law, written down on its day."""
    visitor.open(f"{file}/justice/")
    visitor.page.locator("main .docket a[href$='/step/']").first.click()
    visitor.look()
    visitor.fill(kind=kind, **more)
    visitor.send()


def place_at_once(stage: Stage, naciri: Visitor, file: str) -> None:
    """Police informed and placement, both on 10 January."""
    step(naciri, file, "police_informed")
    step(naciri, file, "placed")
    naciri.page.locator("main .docket a[href$='/measure/']").first.click()
    naciri.look()
    naciri.fill(kind="placement", desk_owing=stage.who["upe-tanger"], until="decision", review_on=date(2027, 4, 20))
    naciri.send()
    steps.shows(naciri, steps.day(stage.language, 1, 10))


def notice(stage: Stage, file: str, code: str) -> None:
    """Posted on 20 January: nobody may decide before 20 April; then abandonment is declared."""
    stage.at(1, 20, 11)
    naciri = stage.as_("naciri")
    step(naciri, file, "notice_posted")
    steps.shows(naciri, steps.day(stage.language, 1, 20), steps.day(stage.language, 4, 20))
    naciri.open("/justice/parquet-tanger/")
    steps.shows(naciri, code, steps.day(stage.language, 4, 20))
    stage.at(4, 27, 11)
    step(stage.as_("naciri"), file, "abandoned")


def kafala(stage: Stage, file: str, code: str) -> None:
    """Ordered on 1 June, executed before 16 June with minutes; Samira plans the visits."""
    stage.at(6, 1, 11)
    naciri = stage.as_("naciri")
    step(naciri, file, "kafala_order")
    steps.shows(naciri, steps.day(stage.language, 6, 1), steps.day(stage.language, 6, 16))
    naciri.open("/justice/parquet-tanger/")
    steps.shows(naciri, code, steps.day(stage.language, 6, 16))
    naciri.open("/desk/parquet-tanger/")
    steps.shows(naciri, code, DEADLINE[stage.language], steps.day(stage.language, 6, 16))
    stage.at(6, 14, 10)
    naciri = stage.as_("naciri")
    naciri.open(f"{file}/justice/")
    naciri.page.locator("main .docket a[href$='/minutes/']").first.click()
    naciri.look()
    naciri.fill(kind="hand_over", desk=stage.who["parquet-tanger"], number="44", drawn_on=date(2027, 6, 14))
    naciri.send()
    step(naciri, file, "handed_over")
    naciri.open("/justice/parquet-tanger/")
    assert code not in steps.said(naciri, "#kafala, section:has(#kafala)")
    naciri.open("/desk/parquet-tanger/")
    assert DEADLINE[stage.language] not in naciri.text
    samira = stage.as_("samira")
    samira.open(f"{file}/")
    steps.shows(samira, VISIT[stage.language], steps.day(stage.language, 7, 14))
    plan_the_visits(stage, file)


def plan_the_visits(stage: Stage, file: str) -> None:
    samira = stage.as_("samira")
    samira.open(f"{file}/plan/")
    samira.press("button[name=add][value=action_0]")
    samira.fill(
        best_interests="Une famille (fictif)", child_views="Trop petite pour parler (fictif)", review_on=date(2027, 9, 20),
        goal_0_text="Elle va bien chez sa famille (fictif)", goal_0_action_0_text="Visite après kafala (fictif)",
        goal_0_action_0_desk=stage.who["upe-tanger"], goal_0_action_0_due=VISITS[0],
        goal_0_action_1_text="Deuxième visite (fictif)", goal_0_action_1_desk=stage.who["upe-tanger"],
        goal_0_action_1_due=VISITS[1],
    )  # fmt: skip
    samira.send("button[name=then][value=submit]")
    steps.approve(stage.as_("hicham"), f"{file}/")
    samira = stage.as_("samira")
    samira.open(f"{file}/")
    steps.shows(samira, steps.day(stage.language, 7, 15), steps.day(stage.language, 9, 15))
    stage.at(7, 15, 10)
    samira = stage.as_("samira")
    step(samira, file, "kafala_visit")
    steps.shows(samira, steps.day(stage.language, 7, 15))
