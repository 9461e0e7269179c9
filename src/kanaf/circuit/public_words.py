"""A circuit as a mother or a child reads it on a telephone: stages in everyday words, and what is promised in each."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kanaf.circuit import phrases
from kanaf.circuit.phrases import Table, here, sentence
from kanaf.circuit.protocol import ObligationRule, Pathway, Protocol, Stage

EVERYDAY: Table = {
    "detection": gettext_lazy("Somebody says that a child needs help. A professional decides what follows."),
    "assistance": gettext_lazy("The child is made safe: a doctor, a place to sleep, somebody to talk to, if needed."),
    "justice": gettext_lazy("When the law asks for it, the prosecutor or the judge is told and can protect the child."),
    "assessment": gettext_lazy("A social worker meets the child and the family, and listens to what they need."),
    "support": gettext_lazy("Care, school, legal help: what was agreed with the child and the family is done."),
    "follow_up": gettext_lazy("Somebody stays in touch, and comes back if things do not get better."),
}  # fmt: skip


HOW: Table = {
    "public_form": gettext_lazy("on this site"),
    "walk_in": gettext_lazy("by going there"),
    "call": gettext_lazy("by telephone"),
    "letter": gettext_lazy("by letter"),
    "outreach": gettext_lazy("in the street"),
}
"""Ways that are open to everybody; the others are between professionals."""


@dataclass(frozen=True)
class Promise:
    """One thing that is done, within which delay, and on which way."""

    name: str
    delays: str
    who: str
    way: str


@dataclass(frozen=True)
class Step:
    """One stage on the way of a child."""

    number: int
    name: str
    words: str
    services: str
    promises: Sequence[Promise]
    is_early: bool


@dataclass(frozen=True)
class Choice:
    """One situation, to see its way."""

    profile: str
    name: str
    is_current: bool


def chosen(protocol: Protocol, profile: str) -> Pathway | None:
    """The pathway of a profile; none for the general way."""
    return next((one for one in protocol.pathways if one.profile == profile), None)


def choices(protocol: Protocol, current: Pathway | None) -> list[Choice]:
    return [Choice(one.profile, here(one.name), one == current) for one in protocol.pathways]


def doors(protocol: Protocol) -> list[tuple[str, str]]:
    """Where to tell it, and how anybody can."""
    return [
        (here(door.name), sentence(phrases.listed(str(HOW[key]) for key in door.channels if key in HOW)))
        for door in protocol.doors
    ]


def steps(protocol: Protocol, pathway: Pathway | None) -> list[Step]:
    """The stages in the order of a pathway, each with its official number."""
    known = {stage.key: (number, stage) for number, stage in enumerate(protocol.stages, 1)}
    order = [known[key] for key in (pathway.stages if pathway else known) if key in known]
    found = []
    for place, (number, stage) in enumerate(order):
        is_early = any(later < number for later, _stage in order[place:])
        found.append(_step(protocol, number, stage, is_early=is_early))
    return found


def _step(protocol: Protocol, number: int, stage: Stage, *, is_early: bool) -> Step:
    rules = [rule for rule in protocol.obligations if rule.stage == stage.key]
    words = str(EVERYDAY[stage.key]) if stage.key in EVERYDAY else ""
    promises = [_promise(protocol, rule) for rule in rules]
    return Step(number, here(stage.name), words, sentence(phrases.services(stage.basket)), promises, is_early)


def _promise(protocol: Protocol, rule: ObligationRule) -> Promise:
    tracks = {track.key: here(track.name) for track in protocol.tracks}
    working = f" {_('in working time')}" if phrases.stops(rule) else ""
    return Promise(
        here(rule.name), phrases.delays_in_words(rule) + working, phrases.owner(rule), tracks.get(rule.track, "")
    )
