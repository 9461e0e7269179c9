"""YAML without its traps, each value with its line: no anchors, no tags, no dates, no octal numbers, no depths."""

import re
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import Any

import yaml
from django.utils.translation import gettext as _

from kanaf.circuit.problems import Mark, Marks, Path, Problem, Refused

LARGEST = 200_000
DEEPEST = 12
MOST_ITEMS = 200
"""In one list or group: no circuit has as many, and comparing more would tire the server."""
TRUE = "true"
NUMBER = re.compile(r"^(?:0|-?[1-9][0-9]{0,14})$")
UNSAYABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
"""Characters that no line of a protocol holds; tabulations and line ends are among them."""
DECEIVING = re.compile("[\x85\u2028-\u202e\u2066-\u2069]|\r(?!\n)")
"""Ends of lines that an editor does not count, and marks that show words in another order than they are read."""

OPENED = ("while scanning a quoted scalar", "while parsing a flow")
"""Mistakes that are best shown where something was opened, not where the reader gave up."""


@dataclass(frozen=True)
class Tree:
    """Plain values and where they stand."""

    value: Any
    marks: Marks


class _Trap(Exception):
    """Something that YAML allows and a protocol does not."""

    def __init__(self, at: Any, sentence: str) -> None:
        super().__init__(sentence)
        self.at, self.sentence = at, sentence


class _Loader(yaml.SafeLoader):
    """Composes nodes only; looks at each before it is made."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: Hashable) -> yaml.Node | None:
        self._refuse_traps(self.peek_event())  # type: ignore[no-untyped-call]
        self.depth += 1
        node: yaml.Node | None = super().compose_node(parent, index)  # type: ignore[arg-type]
        self.depth -= 1
        return node

    def _refuse_traps(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            raise _Trap(event.start_mark, _("“&” and “*” are not used in a protocol: write the words out here."))
        if getattr(event, "tag", None) is not None:
            raise _Trap(event.start_mark, _("“!” before a value is not used in a protocol: remove it, or use quotes."))
        if self.depth >= DEEPEST:
            raise _Trap(event.start_mark, _("Too many levels here: check the indentation and the brackets."))


_Loader.yaml_implicit_resolvers = {}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile("^(?:~|null|)$"), ["~", "n", ""])
_Loader.add_implicit_resolver("tag:yaml.org,2002:int", NUMBER, list("-0123456789"))


def plant(text: str | bytes) -> Tree:
    """The values of a text and where each stands. Raises ``Refused``."""
    node = _compose(_decoded(text))
    gardener = _Gardener()
    value = gardener.value(node, ())
    if gardener.problems:
        raise Refused(gardener.problems)
    return Tree(value, Marks(gardener.values, gardener.words))


def _decoded(text: str | bytes) -> str:
    if len(text) > LARGEST:
        raise _refusal((1, 1), _("The text is too long for a protocol: 200 kB at most."))
    if isinstance(text, bytes):
        text = _from_utf8(text)
    if deceiving := DECEIVING.search(text):
        raise _refusal(_mark_in(text, deceiving.start()), _invisible())
    return text


def _from_utf8(text: bytes) -> str:
    try:
        return text.decode()
    except UnicodeDecodeError as error:
        before = text[: error.start].decode()
        said = _("A character here is not written in UTF-8: save the text again as UTF-8.")
        raise _refusal(_mark_in(before, len(before)), said) from error


def _invisible() -> str:
    return _("An invisible character stands here: remove it, and type the line again.")


def _refusal(at: Mark, sentence: str) -> Refused:
    return Refused([Problem(*at, (), sentence)])


def _mark_in(text: str, position: int) -> Mark:
    before = text[:position]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def _mark(at: yaml.Mark | None) -> Mark:
    return (at.line + 1, at.column + 1) if at else (1, 1)


def _compose(text: str) -> yaml.Node:
    """The one document of the text, whatever is wrong with it said in a sentence."""
    try:
        loader = _Loader(text)
    except yaml.reader.ReaderError as error:
        at = _mark_in(text, error.position)
        raise _refusal(at, _invisible()) from error
    try:
        node: yaml.Node | None = loader.get_single_node()
    except _Trap as trap:
        raise _refusal(_mark(trap.at), trap.sentence) from trap
    except yaml.MarkedYAMLError as error:
        raise _refusal(_mark(_place_of(error)), _sentence(error)) from error
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        at = _mark(loader.get_mark())
        raise _refusal(at, _unreadable(str(error))) from error
    finally:
        loader.dispose()
    if node is None:
        raise _refusal((1, 1), _("The text is empty: write a protocol, or begin from one that is published."))
    return node


def _place_of(error: yaml.MarkedYAMLError) -> Any:
    opened = (error.context or "").startswith(OPENED)
    return error.context_mark if opened else error.problem_mark or error.context_mark


def _sentence(error: yaml.MarkedYAMLError) -> str:
    """The commonest mistakes in our own words, the others in those of the reader of YAML."""
    said = f"{error.context or ''} {error.problem or ''}"
    for words, sentence in _common().items():
        if words in said:
            return sentence
    return _unreadable(error.problem or "")


def _unreadable(why: str) -> str:
    return _("This line cannot be read (%(why)s): check its indentation, its colon and its quotes.") % {"why": why}


def _common() -> dict[str, str]:
    indentation = _("This line does not stand under the one above: give lines of one group the same indentation.")
    return {
        "found character '\\t'": _("A tabulation stands here: indent with spaces."),
        "mapping values are not allowed": _(
            "A colon stands where none can: check the indentation, or put the words between quotes."
        ),
        "while parsing a block mapping": indentation,
        "while parsing a block collection": indentation,
        "while scanning a simple key": _("A word stands alone here: write a colon and a value after it."),
        "while scanning a quoted scalar": _("A quote is opened and never closed: close it on its line."),
        "while parsing a flow": _("A bracket is opened and not closed, or a comma is missing."),
        "expected a single document": _("A second text begins here: keep one protocol in each file."),
    }


class _Gardener:
    """Turns nodes into plain values, and remembers where each stood."""

    def __init__(self) -> None:
        self.values: dict[Path, Mark] = {}
        self.words: dict[Path, Mark] = {}
        self.problems: list[Problem] = []

    def value(self, node: yaml.Node, path: Path) -> Any:
        self.values.setdefault(path, _mark(node.start_mark))
        if isinstance(node, yaml.CollectionNode) and len(node.value) > MOST_ITEMS:
            said = _("More than %(count)s items stand here: a protocol is shorter.") % {"count": MOST_ITEMS}
            self._wrong(_mark(node.start_mark), path, said)
            return []
        if isinstance(node, yaml.MappingNode):
            return dict(self._pairs(node, path))
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*path, place)) for place, item in enumerate(node.value)]
        return self._scalar(node, path)

    def _pairs(self, node: yaml.MappingNode, path: Path) -> Iterator[tuple[str, Any]]:
        seen: dict[str, int] = {}
        for key, value in node.value:
            at = _mark(key.start_mark)
            if not isinstance(key, yaml.ScalarNode):
                self._wrong(at, path, _("A group stands where a word was expected: write a word before the colon."))
                continue
            word = key.value
            if word in seen:
                said = _("“%(word)s” was already written at line %(line)s: keep one of the two.")
                self._wrong(at, path, said % {"word": word[:40], "line": seen[word]})
                continue
            seen[word] = at[0]
            self.words[(*path, word)] = at
            if not isinstance(value, yaml.ScalarNode):
                self.values[(*path, word)] = at
            yield word, self.value(value, (*path, word))

    def _scalar(self, node: yaml.Node, path: Path) -> str | int | bool | None:
        text: str = node.value
        if UNSAYABLE.search(text):
            said = _("Words run over several lines or hold an invisible character here: write them on one line.")
            self._wrong(_mark(node.start_mark), path, said)
        kind = node.tag.rpartition(":")[2]
        if kind == "bool":
            return text == TRUE
        if kind == "int":
            return int(text)
        return None if kind == "null" else text

    def _wrong(self, at: Mark, path: Path, sentence: str) -> None:
        self.problems.append(Problem(*at, path, sentence))
