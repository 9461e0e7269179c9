"""Story 6. A boy a month before his sixteenth birthday, asleep at the bus station: a measure, and the ages that end it."""

from collections.abc import Callable
from datetime import date

import pytest

from tests.walks.stories import steps
from tests.walks.stories.conftest import Stage, at

pytestmark = pytest.mark.browser
YEARS = {"fr": "{} ans", "ar": "{} سنة"}


@pytest.mark.parametrize(("language", "width"), [("ar", 360)])
def test_the_ages_of_the_law(begin: Callable[..., Stage], language: str, width: int) -> None:
    stage = begin(at(2, 1, 9), language=language, width=width)
    samira = stage.as_("samira")
    reference = steps.record_report(samira, "Un garçon dort à la gare routière (fictif)")
    file = steps.open_file(samira, reference, profile="difficult")
    code = steps.code_of(samira)
    steps.register(samira, file, "Hamza", sex="m", born_on=date(2011, 3, 1))
    steps.keep_safe(samira, file, at(2, 2).date())
    steps.decide_to_report(samira, file, is_urgent="yes")
    steps.report_to_prosecutor(samira, file, stage.who["parquet-tanger"])
    naciri = stage.as_("naciri")
    steps.acknowledge(naciri, code, "parquet-tanger", "12/2027")
    naciri.follow("/call/")
    naciri.fill(desk_to=stage.who["juge-mineurs-tanger"])
    naciri.send()
    the_judge_orders(stage, file)
    everybody_of_the_file_is_warned(stage, file, code)


def the_judge_orders(stage: Stage, file: str) -> None:
    """The registry writes the judge's measure down: until majority, looked at again on 3 May."""
    greffe = stage.as_("greffe")
    greffe.open(f"{file}/justice/procedures/add/")
    greffe.fill(kind="difficult", court=stage.who["juge-mineurs-tanger"], number="7/2027")
    greffe.send()
    greffe.page.locator("main .docket", has_text="7/2027").locator("a[href$='/measure/']").click()
    greffe.look()
    greffe.fill(
        kind="placement", desk_owing=stage.who["upe-tanger"], until="majority", review_on=date(2027, 5, 3),
        reasons="Placement au centre (fictif)",
    )  # fmt: skip
    greffe.send()
    steps.shows(greffe, steps.day(stage.language, 5, 3))


def everybody_of_the_file_is_warned(stage: Stage, file: str, code: str) -> None:
    """Article 513 ends at 16, on 1 March; measures end at 18. Reached, it is said otherwise."""
    language = stage.language
    for person in ("greffe", "samira"):
        reader = stage.as_(person)
        reader.open(f"{file}/justice/")
        warned = steps.said(reader, ".alert--warning")
        assert steps.day(language, 3, 1) in warned
        assert YEARS[language].format(16) in warned
        assert "513" in warned or "512" in warned
        steps.shows(reader, steps.day(language, 3, 1, year=2029), YEARS[language].format(18))
    greffe = stage.as_("greffe")
    greffe.open("/justice/juge-mineurs-tanger/")
    steps.shows(greffe, code, steps.day(language, 3, 1))
    before = steps.said(reader, ".alert--warning")
    stage.at(3, 1, 9)
    samira = stage.as_("samira")
    samira.open(f"{file}/justice/")
    assert steps.said(samira, ".alert--warning") != before
    stored = stage.clocked.rows("SELECT kept::text FROM journal_entry WHERE kind LIKE 'justice.%%'")
    assert not [kept for (kept,) in stored if "2011" in kept or "2029" in kept], "the journal tells no birthday"
