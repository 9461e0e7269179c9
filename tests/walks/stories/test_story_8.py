"""Story 8, the file. A girl of 16 who is absent from school because she is to be married: the judge says no."""

from collections.abc import Callable
from datetime import date

import pytest

from tests.walks.stories import steps
from tests.walks.stories.conftest import Stage, at
from tests.walks.stories.test_story_7 import step

pytestmark = pytest.mark.browser
TOMORROW = {"fr": "demain", "ar": "غدا"}


@pytest.mark.parametrize(("language", "width"), [("ar", 360)])
def test_the_judge_refuses(begin: Callable[..., Stage], language: str, width: int) -> None:
    stage = begin(at(4, 19, 9), language=language, width=width)
    reference = steps.record_report(
        stage.as_("college"), "Une élève de 16 ans ne vient plus : on veut la marier (fictif)"
    )
    samira = stage.as_("samira")
    file = steps.open_file(samira, reference, profile="child_marriage")
    code = steps.code_of(samira)
    steps.register(samira, file, "Ikram", sex="f", years="16")
    steps.keep_safe(samira, file, at(4, 20).date())
    steps.decide_to_report(samira, file, is_urgent="yes")
    steps.report_to_prosecutor(samira, file, stage.who["parquet-tanger"])
    the_court_asks(stage, file, code)
    samira_answers(stage, file)
    the_judge_says_no(stage, file)
    back_to_school(stage, file)


def the_court_asks(stage: Stage, file: str, code: str) -> None:
    """The request to marry; a social inquiry within the fifteen days of the setting, and a medical expertise."""
    stage.at(4, 20, 9)
    naciri = stage.as_("naciri")
    steps.acknowledge(naciri, code, "parquet-tanger", "9/2027")
    naciri.follow("/call/")
    naciri.fill(desk_to=stage.who["juge-mineurs-tanger"])
    naciri.send()
    greffe = stage.as_("greffe")
    greffe.open(f"{file}/justice/procedures/add/")
    greffe.fill(kind="marriage", court=stage.who["juge-mineurs-tanger"], number="21/2027")
    greffe.send()
    step(greffe, file, "marriage_request")
    for kind in ("social_inquiry", "medical"):
        greffe.open(f"{file}/justice/")
        greffe.page.locator("main .docket", has_text="21/2027").locator("a[href$='/requisition/']").click()
        greffe.look()
        greffe.fill(kind=kind, desk_to=stage.who["upe-tanger"], text="Dans les quinze jours (fictif)")
        greffe.send()
    steps.shows(greffe, steps.day(stage.language, 5, 5))


def samira_answers(stage: Stage, file: str) -> None:
    """The inquiry leaves in time and its receipt is acknowledged; the expertise too."""
    stage.at(5, 4, 10)
    samira = stage.as_("samira")
    samira.open(f"{file}/justice/")
    steps.shows(samira, TOMORROW[stage.language])
    samira.open(f"{file}/justice/write/inquiry/")
    samira.fill(desk_to=stage.who["juge-mineurs-tanger"])
    steps.send_sheet(samira)
    greffe = stage.as_("greffe")
    step(greffe, file, "marriage_expertise")


def the_judge_says_no(stage: Stage, file: str) -> None:
    """On 12 May."""
    stage.at(5, 12, 11)
    greffe = stage.as_("greffe")
    step(greffe, file, "marriage_refused")
    samira = stage.as_("samira")
    samira.open(f"{file}/justice/")
    steps.shows(samira, steps.day(stage.language, 5, 12))


def back_to_school(stage: Stage, file: str) -> None:
    """The plan: school again, and what became of it six months later."""
    samira = stage.as_("samira")
    samira.open(f"{file}/plan/")
    samira.press("button[name=add][value=action_0]")
    samira.fill(
        best_interests="Étudier (fictif)", child_views="Elle veut y retourner (fictif)", review_on=date(2027, 11, 12),
        goal_0_text="Retour à l'école (fictif)", goal_0_action_0_text="Voir la directrice (fictif)",
        goal_0_action_0_desk=stage.who["upe-tanger"], goal_0_action_0_due=date(2027, 5, 19),
        goal_0_action_1_text="Est-elle en classe ? (fictif)", goal_0_action_1_desk=stage.who["upe-tanger"],
        goal_0_action_1_due=date(2027, 11, 12),
    )  # fmt: skip
    samira.send("button[name=then][value=submit]")
    steps.approve(stage.as_("hicham"), f"{file}/")
    samira = stage.as_("samira")
    samira.open(f"{file}/")
    steps.shows(samira, steps.day(stage.language, 5, 19), steps.day(stage.language, 11, 12))
    stage.at(11, 12, 10)
    samira = stage.as_("samira")
    samira.open(f"{file}/")
    samira.follow("/finish/")
    samira.fill(outcome="done")
    samira.send()
    samira.open(f"{file}/contacts/add/")
    samira.fill(
        kind="school_visit",
        child_seen="yes",
        child_alone="yes",
        note="Elle est en classe (fictif)",
        compartment="social",
    )
    samira.send()
