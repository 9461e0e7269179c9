"""The guide of the circuit: everything that the protocol says, in words, as a document to read and to sign."""

from datetime import date
from pathlib import Path
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from kanaf.circuit import phrases
from kanaf.circuit.checking_ladder import RECIPIENTS
from kanaf.circuit.drawing.aside import ways
from kanaf.circuit.editions import Edition, stamp, version
from kanaf.circuit.event_words import either
from kanaf.circuit.guide_words import glossary, labels
from kanaf.circuit.phrases import here, said, sentence
from kanaf.circuit.protocol import ObligationRule, Owner, Protocol
from kanaf.circuit.tracks import track_of
from kanaf.foundation.paper import pictures, typeset

TEMPLATE = Path(__file__).parent / "guide.typ"


def guide_pdf(edition: Edition, language: str) -> bytes:
    """Tagged PDF of A4 pages."""
    return typeset(TEMPLATE, guide_values(edition, language))


def guide_pictures(edition: Edition, language: str, ppi: int = 96) -> list[bytes]:
    """Its pages as pictures."""
    return pictures(TEMPLATE, guide_values(edition, language), ppi=ppi)


def guide_values(edition: Edition, language: str) -> dict[str, Any]:
    """Everything that the template says, in words."""
    with override(language):
        protocol = edition.protocol
        return {
            "language": language, "labels": labels(), "title": here(protocol.name), "stamp": stamp(edition),
            "note": phrases.project_note(protocol) if edition.is_project else "", "version": version(edition),
            "digest": edition.digest, "numbers": [[one.number, one.label] for one in edition.numbers],
            "doors": [[here(door.name), sentence(phrases.channels(door.channels))] for door in protocol.doors],
            "stages": [_stage(protocol, number) for number in range(len(protocol.stages))],
            "ways": [_way(protocol, way) for way in ways(protocol.pathways)],
            "handovers": [
                [phrases.desk_kind(one.sender, protocol), phrases.desk_kind(one.receiver, protocol),
                 sentence(phrases.documents(one.documents)), track_of(one.receiver)]
                for one in protocol.handovers
            ],
            "rungs": _rungs(protocol), "laws": _laws(protocol), "glossary": glossary(), "source": protocol.source,
        }  # fmt: skip


def _stage(protocol: Protocol, place: int) -> dict[str, Any]:
    stage = protocol.stages[place]
    return {
        "number": place + 1,
        "name": here(stage.name),
        "basket": sentence(phrases.services(stage.basket)),
        "duties": [_duty(protocol, rule) for rule in protocol.obligations if rule.stage == stage.key],
    }


def _duty(protocol: Protocol, rule: ObligationRule) -> dict[str, Any]:
    tracks = {track.key: here(track.name) for track in protocol.tracks}
    return {
        "name": here(rule.name),
        "track": tracks.get(rule.track, ""),
        "way": rule.track,
        "delays": _delays(rule),
        "confirmed": rule.confirmed,
        "who": sentence(phrases.owner(rule)),
        "is_lead": rule.owner == Owner.LEAD,
        "clock": sentence(phrases.clock_in_words(rule)),
        "begins": either(rule.begins),
        "counted": sentence(_("the incident itself")) if rule.counted_from else "",
        "done": either(rule.done),
        "ends": either(rule.ends),
        "silence": [phrases.rung_in_words(step.after, step.tell) for step in rule.ladder],
        "law": rule.law.reference if rule.law else "",
    }


def _delays(rule: ObligationRule) -> list[list[str]]:
    """Risk, its name, the delay; a single one when the risk changes nothing."""
    if phrases.is_same_for_all(rule) and len(rule.delays) > 1:
        return [["", _("whatever the risk"), phrases.delay(next(iter(rule.delays.values())))]]
    return [
        [risk, sentence(said(phrases.RISK_NAMES, risk)), phrases.delay(seconds)]
        for risk, seconds in rule.delays.items()
    ]


def _way(protocol: Protocol, way: Any) -> dict[str, Any]:
    names = {stage.key: here(stage.name) for stage in protocol.stages}
    tracks = {track.key: here(track.name) for track in protocol.tracks}
    numbers = {stage.key: place for place, stage in enumerate(protocol.stages, 1)}
    return {
        "names": list(way.names),
        "tracks": phrases.listed(tracks.get(key, key) for key in way.tracks),
        "stages": [[numbers[key], names[key]] for key in way.stages if key in numbers],
    }


def _rungs(protocol: Protocol) -> list[str]:
    told = {step.tell for rule in protocol.obligations for step in rule.ladder}
    return [sentence(said(phrases.RUNGS, key)) for key in RECIPIENTS if key in told]


def _laws(protocol: Protocol) -> list[list[str]]:
    """Each text once: when somebody looked, and what rests on it."""
    found: dict[tuple[str, str], list[str]] = {}
    for rule in protocol.obligations:
        if rule.law:
            found.setdefault((rule.law.reference, rule.law.as_of), []).append(here(rule.name))
    return [[reference, _day(as_of), "\n".join(names)] for (reference, as_of), names in sorted(found.items())]


def _day(iso: str) -> str:
    return date_format(date.fromisoformat(iso), "j F Y") if iso else ""
