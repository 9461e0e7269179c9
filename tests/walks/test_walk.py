"""One child's file, from a report to closing and opening again, in two languages and on two screens."""

from collections.abc import Callable

import pytest

from tests.walks import story as steps
from tests.walks.story import Story
from tests.walks.visitor import Visitor

pytestmark = pytest.mark.browser
SCREENS = [("fr", 1366), ("ar", 360), ("ar", 1366), ("fr", 360)]
NAMES = {
    "fr1366": ("Yasmina", "Zoubida"), "ar360": ("Wafae", "Rqia"), "ar1366": ("Ihssane", "Tamou"), "fr360": ("Ghizlane", "Mennana"),
}  # fmt: skip
FIRST_VISIT = 60_000
"""Bytes of everything that a first visit of the public form fetches."""


@pytest.mark.parametrize(("language", "width"), SCREENS)
def test_a_file_walks_the_whole_way(
    visit: Callable[..., Visitor], who: dict[str, str], language: str, width: int
) -> None:
    story = Story(word=f"MOTSOCIAL{language.upper()}{width}", who=who, names=NAMES[f"{language}{width}"])
    reporter, team = visit(language=language, width=width), visit(language=language, width=width)
    steps.report(reporter, story)
    steps.triage(team, story)
    steps.register(team, story)
    steps.write_incident(team, story)
    steps.ask_consent(team, story)
    steps.keep_safe(team, story)
    steps.meet(team, story)
    steps.assess(team, story)
    steps.approve(team, story)
    team.become(who["samira"])
    steps.write_plan(team, story)
    steps.approve(team, story)
    steps.refer(team, story)
    steps.assess(team, story)
    steps.approve(team, story)
    steps.receive(team, story)
    steps.finish_referral(team, story)
    steps.ask_to_close(team, story)
    steps.approve(team, story)
    steps.reopen(team, story)


@pytest.mark.parametrize(("language", "width"), [("fr", 360), ("ar", 360)])
def test_a_report_needs_no_script_and_little_of_the_network(
    visit: Callable[..., Visitor], who: dict[str, str], language: str, width: int
) -> None:
    story = Story(word=f"SANSSCRIPT{language.upper()}", who=who)
    reporter = visit(language=language, width=width, java_script_enabled=False)
    reporter.open("/f/")
    assert 0 < reporter.bytes < FIRST_VISIT
    steps.report(reporter, story)
    assert reporter.context.cookies() == []


@pytest.mark.parametrize(("language", "width"), [("fr", 1366), ("ar", 360)])
def test_a_complaint_is_answered_by_another_desk(
    visit: Callable[..., Visitor], who: dict[str, str], language: str, width: int
) -> None:
    story = Story(word=f"PLAINTE{language.upper()}", who=who)
    girl, team = visit(language=language, width=width), visit(language=language, width=width)
    steps.complain(girl, story)
    team.become(who["samira"])
    team.open("/complaints/")
    assert story.word not in team.html
    steps.answer_complaint(team, story)
    steps.read_answer(girl, story)
