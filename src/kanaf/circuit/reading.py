"""A protocol as text: read with every mistake at its line, written in one canonical way."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

import yaml
from django.utils.translation import gettext as _

from kanaf.circuit.building import protocol_of, values_of
from kanaf.circuit.delay_words import LONGEST
from kanaf.circuit.problems import MOST, Marks, Path, Problem, Refused
from kanaf.circuit.protocol import ObligationRule, Protocol
from kanaf.circuit.schema_words import disagreements
from kanaf.circuit.yaml_text import plant

__all__ = ["Marked", "Problem", "Refused", "digest", "read", "read_marked", "write"]


@dataclass(frozen=True)
class Marked:
    """A protocol, and where each of its values stands in the text that it was read from."""

    protocol: Protocol
    marks: Marks


def read(text: str | bytes) -> Protocol:
    """The protocol that a text says. Raises ``Refused`` with every mistake, each at its line."""
    return read_marked(text).protocol


def read_marked(text: str | bytes) -> Marked:
    """The same, with the lines, for whoever checks it further. Raises ``Refused``."""
    tree = plant(text)
    problems = list(islice(disagreements(tree.value, tree.marks), MOST))
    if problems:
        raise Refused(problems)
    protocol = protocol_of(tree.value)
    problems = [tree.marks.problem(path, sentence) for path, sentence in _impossible(protocol)]
    if problems:
        raise Refused(problems)
    return Marked(protocol, tree.marks)


def _impossible(protocol: Protocol) -> Iterator[tuple[Path, str]]:
    """Times that no calendar holds, though they are well written."""
    for place, rule in enumerate(protocol.obligations):
        for path, seconds in _times(rule, ("obligations", place)):
            if abs(seconds) > LONGEST:
                yield path, _("This is longer than ten years: write a shorter time.")
        if rule.law and rule.law.as_of and not _is_day(rule.law.as_of):
            yield ("obligations", place, "law", "as_of"), _("No calendar has this day: write another.")


def _times(rule: ObligationRule, path: Path) -> Iterator[tuple[Path, int]]:
    yield from (((*path, "delays", risk), delay) for risk, delay in rule.delays.items())
    yield from (((*path, "ladder", at, "after"), step.after) for at, step in enumerate(rule.ladder))


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


class _Dumper(yaml.SafeDumper):
    """Lists of words on one line, the rest one value a line, and each list under its word."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002
        super().increase_indent(flow, False)  # noqa: FBT003


class _Row(list[Any]):
    """A list that stands on one line."""


class _Rung(dict[str, Any]):
    """A group that stands on one line."""


def _row(dumper: yaml.SafeDumper, row: _Row) -> yaml.Node:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", row, flow_style=True)


def _rung(dumper: yaml.SafeDumper, rung: _Rung) -> yaml.Node:
    return dumper.represent_mapping("tag:yaml.org,2002:map", rung.items(), flow_style=True)


_Dumper.add_representer(_Row, _row)
_Dumper.add_representer(_Rung, _rung)


def _laid_out(value: Any) -> Any:
    if isinstance(value, dict):
        return (_Rung if "tell" in value or "high" in value else dict)((k, _laid_out(v)) for k, v in value.items())
    if isinstance(value, list):
        flat = all(isinstance(item, str | bool) for item in value)
        return (_Row if flat else list)(_laid_out(item) for item in value)
    return value


def write(protocol: Protocol) -> str:
    """The one canonical text of a protocol: ``read(write(p)) == p``."""
    return yaml.dump(
        _laid_out(values_of(protocol)), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110, indent=2
    )


def digest(protocol: Protocol) -> str:
    """What a published version is known by, whatever the layout and the comments of its text."""
    return hashlib.sha256(write(protocol).encode()).hexdigest()
