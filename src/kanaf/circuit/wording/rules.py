"""One obligation and one stage as people read them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kanaf.circuit.problems import Marks
from kanaf.circuit.protocol import RISKS, ObligationRule, Protocol, Text
from kanaf.circuit.wording import codes
from kanaf.circuit.wording.delays import delay_text, offset_text
from kanaf.circuit.wording.happenings import whens_text
from kanaf.foundation.words import date_text


def here(text: Text) -> str:
    """The words in the reader's language."""
    return text.said_in((get_language() or "fr")[:2])


@dataclass(frozen=True)
class Delay:
    """How long for one level of risk."""

    risk: str
    label: str
    text: str


@dataclass(frozen=True)
class Rung:
    """Who is told when."""

    when: str
    who: str


@dataclass(frozen=True)
class RuleWords:
    """One obligation in words; ``line`` is where it stands in the text."""

    key: str
    name: str
    owner: str
    delays: list[Delay]
    clock: str
    begins: list[str]
    counted_from: str
    done: list[str]
    ends: list[str]
    ladder: list[Rung]
    law: str
    law_as_of: str
    track: str
    is_confirmed: bool
    line: int

    @property
    def same_delay(self) -> str:
        """The one delay of all levels of risk, if it is one."""
        texts = {delay.text for delay in self.delays}
        return self.delays[0].text if len(texts) == 1 and len(self.delays) == len(RISKS) else ""


@dataclass(frozen=True)
class StageWords:
    """One stage with the services it may need and what it makes people owe."""

    name: str
    basket: str
    rules: list[RuleWords]


@dataclass(frozen=True)
class PathwayWords:
    """Children of one profile, and the way they go."""

    name: str
    stages: list[str]
    tracks: list[str]


@dataclass(frozen=True)
class DoorWords:
    """Where a report may come in, and how."""

    name: str
    channels: str


@dataclass(frozen=True)
class HandoverWords:
    """What goes along from one kind of desk to another."""

    sender: str
    receiver: str
    documents: str


@dataclass(frozen=True)
class ProtocolWords:
    """A whole protocol, ready to be read."""

    name: str
    source: str
    stages: list[StageWords]
    tracks: list[str]
    pathways: list[PathwayWords]
    doors: list[DoorWords]
    handovers: list[HandoverWords]
    unconfirmed: int
    obligations: int


def protocol_words(protocol: Protocol, marks: Marks) -> ProtocolWords:
    """Everything that the page of a version shows, in the reader's language."""
    tracks = {one.key: here(one.name) for one in protocol.tracks}
    stages = {one.key: here(one.name) for one in protocol.stages}
    rules = [rule_words(rule, tracks, marks.of(("obligations", at))[0]) for at, rule in enumerate(protocol.obligations)]
    by_stage = list(zip(protocol.obligations, rules, strict=True))
    return ProtocolWords(
        name=here(protocol.name),
        source=protocol.source,
        stages=[
            StageWords(
                here(stage.name),
                codes.listed(codes.said(codes.SERVICES, one) for one in stage.basket),
                [words for rule, words in by_stage if rule.stage == stage.key],
            )
            for stage in protocol.stages
        ],
        tracks=list(tracks.values()),
        pathways=[
            PathwayWords(here(one.name), [stages[key] for key in one.stages], [tracks[key] for key in one.tracks])
            for one in protocol.pathways
        ],
        doors=[
            DoorWords(here(one.name), codes.listed(codes.said(codes.CHANNELS, way) for way in one.channels))
            for one in protocol.doors
        ],
        handovers=[
            HandoverWords(
                codes.said(codes.DESK_KINDS, one.sender),
                codes.said(codes.DESK_KINDS, one.receiver),
                codes.listed(codes.said(codes.DOCUMENTS, document) for document in one.documents),
            )
            for one in protocol.handovers
        ],
        unconfirmed=len(protocol.unconfirmed),
        obligations=len(rules),
    )


def rule_words(rule: ObligationRule, tracks: Mapping[str, str], line: int = 0) -> RuleWords:
    """One obligation in the reader's language."""
    law = rule.law
    return RuleWords(
        key=rule.key,
        name=here(rule.name),
        owner=codes.owner_text(rule.owner),
        delays=[
            Delay(risk, codes.said(codes.RISKS, risk), delay_text(rule.delays[risk]))
            for risk in RISKS
            if risk in rule.delays
        ],
        clock=codes.said(codes.CLOCKS, rule.clock.value),
        begins=whens_text(rule.begins),
        counted_from=codes.counted_text(rule.counted_from) if rule.counted_from else "",
        done=whens_text(rule.done),
        ends=whens_text(rule.ends),
        ladder=[Rung(offset_text(step.after), codes.said(codes.RECIPIENTS, step.tell)) for step in rule.ladder],
        law=law.reference if law else "",
        law_as_of=day_text(law.as_of) if law and law.as_of else "",
        track=tracks.get(rule.track, rule.track),
        is_confirmed=rule.confirmed,
        line=line,
    )


def day_text(day: str) -> str:
    """A day as people write it."""
    return date_text(date.fromisoformat(day))


def confirmed_text(*, is_confirmed: bool) -> str:
    return _("confirmed by the committee") if is_confirmed else _("to confirm")
