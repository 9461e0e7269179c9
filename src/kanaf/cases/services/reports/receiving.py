"""A report comes in: from the public, from a professional, or from a session as a concern."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, models, transaction
from django.utils.translation import get_language

from kanaf.actors.actor import Actor
from kanaf.actors.models import Desk
from kanaf.cases import policies, waiting
from kanaf.cases.enums import Channel, ReporterKind, Urgency
from kanaf.cases.events import reports
from kanaf.cases.models import ReportContact, ReportStatement
from kanaf.cases.services.reports import codes
from kanaf.cases.services.reports.routing import desk_for
from kanaf.foundation.concerns import Concern
from kanaf.foundation.context import SystemActor, acting_as, current_actor_id
from kanaf.foundation.ids import new_id, short_code
from kanaf.foundation.vault import keys
from kanaf.foundation.vault.fields import SealedField
from kanaf.journal import services as journal
from kanaf.territory import access as territory
from kanaf.territory.models import Place

REFERENCE_LENGTHS = (6, 6, 6, 7, 8)
PARTS: Sequence[tuple[type[models.Model], str]] = (
    (ReportStatement, "what"), (ReportStatement, "where"), (ReportStatement, "who"), (ReportStatement, "author"),
    (ReportContact, "name"), (ReportContact, "phone"), (ReportContact, "phone_seen_by"), (ReportContact, "when"),
    (ReportContact, "never_say"),
)  # fmt: skip
"""In the order in which ``kanaf_submit_report`` takes them."""


@dataclass(frozen=True)
class Told:
    """What somebody told, in plain words; it is sealed before it leaves the process."""

    what: str
    channel: Channel
    reporter: ReporterKind
    place: Place | None = None
    is_danger_now: bool = False
    children: int = 1
    where: str = ""
    who: str = ""
    author: str = ""
    name: str = ""
    phone: str = ""
    phone_seen_by: str = ""
    when: str = ""
    never_say: str = ""

    @property
    def is_anonymous(self) -> bool:
        return not (self.name or self.phone)

    @property
    def urgency(self) -> Urgency:
        """How fast it must be looked at, before anybody has read it."""
        at_once = self.is_danger_now or self.channel == Channel.CONCERN
        return Urgency.HIGH if at_once else Urgency.MEDIUM


@dataclass(frozen=True)
class Received:
    """Proof that it arrived. ``code`` is said once, on the receipt, and stored nowhere."""

    report: UUID
    desk: Desk
    reference: str
    received_at: datetime
    read_before: datetime
    code: str
    is_new: bool


def submit_report(*, told: Told, report: UUID, wants_code: bool, at: datetime) -> Received:
    """The public form: nobody is signed in, or it does not matter who is. Sent twice, it arrives once.

    Raises ``NoDeskTakesReports``.
    """
    with acting_as(SystemActor.PUBLIC.value):
        return _receive(told=told, report=report, desk=desk_for(told.place), sender=None, wants_code=wants_code, at=at)


@transaction.atomic
def record_report(*, actor: Actor, sender: Desk, told: Told, at: datetime) -> Received:
    """A professional writes down what somebody told: for the own desk if it takes reports, else the one in charge."""
    if not policies.can_record_at(actor, sender.id):
        raise PermissionDenied
    takes = sender.is_active and sender.takes_reports
    desk = sender if takes else desk_for(told.place or sender.place)
    return _receive(told=told, report=new_id(), desk=desk, sender=sender.id, wants_code=False, at=at)


def receive_concern(*, concern: Concern, at: datetime) -> Received:
    """What an adult heard in a session becomes a report; whoever raised it is named, and reads nothing of it."""
    place = territory.get_place(concern.place)
    told = Told(
        what=concern.narrative, where=concern.source, channel=Channel.CONCERN,
        reporter=ReporterKind.PROFESSIONAL, place=place,
    )  # fmt: skip
    with acting_as(concern.raised_by or SystemActor.PUBLIC.value):
        return _receive(told=told, report=new_id(), desk=desk_for(place), sender=None, wants_code=False, at=at)


@transaction.atomic
def _receive(*, told: Told, report: UUID, desk: Desk, sender: UUID | None, wants_code: bool, at: datetime) -> Received:
    read_before = _read_before(told, desk, at)
    code = codes.code_of(codes.REPORT, report) if wants_code else ""
    plain = _plain(told, desk, sender, at) | {"code_expires_at": (at + codes.LIVES).isoformat() if code else None}
    reference, since, is_new = _insert(report, plain, codes.blind_of(codes.REPORT, code) if code else None, told)
    if is_new:
        _journal(told, report, desk, read_before, at)
    else:
        read_before = _read_before(told, desk, since)
    return Received(report, desk, reference, since, read_before, codes.shown(code) if code else "", is_new)


def _read_before(told: Told, desk: Desk, at: datetime) -> datetime:
    """What we promise: the time to decide; without danger, not less than the time to read an addition."""
    triage = waiting.promised("triage", at, risk=told.urgency, desk=desk)
    if told.urgency == Urgency.HIGH:
        return triage
    return max(triage, waiting.promised("report_read", at, risk=told.urgency, desk=desk))


def _plain(told: Told, desk: Desk, sender: UUID | None, at: datetime) -> dict[str, object]:
    return {
        "desk": str(desk.id),
        "sender": sender and str(sender),
        "place": told.place and str(told.place.pk),
        "channel": told.channel.value,
        "reporter_kind": told.reporter.value,
        "is_danger_now": told.is_danger_now,
        "is_anonymous": told.is_anonymous,
        "language": (get_language() or settings.LANGUAGE_CODE)[:2],
        "children": told.children,
        "received_at": at.isoformat(),
        "is_demo": bool(settings.DEMO),
    }


def _insert(report: UUID, plain: dict[str, object], code: bytes | None, told: Told) -> tuple[str, datetime, bool]:
    """References are random; a taken one is drawn again."""
    key, ring_key, wrapped = keys.make(report)
    keys.remember(report, key)
    sealed = [_seal(model, name, report, getattr(told, name)) for model, name in PARTS]
    for length in REFERENCE_LENGTHS:
        values = json.dumps(plain | {"reference": f"R-{short_code(length)}"})
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    "SELECT said_reference, since, is_new"
                    " FROM kanaf_submit_report(%s, %s::jsonb, %s, %s, %s, %s::bytea[])",
                    [report, values, code, ring_key, wrapped, sealed],
                )
                reference, since, is_new = cursor.fetchone()
                return reference, since, is_new
        except IntegrityError:
            continue
    raise IntegrityError("no free reference")


def _seal(model: type[models.Model], name: str, report: UUID, text: str) -> bytes | None:
    field = model._meta.get_field(name)
    return field.seal(report, text) if text and isinstance(field, SealedField) else None


def _journal(told: Told, report: UUID, desk: Desk, read_before: datetime, at: datetime) -> None:
    journal.write(
        reports.REPORT_RECEIVED, actor=current_actor_id(), subject=("cases.report", report), at=at, file=report,
        desk=desk.id, risk=told.urgency.value, channel=told.channel.value, reporter=told.reporter.value,
        is_danger_now=told.is_danger_now, children=told.children, desk_in_charge=str(desk.id),
        read_before=read_before.isoformat(),
    )  # fmt: skip
