"""Whether a protocol holds together: every name known, every stage reached, every obligation possible to meet."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from django.utils.translation import gettext as _

from kanaf.actors.enums import DeskKind, ServiceCategory
from kanaf.cases.enums import Channel, Profile
from kanaf.circuit.checking_rules import Known, check_rule
from kanaf.circuit.findings import Finding, wrong
from kanaf.circuit.problems import Marks, Path, Problem
from kanaf.circuit.protocol import Protocol, Text
from kanaf.circuit.schema_words import unknown
from kanaf.foundation.events import EventKind

PUBLIC = "public"
NOWHERE = Marks()


def check(
    protocol: Protocol, kinds: Iterable[EventKind], *, places: Collection[str] | None = None, marks: Marks = NOWHERE
) -> list[Problem]:
    """Everything that does not hold, in the order of the lines; ``places`` are the known codes, if they are known."""
    known = Known.of(protocol, kinds)
    found = [*_names(protocol, places), *_twice(protocol), *_stages(protocol), *_words(protocol)]
    for place, rule in enumerate(protocol.obligations):
        found.extend(check_rule(rule, ("obligations", place), known))
    return sorted({marks.problem(one.path, one.sentence, is_warning=one.is_warning) for one in found})


def _names(protocol: Protocol, places: Collection[str] | None) -> Iterator[Finding]:
    """Codes that belong to other lists than the protocol's own."""
    for at, stage in enumerate(protocol.stages):
        yield from _each(stage.basket, ServiceCategory.values, ("stages", at, "basket"))
    for at, pathway in enumerate(protocol.pathways):
        yield from _one(pathway.profile, Profile.values, ("pathways", at, "profile"))
    for at, door in enumerate(protocol.doors):
        yield from _one(door.key, [*DeskKind.values, PUBLIC], ("doors", at, "key"))
        yield from _each(door.channels, Channel.values, ("doors", at, "channels"))
    for at, handover in enumerate(protocol.handovers):
        yield from _one(handover.sender, DeskKind.values, ("handovers", at, "from"))
        yield from _one(handover.receiver, DeskKind.values, ("handovers", at, "to"))
    for at, code in enumerate(protocol.places):
        if places is not None and code not in places:
            said = _("No place of this country has the code “%(code)s”: look it up on the page of the territory.")
            yield wrong(("places", at), said % {"code": code})


def _one(word: str, known: Sequence[str], path: Path) -> Iterator[Finding]:
    if word not in known:
        yield wrong(path, unknown(word, list(known)))


def _each(words: Iterable[str], known: Sequence[str], path: Path) -> Iterator[Finding]:
    for at, word in enumerate(words):
        yield from _one(word, known, (*path, at))


def _twice(protocol: Protocol) -> Iterator[Finding]:
    """What is written a second time would hide the first."""
    lists: dict[tuple[str, str], list[str]] = {
        ("stages", "key"): [one.key for one in protocol.stages],
        ("tracks", "key"): [one.key for one in protocol.tracks],
        ("pathways", "profile"): [one.profile for one in protocol.pathways],
        ("doors", "key"): [one.key for one in protocol.doors],
        ("obligations", "key"): [one.key for one in protocol.obligations],
        ("handovers", "to"): [f"{one.sender} → {one.receiver}" for one in protocol.handovers],
    }
    for (group, word), keys in lists.items():
        for at, key in _repeated(keys):
            said = _("“%(key)s” stands twice in this list: keep one, or give it another key.")
            yield wrong((group, at, word), said % {"key": key})


def _repeated(keys: Sequence[str]) -> Iterator[tuple[int, str]]:
    seen: Counter[str] = Counter()
    for at, key in enumerate(keys):
        if seen[key]:
            yield at, key
        seen[key] += 1


def _stages(protocol: Protocol) -> Iterator[Finding]:
    """Pathways lead through stages and tracks that exist, and leave none aside."""
    stages, tracks = [one.key for one in protocol.stages], [one.key for one in protocol.tracks]
    for at, pathway in enumerate(protocol.pathways):
        yield from _each(pathway.stages, stages, ("pathways", at, "stages"))
        yield from _each(pathway.tracks, tracks, ("pathways", at, "tracks"))
    for at, key in enumerate(stages):
        if not any(key in pathway.stages for pathway in protocol.pathways):
            said = _("No pathway leads to the stage “%(key)s”: add it to a pathway, or remove it.")
            yield wrong(("stages", at, "key"), said % {"key": key})
    for at, key in enumerate(tracks):
        if not any(key in pathway.tracks for pathway in protocol.pathways):
            said = _("No pathway follows the track “%(key)s”: add it to a pathway, or remove it.")
            yield wrong(("tracks", at, "key"), said % {"key": key})


def _words(protocol: Protocol) -> Iterator[Finding]:
    """Words that a guide or a poster would lack in one of its languages."""
    for path, text in _texts(protocol):
        missing = [language for language in ("ar", "en") if not getattr(text, language)]
        if missing:
            said = _("The words are missing in: %(languages)s. The French ones stand in for them.")
            yield wrong((*path, "name"), said % {"languages": ", ".join(missing)}, is_warning=True)


def _texts(protocol: Protocol) -> Iterator[tuple[Path, Text]]:
    yield (), protocol.name
    yield from ((("stages", at), one.name) for at, one in enumerate(protocol.stages))
    yield from ((("tracks", at), one.name) for at, one in enumerate(protocol.tracks))
    yield from ((("pathways", at), one.name) for at, one in enumerate(protocol.pathways))
    yield from ((("doors", at), one.name) for at, one in enumerate(protocol.doors))
    yield from ((("obligations", at), one.name) for at, one in enumerate(protocol.obligations))
