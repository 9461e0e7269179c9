"""Words by which a text speaks of what stays off sheets for police and prosecution. A help for the writer, no proof."""

import re
from collections.abc import Mapping

from kanaf.justice.enums import Topic

_WORDS: Mapping[Topic, tuple[str, ...]] = {
    Topic.PREGNANCY: (
        r"enceintes?", r"grossesses?", r"avort\w*", r"pregnan\w+", r"abortion\w*",
        r"(?:و|ف)?(?:ال)?حامل", r"(?:و|ب|ل)?(?:ال)?حمل(?:ها)?", r"(?:و|ال|وال)?إجهاض",
    ),
    Topic.SEXUAL_HISTORY: (
        r"virginité", r"vierge", r"rapports? sexuels? antérieurs?", r"vie sexuelle", r"passé sexuel", r"virgin\w*",
        r"sexual history", r"(?:ال|وال|و)?عذري\w*", r"(?:ال|وال|و)?بكارة", r"عذراء", r"غشاء",
    ),
    Topic.RESIDENCE: (
        r"sans[- ]papiers", r"séjour irrégulier", r"situation irrégulière", r"clandestin\w*", r"titre de séjour",
        r"carte de séjour", r"undocumented", r"residence (?:status|permit)", r"irregular migrant\w*",
        r"(?:ال|وال|و)?إقامة غير (?:ال)?قانونية", r"وضعية غير (?:ال)?قانونية", r"بطاقة (?:ال)?إقامة", r"بدون أوراق",
    ),
}  # fmt: skip
_MARKS = re.compile(r"[\u064b-\u065f\u0670\u0640]")
_FOUND = {topic: re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE) for topic, words in _WORDS.items()}


def topics_in(text: str) -> list[Topic]:
    """The topics that a text seems to speak of; Arabic vowel signs and stretching do not hide a word."""
    bare = _MARKS.sub("", text)
    return [topic for topic, pattern in _FOUND.items() if pattern.search(bare)]
