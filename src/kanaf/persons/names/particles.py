"""How the tokens of a name become its words: particles joined, articles taken away, compounds taken apart.

The same name has one form however it was spaced: « Ben Ali », « Benali » and « بن علي »; « Abd el Kader » and
« عبدالقادر »; « El Idrissi », « Elidrissi » and « الإدريسي »; « Nour Eddine » and « نورالدين »; « Fatimazahra ».
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain

from kanaf.persons.names import short_forms
from kanaf.persons.names.folding import LONGEST_WORD, Script, script, written

CACHED = 50_000
_LATIN_PARTICLES = {
    "ben": "ben bin ibn ibnou ibnu bn b", "bel": "bel", "bent": "bent bint bnt binti",
    "abd": "abd abdel abdul abdal abdoul abdol abdil abed abdu abde abdes abder abden abdez abded abdech abdesh abdet",
    "abou": "abou abu aboul abul abo abi aba", "bou": "bou bu boul", "oum": "oum um umm omm om",
    "ould": "ould wald weld wuld uld", "oulad": "oulad ouled awlad", "ait": "ait aith ayt nait", "ou": "ou u",
    "beni": "beni bni banu",
}  # fmt: skip
_ARABIC_PARTICLES = {
    "بن": "بن ابن", "بل": "بل", "بنت": "بنت", "عبد": "عبد", "ابو": "ابو ابي ابا", "بو": "بو", "ام": "ام", "ولد": "ولد",
    "اولاد": "اولاد", "ايت": "ايت", "او": "او", "بني": "بني",
}  # fmt: skip
PARTICLES = {
    token: joined
    for joined, tokens in chain(_LATIN_PARTICLES.items(), _ARABIC_PARTICLES.items())
    for token in tokens.split()
}
_WITH_ARTICLE = {"ben": "bel", "بن": "بل"}
_ARTICLE = re.compile(r"(?:[aeiu]?l|ال)$")
_ASSIMILATED = re.compile(r"[ae](ch|sh|[sznrdt])\s\1")
_FAITH = re.compile(r"(?:[aeu]?d{1,2}(?:ine?|een|ein)|دين)$")
_GOD = re.compile(r"(?:[aeiou]?ll?ah|الله|لله)$")
_ENDINGS = [(_FAITH, {Script.LATIN: "din", Script.ARABIC: "دين"}), (_GOD, {Script.LATIN: "lah", Script.ARABIC: "له"})]

_INSIDE = [
    (re.compile(r"^ال(?=..)"), ""),
    (re.compile(r"^[ea]l(?=[^aeiouyl][a-z]{3})|^el(?=[aeiou][a-z]{3})"), ""),
    (re.compile(r"(abd)(?:[aeiou]l(?=[a-z]{3})|l(?=[^aeiouyl][a-z]{2}))"), r"\1"),
    (re.compile(r"^(abou|oum)[ea]?l(?=[^aeiouyl][a-z]{2})"), r"\1"),
    (re.compile(r"(عبد)ال(?=..)|^(ابو|بو|ايت|ولد)ال(?=...)|(?<=..)ال(?=دين$|له$)"), r"\1\2"),
    (re.compile(r"^ben[ea]l(?=[^aeiouyl][a-z]{2})"), "bel"),
    (re.compile(r"^بنال(?=...)"), "بل"),
    (re.compile(r"(?<=..)[eau]l(?=d{1,2}(?:ine?|een)$)"), "e"),
]  # fmt: skip
_BARE = re.compile(
    r"^(?:bent|ben|bel|abou|bou|ait|ould|oulad|oum|ou|beni|بنت|بن|بل|ابو|بو|ايت|ولد|اولاد|ام|او|بني)(?=.{3})"
    r"|^(?:abd|عبد)(?=.{4})"
)
"""What may be missing before a word: « Ben Ali » may be the son of « Ali », « Hamid » is short for « Abdelhamid »."""


def words(tokens: Sequence[str]) -> list[str]:
    """The words of a name from its tokens, not yet in their last folded form; words joined again give themselves."""
    found = list(tokens)
    for _ in range(4):
        joined = [part for word in _joined(_expanded(found)) for part in _apart(word)]
        if joined == found:
            break
        found = joined
    return found


def bare(word: str) -> str:
    """The word without its particle, or nothing: « benali » gives « ali »."""
    rest = _BARE.sub("", word)
    return rest if rest != word else ""


def _expanded(tokens: Iterable[str]) -> list[str]:
    """« Med » is read as « mohamed »."""
    return [whole for token in tokens for whole in short_forms.EXPANSIONS.get(token, (token,))]


def _joined(tokens: Sequence[str]) -> Iterator[str]:
    pending, words = "", list[str]()
    for index, token in enumerate(tokens):
        following = tokens[index + 1] if index + 1 < len(tokens) else ""
        if following and _is_article(token, following):
            pending = _WITH_ARTICLE.get(pending, pending)
            continue
        if pending and script(pending) is not script(token):
            words.append(pending)
            pending = ""
        particle = PARTICLES.get(written(token), "")
        if particle and following:
            pending += particle
            continue
        if words and not pending and (ending := _ending(token)) and script(words[-1]) is script(token):
            words[-1] = _open(words[-1], ending) + ending
            continue
        words.append(_after(pending, token))
        pending = ""
    yield from words
    if pending:
        yield pending


def _is_article(token: str, following: str) -> bool:
    return bool(_ARTICLE.match(token) or _ASSIMILATED.match(f"{token} {following}"))


def _ending(token: str) -> str:
    """« Eddine » and « Allah » belong to the word before them."""
    bare = token.removeprefix("ال") if token != "الله" else token  # noqa: S105 - a word of a name
    return next((endings.get(script(token), "") for pattern, endings in _ENDINGS if pattern.match(bare)), "")


def _open(word: str, ending: str) -> str:
    """« هبة الله » is heard « Hibatallah »."""
    return f"{word[:-1]}ت" if ending == "له" and word[-1] in "ةه" else word


def _after(pending: str, token: str) -> str:
    if not pending:
        return token
    rest = "له" if token == "الله" else _stripped(token)  # noqa: S105 - a word of a name
    if rest != token and token[:2] in {"ال", "el", "al"}:
        pending = _WITH_ARTICLE.get(pending, pending)
    return (pending + rest)[:LONGEST_WORD]


@lru_cache(CACHED)
def _stripped(word: str) -> str:
    """A word without the articles inside it, to the last."""
    if written(word) in short_forms.WITHOUT_ARTICLE or word == "الله":
        return word
    while True:
        shorter = word
        for pattern, instead in _INSIDE:
            shorter = pattern.sub(instead, shorter, count=1)
        if shorter == word:
            return word
        word = shorter


@lru_cache(CACHED)
def _apart(word: str) -> tuple[str, ...]:
    """A word without articles; « Fatimazahra » is two words, as « Mohamedamine » is; « Mohamedi » is one."""
    word = _stripped(word)
    for first in short_forms.FIRSTS:
        rest = word[len(first) :]
        if len(rest) >= short_forms.SHORTEST_SECOND and written(word).startswith(first):
            return word[: len(first)], _stripped(rest)
    return (word[:LONGEST_WORD],)
