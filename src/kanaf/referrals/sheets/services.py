"""Making a sheet, closing its link, and the one answer that comes through it."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from kanaf.actors.access import desks_by_id
from kanaf.actors.actor import Actor
from kanaf.actors.models import Desk
from kanaf.foundation.context import SystemActor, acting_as
from kanaf.foundation.ids import new_id, short_code
from kanaf.foundation.vault import files
from kanaf.grants import services as grants
from kanaf.journal import services as journal
from kanaf.referrals import events
from kanaf.referrals.enums import ReferralKind, ReferralStatus, SheetAnswer
from kanaf.referrals.holding import locked, note
from kanaf.referrals.models import Referral, Sheet
from kanaf.referrals.sheets import paper, policies, secrets
from kanaf.referrals.sheets.access import get_sheet, registered_phone

PARTNER = Actor(SystemActor.PUBLIC.value)


class NoNumber(Exception):
    """The directory knows no number for this desk: nobody can be sure who would hear the code."""


@transaction.atomic
def make(
    *,
    actor: Actor,
    referral: Referral,
    language: str,
    address: Callable[[str], str],
    at: datetime,
    is_demo: bool = False,
) -> Sheet:
    """A paper with a link of its own; the ones made before close. ``address`` makes the whole address of a link.

    Raises ``NoNumber``, ``AlreadyAnswered``, ``PermissionDenied``.
    """
    referral = locked(actor, referral, policies.can_make)
    phone = registered_phone(referral.desk_to)
    if not phone:
        raise NoNumber
    for former in Sheet.objects.filter(referral=referral, answer="", withdrawn_at=None):
        _close(actor, referral, former, at)
    link, code, reference = secrets.new_link(), secrets.new_code(), f"F-{short_code(6)}"
    until = at + secrets.LIVES
    made = paper.sheet_pdf(
        referral, reference=reference, language=language, address=address(link), phone=phone, until=until, at=at
    )
    sheet = Sheet.objects.create(
        id=new_id(),
        referral=referral,
        case_id=referral.case_id,
        reference=reference,
        language=language,
        phone=phone,
        link_blind=secrets.link_blind(link),
        code_blind=secrets.code_blind(link, code),
        code=code,
        file=files.store(referral.case_id, made),
        digest=hashlib.sha256(made).hexdigest(),
        made_by=actor.known_id,
        made_at=at,
        expires_at=until,
        is_demo=is_demo,
    )
    kept = {"sheet": str(sheet.id), "expires_at": until.isoformat()}
    note(events.SHEET_MADE, actor, referral, at, by_sender=True, **kept)
    return sheet


def _close(actor: Actor, referral: Referral, sheet: Sheet, at: datetime) -> None:
    sheet.withdrawn_at = at
    sheet.save(update_fields=["withdrawn_at"])
    note(events.SHEET_WITHDRAWN, actor, referral, at, by_sender=True, sheet=str(sheet.id))


@transaction.atomic
def withdraw(*, actor: Actor, referral: Referral, sheet: UUID, at: datetime) -> Sheet:
    """The link opens nothing any more; done twice changes nothing."""
    referral = locked(actor, referral, policies.can_see_sheets)
    record = get_sheet(referral, sheet)
    if policies.can_withdraw(actor, referral, record):
        _close(actor, referral, record, at)
    return record


@dataclass(frozen=True)
class Opened:
    """What a valid link and a valid code show: no identity, no narrative."""

    reference: str
    kind: str
    category: str
    urgency: str
    sex: str
    age: int | None
    desk_from: Desk
    desk_to: Desk
    sent_at: datetime
    answer_before: datetime
    until: datetime

    @property
    def may_accept(self) -> bool:
        """A service may be accepted on paper; a whole file never."""
        return self.kind == ReferralKind.SERVICE


def open_sheet(link: str, code: str) -> Opened | None:
    """The sheet of a link and a code; ``None`` says nothing of which was wrong. A wrong code is counted."""
    with acting_as(SystemActor.PUBLIC.value), connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM kanaf_open_sheet(%s, %s)", [secrets.link_blind(link), secrets.code_blind(link, code)]
        )
        row = cursor.fetchone()
        if row is None:
            return None
        _sheet, reference, kind, category, urgency, sex, age, sender, asked, sent, before, until = row
        desks = desks_by_id([sender, asked])
    return Opened(reference, kind, category, urgency, sex, age, desks[sender], desks[asked], sent, before, until)


def answer_sheet(*, link: str, code: str, answer: SheetAnswer, reason: str, at: datetime) -> bool:
    """The one answer of a partner without an account; whether it counted. The lead never moves by it."""
    with acting_as(SystemActor.PUBLIC.value):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT * FROM kanaf_answer_sheet(%s, %s, %s, %s, %s)",
                [secrets.link_blind(link), secrets.code_blind(link, code), answer, reason, at],
            )
            row = cursor.fetchone()
        if row is None:
            return False
        _tell(Answered(*row), answer, reason, at)
    return True


@dataclass(frozen=True)
class Answered:
    """What the database did with an answer."""

    sheet: UUID
    referral: UUID
    file: UUID
    kind: str
    category: str
    urgency: str
    sender: UUID
    asked: UUID
    before: str

    @property
    def about(self) -> dict[str, str]:
        return {
            "referral": str(self.referral),
            "category": self.category,
            "urgency": self.urgency,
            "desk_to": str(self.asked),
        }


def _tell(done: Answered, answer: SheetAnswer, reason: str, at: datetime) -> None:
    common = {"subject": ("referrals.referral", done.referral), "at": at, "file": done.file, "desk": done.asked}
    journal.write(
        events.SHEET_ANSWERED,
        actor=PARTNER,
        **common,  # type: ignore[arg-type]
        referral=str(done.referral),
        sheet=str(done.sheet),
        desk_to=str(done.asked),
        answer=answer,
    )
    if answer == SheetAnswer.ACCEPTED:
        kept = {**done.about, "kind": done.kind}
        journal.write(events.REFERRAL_ACCEPTED, actor=PARTNER, **common, **kept)  # type: ignore[arg-type]
    elif answer == SheetAnswer.DECLINED:
        kept = {**done.about, "reason": reason}
        journal.write(events.REFERRAL_DECLINED, actor=PARTNER, **common, **kept)  # type: ignore[arg-type]
        grants.note_end(
            actor=PARTNER, subject=done.file, basis=done.referral, desk=done.asked, reason="declined", at=at
        )
    elif done.before == ReferralStatus.SENT:
        journal.write(events.REFERRAL_RECEIVED, actor=PARTNER, **common, **done.about)  # type: ignore[arg-type]
