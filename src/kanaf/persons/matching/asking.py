"""What is asked of the index, prepared: each word, its kind of name, and under which skeletons it is looked for."""

from dataclasses import dataclass
from itertools import pairwise

from kanaf.persons import names
from kanaf.persons.matching import index as indexes
from kanaf.persons.matching.index import Index
from kanaf.persons.matching.traits import MOST_WORDS, Traits
from kanaf.persons.names import Word

BOTH = 0b101
"""The marks of two words that follow each other."""


@dataclass(frozen=True)
class Asked:
    """What is asked, prepared: each word and its kind of name."""

    traits: Traits
    words: tuple[Word, ...]
    kinds: tuple[int, ...]
    cut: frozenset[int]
    """Places of words of which only the beginning is written: an initial, « Abd. »."""
    joined: tuple[tuple[int, Word], ...]
    """Words run together with the next: the place of the first."""
    begun: frozenset[int] = frozenset()
    """Places of a word that is still being typed."""

    @classmethod
    def of(cls, traits: Traits, *, is_begun: bool = False) -> "Asked":
        words: list[Word] = []
        kinds: list[int] = []
        cut: set[int] = set()
        for kind, text in enumerate(traits.names):
            words += (said := names.prepare(text)[:MOST_WORDS])
            kinds += [kind] * len(said)
            if said and text.rstrip().endswith("."):
                cut.add(len(words) - 1)
        cut |= {place for place, word in enumerate(words) if word.is_initial}
        joined = [
            (place, names.together(one, other))
            for place, (one, other) in enumerate(pairwise(words))
            if kinds[place] == kinds[place + 1] and indexes.may_join((one, other))
        ]
        begun = frozenset([len(words) - 1] if is_begun and words else [])
        return cls(traits, tuple(words), tuple(kinds), frozenset(cut), tuple(joined), begun)


def as_itself(index: Index, asked: Asked, place: int) -> list[tuple[int, int]]:
    """The skeletons of a word, of the names it may stand for, without its particle, and run together with the next."""
    vocabulary, word = index.vocabulary, asked.words[place]
    rest = names.without_particle(word)
    readings = (word, *names.also(word), *((rest,) if rest else ()))
    alone = {skeleton: 1 << 2 * place for reading in readings for skeleton in vocabulary.filed_under(reading)}
    joined = [skeleton for at, both in asked.joined if at == place for skeleton in vocabulary.filed_under(both)]
    return [*alone.items(), *((skeleton, BOTH << 2 * place) for skeleton in joined)]
