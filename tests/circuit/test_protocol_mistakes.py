"""What is said of a text that is no protocol, or of one that does not hold together."""

import pytest

from kanaf.circuit.checking import check
from kanaf.circuit.reading import Refused, read
from kanaf.circuit.yaml_text import LARGEST, MOST_ITEMS
from tests.circuit.protocols import SMALL, found_in


def line_of(text, needle, nth=1):
    return [number for number, line in enumerate(text.splitlines(), 1) if needle in line][nth - 1]


MISTAKES = [
    ("country: MA", "country: Maroc", "country", "Write the two capital letters"),
    ("format: 1", "format: 2", "format", "another version of the format"),
    ("source: Essai", "sorce: Essai", "sorce", "“sorce” is not a word of the format: did you mean “source”?"),
    ("source: Essai\n", "", "format", "Missing here: source."),
    ("source: Essai", "source: [Essai]", "source", "write words; put a number between quotes."),
    ("source: Essai", "source:", "source", "Nothing is written here: write words"),
    ("source: Essai", "source: Essai\nsource: Essai", "source", "“source” was already written at line 7", 2),
    ("source: Essai", "source: 'Essai", "source", "A quote is opened and never closed"),
    ("source: Essai", "source: Essai: deux", "source", "A colon stands where none can"),
    ("source: Essai", "source: &a Essai", "source", "“&” and “*” are not used"),
    ("source: Essai", "source: *a", "source", "“&” and “*” are not used"),
    ("source: Essai", "source: !!str Essai", "source", "“!” before a value is not used"),
    ("source: Essai", "source: Essai\n---\nformat: 1", "---", "A second text begins here"),
    ("source: Essai", 'source: "a\\nb"', "source", "Words run over several lines"),
    ("source: Essai", 'source: "\\ud800"', "source", "Words run over several lines"),
    ("source: Essai", "source: Es\u202esai", "source", "An invisible character stands here"),
    ("source: Essai", "source: Es\x85sai", "source", "An invisible character stands here"),
    ("source: Essai", "source: Es\x00sai", "source", "An invisible character stands here"),
    ("  - key: support", "\t- key: support", "\t- key", "A tabulation stands here"),
    ("    stage: support", "   stage: support", "   stage: support", "does not stand under the one above"),
    ("basket: [listening, street]", "basket: [listening, street", "basket", "A bracket is opened and not closed"),
    ("basket: [listening, street]", "basket: [[[[[[[[[[[[[[]]]]]]]]]]]]]]", "basket", "Too many levels here"),
    ("basket: [listening, street]", "basket: [listening, listening]", "basket", "The same item stands twice"),
    ("basket: [listening, street]", "basket: [listening, stret]", "basket", "did you mean “street”?"),
    ("high: 24 h, medium: 72 h, low: 7 d}", "high: 0 h, medium: 72 h, low: 7 d}", "high: 0 h", "A delay of 0 needs a day"),
    ("high: 24 h, medium: 72 h, low: 7 d}", "high: soon, medium: 72 h, low: 7 d}", "soon", "“soon”: Write a delay"),
    ("high: 24 h, medium: 72 h, low: 7 d}", "high: 9999 d, medium: 72 h, low: 7 d}", "9999", "longer than ten years"),
    ("high: 24 h, medium: 72 h, low: 7 d}", "high: 24 h, low: 7 d}", "high: 24 h, low", "No delay is given for the risk: medium."),
    ("high: 24 h, medium: 72 h, low: 7 d}", "high: 96 h, medium: 72 h, low: 7 d}", "96 h", "longer than for medium (96 h, 72 h)"),
    ("as_of: 2026-11-23", "as_of: 2026-13-23", "as_of", "Write a day as year, month and day"),
    ("as_of: 2026-11-23", "as_of: 2026-02-31", "as_of", "No calendar has this day"),
    ("confirmed: true", "confirmed: yes", "confirmed: yes", "write true or false"),
    ("tell: coordinator", "tell: boss", "boss", "“boss” is not known here"),
    ("{after: 0 h, tell: coordinator}", "{after: -4 h, tell: duty}", "-4 h", "“duty” is told twice at -4 h", 2),
    ("after: 24 h", "after: -8 h", "-8 h", "put them in order"),
    ("tell: supervisor", "tell: duty", "after: 24 h", "The escalation turns in a circle: “duty”"),
    ("tell: duty", "tell: committee_chair", "tell: coordinator", "The escalation comes down from “committee_chair”"),
    ("cases.opened", "cases.openned", "openned", "did you mean “cases.opened”?"),
    ("{after: [high]}", "{afterwards: [high]}", "afterwards", "does not keep “afterwards”: write one of: after, before"),
    ("{after: [high]}", "{after: []}", "after: []", "write at least one item"),
    ("{after: [high]}", "{risk: [huge]}", "huge", "“huge” is not known here: write one of: high, medium, low."),
    ("{after: [high]}", "{profile: [astronaut]}", "astronaut", "“astronaut” is not known here"),
    ("{after: [high]}", "{After All: [high]}", "After All", "“After All”: Write a key in small letters"),
    ("risk: urgency", "risk: hurry", "hurry", "does not keep “hurry”"),
    ("stage: support", "stage: supporting", "supporting", "did you mean “support”?"),
    ("stages: [detection, support]", "stages: [detection]", "key: support", "No pathway leads to the stage “support”"),
    ("stages: [detection, support]", "stages: [detection, care]", "care", "“care” is not known here"),
    ("tracks: [administrative]", "tracks: [judicial]", "tracks: [judicial]", "“judicial” is not known here"),
    ("profile: victim", "profile: victims", "victims", "did you mean “victim”?"),
    ("owner: desk_to", "owner: desk_form", "desk_form", "the event referrals.sent keeps no desk called “desk_form”"),
    ("owner: desk_to", "owner: category", "owner: category", "keeps no desk called “category”"),
    ("owner: desk_to", "owner: desk_to\n    counted_from: sent_at", "counted_from", "does not keep “sent_at”"),
    ("event: cases.contact_recorded", "event: cases.contacted", "    done:", "Nobody can satisfy this obligation"),
    ("event: cases.contact_recorded", "event: referrals.done\n        about: referral", "referrals.done", "is about the whole file"),
    ("    done:\n      - event: referrals.accepted\n        about: referral\n", "", "key: referral_answer", "nothing ends it"),
    ("key: referral_answer", "key: first_contact", "key: first_contact", "stands twice in this list", 2),
    ("key: support", "key: detection", "key: detection", "stands twice in this list", 2),
    ("from: upe", "from: ufo", "ufo", "“ufo” is not known here"),
    ("'01.511'", "'99.999'", "99.999", "No place of this country has the code “99.999”"),
    ("channels: [public_form]", "channels: [pigeon]", "pigeon", "“pigeon” is not known here"),
    (", en: Anybody", "", "Toute personne", "The words are missing in: en."),
]  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: f"{mistake[3][:30]}")
def test_a_mistake_is_told_at_its_line(mistake):
    before, after, needle, sentence = mistake[:4]
    text = SMALL.replace(before, after, 1)
    assert text != SMALL
    found = found_in(text)
    line = line_of(text, needle, *mistake[4:])
    assert any(at_line == line and sentence in said for at_line, said in found), (line, found)


def test_every_mistake_of_a_text_is_told_at_once_in_the_order_of_its_lines():
    text = SMALL.replace("country: MA", "country: ma").replace("tell: coordinator", "tell: boss")
    lines = [line for line, _said in found_in(text)]
    assert lines == sorted(lines)
    assert len(lines) == 2


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The text is empty"),
        ("# only a remark\n", "The text is empty"),
        ("- a list", "write a group of lines"),
        ("x" * (LARGEST + 1), "too long"),
        (b"format: \xff", "UTF-8"),
        ('"\\UFFFFFFFF": 1', "cannot be read"),
        ("? [a, b]\n: c", "A group stands where a word was expected"),
        ("%YAML 9.9\n---\na: b", "cannot be read"),
        ("9" * 10_000, "write a group of lines"),
        ("[" * 100_000, "Too many levels"),
        (f"[{'1, ' * MOST_ITEMS} 1]", "a protocol is shorter"),
        ('"a\\u202eb"', "an invisible character"),
        ("a: &a [x]\nb: &b [*a, *a]", "are not used"),
    ],
    ids=str,
)
def test_a_text_that_is_nothing_of_the_kind_is_refused(text, sentence):
    with pytest.raises(Refused) as refused:
        read(text)
    assert sentence in refused.value.problems[0].sentence
    assert refused.value.problems[0].line == 1


def test_a_mistake_says_the_way_to_it():
    with pytest.raises(Refused) as refused:
        read(SMALL.replace("tell: coordinator", "tell: boss"))
    assert refused.value.problems[0].where == "obligations › 1 › ladder › 2 › tell"


def test_a_protocol_that_was_not_read_is_checked_too():
    found = check(read(SMALL), [])
    assert found
    assert {problem.line for problem in found} == {0}
