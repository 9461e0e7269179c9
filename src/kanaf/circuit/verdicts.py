"""What a text of a protocol is worth: the protocol that it says, if it says one, and every mistake at its line."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _

from kanaf.circuit.checking import check
from kanaf.circuit.problems import Marks, Problem
from kanaf.circuit.protocol import Protocol
from kanaf.circuit.reading import Marked, Refused, read_marked
from kanaf.foundation.events import EventKind


@dataclass(frozen=True)
class Ground:
    """What the text cannot say of itself: the places that exist, those of other dispositifs, and whose text it is."""

    places: Collection[str]
    taken: Collection[str] = ()
    dispositif: str = ""


@dataclass(frozen=True)
class Verdict:
    """``protocol`` is ``None`` for a text that is none; a warning stops nobody."""

    protocol: Protocol | None
    problems: list[Problem]
    marks: Marks

    @property
    def mistakes(self) -> list[Problem]:
        return [one for one in self.problems if not one.is_warning]

    @property
    def warnings(self) -> list[Problem]:
        return [one for one in self.problems if one.is_warning]


_marked = lru_cache(maxsize=32)(read_marked)
"""Texts that can be read, once in a process; a refusal is said anew, in the language of whoever reads it."""


def read_first(text: str | bytes) -> Verdict | Marked:
    """The text as a protocol with its lines, or at once the verdict of a text that is none."""
    try:
        return _marked(text)
    except Refused as refused:
        return Verdict(None, refused.problems, Marks())


def judge(marked: Marked, kinds: Iterable[EventKind], ground: Ground) -> Verdict:
    """The mistakes of a text that can be read."""
    problems = check(marked.protocol, kinds, places=ground.places, marks=marked.marks)
    return Verdict(marked.protocol, sorted([*problems, *_belonging(marked, ground)]), marked.marks)


def _belonging(marked: Marked, ground: Ground) -> Iterable[Problem]:
    """A protocol keeps its name from version to version, and no place has two."""
    protocol = marked.protocol
    if ground.dispositif and protocol.key != ground.dispositif:
        said = _("This is the protocol “%(key)s”: write that name here; another protocol is begun from the list.")
        yield marked.marks.problem(("protocol",), said % {"key": ground.dispositif})
    for at, code in enumerate(protocol.places):
        if overlaps(code, ground.taken):
            said = _("Another protocol in force holds for the place “%(code)s”: remove it here, or change it there.")
            yield marked.marks.problem(("places", at), said % {"code": code})


def overlaps(code: str, others: Iterable[str]) -> bool:
    """Whether a place is one of the others, lies in one, or holds one; places nest by their codes."""
    return any(code == other or code.startswith(f"{other}.") or other.startswith(f"{code}.") for other in others)
