"""What a protocol makes everybody owe, worked out from what happened: a pure function over the events of a file.

The same protocol, events and moment always give the same answer; the table of obligations is its materialised value.
Every value is plain: moments are whole seconds since 1970 in UTC, identifiers are texts.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from operator import itemgetter
from typing import Any, NamedTuple

from kanaf.circuit.clocks import WorkingClock
from kanaf.circuit.protocol import About, Clock, ObligationRule, Owner, Protocol, Step, When

NOBODY = ""


class Event(NamedTuple):
    """One entry of the journal about a file, with the facts that the entry keeps in plain words."""

    at: int
    kind: str
    subject: str
    desk: str
    facts: Mapping[str, object]


class State(StrEnum):
    """Where an obligation stands at a moment."""

    WAITING = "waiting"
    LATE = "late"
    DONE = "done"
    DONE_LATE = "done_late"
    ENDED = "ended"


class Obligation(NamedTuple):
    """What one desk owes to one file: ``ended_at`` is 0 while it waits; ``is_done`` says that it was satisfied."""

    rule: str
    about: str
    owner: str
    risk: str
    began_at: int
    due_at: int
    ended_at: int
    is_done: bool

    def state(self, now: int) -> State:
        """Where it stands; time alone only ever makes it late."""
        if not self.ended_at:
            return State.LATE if now > self.due_at else State.WAITING
        if not self.is_done:
            return State.ENDED
        return State.DONE_LATE if self.ended_at > self.due_at else State.DONE


@dataclass
class Standing:
    """What the events so far say of the file itself."""

    risk: str = "medium"
    profile: str = ""
    lead: str = NOBODY


Reader = Callable[[Event, Standing], None]


def _opened(event: Event, file: Standing) -> None:
    file.risk, file.profile, file.lead = _risk(event, "risk", file), _text(event, "profile"), event.desk


def _received(event: Event, file: Standing) -> None:
    file.risk, file.lead = _risk(event, "risk", file), _text(event, "desk_in_charge") or event.desk


def _complained(event: Event, file: Standing) -> None:
    file.risk, file.lead = _risk(event, "risk", file), _text(event, "handled_by") or event.desk


def _passed(event: Event, file: Standing) -> None:
    file.lead = _text(event, "desk_to") or file.lead


def _raised(event: Event, file: Standing) -> None:
    file.risk = _risk(event, "after", file)


def _assessed(event: Event, file: Standing) -> None:
    file.risk = _risk(event, "risk", file)


READERS: Mapping[str, Reader] = {
    "cases.opened": _opened,
    "cases.report_received": _received,
    "cases.report_passed": _passed,
    "cases.complaint_received": _complained,
    "cases.complaint_passed": _passed,
    "cases.risk_raised": _raised,
    "cases.assessment_approved": _assessed,
    "grants.lead_moved": _passed,
}
"""Which events change the risk, the profile or the lead of a file; the same in every protocol."""

RANK: Mapping[str, int] = {"high": 2, "medium": 1, "low": 0}


def _text(event: Event, name: str) -> str:
    value = event.facts.get(name)
    return value if isinstance(value, str) else ""


def _risk(event: Event, name: str, file: Standing) -> str:
    said = _text(event, name)
    return said if said in RANK else file.risk


class Trigger(NamedTuple):
    """A way for one rule to begin, to be done or to end, ready to be compared."""

    key: str
    tests: tuple[tuple[str, frozenset[str]], ...]
    about: str
    states_risk: bool
    is_done: bool
    when: When
    rule: ObligationRule


Owed = list[Any]
"""One obligation in the making, a list because a million of them are made; by the places below."""
Open = dict[str, dict[str, Owed]]
"""What waits, by its rule, then by what it is about; no rule is there with nothing."""
OWNER, RISK, BEGAN, DUE, ENDED, DONE, RULE_OF = range(2, 9)
OWED = RULE_OF
WHEN = itemgetter(0)


class Machine:
    """A protocol made ready to follow files: its rules by the kind of event that concerns them."""

    def __init__(self, protocol: Protocol, clock: WorkingClock) -> None:
        self.protocol, self.clock = protocol, clock
        self.rules = {rule.key: rule for rule in protocol.obligations}
        self._begins: dict[str, list[Trigger]] = {}
        self._closes: dict[str, list[Trigger]] = {}
        for rule in protocol.obligations:
            self._sort(self._begins, rule, rule.begins, is_done=False)
            self._sort(self._closes, rule, rule.done, is_done=True)
            self._sort(self._closes, rule, rule.ends, is_done=False)

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of event that begin, satisfy or end something."""
        return frozenset(self._begins) | frozenset(self._closes)

    @staticmethod
    def _sort(into: dict[str, list[Trigger]], rule: ObligationRule, ways: Sequence[When], *, is_done: bool) -> None:
        for way in ways:
            tests = tuple(way.facts.items())
            into.setdefault(way.on, []).append(Trigger(rule.key, tests, way.about, bool(way.risk), is_done, way, rule))

    def follow(self, events: Iterable[Event], now: int) -> list[Obligation]:
        """Every obligation that the events up to ``now`` made, in the order in which they began.

        Events count in the order of their moments, so that what is known later never undoes what was done before.
        """
        file = Standing()
        all_: list[Owed] = []
        open_: Open = {}
        begins, closes = self._begins, self._closes
        for event in sorted(events, key=WHEN):
            if event.at > now:
                break
            kind = event.kind
            reader = READERS.get(kind)
            if reader:
                self._read(reader, event, file, open_)
            for trigger in closes.get(kind, ()):
                if trigger[0] in open_:
                    _close(trigger, event, file, open_)
            for trigger in begins.get(kind, ()):
                self._begin(trigger, event, file, open_, all_)
        return [Obligation(*kept[:OWED]) for kept in all_]

    def _read(self, reader: Reader, event: Event, file: Standing, open_: Open) -> None:
        risk, lead = file.risk, file.lead
        reader(event, file)
        if file.lead != lead:
            for owed in _waiting(open_):
                if owed[RULE_OF].owner == Owner.LEAD or owed[OWNER] == lead:
                    owed[OWNER] = file.lead
        if RANK[file.risk] > RANK[risk]:
            self._hasten(event.at, file.risk, open_)

    def _hasten(self, at: int, risk: str, open_: Open) -> None:
        """A risk that rises shortens what waits; nothing ever falls due later because of it."""
        for owed in _waiting(open_):
            rule = owed[RULE_OF]
            owed[RISK] = risk
            if rule.delays[risk]:
                owed[DUE] = min(owed[DUE], self.due(rule, at, risk))

    def _begin(self, trigger: Trigger, event: Event, file: Standing, open_: Open, all_: list[Owed]) -> None:
        """Owe it; what waits already falls due at the sooner of the two times.

        A limit long past is not owed; a day that people agreed on (no delay after it) always is, if the event says it.
        """
        key, tests, about, states_risk, _is_done, when, rule = trigger
        if tests and not _holds(tests, event, file):
            return
        at = start = event.at
        risk = _risk_of(when, event, file) if states_risk else file.risk
        if rule.counted_from:
            if rule.counted_from in event.facts:
                start = _moment(event.facts[rule.counted_from])
            elif not rule.delays[risk]:
                return
        due = self.due(rule, start, risk)
        if not start or (due < at and rule.delays[risk]):
            return
        subject = _about(about, event) if about else ""
        waiting = open_.setdefault(key, {})
        owed = waiting.get(subject)
        if owed is None:
            owner = file.lead if rule.owner == Owner.LEAD else _owner(rule, event)
            waiting[subject] = owed = [key, subject, owner, risk, min(start, at), due, 0, False, rule]
            all_.append(owed)
            return
        owed[DUE] = min(owed[DUE], due)
        if RANK[risk] > RANK[owed[RISK]]:
            owed[RISK] = risk

    def due(self, rule: ObligationRule, start: int, risk: str) -> int:
        """When a delay that begins at this moment ends, both in seconds since 1970."""
        delay = rule.delays[risk]
        if rule.clock == Clock.CONTINUOUS or risk == "high":
            return start + delay
        return self.clock.add(start, delay)


def _close(trigger: Trigger, event: Event, file: Standing, open_: Open) -> None:
    """End what waits for this; the rule of the trigger waits."""
    if trigger.tests and not _holds(trigger.tests, event, file):
        return
    waiting = open_[trigger.key]
    closed = list(waiting) if trigger.about == About.FILE else [_about(trigger.about, event)]
    for subject in closed:
        owed = waiting.pop(subject, None)
        if owed:
            owed[ENDED], owed[DONE] = max(event.at, owed[BEGAN]), trigger.is_done
    if not waiting:
        del open_[trigger.key]


def _waiting(open_: Open) -> Iterator[Owed]:
    return (owed for about in open_.values() for owed in about.values())


def _holds(tests: tuple[tuple[str, frozenset[str]], ...], event: Event, file: Standing) -> bool:
    for name, wanted in tests:
        if name == "risk":
            said: object = file.risk
        elif name == "profile":
            said = file.profile
        else:
            said = event.facts.get(name)
        if said is True:
            said = "true"
        elif not isinstance(said, str):
            said = _word(said)
        if said not in wanted:
            return False
    return True


def _risk_of(when: When, event: Event, file: Standing) -> str:
    """The risk that a beginning states: a level, or a kept value that says one; else the file's own."""
    if not when.risk:
        return file.risk
    return when.risk if when.risk in RANK else _risk(event, when.risk, file)


def _word(value: object) -> str:
    """A kept value as a protocol writes it: true, false, a number."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _about(about: str, event: Event) -> str:
    if about == About.FILE:
        return ""
    return event.subject if about == About.SUBJECT else _text(event, about)


def _owner(rule: ObligationRule, event: Event) -> str:
    return event.desk if rule.owner == Owner.EVENT_DESK else _text(event, rule.owner)


def _moment(value: object) -> int:
    """A kept moment, in seconds; nothing when there is none."""
    if not isinstance(value, str):
        return 0
    try:
        return int(datetime.fromisoformat(value).timestamp())
    except (ValueError, OverflowError, OSError):
        return 0


def obligations(machine: Machine, events: Iterable[Event], now: int) -> list[Obligation]:
    """``obligations(protocol, events, now)``: pure, total and deterministic; events of the future do not count."""
    return machine.follow(events, now)


def steps_due(machine: Machine, obligation: Obligation, now: int) -> list[Step]:
    """The rungs of the ladder that silence has reached: each at its time, none after the obligation ended."""
    until = obligation.ended_at or now
    rule = machine.rules[obligation.rule]
    return [step for step in rule.ladder if obligation.due_at + step.after <= min(until, now)]
