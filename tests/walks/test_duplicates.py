"""A child known twice: two records joined and taken apart again, and a word to the desk that knows a child already."""

import json

import pytest

pytestmark = pytest.mark.browser

PAIR = """
import json
from kanaf.cases.models import PersonPair
pairs = PersonPair.objects.filter(one__is_demo=True).select_related("one", "other")
own = lambda pair: {who.phone or who.nickname or "" for who in (pair.one, pair.other)}
pair = next(pair for pair in pairs if own(pair) == {"0600000141", "Lyas"})
print("TOLD" + json.dumps([str(pair.id), pair.outcome]))
"""
JOINED = {"fr": "Deux fiches ont été réunies ici", "ar": "جُمعت هنا بطاقتان"}


@pytest.mark.parametrize(("language", "width"), [("fr", 1366), ("ar", 360)])
def test_two_records_are_joined_and_taken_apart_again(visit, demo, who, language, width):
    visitor = visit(language=language, width=width)
    visitor.become(who["samira"])
    visitor.open("/duplicates/")
    pair, outcome = json.loads(demo.run("shell", "--no-imports", "-c", PAIR).partition("TOLD")[2])
    visitor.open(f"/duplicates/{pair}/")
    if outcome == "apart":  # as the walk in the other language left them
        visitor.send("form[action$='/again/'] button")
    for said in ("Ilyas", "إلياس", "0600000141"):
        assert said in visitor.text

    visitor.picture("pair")

    # Field by field, the newer record's number is taken, and every file shows one person.
    visitor.follow("/join/")
    visitor.picture("join")
    visitor.fill(massar="other", nickname="other", given_name_ar="other")
    visitor.send()
    file = visitor.page.locator("main td a[href*='/files/']").first.get_attribute("href").partition(language)[2]
    visitor.open(f"{file}people/")
    assert JOINED[language] in visitor.text
    assert "K140903141" in visitor.text

    # It was a mistake: two again, each as it was.
    visitor.open(f"/duplicates/{pair}/")
    visitor.follow("/undo/")
    visitor.picture("undo")
    visitor.fill(why="Deux garçons (fictif)")
    visitor.send()
    visitor.open(f"{file}people/")
    assert JOINED[language] not in visitor.text


def test_the_desk_that_knows_a_child_is_told_and_asks_the_other_to_call(visit, who):
    knows, wrote = visit(language="fr", width=1366), visit(language="ar", width=360)
    knows.become(who["samira"])
    wrote.become(who["asmae"])
    wrote.open("/duplicates/")
    assert "حفصة" not in wrote.text
    assert not wrote.page.locator("main a[href*='/known/']").count()

    knows.open("/duplicates/")
    knows.picture("duplicates")
    knows.follow(
        "/known/" + knows.page.locator("main a[href*='/known/']").first.get_attribute("href").split("/known/")[1]
    )
    assert "Hafsa" in knows.text
    assert "حفصة" not in knows.text
    knows.picture("known")
    knows.fill(answer="call")
    knows.send()

    wrote.open("/desk/upe-sale/")
    wrote.follow("/duplicates/")
    wrote.picture("duplicates")
    wrote.page.locator("main a[href*='/known/']").first.click()
    wrote.look()
    assert "حفصة" in wrote.text
    assert "Hafsa" not in wrote.text
    wrote.send("form[action$='/called/'] button")
    assert not wrote.page.locator("main a[href*='/known/']").count()
