"""Emergency accesses in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kanaf.actors import access as actors
from kanaf.actors.models import Desk
from kanaf.actors.naming import desk_name
from kanaf.cases.enums import EmergencyOutcome
from kanaf.cases.models import EmergencyAccess
from kanaf.cases.summaries import Line
from kanaf.foundation import words
from kanaf.territory import access as territory


@dataclass(frozen=True)
class Row:
    """One access on a list."""

    id: UUID
    code: str
    who: str
    desk: str
    reason: str
    opened_at: datetime
    state: str
    outcome: str
    review_due_at: datetime
    is_waiting: bool

    @property
    def about(self) -> str:
        """Who opened it, from which desk, and whether it still opens."""
        return " · ".join([self.who, self.desk, self.state])


def rows(found: Iterable[EmergencyAccess], names: Mapping[UUID, str], now: datetime) -> list[Row]:
    """In the order given."""
    return [
        Row(
            id=one.id,
            code=one.case_code,
            who=names.get(one.person, ""),
            desk=desk_name(one.desk),
            reason=territory.label_of("emergency_reason", one.reason),
            opened_at=one.opened_at,
            state=state_of(one, now),
            outcome=outcome_of(one),
            review_due_at=one.review_due_at,
            is_waiting=one.reviewed_at is None,
        )
        for one in found
    ]


def state_of(one: EmergencyAccess, now: datetime) -> str:
    """Open until when, or since when over."""
    if one.is_open(now):
        return _("still open, until %(when)s") % {"when": words.when(one.until, now)}
    return _("over since %(when)s") % {"when": words.when(one.ended_at or one.until, now)}


def outcome_of(one: EmergencyAccess) -> str:
    return str(EmergencyOutcome(one.outcome).label) if one.outcome else _("not reviewed yet")


def phone_of(desk: Desk) -> str:
    """Whom to call first: the desk that leads."""
    return str(desk.phone_public)


def lines(one: EmergencyAccess, now: datetime, *, with_words: bool) -> list[Line]:
    """Everything the record says, but nothing of the file."""
    names = actors.names_of([one.person, one.reviewed_by])
    told = [
        (pgettext("of a child", "File"), one.case_code),
        (_("Opened by"), names.get(one.person, "")),
        (_("From the desk"), desk_name(one.desk)),
        (_("Led by"), desk_name(one.lead_desk)),
        (_("Opened"), words.when(one.opened_at, now)),
        (_("Access"), state_of(one, now)),
        (_("Why"), territory.label_of("emergency_reason", one.reason)),
    ]
    if with_words:
        told.append((_("What happens"), one.words or ""))
    told.append((pgettext("emergency access", "Review"), _review(one, names, now)))
    if with_words and one.remark:
        told.append((_("What the reviewer says"), one.remark))
    return [Line(label, value) for label, value in told]


def _review(one: EmergencyAccess, names: Mapping[UUID, str], now: datetime) -> str:
    if one.reviewed_at is None or one.reviewed_by is None:
        if one.is_late(now):
            return _("not reviewed yet: %(late)s") % {"late": words.due(one.review_due_at, now).text}
        return _("expected before %(when)s") % {"when": words.when(one.review_due_at, now)}
    said = {"outcome": outcome_of(one), "who": names.get(one.reviewed_by, ""), "when": words.when(one.reviewed_at, now)}
    if one.is_late(now):
        return _("%(outcome)s, says %(who)s, %(when)s: after the time it was due") % said
    return _("%(outcome)s, says %(who)s, %(when)s") % said
