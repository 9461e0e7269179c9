"""From the plain values of a text to a protocol, and back; the format was checked before."""

from collections.abc import Mapping, Sequence
from typing import Any

from kanaf.circuit.delay_words import seconds_of, words_of
from kanaf.circuit.protocol import (
    About,
    Clock,
    Door,
    Handover,
    Law,
    ObligationRule,
    Pathway,
    Protocol,
    Stage,
    Step,
    Text,
    Track,
    When,
)

FORMAT = 1
BARE: Mapping[str, bool] = {"true": True, "false": False}
"""Words that stand without quotes."""
Values = Mapping[str, Any]


def protocol_of(values: Values) -> Protocol:
    """The object that values of the right format say."""
    return Protocol(
        key=values["protocol"],
        name=_text(values["name"]),
        country=values["country"],
        places=tuple(values["places"]),
        source=values["source"],
        stages=tuple(Stage(one["key"], _text(one["name"]), tuple(one.get("basket", ()))) for one in values["stages"]),
        tracks=tuple(Track(one["key"], _text(one["name"])) for one in values["tracks"]),
        pathways=tuple(_pathway(one) for one in values["pathways"]),
        doors=tuple(Door(one["key"], _text(one["name"]), tuple(one.get("channels", ()))) for one in values["doors"]),
        obligations=tuple(_obligation(one) for one in values["obligations"]),
        handovers=tuple(_handover(one) for one in values.get("handovers", ())),
    )


def _text(values: Values) -> Text:
    return Text(values["fr"], values.get("ar", ""), values.get("en", ""))


def _pathway(values: Values) -> Pathway:
    return Pathway(values["profile"], _text(values["name"]), tuple(values["stages"]), tuple(values["tracks"]))


def _handover(values: Values) -> Handover:
    return Handover(values["from"], values["to"], tuple(values["documents"]))


def _obligation(values: Values) -> ObligationRule:
    law = values.get("law")
    return ObligationRule(
        key=values["key"],
        name=_text(values["name"]),
        stage=values["stage"],
        begins=_ways(values["begins"]),
        done=_ways(values.get("done", ())),
        delays={risk: seconds_of(words) for risk, words in values["delays"].items()},
        clock=Clock(values["clock"]),
        owner=values["owner"],
        ends=_ways(values.get("ends", ())),
        counted_from=values.get("counted_from", ""),
        track=values.get("track", ""),
        ladder=tuple(Step(seconds_of(one["after"]), one["tell"]) for one in values.get("ladder", ())),
        law=Law(law["reference"], law.get("as_of", "")) if law else None,
        confirmed=values["confirmed"],
    )


def _ways(values: Sequence[Values]) -> tuple[When, ...]:
    return tuple(
        When(
            on=one["event"],
            facts={name: frozenset(word_of(value) for value in said) for name, said in one.get("with", {}).items()},
            about=one.get("about", About.FILE.value),
            risk=one.get("risk", ""),
        )
        for one in values
    )


def word_of(value: object) -> str:
    """A kept value as a protocol compares it: true, false, a number or the word itself."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def values_of(protocol: Protocol) -> dict[str, Any]:
    """The plain values of a protocol, in the order in which a person reads them."""
    return {
        "format": FORMAT,
        "protocol": protocol.key,
        "name": _words(protocol.name),
        "country": protocol.country,
        "places": list(protocol.places),
        "source": protocol.source,
        "stages": [
            _filled({"key": one.key, "name": _words(one.name), "basket": list(one.basket)}) for one in protocol.stages
        ],
        "tracks": [{"key": one.key, "name": _words(one.name)} for one in protocol.tracks],
        "pathways": [
            {"profile": one.profile, "name": _words(one.name), "stages": list(one.stages), "tracks": list(one.tracks)}
            for one in protocol.pathways
        ],
        "doors": [
            _filled({"key": one.key, "name": _words(one.name), "channels": list(one.channels)})
            for one in protocol.doors
        ],
        "obligations": [_obligation_values(rule) for rule in protocol.obligations],
        **_filled(
            {
                "handovers": [
                    {"from": one.sender, "to": one.receiver, "documents": list(one.documents)}
                    for one in protocol.handovers
                ]
            }
        ),
    }


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    """Without what is empty."""
    return {word: value for word, value in values.items() if value not in ("", [], {}, None)}


def _words(text: Text) -> dict[str, Any]:
    return _filled({"fr": text.fr, "ar": text.ar, "en": text.en})


def _obligation_values(rule: ObligationRule) -> dict[str, Any]:
    law = rule.law and _filled({"reference": rule.law.reference, "as_of": rule.law.as_of})
    return _filled(
        {
            "key": rule.key,
            "name": _words(rule.name),
            "stage": rule.stage,
            "track": rule.track,
            "owner": rule.owner,
            "begins": [_way_values(way) for way in rule.begins],
            "counted_from": rule.counted_from,
            "delays": {risk: words_of(delay) for risk, delay in sorted(rule.delays.items(), key=_by_risk)},
            "clock": rule.clock.value,
            "done": [_way_values(way) for way in rule.done],
            "ends": [_way_values(way) for way in rule.ends],
            "ladder": [{"after": words_of(step.after), "tell": step.tell} for step in rule.ladder],
            "law": law,
            "confirmed": rule.confirmed,
        }
    )


def _by_risk(item: tuple[str, int]) -> int:
    return ("high", "medium", "low").index(item[0])


def _way_values(way: When) -> dict[str, Any]:
    return _filled(
        {
            "event": way.on,
            "with": {name: [BARE.get(word, word) for word in sorted(said)] for name, said in sorted(way.facts.items())},
            "about": "" if way.about == About.FILE else way.about,
            "risk": way.risk,
        }
    )
