"""French and Arabic are both complete: no message without its words, in any area."""

from collections import defaultdict

import pytest

from kanaf.foundation import translations


def test_there_are_areas_with_words():
    assert len(translations.messages("foundation")) > 100


@pytest.mark.parametrize("area", translations.areas())
def test_every_message_of_the_area_is_translated(area):
    assert translations.check(area) == []


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_the_same_words_say_the_same_thing_everywhere(language):
    """Django merges every catalogue into one: of two translations of one message, one would be lost."""
    said = defaultdict(lambda: defaultdict(list))
    for area in translations.areas():
        for entry in translations.read(area, language):
            if entry.msgstr and not entry.obsolete:
                said[entry.msgctxt, entry.msgid][entry.msgstr.replace("’", "'")].append(area)
    assert {key: dict(ways) for key, ways in said.items() if len(ways) > 1} == {}
