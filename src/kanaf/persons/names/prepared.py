"""The prepared words of a name: what an index keeps of each distinct word."""

from dataclasses import dataclass, replace
from functools import lru_cache

from kanaf.persons.names import folding, particles, sounding
from kanaf.persons.names.folding import Script
from kanaf.persons.names.short_forms import NICKNAMES, TITLES

CACHED_WORDS = 50_000
_FOLLOWING = {Script.LATIN: "bz", Script.ARABIC: "بز"}
"""Letters that change nothing of the sound before them."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a name, ready to be compared; equal words have equal ``written``."""

    written: str
    """Folded letters in the word's own script, particles joined, articles gone: ``benali``, ``بنعلي``."""
    sound: str
    """The sound in the alphabet of both scripts (``sounding``): ``benalí``, ``bnElÍ``."""
    skeleton: str
    """Classes of consonants, nearly always the same for the two scripts: ``bnl``."""
    others: tuple[str, ...]
    """Skeletons of its other readings: ``rb`` for « Larbi » (``lrb``), ``js`` for « Guessous » (``ks``)."""
    script: Script
    is_title: bool
    """« Moulay », « Lalla », « Haj »: said or left out as people please."""

    def __hash__(self) -> int:
        return hash(self.written)

    @property
    def is_initial(self) -> bool:
        """One letter for a whole word: « B. »."""
        return len(self.written) == 1

    @property
    def skeletons(self) -> tuple[str, ...]:
        """All the skeletons under which to file the word, and to look for it."""
        return (self.skeleton, *self.others)


def prepare(text: str) -> tuple[Word, ...]:
    """The words of a name in any script, in their order; none for a text without letters. Never fails."""
    return tuple(prepare_word(word) for word in particles.words(folding.tokens(text)))


@lru_cache(CACHED_WORDS)
def prepare_word(word: str) -> Word:
    """A folded and joined word, prepared."""
    heard = sounding.sound(word)
    first, *others = sounding.skeletons(heard)
    folded = folding.written(word)
    return Word(folded, heard, first, tuple(others), folding.script(word), folded in TITLES)


@lru_cache(CACHED_WORDS)
def unfinished(word: Word) -> Word:
    """The word as it sounds while more letters are to follow: its last one does not sound like a last one."""
    for letter in _FOLLOWING.get(word.script, ""):
        if not word.written.endswith(letter):
            heard = sounding.sound(word.written + letter)[:-1]
            first, *others = sounding.skeletons(heard)
            return replace(word, sound=heard, skeleton=first, others=tuple(others))
    return word


def also(word: Word) -> tuple[Word, ...]:
    """The whole names that a nickname may stand for: « Simo » for « Mohamed »; mostly none."""
    return tuple(prepare_word(whole) for whole in NICKNAMES.get(word.written, ()))
