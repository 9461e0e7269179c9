"""Story 2 (the caregiver is the alleged author), then a conflict of interest: the file leaves the desk that says it."""

import json

import pytest

pytestmark = pytest.mark.browser

A_FILE = """
import json
from kanaf.cases.models import Case, CaseParty
people = CaseParty.objects.filter(ended_at=None)
taken = people.filter(role="alleged_author").values("case_id")
found = Case.objects.filter(lead_desk__slug="upe-tanger", status="open", age__gte=7, age__lt=12)
found = found.filter(id__in=people.filter(role="main").values("case_id"), protected_author=False).exclude(id__in=taken)
print("FILE" + json.dumps([[str(c.id), c.code] for c in found.order_by("-opened_at")]))
"""


@pytest.mark.parametrize(("language", "width"), [("fr", 1366), ("ar", 360)])
def test_the_caregiver_is_the_alleged_author_and_then_the_desk_is_in_conflict(visit, demo, who, language, width):
    found = json.loads(demo.run("shell", "--no-imports", "-c", A_FILE).partition("FILE")[2])
    case, code = next((case, code) for case, code in found if case != who["case"])
    visitor, file = visit(language=language, width=width), f"/files/{case}"
    visitor.become(who["samira"])
    name = f"Zoubir{width}"

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
