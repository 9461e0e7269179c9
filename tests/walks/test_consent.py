"""A consent ends, a birthday passes, a sharing is taken back: each is found by the person whose step it is."""

import json

import pytest

pytestmark = pytest.mark.browser

STOPPED = """
import json
from kanaf.referrals.models import StopNotice
found = StopNotice.objects.select_related("referral").get(acknowledged_at=None)
print("STOPPED" + json.dumps([str(found.referral_id), str(found.case_id), found.reference, found.referral.case_code]))
"""


@pytest.mark.parametrize(("language", "width"), [("fr", 1366), ("ar", 360)])
def test_what_ends_is_asked_again_and_what_is_taken_back_is_confirmed(visit, demo, who, language, width):
    visitor = visit(language=language, width=width)
    visitor.become(who["samira"])
    visitor.open("/desk/upe-tanger/")
    birthday = visitor.page.locator("#birthdays ~ ul a").first
    birthday.click()
    visitor.look()
    assert visitor.path.endswith("/consents/")
    again = visitor.page.locator("main a[href*='/consents/'][href*='purpose=']").first
    again.click()
    visitor.look()
    assert visitor.page.locator("main [name='child']").count()
    visitor.open("/who-sees-what/")
    assert visitor.page.locator("td[data-cell='doctor social nothing']").count() == 1
    if language == "ar":
        return  # the notice is confirmed once, by the walk in French
    referral, case, reference, code = json.loads(
        demo.run("shell", "--no-imports", "-c", STOPPED).partition("STOPPED")[2]
    )
    visitor.open(f"/files/{case}/")
    visitor.follow("/stopped/")
    assert reference in visitor.text

    # The listening centre finds it on its desk, without a word about the file, and confirms.
    visitor.become(who["nadia"])
    visitor.open("/")
    assert reference in visitor.text
    visitor.follow(f"/stopped/{referral}/acknowledge/")
    assert code not in visitor.text
    visitor.fill(copies="destroyed", stopped=True)
    visitor.send()
    assert visitor.path == f"/stopped/{referral}/"
    visitor.open(f"/files/{case}/", status=404)

    # Samira sees that it was confirmed.
    visitor.become(who["samira"])
    visitor.open(f"/files/{case}/stopped/")
    assert visitor.page.locator("article", has_text=reference).locator("a").count() == 0
    assert "détruit" in visitor.text
