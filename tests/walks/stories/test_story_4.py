"""Story 4. An association does not answer, then has no room: the file is never without a desk, and another is asked."""

from collections.abc import Callable
from datetime import datetime

import pytest

from tests.walks.stories import steps
from tests.walks.stories.conftest import Stage, at

pytestmark = pytest.mark.browser
LEAD = {"fr": "UPE Tanger", "ar": "وحدة حماية الطفولة بطنجة"}
ANSWER = {"fr": "Répondre à une orientation", "ar": "الجواب على إحالة"}


@pytest.mark.parametrize(("language", "width"), [("ar", 360)])
def test_an_answer_that_does_not_come(begin: Callable[..., Stage], language: str, width: int) -> None:
    stage = begin(at(4, 6, 10), language=language, width=width, working=True)
    samira = stage.as_("samira")
    reference = steps.record_report(samira, "Un garçon ne dort plus (fictif)")
    file = steps.open_file(samira, reference)
    steps.register(samira, file, "Ilyas", sex="m", years="16")
    for desk in ("ecoute-tanger", "ecoute-sale"):
        steps.agree(samira, file, stage.who[desk], child="yes")
    referral = steps.refer(
        samira, file, stage.who["ecoute-tanger"], category="psychological", compartments=["identity"], urgency="medium"
    )
    nobody_answers(stage, referral)
    then_there_is_no_room(stage, file, referral)
    assert_one_desk_at_each_moment(stage)


def nobody_answers(stage: Stage, referral: str) -> None:
    """Due on Friday at ten: a reminder at six, the hour itself, and a day later somebody above."""
    nadia = stage.as_("nadia")
    nadia.open("/")
    steps.shows(nadia, steps.day(stage.language, 4, 9), steps.hour(stage.language, 10))
    told = []
    for moment in (at(4, 9, 6, 1), at(4, 9, 10, 1), at(4, 10, 10, 1)):
        stage.clocked.set(moment)
        stage.clocked.settle()
        told.append(rungs_told(stage))
    assert told == [["duty"], ["duty"], ["committee_chair", "duty"]] or told[0] == ["anybody"], told
    stage.at(4, 10, 10, 30)
    nadia = stage.as_("nadia")
    nadia.open("/alerts/")
    steps.shows(nadia, ANSWER[stage.language])
    assert stage.clocked.one("SELECT lead_desk_id::text FROM cases_case") == stage.who["upe-tanger"]


def rungs_told(stage: Stage) -> list[str]:
    found = stage.clocked.rows("SELECT DISTINCT rung FROM circuit_alert WHERE rule = 'referral_answer' ORDER BY rung")
    return [str(rung) for (rung,) in found]


def then_there_is_no_room(stage: Stage, file: str, referral: str) -> None:
    """On Monday the association declines; Samira asks the next desk, in the same words and in one click."""
    stage.at(4, 12, 9, 30)
    nadia = stage.as_("nadia")
    nadia.open(referral)
    nadia.follow("/decline/")
    nadia.fill(reason="no_capacity")
    nadia.send()
    samira = stage.as_("samira")
    samira.open(f"{file}/")
    steps.shows(samira, LEAD[stage.language])
    samira.open(referral)
    samira.send("form[action$='/next/'] button")
    assert samira.path != referral
    asked = "SELECT desk_to_id::text, status FROM referrals_referral ORDER BY sent_at"
    assert stage.clocked.rows(asked) == [(stage.who["ecoute-tanger"], "declined"), (stage.who["ecoute-sale"], "sent")]
    second = samira.path
    samira.open("/")
    steps.shows(samira, steps.day(stage.language, 4, 15))
    stage.at(4, 13, 9)
    nour = stage.as_("nour")
    nour.open(second)
    nour.follow("/accept/")
    nour.fill(answer="Lundi (fictif)")
    nour.send()
    nour.open(f"{file}/")
    steps.shows(nour, LEAD[stage.language])


def assert_one_desk_at_each_moment(stage: Stage) -> None:
    """From the first moment to the last the sender led, and nobody else."""
    leads = stage.clocked.rows("SELECT desk_id::text, lower(during), upper(during) FROM cases_lead")
    opened: datetime = stage.clocked.one("SELECT opened_at FROM cases_case")
    assert leads == [(stage.who["upe-tanger"], opened, None)]
