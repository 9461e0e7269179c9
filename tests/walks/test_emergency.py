"""Story 15b: at night a file that nobody gave is opened with a reason, and the privacy officer reviews it."""

import json

import pytest

pytestmark = pytest.mark.browser

FREE = """
import json
from kanaf.cases.models import Case, EmergencyAccess, SafetyPlan
taken = EmergencyAccess.objects.values("case")
found = Case.objects.filter(lead_desk__slug="upe-tanger", status="open", id__in=SafetyPlan.objects.values("case"))
print("FREE" + json.dumps(list(found.exclude(id__in=taken).order_by("code").values_list("code", flat=True)[:2])))
"""


@pytest.mark.parametrize(("language", "width"), [("fr", 1366), ("ar", 360)])
def test_a_file_is_opened_at_night_and_reviewed(visit, demo, who, language, width):
    code = json.loads(demo.run("shell", "--no-imports", "-c", FREE).partition("FREE")[2])[0]
    visitor = visit(language=language, width=width)

    # The inspector finds nothing, and asks with a reason.
    visitor.become(who["brigade"])
    visitor.open("/search/")
    visitor.follow("/emergency/open/")
    visitor.fill(code="TNG-AAAAA", reason="danger_now", words="Un voisin appelle (fictif)", hours="2")
    visitor.press("main form[method=post] button.button--danger")
    visitor.look()
    assert visitor.page.locator(".error-summary").count() == 1
    visitor.fill(code=code)
    visitor.send("main form[method=post] button.button--danger")
    assert visitor.path.endswith("/file/")
    assert code in visitor.text
    assert "(fictif)" in visitor.text or "(خيالي)" in visitor.text
    page = visitor.path

    # Those who lead see it at once on their desk, with the reason.
    visitor.become(who["samira"])
    visitor.open("/desk/upe-tanger/")
    visitor.follow("/emergency/")
    visitor.page.locator("main a", has_text=code).first.click()
    visitor.look()
    assert "Un voisin appelle" in visitor.text

    # The privacy officer reads why, and not the file.
    visitor.become(who["privacy"])
    visitor.open("/emergency/")
    visitor.page.locator("main .due-row", has_text=code).locator("a").click()
    visitor.look()
    assert "Un voisin appelle" in visitor.text
    visitor.fill(outcome="justified", remark="Vérifié (fictif)")
    visitor.send()
    visitor.open("/emergency/figures/")
    visitor.page.goto(f"{demo.url}/{language}{page}")
    assert "Un voisin appelle" not in visitor.text

    # The inspector has finished: it opens nothing any more.
    visitor.become(who["brigade"])
    visitor.open(page)
    visitor.send("form[action$='/end/'] button")
    visitor.open(page, status=404)
