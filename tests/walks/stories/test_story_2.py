"""Story 2. A boy of 7; his stepfather hurt him, and is the only adult there: he is never the one who consents."""

from collections.abc import Callable

import pytest

from tests.walks.stories import steps
from tests.walks.stories.conftest import Stage, at

pytestmark = pytest.mark.browser
STEPFATHER, UNCLE = "Abdelkrim", "Mustapha"


@pytest.mark.parametrize(("language", "width"), [("ar", 360)])
def test_the_stepfather_is_never_asked(begin: Callable[..., Stage], language: str, width: int) -> None:
    stage = begin(at(4, 12, 10), language=language, width=width)
    reference = steps.record_report(stage.as_("college"), "Un élève de 7 ans a des bleus (fictif)")
    samira = stage.as_("samira")
    file = steps.open_file(samira, reference)
    steps.register(samira, file, "Anas", sex="m", years="7")
    steps.add_person(samira, file, "alleged_author", STEPFATHER, relation="step_parent", lives="yes")
    samira.open(f"{file}/consents/ask/")
    samira.fill(explained=True, purpose="services")
    assert STEPFATHER not in steps.said(samira, "main form")
    assert samira.page.locator("main [name=adult]").count() == 1, "nobody but the worker"
    assert samira.page.locator("main [name=adult]").get_attribute("value") == "worker"
    samira.fill(child="yes", adult="worker", remark="Le beau-père est mis en cause (fictif)")
    samira.send()
    another_adult_may_be_asked(stage, file)
    the_prosecutor_is_told_on_another_ground(stage, file)


def another_adult_may_be_asked(stage: Stage, file: str) -> None:
    """An uncle whom the child trusts comes into the list beside the worker."""
    samira = stage.as_("samira")
    steps.add_person(samira, file, "trusted", UNCLE, relation="uncle_aunt", lives="no", phone="0611111111")
    samira.open(f"{file}/consents/ask/")
    asked = steps.said(samira, "main form")
    assert UNCLE in asked
    assert STEPFATHER not in asked
    samira.fill(explained=True, purpose="share", desk=stage.who["hopital-tanger"], child="yes", adult_agrees="yes")
    samira.tick_first("adult")
    samira.send()


def the_prosecutor_is_told_on_another_ground(stage: Stage, file: str) -> None:
    """No consent is asked for it: the legal obligation and the child's vital interests are written down, with why."""
    samira = stage.as_("samira")
    for basis, desk in (("vital_interest", "brigade-tanger"), ("legal_obligation", "parquet-tanger")):
        samira.open(f"{file}/consents/ask/")
        samira.fill(
            explained=True, purpose="share", desk=stage.who[desk], basis=basis, remark="Danger à la maison (fictif)"
        )
        samira.send()
    samira.open(f"{file}/consents/")
    words = {
        "fr": ("Sauvegarde de la vie", "Obligation légale"), "ar": ("حماية المصالح الحيوية", "التزام قانوني")
    }[stage.language]  # fmt: skip
    steps.shows(samira, *words)
    kept = "SELECT legal_basis FROM cases_consent WHERE legal_basis <> '' ORDER BY legal_basis"
    assert [basis for (basis,) in stage.clocked.rows(kept)] == ["legal_obligation", "vital_interest"]
