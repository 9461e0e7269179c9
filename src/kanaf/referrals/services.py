"""Sending, receiving, accepting, declining, finishing and taking back: nobody falls between two desks."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from kanaf.actors.actor import Actor
from kanaf.actors.enums import DeskKind
from kanaf.actors.models import Desk, Service
from kanaf.cases import waiting
from kanaf.cases.access import work
from kanaf.cases.access.consents import allows
from kanaf.cases.models import Case, Lead
from kanaf.cases.policies_consent import Answer
from kanaf.foundation.context import SystemActor
from kanaf.foundation.ids import new_id
from kanaf.grants import access as grants_access
from kanaf.grants import services as grants
from kanaf.grants.enums import Compartment, Level, Reason
from kanaf.journal import services as journal
from kanaf.referrals import events, policies, services_transfers
from kanaf.referrals.access import rests_on_consent
from kanaf.referrals.enums import WHOLE, ReferralKind, ReferralStatus, Result
from kanaf.referrals.holding import AlreadyAnswered, locked, note
from kanaf.referrals.models import Referral
from kanaf.referrals.services_conflicts import DeskClosed
from kanaf.territory import access as territory

__all__ = ["AlreadyAnswered", "AlreadyWaiting", "ConsentEnded", "DeskClosed", "NoConsent"]

WRITES: Mapping[DeskKind, Compartment] = {
    DeskKind.HOSPITAL_UNIT: Compartment.MEDICAL,
    DeskKind.PROSECUTION: Compartment.JUDICIAL,
    DeskKind.COURT_CELL: Compartment.JUDICIAL,
    DeskKind.JUVENILE_JUDGE: Compartment.JUDICIAL,
    DeskKind.MINORS_BRIGADE: Compartment.JUDICIAL,
    DeskKind.GENDARMERIE_UNIT: Compartment.JUDICIAL,
    DeskKind.LISTENING_CENTRE: Compartment.PSYCHOLOGICAL,
    DeskKind.PROTECTION_CENTRE: Compartment.SOCIAL,
    DeskKind.SHELTER: Compartment.SOCIAL,
}
"""The part that a desk of each kind writes in once it has accepted: its own trade's."""


CONSENT, EXPIRED = "consent_withdrawn", "consent_expired"
"""Of the codelist ``revoke_reason``: what people took back, and what came to its end."""


class NoConsent(Exception):
    """Consent does not allow it; ``answer.why`` says so in words."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(str(answer.why))
        self.answer = answer


class ConsentEnded(Exception):
    """The consent that it rested on was refused, taken back or found void since it was sent."""


class AlreadyWaiting(Exception):
    """The same desk was already asked for the same service and has not answered."""


@transaction.atomic
def send(
    *,
    actor: Actor,
    case: UUID,
    desk_to: Desk,
    kind: ReferralKind,
    category: str,
    service: Service | None,
    compartments: Sequence[str],
    urgency: str,
    message: str,
    at: datetime,
    referral_id: UUID | None = None,
    follows: UUID | None = None,
    transfer: services_transfers.Request | None = None,
    is_demo: bool = False,
) -> Referral:
    """Ask another desk. Until it accepts we stay responsible; it sees the core of the file, and no more.

    Raises ``PermissionDenied``, ``DeskClosed``, ``NoConsent`` and ``AlreadyWaiting``.
    """
    file = work.locked(actor, case, policies.can_send)
    if desk_to.id in grants_access.closed_desks(case):
        raise DeskClosed
    answer = allows(file, "share", desk_to)
    if not answer.allowed:
        raise NoConsent(answer)
    due = waiting.promised("referral_answer", at, risk=urgency, desk=desk_to, file=case)
    with _one_waiting():
        referral = Referral.objects.create(
            id=referral_id or new_id(),
            case=file.case,
            case_code=file.case.code,
            kind=kind,
            desk_from_id=file.case.lead_desk_id,
            desk_to=desk_to,
            service=service,
            category=category,
            compartments=sorted({*compartments, Compartment.CORE}),
            urgency=urgency,
            sex=file.case.sex,
            age=file.case.age,
            message=message,
            sent_by=actor.known_id,
            sent_at=at,
            answer_due_at=due,
            expires_at=territory.due_at("referral_expiry", at, risk=urgency),
            follows=follows,
            summary=transfer.summary if transfer else None,
            transfer_reason=transfer.reason if transfer else "",
            is_demo=is_demo,
        )
    _open_to(actor, referral, at)
    journal.write(
        events.REFERRAL_SENT,
        actor=actor,
        subject=referral,
        at=at,
        file=case,
        desk=referral.desk_from_id,
        referral=str(referral.id),
        desk_to=str(desk_to.id),
        kind=kind,
        category=category,
        compartments=referral.compartments,
        urgency=urgency,
        answer_due_at=due.isoformat(),
        follows=follows and str(follows),
    )
    return referral


@contextmanager
def _one_waiting() -> Iterator[None]:
    """The database counts also what another desk asked while it led, which we do not read."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if "referral_one_waiting" in str(error):
            raise AlreadyWaiting from error
        raise


@transaction.atomic
def note_block(*, actor: Actor, case: UUID, desk_to: Desk, category: str, at: datetime) -> None:
    """Consent stopped a referral: the attempt is kept, for the disclosure log (story 3)."""
    journal.write(
        events.REFERRAL_BLOCKED,
        actor=actor,
        subject=("cases.case", case),
        at=at,
        file=case,
        desk_to=str(desk_to.id),
        category=category,
    )


def _open_to(actor: Actor, referral: Referral, at: datetime) -> None:
    """The core at once, so that the desk can decide; the rest only if it accepts."""
    common = {
        "actor": actor,
        "subject": referral.case_id,
        "desk": referral.desk_to_id,
        "basis": referral.id,
        "at": at,
    }
    grants.grant(compartments=["core"], level=Level.READ, reason=Reason.REFERRAL, until=None, **common)  # type: ignore[arg-type]
    if referral.kind in WHOLE:
        grants.offer(compartments=["core"], level=Level.WRITE, reason=Reason.HANDOVER, until=None, **common)  # type: ignore[arg-type]
        return
    writes = WRITES.get(DeskKind(referral.desk_to.kind))
    read = [c for c in referral.compartments if c not in {Compartment.CORE, writes}]
    if read:
        grants.offer(compartments=read, level=Level.READ, reason=Reason.REFERRAL, until=None, **common)  # type: ignore[arg-type]
    if writes:
        grants.offer(compartments=[writes], level=Level.WRITE, reason=Reason.REFERRAL, until=None, **common)  # type: ignore[arg-type]


def _offers_more_than_core(referral: Referral) -> bool:
    return len(referral.compartments) > 1 or DeskKind(referral.desk_to.kind) in WRITES


@transaction.atomic
def receive(*, actor: Actor, referral: Referral, at: datetime) -> Referral:
    """We have it; the answer comes. The sender stays responsible."""
    referral = locked(actor, referral, policies.can_receive)
    if referral.status == ReferralStatus.SENT:
        referral.status, referral.received_at = ReferralStatus.RECEIVED, at
        referral.save(update_fields=["status", "received_at"])
        note(events.REFERRAL_RECEIVED, actor, referral, at)
    return referral


@transaction.atomic
def accept(*, actor: Actor, referral: Referral, answer: str, at: datetime) -> Referral:
    """We take it: the parts that were offered open now; a hand-over moves the lead in the same instant.

    Raises ``ConsentEnded`` besides the usual refusals.
    """
    referral = locked(actor, referral, policies.can_answer)
    if not rests_on_consent(referral):
        raise ConsentEnded
    if referral.kind in WHOLE:
        _take_over(actor, referral, at)
    elif _offers_more_than_core(referral):
        grants.take(actor=actor, subject=referral.case_id, basis=referral.id, at=at)
    referral.status, referral.answered_at, referral.answered_by = ReferralStatus.ACCEPTED, at, actor.known_id
    referral.received_at, referral.answer = referral.received_at or at, answer
    referral.save(update_fields=["status", "answered_at", "answered_by", "received_at", "answer", "access_until"])
    note(events.REFERRAL_ACCEPTED, actor, referral, at, kind=referral.kind)
    if referral.kind == ReferralKind.TRANSFER:
        services_transfers.keep(actor=actor, referral=referral, at=at)
    return referral


def _take_over(actor: Actor, referral: Referral, at: datetime) -> None:
    until = referral.access_until = territory.due_at("transfer_access_end", at)
    grants.move_lead(actor=actor, subject=referral.case_id, basis=referral.id, summary_until=until, at=at)
    lead = Lead.objects.select_for_update().get(case_id=referral.case_id, during__upper_inf=True)
    lead.during = DateTimeTZRange(lead.during.lower, at)
    lead.save(update_fields=["during"])
    Lead.objects.create(case_id=referral.case_id, desk=referral.desk_to, during=(at, None), basis=referral.id)
    Case.objects.filter(pk=referral.case_id).update(worker=actor.id)
    services_transfers.hand_on(case=referral.case_id)


@transaction.atomic
def decline(*, actor: Actor, referral: Referral, reason: str, answer: str, at: datetime) -> Referral:
    """We cannot: the sender is told at once what is due again, and we see the file no more."""
    referral = locked(actor, referral, policies.can_decline)
    referral.status, referral.answered_at, referral.answered_by = ReferralStatus.DECLINED, at, actor.id
    referral.decline_reason, referral.answer = reason, answer
    referral.save(update_fields=["status", "answered_at", "answered_by", "decline_reason", "answer"])
    note(events.REFERRAL_DECLINED, actor, referral, at, reason=reason)
    _close_to(actor, referral, "declined", at)
    return referral


@transaction.atomic
def finish(*, actor: Actor, referral: Referral, outcome: str, at: datetime, result: Result = Result.GIVEN) -> Referral:
    """Done, with what came of it; the access given for it ends."""
    referral = locked(actor, referral, policies.can_finish)
    referral.status, referral.done_at, referral.outcome, referral.result = ReferralStatus.DONE, at, outcome, result
    referral.save(update_fields=["status", "done_at", "outcome", "result"])
    note(events.REFERRAL_DONE, actor, referral, at, outcome=result)
    _close_to(actor, referral, "done", at)
    return referral


@transaction.atomic
def revoke(*, actor: Actor, referral: Referral, reason: str, at: datetime) -> Referral:
    """The sender takes it back: the other desk sees the file no more."""
    referral = locked(actor, referral, policies.can_revoke)
    referral.status, referral.revoked_at, referral.revoke_reason = ReferralStatus.REVOKED, at, reason
    referral.save(update_fields=["status", "revoked_at", "revoke_reason"])
    note(events.REFERRAL_REVOKED, actor, referral, at, by_sender=True, reason=reason)
    _close_to(actor, referral, "revoked", at)
    return referral


@transaction.atomic
def end_for_consent(*, actor: Actor, case: UUID, desk: UUID, at: datetime) -> int:
    """Consent to share with a desk holds no more: its referrals are taken back, whoever sent them; how many.

    The desk that had received them is told to stop in the same transaction (``stops``).
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT referral, sender, category, urgency FROM kanaf_revoke_without_consent(%s, %s, %s)", [case, desk, at]
        )
        revoked = cursor.fetchall()
    reason = EXPIRED if actor.id == SystemActor.CLOCK.value else CONSENT
    for referral, sender, category, urgency in revoked:
        grants.note_end(actor=actor, subject=case, basis=referral, desk=desk, reason=reason, at=at)
        if category is None:  # a seat at a conference: its access ends, and nothing was sent
            continue
        journal.write(
            events.REFERRAL_REVOKED,
            actor=actor,
            subject=("referrals.referral", referral),
            at=at,
            file=case,
            desk=sender,
            referral=str(referral),
            category=category,
            urgency=urgency,
            desk_to=str(desk),
            reason=reason,
        )
    return len(revoked)


def _close_to(actor: Actor, referral: Referral, why: str, at: datetime) -> None:
    grants.end(actor=actor, subject=referral.case_id, basis=referral.id, desk=referral.desk_to_id, reason=why, at=at)
