"""A comparison in words: what was added, removed and changed, with what stood there before and stands there now."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kanaf.circuit.comparing import Change, Kind, compare
from kanaf.circuit.protocol import Law, Protocol
from kanaf.circuit.wording import codes
from kanaf.circuit.wording.delays import delay_text, offset_text
from kanaf.circuit.wording.happenings import whens_text
from kanaf.circuit.wording.rules import RuleWords, confirmed_text, day_text, here, rule_words

GROUPS: Mapping[str, str | Promise] = {
    "obligations": gettext_lazy("Obligations"),
    "handovers": gettext_lazy("Hand-overs"),
    "pathways": gettext_lazy("Pathways"),
    "stages": gettext_lazy("Stages"),
    "tracks": gettext_lazy("Tracks"),
    "doors": gettext_lazy("Ways in"),
    "protocol": gettext_lazy("The protocol itself"),
}
"""In the order in which they matter."""
KINDS: Mapping[Kind, str | Promise] = {
    Kind.ADDED: pgettext_lazy("a thing of a protocol", "added"),
    Kind.REMOVED: pgettext_lazy("a thing of a protocol", "removed"),
    Kind.CHANGED: pgettext_lazy("a thing of a protocol", "changed"),
    Kind.REORDERED: gettext_lazy("in another order"),
}
FIELDS: Mapping[str, str | Promise] = {
    "key": gettext_lazy("Short name"),
    "name.fr": gettext_lazy("Name in French"),
    "name.ar": gettext_lazy("Name in Arabic"),
    "name.en": gettext_lazy("Name in English"),
    "country": gettext_lazy("Country"),
    "places": gettext_lazy("Places"),
    "source": gettext_lazy("Source"),
    "stage": gettext_lazy("Stage"),
    "stages": gettext_lazy("Stages"),
    "track": gettext_lazy("Track"),
    "tracks": gettext_lazy("Tracks"),
    "basket": gettext_lazy("Services it may need"),
    "channels": gettext_lazy("How"),
    "documents": gettext_lazy("Goes along"),
    "owner": gettext_lazy("Who owes it"),
    "begins": gettext_lazy("Begins when"),
    "counted_from": gettext_lazy("Counted from"),
    "delays.high": gettext_lazy("Delay for a high risk"),
    "delays.medium": gettext_lazy("Delay for a medium risk"),
    "delays.low": gettext_lazy("Delay for a low risk"),
    "clock": gettext_lazy("Clock"),
    "done": gettext_lazy("Done when"),
    "ends": gettext_lazy("Ends when"),
    "ladder": gettext_lazy("In silence"),
    "law": gettext_lazy("Legal reference"),
    "confirmed": gettext_lazy("Delay"),
}


@dataclass(frozen=True)
class Line:
    """One thing that changed, before and after; lists have several words a side."""

    label: str
    before: list[str]
    after: list[str]


@dataclass(frozen=True)
class ChangeWords:
    """What became of one thing; ``rule`` is an obligation that was added or removed, told whole."""

    name: str
    kind: str
    kind_text: str
    lines: list[Line]
    rule: RuleWords | None = None


@dataclass(frozen=True)
class GroupWords:
    """The changes of one kind of thing."""

    title: str
    changes: list[ChangeWords]


def comparison(old: Protocol, new: Protocol) -> list[GroupWords]:
    """Every difference in meaning, obligations first; an empty list says that both mean the same."""
    by_group: dict[str, list[ChangeWords]] = {}
    for change in compare(old, new):
        by_group.setdefault(change.group, []).append(_change(change, _Sayer(old), _Sayer(new)))
    return [GroupWords(str(title), by_group[group]) for group, title in GROUPS.items() if group in by_group]


class _Sayer:
    """Says the values of one protocol, whose stages and tracks have names of their own."""

    def __init__(self, protocol: Protocol) -> None:
        self.stages = {one.key: here(one.name) for one in protocol.stages}
        self.tracks = {one.key: here(one.name) for one in protocol.tracks}
        self.obligations = {one.key: here(one.name) for one in protocol.obligations}
        self.pathways = {one.profile: here(one.name) for one in protocol.pathways}
        self.doors = {one.key: here(one.name) for one in protocol.doors}

    def say(self, field: str, value: Any) -> list[str]:
        """A value in words, one item each; nothing is an empty list."""
        if value is None or value in ("", (), {}):
            return []
        name = field.partition(".")[0]
        say = self._ways().get(name)
        found: str | Iterable[str] = say(value) if say else str(value)
        return [found] if isinstance(found, str) else list(found)

    def _ways(self) -> Mapping[str, Callable[[Any], str | Iterable[str]]]:
        return {
            "stage": lambda one: self.stages.get(one, one),
            "track": lambda one: self.tracks.get(one, one),
            "stages": lambda keys: [self.stages.get(key, key) for key in keys],
            "tracks": lambda keys: [self.tracks.get(key, key) for key in keys],
            "places": list,
            "basket": lambda keys: [codes.said(codes.SERVICES, key) for key in keys],
            "channels": lambda keys: [codes.said(codes.CHANNELS, key) for key in keys],
            "documents": lambda keys: [codes.said(codes.DOCUMENTS, key) for key in keys],
            "owner": codes.owner_text,
            "begins": whens_text,
            "done": whens_text,
            "ends": whens_text,
            "delays": delay_text,
            "clock": lambda one: codes.said(codes.CLOCKS, one.value),
            "counted_from": codes.counted_text,
            "ladder": lambda steps: [
                f"{offset_text(one.after)}{_(': ')}{codes.said(codes.RECIPIENTS, one.tell)}" for one in steps
            ],
            "law": _law,
            "confirmed": lambda one: confirmed_text(is_confirmed=one),
        }

    def name_of(self, group: str, key: str) -> str:
        names: Mapping[str, str] = getattr(self, group, {})
        return names.get(key, key)


def _law(law: Law) -> str:
    return f"{law.reference} ({day_text(law.as_of)})" if law.as_of else law.reference


def _change(change: Change, old: _Sayer, new: _Sayer) -> ChangeWords:
    kind, text = change.kind.value, str(KINDS[change.kind])
    if change.kind == Kind.REORDERED:
        names = ([side.name_of(change.group, key) for key in keys] for side, keys in _orders(change, old, new))
        before, after = names
        return ChangeWords("", kind, text, [Line(_("Order"), before, after)])
    whole = change.after if change.after is not None else change.before
    name = _name(change, whole)
    rule = None
    if change.group == "obligations" and change.kind != Kind.CHANGED:
        rule = rule_words(whole, new.tracks if change.kind == Kind.ADDED else old.tracks)
    lines = [
        Line(str(FIELDS.get(part.field, part.field)), old.say(part.field, part.before), new.say(part.field, part.after))
        for part in change.parts
    ]
    return ChangeWords(name, kind, text, lines or _whole(change, old, new), rule)


def _orders(change: Change, old: _Sayer, new: _Sayer) -> Iterable[tuple[_Sayer, tuple[str, ...]]]:
    return (old, change.before), (new, change.after)


def _name(change: Change, whole: Any) -> str:
    if change.group == "handovers":
        sides = (codes.said(codes.DESK_KINDS, side) for side in (whole.sender, whole.receiver))
        return " → ".join(sides)
    return here(whole.name)


def _whole(change: Change, old: _Sayer, new: _Sayer) -> list[Line]:
    """What there is to say of a smaller thing that was added or removed."""
    told = {
        "handovers": ("documents",),
        "pathways": ("stages", "tracks"),
        "doors": ("channels",),
        "stages": ("basket",),
    }
    found = []
    for field in told.get(change.group, ()):
        before = old.say(field, getattr(change.before, field)) if change.before is not None else []
        after = new.say(field, getattr(change.after, field)) if change.after is not None else []
        if before or after:
            found.append(Line(str(FIELDS[field]), before, after))
    return found
