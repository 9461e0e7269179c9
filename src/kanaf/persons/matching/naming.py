"""Whom a few words of a search box may mean: names that begin so while somebody types, and births that were said."""

import re
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from kanaf.persons import names
from kanaf.persons.matching.births import Birth
from kanaf.persons.matching.index import Index
from kanaf.persons.matching.vocabulary import Vocabulary
from kanaf.persons.names import Word

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
BEGINS_FROM = 0.78
"""From which likeness of the beginning a word may be the one that is being typed."""
MOST_BEGUN = 200
"""Words that may be the one that is being typed; three letters begin more, and the most alike come first."""
SHORTEST = 2
UNKNOWN_BIRTH = 0.001
"""What somebody whose birth is not known comes after those whose birth agrees."""
_ARTICLE = re.compile(r"^(abd|ab|ben|bou?|oum)?[aeiou]l|^(عبد|ابو?|بن?|ام)?ال")
"""An article that is taken away from whole words only once more letters have come: « Abdel », « Elid », « الت »."""
_WAITING = re.compile(r"\s(?:[aeu]l|ال)[\s-]*$", re.IGNORECASE)


def without_article(text: str) -> str:
    """What was typed, without an article that waits for its name: « Salma El », « سلمى ال »."""
    return _WAITING.sub("", text)


def readings(word: Word) -> Iterator[Word]:
    """The beginning of a word, and what it is without its article."""
    yield names.unfinished(word)
    rest = _ARTICLE.sub(lambda match: match[1] or match[2] or "", word.written)
    if rest and rest != word.written:
        yield from map(names.unfinished, names.prepare(rest)[:1])


def beginnings(word: Word, table: names.Table) -> Floats:
    """[word of the table] how alike its beginning is to what was typed so far."""
    best: Floats = np.max([names.beginnings(reading, table) for reading in readings(word)], axis=0)
    return best


def begun(vocabulary: Vocabulary, word: Word) -> list[int]:
    """The skeletons of the words that begin like this one."""
    if len(word.written) < SHORTEST or not vocabulary.words:
        return []
    words = among(vocabulary, word)
    alike = beginnings(word, vocabulary.table.take(words))
    nearest = np.argsort(-alike, kind="stable")[:MOST_BEGUN]
    found = words[nearest[alike[nearest] >= BEGINS_FROM]]
    return [int(skeleton) for skeleton in np.unique(vocabulary.primary()[found])]


def among(vocabulary: Vocabulary, word: Word) -> npt.NDArray[np.intp]:
    """The words whose consonants begin like those that were typed; all of them while none was."""
    return vocabulary.beginning_like(skeleton for reading in readings(word) for skeleton in reading.skeletons)


def born_so(index: Index, births: Sequence[Birth], *, is_known: bool) -> Mask:
    """[person] whether they may have been born in one of these ways; with ``is_known``, whether that is known."""
    first, last = index.facts.first, index.facts.last
    agree = [(first <= birth.last) & (last >= birth.first) & (first > 0) for birth in births]
    known: Mask = np.any(agree, axis=0)
    return known if is_known else known | (first == 0)


def born_alone(index: Index, births: Sequence[Birth], is_open: Mask, most: int) -> Ints:
    """Some of those who were born so, where nothing else was said; those of whom it is known best come first."""
    found = np.flatnonzero(is_open & born_so(index, births, is_known=True))
    width = index.facts.last[found] - index.facts.first[found]
    return found[np.argsort(width, kind="stable")[:most]].astype(np.int32)
