"""A child known in one script is found when somebody writes them down in the other, and the page says why."""

import json

import pytest

pytestmark = pytest.mark.browser

FILES = """
import json
from kanaf.cases.models import Case
found = Case.objects.filter(lead_desk__slug="upe-tanger", status="open").order_by("opened_at", "id")
print("TOLD" + json.dumps([str(case.id) for case in found[:2]]))
"""
ZOUHAIR = {
    "given_name_ar": "زهير",
    "family_name_ar": "بنعبدالسلام",
    "father_name": "عبد الرحيم",
    "mother_name": "حليمة",
}
ZOUHAIR_IN_LATIN = {
    "given_name": "Zouhair",
    "family_name": "Ben Abdessalam",
    "father_name": "Abderrahim",
    "mother_name": "Halima",
}
MOUNIR = {
    "given_name": "Mounir",
    "family_name": "Benkirane",
    "father_name": "Abdelkader",
    "mother_name": "Fatima Zahra",
}
MOUNIR_IN_ARABIC = {
    "given_name_ar": "منير",
    "family_name_ar": "بنكيران",
    "father_name": "عبد القادر",
    "mother_name": "فاطمة الزهراء",
}
SAID = {"fr": "dans l’autre écriture", "ar": "بالحرف الآخر"}
FIELDS = 3
"""Given name, family name, father, mother: at least so many are told to be the same in the other script."""


@pytest.mark.parametrize(
    ("language", "width", "first", "second"),
    [("fr", 1366, ZOUHAIR, ZOUHAIR_IN_LATIN), ("ar", 360, MOUNIR, MOUNIR_IN_ARABIC)],
)
def test_a_child_known_in_one_script_is_found_in_the_other(visit, demo, who, language, width, first, second):
    known, other = json.loads(demo.run("shell", "--no-imports", "-c", FILES).partition("TOLD")[2])
    visitor = visit(language=language, width=width)
    visitor.become(who["samira"])
    visitor.open(f"/files/{known}/people/add/household/write/")
    visitor.fill(**first, sex="m", years="9", address="(fictif)")
    visitor.send()
    visitor.open(f"/files/{other}/people/add/household/")
    visitor.fill(name=" ".join(value for name, value in second.items() if name.startswith(("given", "family"))))
    visitor.press("main form[method=post] button")
    assert first[next(iter(first))] in visitor.text
    visitor.open(f"/files/{other}/people/add/household/write/")
    visitor.fill(**second, sex="m", years="9", address="(fictif)")
    visitor.press("main form[method=post] button.button:not(.button--quiet)")
    visitor.look()
    assert visitor.page.locator(".error-summary").count() == 1
    assert visitor.text.count(SAID[language]) >= FIELDS, visitor.text
    visitor.fill(compared=True)
    visitor.send()


PARENTS = {"father_name": "Abdelouahed", "mother_name": "Saadia"}
ASKED = {"fr": "Comment s’appelle la mère ?", "ar": "ما اسم الأم؟"}
KIN = {"fr": "probablement son frère ou sa sœur", "ar": "على الأرجح أخوه أو أخته"}
FAMILIES = {"fr": "Zerktouni", "ar": "Lamrani"}


@pytest.mark.parametrize(("language", "width"), [("fr", 1366), ("ar", 360)])
def test_a_brother_stands_apart_and_the_mother_tells_two_children_apart(visit, demo, who, language, width):
    known, other = json.loads(demo.run("shell", "--no-imports", "-c", FILES).partition("TOLD")[2])
    family = {"family_name": FAMILIES[language], "years": "9", "address": "(fictif)"}
    visitor = visit(language=language, width=width)
    visitor.become(who["samira"])
    for child in (
        {"given_name": "Yasmine", "sex": "f", **PARENTS},
        {"given_name": "Yasmine", "sex": "f", **PARENTS, "mother_name": "Itto"},
        {"given_name": "Bilal", "sex": "m", **PARENTS, "years": "5"},
    ):
        visitor.open(f"/files/{known}/people/add/sibling/write/")
        visitor.fill(**{**family, **child})
        visitor.press("main form[method=post] button.button:not(.button--quiet)")
        if visitor.page.locator(".error-summary").count():
            visitor.fill(compared=True)
            visitor.send()
    visitor.open(f"/files/{other}/people/add/sibling/write/")
    visitor.fill(**family, given_name="Yasmine", sex="f", father_name=PARENTS["father_name"])
    visitor.press("main form[method=post] button.button:not(.button--quiet)")
    visitor.look()
    visitor.picture("told-apart")
    assert ASKED[language] in visitor.text
    assert visitor.page.evaluate("document.activeElement.name") == "mother_name"
    assert visitor.text.count(KIN[language]) == 1, visitor.text
    visitor.page.keyboard.type(PARENTS["mother_name"])
    visitor.press("main form[method=post] button.button:not(.button--quiet)")
    visitor.look()
    assert ASKED[language] not in visitor.text
    visitor.fill(compared=True)
    visitor.send()
