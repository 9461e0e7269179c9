"""How names are compared without being shown: keyed traces of each word, as written and as heard.

People write « Mohamed », « Mohammed » or « محمد », « Ouafae » or « Wafae », « Echarif » or « Cherif ». Each word
leaves one trace as written (without accents, hamzas, tatweel or capitals) and others as heard: its consonants,
the same whatever the script. A trace is a keyed hash: the database cannot turn it back into a name.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kanaf.foundation.vault import blind

PURPOSE = "persons.name"
PARTICLES = frozenset({"el", "al", "ez", "es", "er", "ed", "et", "en", "ech", "esh", "l", "ال"})
SHORTEST_SOUND = 2
_NOT_WORD = re.compile(r"[\W_]+")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_LETTER_TWINS = str.maketrans(
    {"ٱ": "ا", "ة": "ه", "ى": "ي", "ی": "ي", "ک": "ك", "گ": "ك", "ݣ": "ك", "ڭ": "ك", "ڤ": "ف", "پ": "ب"}
    | {"ء": "", "ـ": "", "œ": "oe", "æ": "ae"}
)
_ARABIC_SOUNDS = str.maketrans(
    {"ا": "", "و": "", "ي": "", "ع": "", "ب": "b", "ت": "t", "ط": "t", "ث": "s", "س": "s", "ص": "s", "ج": "j"}
    | {"ح": "h", "ه": "h", "خ": "x", "د": "d", "ذ": "d", "ض": "d", "ظ": "d", "ر": "r", "ز": "z", "ش": "c"}
    | {"غ": "g", "ف": "f", "ق": "k", "ك": "k", "ل": "l", "م": "m", "ن": "n"}
)
_LATIN_SOUNDS: Sequence[tuple[re.Pattern[str], str]] = [
    (re.compile(pattern), sound)
    for pattern, sound in [
        ("x", "ks"), ("sch|ch|sh", "ç"), ("kh", "x"), ("gh", "ğ"), ("th", "t"), ("dh", "d"), ("ph", "f"),
        ("dj|g(?=[eiy])", "j"), ("ck|c(?![eiyç])|q", "k"), ("c", "s"), ("v", "f"), ("p", "b"), ("ğ", "g"), ("ç", "c"),
    ]
]  # fmt: skip
_FIRST_W = re.compile(r"^(ou(?=[aeiou])|w)")
_FUSED_ARTICLE = re.compile(r"^(?:e(?=(s|z|r|d|t|n|ch)\1?\1)\1|e(?=ch)|[ea]l(?=[^aeiouyl]))")


@dataclass(frozen=True)
class Trace:
    """What one word, or two words run together, may be found by."""

    size: int
    written: frozenset[bytes]
    heard: frozenset[bytes]

    @property
    def all(self) -> frozenset[bytes]:
        return self.written | self.heard


def words(text: str) -> list[str]:
    """The words of a name without accents, vowel signs, hamzas, tatweel, capitals or lone articles."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    folded = _NOT_WORD.sub(" ", bare.casefold().translate(_LETTER_TWINS))
    return [word for word in folded.split() if word not in PARTICLES]


def sounds(word: str) -> set[str]:
    """The consonants of a folded word, the same in both scripts; with and without a fused article."""
    return {heard for one in _with_and_without_article(word) if len(heard := _sound(one)) >= SHORTEST_SOUND}


def _with_and_without_article(word: str) -> Iterator[str]:
    yield word
    if _ARABIC.search(word):
        if word.startswith("ال") and len(word) > len("ال") + 1:
            yield word[2:]
    elif (shorter := _FUSED_ARTICLE.sub("", word)) != word:
        yield shorter


def _sound(word: str) -> str:
    return _arabic_sound(word) if _ARABIC.search(word) else _latin_sound(word)


def _arabic_sound(word: str) -> str:
    first = {"و": "w", "ي": "y", "ا": "a", "ع": "a"}.get(word[0], "")
    body = word.translate(_ARABIC_SOUNDS)
    return first + _undouble(body).removesuffix("h")


def _latin_sound(word: str) -> str:
    word = _FIRST_W.sub("w", word)
    first = word[0] if word[0] in "wy" else "a" if word[0] in "aeiou" else ""
    for pattern, sound in _LATIN_SOUNDS:
        word = pattern.sub(sound, _undouble(word))
    return first + _undouble(re.sub("[aeiouwy0-9]", "", _undouble(word))).removesuffix("h")


def _undouble(text: str) -> str:
    """« Hassan » sounds like « Hasan »."""
    return re.sub(r"(.)\1+", r"\1", text)


def traces(text: str) -> list[Trace]:
    """A trace for each word, and for each two neighbours run together: « Fatima Zahra », « Fatimazahra »."""
    parts = words(text)
    alone = [_trace({word}, 1) for word in parts]
    return alone + [_trace(set(_run_together(first, second)), 2) for first, second in pairwise(parts)]


def _run_together(first: str, second: str) -> Iterator[str]:
    """The ending of the first word falls silent, and the article of the second with it."""
    for ending in _with_and_without_article(second):
        yield first + ending
        yield first.removesuffix("ه") + ending


def _trace(variants: set[str], size: int) -> Trace:
    written = {shape for word in variants for shape in _with_and_without_article(word)}
    heard = {sound for word in variants for sound in sounds(word)}
    return Trace(size, _keyed("w", written), _keyed("s", heard))


def _keyed(kind: str, values: Iterable[str]) -> frozenset[bytes]:
    return frozenset(blind.index(PURPOSE, f"{kind}:{value}") for value in values)


def tokens(*names: str | None) -> set[bytes]:
    """Everything that the names of one person leave in the index."""
    return {token for name in names if name for trace in traces(name) for token in trace.all}


def likeness(asked: Sequence[Trace], found: frozenset[bytes] | set[bytes]) -> float:
    """How much of what was asked a person's traces answer: 2 a word as written, 1 as heard, 0 below the threshold."""
    single = [trace for trace in asked if trace.size == 1]
    joined = [trace for trace in asked if trace.size > 1 and trace.all & found]
    matched = [_weight(trace, found) for trace in single]
    answered = min(len(single), sum(weight > 0 for weight in matched) + 2 * len(joined))
    enough = len(single) if len(single) <= 2 else len(single) - 1  # noqa: PLR2004 - a third word may be missing
    return sum(matched) + len(joined) if single and answered >= enough else 0


def _weight(trace: Trace, found: frozenset[bytes] | set[bytes]) -> int:
    return 2 if trace.written & found else 1 if trace.heard & found else 0
