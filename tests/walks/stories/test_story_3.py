"""Story 3. A girl of 16 says yes to the psychologist and no to the school: the no is kept, and the report still leaves."""

from collections.abc import Callable

import pytest

from tests.walks.stories import steps
from tests.walks.stories.conftest import Stage, at
from tests.walks.visitor import MAIN_BUTTON, Visitor

pytestmark = pytest.mark.browser
SAID = {
    "fr": {"blocked": "Une orientation a été bloquée : pas de consentement", "against": "ne le veut pas"},
}  # fmt: skip


@pytest.mark.parametrize(("language", "width"), [("fr", 1366)])
def test_a_refusal_is_honoured(begin: Callable[..., Stage], language: str, width: int) -> None:
    stage = begin(at(5, 3, 10), language=language, width=width)
    reference = steps.record_report(stage.as_("college"), "Une élève de 16 ans va mal (fictif)")
    samira = stage.as_("samira")
    file = steps.open_file(samira, reference)
    code = steps.code_of(samira)
    steps.register(samira, file, "Salma", sex="f", years="16")
    steps.keep_safe(samira, file, at(5, 4).date())
    steps.agree(samira, file, stage.who["ecoute-tanger"], child="yes")
    steps.agree(samira, file, stage.who["college-tanger"], child="no")
    the_school_is_not_asked(stage, samira, file)
    the_psychologist_is(stage, file)
    the_report_still_leaves(stage, file, code)


def the_school_is_not_asked(stage: Stage, samira: Visitor, file: str) -> None:
    """The page refuses and says why; the attempt is in the history of the file, and the school learns nothing."""
    samira.open(f"{file}/refer/")
    samira.fill(
        desk=stage.who["college-tanger"], kind="service", category="education", compartments=["identity"],
        urgency="medium", message="Merci de l'accueillir (fictif)",
    )  # fmt: skip
    samira.press(MAIN_BUTTON)
    samira.look()
    assert samira.path == f"{file}/refer/"
    samira.open(f"{file}/history/")
    steps.shows(samira, SAID[stage.language]["blocked"])
    school = stage.as_("college")
    school.open(f"{file}/", status=404)
    assert stage.clocked.one("SELECT count(*) FROM referrals_referral") == 0


def the_psychologist_is(stage: Stage, file: str) -> None:
    samira = stage.as_("samira")
    referral = steps.refer(
        samira, file, stage.who["ecoute-tanger"], category="psychological", compartments=["identity"], urgency="medium"
    )
    nadia = stage.as_("nadia")
    nadia.open(referral)
    nadia.follow("/accept/")
    nadia.fill(answer="Jeudi (fictif)")
    nadia.send()


def the_report_still_leaves(stage: Stage, file: str, code: str) -> None:
    """She does not want it: why it is best for her and when it was explained are written, and two people answer for it."""
    stage.at(5, 4, 16)
    samira = stage.as_("samira")
    steps.decide_to_report(
        samira, file, is_urgent="no", child_agrees="refuses", **steps.moment("told_at", at(5, 4, 15, 10))
    )
    hicham = stage.as_("hicham")
    hicham.open(f"{file}/justice/")
    hicham.follow("/approve/")
    steps.shows(hicham, SAID[stage.language]["against"], "L'éloigner du danger", steps.hour(stage.language, 15, 10))
    hicham.fill(decision="approve")
    hicham.send()
    samira = stage.as_("samira")
    steps.report_to_prosecutor(samira, file, stage.who["parquet-tanger"])
    steps.acknowledge(stage.as_("naciri"), code, "parquet-tanger", "2027-77")
