"""Story 2 (the caregiver is the alleged author), then a conflict of interest: the file leaves the desk that says it."""

import pytest

from tests.walks.stories import steps

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("language", "width"), [("fr", 1366), ("ar", 360)])
def test_the_caregiver_is_the_alleged_author_and_then_the_desk_is_in_conflict(visit, who, language, width):
    visitor, name = visit(language=language, width=width), f"Zoubir{width}"
    visitor.become(who["samira"])
    file = steps.open_file(visitor, steps.record_report(visitor, "Une fille a peur de rentrer (fictif)"))
    steps.register(visitor, file, "Sanae", sex="f", years="9")
    visitor.open(f"{file}/")
    code = steps.code_of(visitor)

    # The stepfather is the only caregiver present, and is named as author.
    visitor.open(f"{file}/people/add/alleged_author/")
    visitor.fill(name=name)
    visitor.send()
    visitor.send("form[action$='/write/'] button")
    visitor.fill(given_name=name, family_name="Exemple (fictif)", sex="m", years="44", relation="step_parent")
    visitor.press("main form[data-draft-url] button.button")
    if visitor.page.locator("main input[type=checkbox][name=compared]").count():
        visitor.fill(compared=True)
        visitor.press("main form[data-draft-url] button.button")
    visitor.look()
    assert "/conflicts/" in visitor.path
    visitor.fill(tie="none")
    visitor.send()

    # He is offered to nobody who asks for an agreement; the worker stands in, the child assents.
    visitor.open(f"{file}/consents/ask/")
    assert name not in visitor.text
    visitor.fill(explained=True, language="ary", purpose="services", child="yes", adult="worker")
    visitor.fill(remark="Le seul adulte présent est l'auteur présumé (fictif)")
    visitor.send()

    # The report to justice rests on the law, and says so.
    visitor.open(f"{file}/consents/ask/")
    visitor.fill(explained=True, language="ary", purpose="share", desk=who["parquet-tanger"], child="yes")
    visitor.fill(adult="worker", basis="legal_obligation", remark="Danger pour l'enfant (fictif)")
    visitor.send()
    assert "/consents/" in visitor.path

    # He turns out to be kin of a colleague: the file is hidden from him alone.
    visitor.open(f"{file}/conflicts/")
    visitor.follow("/say/")
    visitor.fill(tie="member", member=who["omar"])
    visitor.send()
    assert visitor.path == f"{file}/conflicts/"
    visitor.become(who["omar"])
    visitor.open(f"{file}/", status=404)
    visitor.become(who["samira"])

    # Then to work in the very organisation that leads: told before it happens, then one calm page.
    visitor.open(f"{file}/conflicts/")
    visitor.follow("/say/")
    organisation = visitor.page.locator("select[name=organisation] option", has_text="UPE Tanger")
    if not organisation.count():
        organisation = visitor.page.locator("select[name=organisation] option", has_text="بطنجة")
    visitor.fill(tie="organisation", organisation=organisation.first.get_attribute("value"))
    visitor.press("main form[data-draft-url] button.button")
    visitor.fill(confirmed=True)
    visitor.press("main form[data-draft-url] button.button")
    visitor.look()
    assert code in visitor.text
    visitor.open(f"{file}/", status=404)
    visitor.open("/desk/upe-tanger/")
    assert code not in visitor.text
