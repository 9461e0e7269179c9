"""Story 5. A family moves from Salé to Tanger: the new team leads at once, the old one reads for 30 days, then a summary."""

from collections.abc import Callable

import pytest

from tests.walks.stories import steps
from tests.walks.stories.conftest import Stage, at

pytestmark = pytest.mark.browser
PASSED = {"fr": "Le dossier est passé à un autre territoire", "ar": "انتقل الملف"}
SUMMARY = "RESUMEDESALE"


@pytest.mark.parametrize(("language", "width"), [("fr", 1366)])
def test_a_file_moves_with_its_family(begin: Callable[..., Stage], language: str, width: int) -> None:
    stage = begin(at(5, 10, 9, 30), language=language, width=width)
    asmae = stage.as_("asmae")
    reference = steps.record_report(asmae, "Une fille de 9 ans manque l'école (fictif)")
    file = steps.open_file(asmae, reference)
    steps.register(asmae, file, "Douae", sex="f", years="9")
    steps.add_person(asmae, file, "caregiver", "Latifa", relation="mother", lives="yes")
    steps.agree(asmae, file, stage.who["upe-tanger"], child="yes", adult_agrees="yes")
    asmae.open(f"{file}/transfer/")
    asmae.fill(
        desk=stage.who["upe-tanger"],
        reason="family_moved",
        urgency="medium",
        summary=f"{SUMMARY} : suivie depuis mars (fictif)",
    )
    steps.shows(asmae, steps.day(language, 6, 9))
    asmae.send()
    asmae.open(f"{file}/")
    link = asmae.page.locator("main a[href*='/referrals/']").first.get_attribute("href")
    referral = f"/referrals/{link.split('/referrals/')[1].strip('/')}/"
    only_the_coordinator_accepts(stage, file, referral)
    the_old_team_reads_for_thirty_days(stage, file, referral)
    both_sides_can_account_for_it(stage, file, referral)


def only_the_coordinator_accepts(stage: Stage, file: str, referral: str) -> None:
    """The worker of Tanger sees what is asked and cannot answer; Hicham does, the next morning."""
    samira = stage.as_("samira")
    samira.open(f"{referral}accept/", status=404)
    stage.at(5, 10, 15)
    hicham = stage.as_("hicham")
    hicham.open(referral)
    steps.shows(hicham, SUMMARY)
    hicham.follow("/accept/")
    hicham.fill(answer="Nous les attendons (fictif)")
    hicham.send()
    hicham.open(f"{file}/")
    steps.shows(hicham, {"fr": "suivi par UPE Tanger", "ar": "وحدة حماية الطفولة بطنجة"}[stage.language])


def the_old_team_reads_for_thirty_days(stage: Stage, file: str, referral: str) -> None:
    """Until 9 June in the afternoon; then the file is not there, and the summary still is."""
    asmae = stage.as_("asmae")
    asmae.open(f"{file}/")
    steps.shows(asmae, steps.day(stage.language, 6, 9))
    asmae.open(f"{file}/notes/add/", status=404)
    stage.at(6, 9, 14, 50)
    asmae = stage.as_("asmae")
    asmae.open(f"{file}/")
    steps.shows(asmae, "Douae")
    stage.at(6, 9, 15, 10)
    for person in ("asmae", "driss"):
        old = stage.as_(person)
        old.open(f"{file}/", status=404)
        old.open(f"{file}/people/", status=404)
        steps.hides(old, "Douae")
        old.open(referral)
        steps.shows(old, SUMMARY)
    hicham = stage.as_("hicham")
    hicham.open(f"{file}/")
    steps.shows(hicham, "Douae")


def both_sides_can_account_for_it(stage: Stage, file: str, referral: str) -> None:
    """The journal has the asking by the one desk and the taking over by the other, and the page of it stays for both."""
    told = stage.clocked.rows(
        "SELECT kind, desk::text FROM journal_entry WHERE file = %s AND kind LIKE 'referrals.%%' ORDER BY id",
        file.split("/")[2],
    )
    assert ("referrals.sent", stage.who["upe-sale"]) in told
    assert ("referrals.transferred", stage.who["upe-tanger"]) in told
    hicham = stage.as_("hicham")
    hicham.open(f"{file}/history/")
    steps.shows(
        hicham, PASSED[stage.language], steps.day(stage.language, 5, 10), "Asmae" if stage.language == "fr" else "أسماء"
    )
    for person in ("hicham", "driss"):
        chief = stage.as_(person)
        chief.open(referral)
        steps.shows(chief, steps.day(stage.language, 5, 10))
