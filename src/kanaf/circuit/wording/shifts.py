"""What a move to another version changes for one file, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kanaf.actors import access as actors
from kanaf.actors.naming import desk_name
from kanaf.circuit.clocks import moment
from kanaf.circuit.machines import protocol_of
from kanaf.circuit.models import ProtocolVersion
from kanaf.circuit.moving import Row, Shift
from kanaf.circuit.wording.rules import here
from kanaf.foundation import words


@dataclass(frozen=True)
class Side:
    """How an obligation stands under one version."""

    due: words.DuePhrase
    desk: str
    state: str


@dataclass(frozen=True)
class ShiftWords:
    """One obligation under both versions; a side is missing where there is none."""

    name: str
    turn: str
    what: list[str]
    before: Side | None
    after: Side | None


def shift_words(shifts: Iterable[Shift], old: ProtocolVersion, new: ProtocolVersion, now: datetime) -> list[ShiftWords]:
    """Every shift in words, named as the newer version names it."""
    found = list(shifts)
    names = {rule.key: here(rule.name) for version in (old, new) for rule in protocol_of(version.id).obligations}
    desks = actors.desks_by_id(
        UUID(row["desk"]) for one in found for row in (one.before, one.after) if row and row["desk"]
    )
    labels = {str(pk): desk_name(desk) for pk, desk in desks.items()}

    def side(row: Row | None) -> Side | None:
        if row is None:
            return None
        return Side(words.due(moment(row["due"]), now), labels.get(row["desk"], ""), _state(row))

    return [
        ShiftWords(names.get(one.rule, one.rule), one.turn.value, _what(one), side(one.before), side(one.after))
        for one in found
    ]


def _state(row: Row) -> str:
    if not row["ended"]:
        return pgettext("an obligation", "waits")
    return pgettext("an obligation", "done") if row["done"] else pgettext("an obligation", "ended")


def _what(shift: Shift) -> list[str]:
    """What differs of an obligation that both versions know."""
    fields = shift.fields
    told = {
        "due": _("falls due at another time"),
        "desk": _("is owed by another desk"),
        "risk": _("counts for another risk"),
        "ended": _("ends otherwise"),
        "done": _("is done otherwise"),
        "began": _("begins at another time"),
    }
    said = [words_ for name, words_ in told.items() if name in fields]
    if "steps" in fields and "due" not in fields:
        said.append(_("reminders come at other times"))
    return said
