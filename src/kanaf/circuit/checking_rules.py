"""Whether one obligation holds: events and facts known, an owner, a way to meet it, delays and a ladder in order."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _

from kanaf.circuit.checking_ladder import check_ladder
from kanaf.circuit.delay_words import words_of
from kanaf.circuit.findings import Finding, wrong
from kanaf.circuit.problems import Path
from kanaf.circuit.protocol import RISKS, About, ObligationRule, Owner, Protocol, When
from kanaf.circuit.schema_words import listed, unknown
from kanaf.foundation.events import EventKind

RISK, PROFILE = "risk", "profile"
HANDLED_BY = "handled_by"


@dataclass(frozen=True)
class Known:
    """What an obligation may speak of."""

    facts: Mapping[str, frozenset[str]]
    stages: Collection[str]
    tracks: Collection[str]
    profiles: Collection[str]

    @classmethod
    def of(cls, protocol: Protocol, kinds: Iterable[EventKind]) -> "Known":
        return cls(
            {kind.name: kind.keeps for kind in kinds},
            [one.key for one in protocol.stages],
            [one.key for one in protocol.tracks],
            [one.profile for one in protocol.pathways],
        )


def check_rule(rule: ObligationRule, path: Path, known: Known) -> Iterator[Finding]:
    """Everything in one obligation that does not hold."""
    if rule.stage not in known.stages:
        yield wrong((*path, "stage"), unknown(rule.stage, list(known.stages)))
    if rule.track and rule.track not in known.tracks:
        yield wrong((*path, "track"), unknown(rule.track, list(known.tracks)))
    for name, ways in (("begins", rule.begins), ("done", rule.done), ("ends", rule.ends)):
        for at, way in enumerate(ways):
            yield from _way(way, (*path, name, at), known)
    yield from _beginnings(rule, path, known)
    yield from _ways_out(rule, path, known)
    yield from _delays(rule, path)
    yield from check_ladder(rule.ladder, path)


def _way(way: When, path: Path, known: Known) -> Iterator[Finding]:
    """The event exists, and keeps what is asked of it."""
    keeps = known.facts.get(way.on)
    if keeps is None:
        yield wrong((*path, "event"), _unknown_event(way.on, known))
        return
    for name, said in way.facts.items():
        at = (*path, "with", name)
        if name in {RISK, PROFILE}:
            yield from _values(said, RISKS if name == RISK else known.profiles, at)
        elif name not in keeps:
            yield wrong(at, _not_kept(way.on, name, keeps))
    if way.about not in {About.FILE, About.SUBJECT} and way.about not in keeps:
        yield wrong((*path, "about"), _not_kept(way.on, way.about, {*keeps, About.FILE.value, About.SUBJECT.value}))
    if way.risk and way.risk not in RISKS and way.risk not in keeps:
        yield wrong((*path, "risk"), _not_kept(way.on, way.risk, {*keeps, *RISKS}))


def _unknown_event(name: str, known: Known) -> str:
    area, _dot, _rest = name.partition(".")
    same_area = [kind for kind in sorted(known.facts) if kind.startswith(f"{area}.")]
    said = _("No event is called so.")
    return f"{said} {unknown(name, same_area or sorted(known.facts))}"


def _not_kept(event: str, name: str, keeps: Collection[str]) -> str:
    if not keeps:
        said = _("The event %(event)s keeps no value, so “%(name)s” is never said: remove it.")
        return said % {"event": event, "name": name}
    said = _("The event %(event)s does not keep “%(name)s”: write one of: %(keeps)s.")
    return said % {"event": event, "name": name, "keeps": listed(sorted(keeps))}


def _values(said: Iterable[str], known: Collection[str], path: Path) -> Iterator[Finding]:
    for word in sorted(said):
        if word not in known:
            yield wrong(path, unknown(word, list(known)))


def _beginnings(rule: ObligationRule, path: Path, known: Known) -> Iterator[Finding]:
    """Each way to begin says whose it is and from when it counts."""
    if not rule.begins:
        yield wrong(path, _("Nothing begins this obligation: say after which event under “begins”."))
    for at, way in enumerate(rule.begins):
        keeps = known.facts.get(way.on)
        if keeps is None:
            continue
        if rule.owner not in {Owner.LEAD, Owner.EVENT_DESK} and rule.owner not in _desks(keeps):
            yield wrong((*path, "owner"), _no_owner(rule.owner, way.on, _desks(keeps)))
        if way in rule.begins[:at]:
            yield wrong((*path, "begins", at), _("The same beginning stands twice in this list: keep one."))
    keeping = {way.on: keeps for way in rule.begins if (keeps := known.facts.get(way.on)) is not None}
    if rule.counted_from and keeping and not any(rule.counted_from in keeps for keeps in keeping.values()):
        event, keeps = next(iter(keeping.items()))
        yield wrong((*path, "counted_from"), _not_kept(event, rule.counted_from, keeps))


def _desks(keeps: Iterable[str]) -> list[str]:
    return sorted(name for name in keeps if name.startswith("desk_") or name == HANDLED_BY)


def _no_owner(owner: str, event: str, desks: list[str]) -> str:
    said = _("Nobody would own it: the event %(event)s keeps no desk called “%(owner)s”. Write one of: %(known)s.")
    return said % {"event": event, "owner": owner, "known": listed([Owner.LEAD.value, Owner.EVENT_DESK.value, *desks])}


def _ways_out(rule: ObligationRule, path: Path, known: Known) -> Iterator[Finding]:
    """Somebody can satisfy it, or at least it ends."""
    begun = {way.about == About.FILE for way in rule.begins}
    possible = []
    for name, ways in (("done", rule.done), ("ends", rule.ends)):
        for at, way in enumerate(ways):
            if not _may_meet(way, begun):
                yield wrong((*path, name, at), _never_meets(way))
            elif way.on in known.facts and _may_hold(way, known):
                possible.append(name)
    if not rule.done and not rule.ends:
        yield wrong(path, _("Nobody can satisfy this obligation and nothing ends it: say how under “done” or “ends”."))
    elif rule.done and "done" not in possible:
        yield wrong((*path, "done"), _("Nobody can satisfy this obligation: none of these events can happen to it."))


def _may_meet(way: When, begun: Collection[bool]) -> bool:
    """What closes one thing among several needs obligations that are about such things."""
    return way.about == About.FILE or False in begun


def _may_hold(way: When, known: Known) -> bool:
    """Whether the event can say what is asked of it at all."""
    keeps = known.facts[way.on]
    allowed = {RISK: frozenset(RISKS), PROFILE: frozenset(known.profiles)}
    return all(bool(said & allowed[name]) if name in allowed else name in keeps for name, said in way.facts.items())


def _never_meets(way: When) -> str:
    said = _("This obligation is about the whole file, so an event about “%(about)s” never meets it: remove “about”.")
    return said % {"about": way.about}


def _delays(rule: ObligationRule, path: Path) -> Iterator[Finding]:
    """One delay for each risk, none longer for a higher one."""
    missing = [risk for risk in RISKS if risk not in rule.delays]
    if missing:
        said = _("No delay is given for the risk: %(risks)s. Add it.")
        yield wrong((*path, "delays"), said % {"risks": listed(missing)})
    for risk in rule.delays:
        if risk not in RISKS:
            yield wrong((*path, "delays", risk), unknown(risk, list(RISKS)))
        elif not rule.delays[risk] and not rule.counted_from:
            yield wrong(
                (*path, "delays", risk), _("A delay of 0 needs a day to fall on: name it under “counted_from”.")
            )
    given = [risk for risk in RISKS if risk in rule.delays]
    for higher, lower in pairwise(given):
        if rule.delays[higher] > rule.delays[lower]:
            yield wrong((*path, "delays", higher), _longer(rule, higher, lower), is_warning=True)


def _longer(rule: ObligationRule, higher: str, lower: str) -> str:
    said = _("The delay for the risk %(higher)s is longer than for %(lower)s (%(long)s, %(short)s): is that meant?")
    return said % {
        "higher": higher,
        "lower": lower,
        "long": words_of(rule.delays[higher]),
        "short": words_of(rule.delays[lower]),
    }
