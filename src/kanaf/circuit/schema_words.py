"""The JSON Schema of the format, and its refusals as sentences that say what to do."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path as File
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator, ValidationError

from kanaf.circuit.problems import Marks, Path, Problem

SCHEMA = File(__file__).parent / "protocols" / "schema.json"
LONGEST_QUOTE = 40
LONGEST_LIST = 20


@cache
def validator() -> Draft202012Validator:
    """Made once: the schema never changes while we run."""
    return Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


class Refusal(NamedTuple):
    """One refusal of the schema: which rule, what it wants, what was found, and what the place holds."""

    rule: str
    wanted: Any
    found: Any
    schema: dict[str, Any]


def disagreements(value: object, marks: Marks) -> Iterator[Problem]:
    """Everything in which the values of a text differ from the format."""
    for error in validator().iter_errors(value):
        yield from _explain(error, marks)


def _explain(error: ValidationError, marks: Marks) -> Iterator[Problem]:
    path: Path = tuple(error.absolute_path)
    schema = error.schema if isinstance(error.schema, dict) else {}
    refusal = Refusal(str(error.validator), error.validator_value, error.instance, schema)
    sentence = SENTENCES.get(refusal.rule, _unexpected)
    if refusal.rule == "additionalProperties":
        for word in sorted(set(refusal.found) - set(schema["properties"])):
            yield marks.problem((*path, word), _stranger(word, list(schema["properties"])), word=True)
    elif "propertyNames" in error.absolute_schema_path:
        yield marks.problem((*path, str(refusal.found)), sentence(refusal), word=True)
    else:
        yield marks.problem(path, sentence(refusal))


def _stranger(word: str, known: list[str]) -> str:
    near = get_close_matches(word, known, n=1)
    if near:
        return _("“%(word)s” is not a word of the format: did you mean “%(near)s”?") % {
            "word": quoted(word),
            "near": near[0],
        }
    return _("“%(word)s” is not a word of the format: remove it, or write one of: %(known)s.") % {
        "word": quoted(word),
        "known": listed(known),
    }


def quoted(value: object) -> str:
    """A value as somebody wrote it, cut short."""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}…"


def listed(words: Iterable[object]) -> str:
    """Several words, one after the other; of a great many, the first."""
    said = [str(word) for word in words]
    return ", ".join(said[:LONGEST_LIST] + ["…"] * (len(said) > LONGEST_LIST))


def _missing(refusal: Refusal) -> str:
    words = [word for word in refusal.wanted if word not in refusal.found]
    return _("Missing here: %(words)s. Add what is missing to this group.") % {"words": listed(words)}


def _wrong_type(refusal: Refusal) -> str:
    wanted = refusal.wanted
    wanted = wanted[0] if isinstance(wanted, list) else wanted
    what = {
        "object": _("a group of lines, each with a word, a colon and a value"),
        "array": _("a list, each item after a dash"),
        "string": _("words; put a number between quotes"),
        "boolean": _("true or false"),
    }.get(wanted, wanted)
    if refusal.found is None:
        return _("Nothing is written here: write %(what)s.") % {"what": what}
    return _("Something else was expected here: write %(what)s.") % {"what": what}


def _wrong_word(refusal: Refusal) -> str:
    known = [str(word) for word in refusal.wanted]
    return unknown(str(refusal.found), known)


def unknown(word: str, known: list[str]) -> str:
    """A word that is none of those we know, with the nearest of them."""
    near = get_close_matches(word, known, n=1)
    if near:
        return _("“%(word)s” is not known here: did you mean “%(near)s”?") % {"word": quoted(word), "near": near[0]}
    return _("“%(word)s” is not known here: write one of: %(known)s.") % {"word": quoted(word), "known": listed(known)}


def _wrong_shape(refusal: Refusal) -> str:
    shapes = {
        "line": _("Nothing is written here: write the words."),
        "key": _("Write a key in small letters, digits and underscores, as in first_contact."),
        "event": _("Write an event as area.what_happened, as in cases.opened."),
        "country": _("Write the two capital letters of the country, as in MA."),
        "place": _("Write the code of a place between quotes, as in '01.511'."),
        "day": _("Write a day as year, month and day, as in 2026-11-23."),
        "delay": _("Write a delay as a number and min, h or d, as in 72 h or 14 d."),
        "offset": _("Write a time after the due moment as in 4 h, or before it as in -4 h; 0 h is that very moment."),
    }
    sentence = shapes.get(refusal.schema.get("title", ""), "")
    return f"“{quoted(refusal.found)}”: {sentence}" if str(refusal.found).strip() else sentence


def _too_few(_refusal: Refusal) -> str:
    return _("Nothing is in this list or group: write at least one item, or remove it.")


def _twice(_refusal: Refusal) -> str:
    return _("The same item stands twice in this list: keep one.")


def _wrong_format(_refusal: Refusal) -> str:
    return _("This text is of another version of the format: write “format: 1”.")


def _unexpected(refusal: Refusal) -> str:
    return _("This is not as the format asks (%(why)s): compare with a published protocol.") % {"why": refusal.rule}


SENTENCES: Mapping[str, Callable[[Refusal], str]] = {
    "required": _missing,
    "type": _wrong_type,
    "enum": _wrong_word,
    "const": _wrong_format,
    "pattern": _wrong_shape,
    "minItems": _too_few,
    "minProperties": _too_few,
    "minLength": _too_few,
    "uniqueItems": _twice,
}
