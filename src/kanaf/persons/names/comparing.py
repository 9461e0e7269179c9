"""How alike two whole names are: their words in any order, some missing, run together, shortened or abbreviated."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import product

from kanaf.persons.names.alignment import likeness
from kanaf.persons.names.folding import Script
from kanaf.persons.names.particles import bare
from kanaf.persons.names.prepared import Word, also, prepare_word

SAME_WORD_FROM = 0.55
"""Below, two words have nothing to do with each other."""
INITIAL = 0.75
"""« B. » for « Benali »."""
NICKNAME = 0.9
"""« Simo » for « Mohamed »."""
WITHOUT_PARTICLE = 0.9
"""« Ali » for « Ben Ali »: the father's name inside the family name."""
TOGETHER = 0.98
"""« Nourelhouda » for « Nour El Houda »."""
MISSING = 0.25
"""What a word that only one of the names has weighs, beside 1 for a word that both have."""
TITLE = 0.2

Part = tuple[Word, frozenset[int]]
"""A word of a name, or two neighbours run together, and the places it takes."""


def alike(a: Sequence[Word], b: Sequence[Word]) -> float:
    """From 0 to 1, symmetric, whatever the order; 1 for the same words; 0 when one has no word."""
    if not a or not b:
        return float(not a and not b)
    one, other = sorted([tuple(a), tuple(b)], key=lambda words: [(word.written, word.sound) for word in words])
    if sorted(word.written for word in one) == sorted(word.written for word in other):
        return 1.0
    weights = [_weights(words) for words in [one, other]]
    matched, totals = 0.0, [sum(its) for its in weights]
    for score, *places in _best(one, other):
        taken = [sum(weights[side][place] for place in places[side]) for side in (0, 1)]
        matched += score * min(taken)
        totals = [total - mine + min(taken) for total, mine in zip(totals, taken, strict=True)]
    least, most = sorted(totals)
    return min(1.0, matched / (least + MISSING * (most - least)))


def _weights(words: Sequence[Word]) -> list[float]:
    """Titles say little beside names; alone they are all there is."""
    all_titles = all(word.is_title for word in words)
    return [TITLE if word.is_title and not all_titles else 1.0 for word in words]


def _best(a: Sequence[Word], b: Sequence[Word]) -> Iterator[tuple[float, frozenset[int], frozenset[int]]]:
    """The best pairs first, each word once."""
    pairs = [
        (score, mine, its)
        for (one, mine), (other, its) in product(_parts(a), _parts(b))
        if len(mine) == 1 or len(its) == 1
        if (score := _score(one, other) * (1 if len(mine) == len(its) else TOGETHER)) >= SAME_WORD_FROM
    ]
    taken: tuple[set[int], set[int]] = (set(), set())
    for score, mine, its in sorted(pairs, key=lambda pair: (-pair[0], sorted(pair[1]), sorted(pair[2]))):
        if taken[0].isdisjoint(mine) and taken[1].isdisjoint(its):
            taken[0].update(mine)
            taken[1].update(its)
            yield score, mine, its


def _parts(words: Sequence[Word]) -> list[Part]:
    alone = [(word, frozenset({place})) for place, word in enumerate(words)]
    joined = [
        (together(words[place], words[place + 1]), frozenset({place, place + 1}))
        for place in range(len(words) - 1)
        if words[place].script is words[place + 1].script
    ]
    return alone + joined


def together(first: Word, second: Word) -> Word:
    """Two words of one script run together: « Fatimazahra »."""
    start = first.written.removesuffix("ه") if first.script is Script.ARABIC else first.written
    return prepare_word(start + second.written)


@lru_cache(20_000)
def _score(a: Word, b: Word) -> float:
    if a.is_initial or b.is_initial:
        return INITIAL if a.skeleton[:1] == b.skeleton[:1] and a.sound[:1] == b.sound[:1] else 0.0
    return max(
        likeness(a, b),
        NICKNAME * max((likeness(x, y) for x, y in product((a, *also(a)), (b, *also(b)))), default=0.0),
        WITHOUT_PARTICLE * max(_without_particle(a, b), _without_particle(b, a)),
    )


def _without_particle(word: Word, other: Word) -> float:
    rest = without_particle(word)
    return likeness(rest, other) if rest else 0.0


def without_particle(word: Word) -> Word | None:
    """« ali » for « Ben Ali »; nothing for a word that has no particle."""
    rest = bare(word.written)
    return prepare_word(rest) if rest else None
