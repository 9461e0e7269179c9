"""From the decision to report to the review of a measure, each step by the person whose step it is."""

import json
from datetime import date, timedelta

import pytest

from kanaf.foundation import clock
from tests.walks.story import in_days

pytestmark = pytest.mark.browser

FREE = """
import json
from kanaf.cases.models import Case, SafetyPlan
from kanaf.justice.models import ReportDecision
taken = ReportDecision.objects.values("case")
safe = SafetyPlan.objects.values("case")
found = Case.objects.filter(lead_desk__slug="upe-tanger", status="open", age__lt=17, id__in=safe).exclude(id__in=taken)
print("FREE" + json.dumps([[str(c.id), c.code] for c in found.order_by("opened_at")[:4]]))
"""


@pytest.mark.parametrize(("language", "width"), [("fr", 1366), ("ar", 360)])
def test_a_child_goes_to_justice(visit, demo, who, language, width):
    case, code = json.loads(demo.run("shell", "--no-imports", "-c", FREE).partition("FREE")[2])[0]
    visitor = visit(language=language, width=width)
    justice, number = f"/files/{case}/justice/", f"1401-{width}"

    # Samira decides, Hicham approves.
    visitor.become(who["samira"])
    visitor.open(f"/files/{case}/")
    visitor.follow("/justice/")
    visitor.follow("/justice/decision/")
    visitor.fill(
        is_urgent="no", choice="report", profession="social", safety_seen=True, child_agrees="agrees",
        child_view="« Je veux que cela s'arrête » (fictif)", best_interests="L'éloigner du danger (fictif)",
    )  # fmt: skip
    visitor.send("button[name=then][value=submit]")
    visitor.become(who["hicham"])
    visitor.open(justice)
    visitor.follow("/approve/")
    visitor.fill(decision="approve")
    visitor.send()

    # Samira writes, reads again and sends.
    visitor.become(who["samira"])
    visitor.open(justice)
    visitor.follow("/write/prosecutor/")
    visitor.fill(desk_to=who["parquet-tanger"], asked="Une enquête (fictif)")
    visitor.send()
    assert "(fictif)" in visitor.text
    visitor.send("form[action$='/send/'] button")

    # The prosecutor finds it in one look, and registers it.
    visitor.become(who["naciri"])
    visitor.open("/")
    assert visitor.path.endswith("/justice/parquet-tanger/")
    assert code in visitor.text
    visitor.page.locator("main li", has_text=code).locator("a[href*='/sheets/']").first.click()
    visitor.look()
    visitor.follow("/acknowledge/")
    visitor.fill(number=number)
    visitor.send()
    assert number in visitor.text

    # A hearing, a measure, its review.
    day = in_days(3)
    visitor.follow("/hearing/")
    visitor.fill(kind="child", desk=who["parquet-tanger"], when_0=day.isoformat(), when_1="10:30")
    visitor.send()
    visitor.open(f"/justice/parquet-tanger/?day={day}")
    assert number in visitor.text
    visitor.open(justice)
    visitor.follow("/measure/")
    visitor.fill(kind="placement", until="majority", review_on=in_days(30))
    visitor.send()
    visitor.follow("/review/")
    visitor.fill(outcome="kept", child_heard="no", next_on=later(120))
    visitor.send()
    assert str(later(120).day) in visitor.text

    # Samira knows, and somebody else finds nothing.
    visitor.become(who["samira"])
    visitor.open(justice)
    assert number in visitor.text
    visitor.become(who["asmae"])
    visitor.page.goto(f"{demo.url}/{language}{justice}")
    assert number not in visitor.text


def later(days: int) -> date:
    return (clock.now() + timedelta(days=days)).date()
