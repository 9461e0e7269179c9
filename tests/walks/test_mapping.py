"""A gap is seen, somebody is met for it, the room says who does what, and the actor signs its own text."""

from collections.abc import Callable
from datetime import date

import pytest

from tests.walks.visitor import Visitor

pytestmark = pytest.mark.browser
IN_WORDS = {
    "fr": {"listed": "L’acteur est sur la liste.", "few": "moins de 5", "kept": "L’entretien est gardé.", "signed": "confirmé"},
    "ar": {"listed": "الفاعل في اللائحة.", "few": "أقل من 5", "kept": "حُفظت المقابلة.", "signed": "مؤكدة"},
}  # fmt: skip


def open_campaign(visitor: Visitor) -> str:
    visitor.open("/mapping/")
    visitor.page.locator("main article a").filter(has_text="Assilah" if visitor.language == "fr" else "أصيلة").click()
    visitor.look()
    return visitor.path


@pytest.mark.parametrize(("language", "width"), [("fr", 1366), ("ar", 360)])
def test_from_a_gap_to_a_signed_service(
    visit: Callable[..., Visitor], who: dict[str, str], language: str, width: int
) -> None:
    said = IN_WORDS[language]
    team = visit(language=language, width=width)
    team.become(who["secretaire"])
    team.open("/mapping/gaps/?place=01.511&need=street&hours=night")
    assert team.page.locator("svg.heat").count() == 2
    team.page.locator(".worst a").first.click()
    team.look()
    team.page.locator("main a[href*='/actors/add/']").first.click()
    team.look()
    team.fill(name=f"Maraude {language} (fictif)")
    team.send()
    assert said["listed"] in team.text
    team.follow("/interview/")
    team.fill(met_on=date(2026, 11, 20), spoke_with="M. Z. (fictif)", hurts="La nuit, nous sommes seuls (fictif)")
    team.send()
    assert said["kept"] in team.text
    campaign = open_campaign(team)
    team.open(f"{campaign}roles/")
    assert team.page.locator(".part--leads").count() > 3
    team.open("/mapping/network/?place=01.511")
    assert said["few"] in team.text
    assert team.page.locator("svg.network path").count() > 4
    team.become(who["touzani"])
    team.open("/mapping/asked/")
    team.page.locator("main article a").first.click()
    team.look()
    team.page.locator("input[name=verdict][value=confirmed]").check()
    team.send()
    assert said["signed"] in team.text
    team.open(campaign, status=404)
