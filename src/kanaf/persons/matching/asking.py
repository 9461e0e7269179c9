"""What is asked of the index, prepared: each word, its kind of name, and under which skeletons it is looked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from kanaf.persons import names
from kanaf.persons.matching import index as indexes
from kanaf.persons.matching.births import Birth, Precision
from kanaf.persons.matching.index import SEX_OF, Index
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
        said = [names.prepare(text)[:MOST_WORDS] for text in traits.names]
        is_cut = [text.rstrip().endswith(".") for text in traits.names]
        return cls._of_words(traits, said, is_cut, is_begun=is_begun)

    @classmethod
    def again(cls, index: Index, place: int) -> "Asked":
        """Somebody of the index, asked as they are kept there: a word that was cut short is a whole word."""
        facts, vocabulary = index.facts, index.vocabulary
        birth = Birth(int(facts.first[place]), int(facts.last[place]), Precision(int(facts.precision[place])))
        commune = vocabulary.code_of(int(facts.commune[place]))
        said = [[vocabulary.words[word] for word in its[:MOST_WORDS] if word >= 0] for its in index.words[place]]
        traits = Traits(birth=birth, sex=SEX_OF[int(facts.sex[place])], commune=commune)
        return cls._of_words(traits, said, [False] * len(said))

    @classmethod
    def _of_words(
        cls, traits: Traits, said: Sequence[Sequence[Word]], is_cut: Sequence[bool], *, is_begun: bool = False
    ) -> "Asked":
        """``said`` and ``is_cut`` are by kind of name; the last word of a name may be cut."""
        words = [word for its in said for word in its]
        kinds = [kind for kind, its in enumerate(said) for _word in its]
        ends = accumulate(len(its) for its in said)
        cut = {end - 1 for end, its, is_so in zip(ends, said, is_cut, strict=True) if its and is_so}
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
