"""Story 1. A girl of 13, a rape on Saturday evening: care within 72 hours of the facts, and nobody looks away."""

from collections.abc import Callable

import pytest

from tests.walks.stories import steps
from tests.walks.stories.conftest import Stage, at

pytestmark = pytest.mark.browser
SECRET = "RECITSECRET"
SAID = {
    "fr": {
        "pep": "demain 21 h", "first": "demain 16 h 40", "late": "en retard de 1 min",
        "coordinator": "coordination du bureau", "at_once": "prévenu aussitôt", "triage_due": "aujourd'hui 18 h 40", "accepted": "aujourd'hui 17 h 25",
        "contact": "Premier contact avec l’enfant", "sent": "aujourd'hui 17 h 40", "contraception": "jeudi 11 mars",
    },
    "ar": {
        "pep": "غدا 21:00", "first": "غدا 16:40", "late": "متأخر",
        "coordinator": "تنسيق المكتب", "accepted": "اليوم 17:25", "at_once": "أُبلغ فورا", "triage_due": "اليوم 18:40",
        "contact": "أول اتصال بالطفل", "sent": "اليوم 17:40", "contraception": "الخميس 11 مارس",
    },
}  # fmt: skip


@pytest.mark.parametrize(("language", "width"), [("fr", 1366)])
def test_care_in_time_and_silence_told(begin: Callable[..., Stage], language: str, width: int) -> None:
    stage, said = begin(at(3, 8, 16, 40), language=language, width=width, working=True), SAID[language]
    file = report_and_open(stage, said)
    code = steps.code_of(stage.as_("samira"))
    referral = ask_the_hospital(stage, file)
    hospital_accepts(stage, said, file, referral)
    prosecutor_knows_the_same_day(stage, said, file, code)
    nobody_has_seen_the_child(stage, said, file, code)


def report_and_open(stage: Stage, said: dict[str, str]) -> str:
    """The school writes at 16:40; the supervisor knows before anything else is done; Samira opens a file of high risk."""
    school = stage.as_("college")
    what = f"{SECRET} : une élève dit avoir été violée samedi soir (fictif)"
    reference = steps.record_report(school, what, danger=True, who="Une fille de 13 ans (fictif)")
    stage.clocked.settle()
    hicham = stage.as_("hicham")
    hicham.open("/alerts/")
    steps.shows(hicham, said["at_once"], said["triage_due"])
    samira = stage.as_("samira")
    file = steps.open_file(samira, reference, danger="yes", medical="yes", urgency="high")
    steps.register(samira, file, "Yasmina", sex="f", years="13")
    samira.open(f"{file}/incidents/add/")
    when = steps.moment("moment", at(3, 6, 21))
    samira.fill(
        form="L-3.1", narrative=f"{SECRET} elle raconte (fictif)", precision="hour", relation="neighbour", **when
    )
    samira.send()
    samira.open(f"{file}/")
    steps.shows(samira, said["pep"], said["first"], said["contraception"])
    return file


def ask_the_hospital(stage: Stage, file: str) -> str:
    """Twenty minutes later: where she sleeps tonight, why no consent is waited for, and the hospital is asked."""
    stage.at(3, 8, 17, 0)
    samira = stage.as_("samira")
    steps.keep_safe(samira, file, at(3, 9).date())
    steps.share_without_waiting(samira, file, stage.who["hopital-tanger"])
    return steps.refer(
        samira,
        file,
        stage.who["hopital-tanger"],
        category="medical",
        compartments=["identity", "medical"],
        urgency="high",
    )


def hospital_accepts(stage: Stage, said: dict[str, str], file: str, referral: str) -> None:
    """Before half past five; the limit is on the doctor's page, and no word of the story is."""
    stage.at(3, 8, 17, 25)
    doctor = stage.as_("touzani")
    doctor.open(referral)
    doctor.follow("/accept/")
    doctor.fill(answer="Tout de suite (fictif)")
    doctor.send()
    steps.shows(doctor, said["pep"], said["accepted"])
    steps.hides(doctor, SECRET)
    for page in ("incidents/", "safety/", "assessment/", "justice/"):
        doctor.open(f"{file}/{page}", status=404)
        steps.hides(doctor, SECRET)


def prosecutor_knows_the_same_day(stage: Stage, said: dict[str, str], file: str, code: str) -> None:
    """Urgent: it leaves without waiting for anybody; the prosecution gives its number the same evening."""
    stage.at(3, 8, 17, 40)
    samira = stage.as_("samira")
    steps.decide_to_report(samira, file, is_urgent="yes")
    steps.report_to_prosecutor(samira, file, stage.who["parquet-tanger"])
    stage.at(3, 8, 18, 30)
    prosecutor = stage.as_("naciri")
    steps.acknowledge(prosecutor, code, "parquet-tanger", "1401-36")
    samira = stage.as_("samira")
    samira.open(f"{file}/justice/")
    steps.shows(samira, "1401-36", said["sent"])


def nobody_has_seen_the_child(stage: Stage, said: dict[str, str], file: str, code: str) -> None:
    """At 16:39 it is due; at 16:41 it is red, and the coordinator was told."""
    stage.at(3, 9, 16, 39)
    stage.clocked.settle()
    hicham = stage.as_("hicham")
    hicham.open(f"{file}/")
    assert hicham.page.locator(".due-row--late").count() == 0
    stage.at(3, 9, 16, 41, 5)
    stage.clocked.settle()
    hicham.open(f"{file}/")
    assert said["late"] in steps.said(hicham, ".due-row--late", said["contact"])
    hicham.open("/alerts/")
    told = steps.said(hicham, "article.due-row", said["contact"])
    assert code in told
    assert said["coordinator"] in told
    told = "SELECT step, count(*) FROM circuit_alert WHERE rule = 'first_contact' AND about = '' GROUP BY step ORDER BY step"
    assert stage.clocked.rows(told) == [(0, 1), (1, 1), (2, 1)], (
        "reminded, the hour itself, and one minute later: each once"
    )
