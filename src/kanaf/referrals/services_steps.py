"""Between the sending and the end: questions, colleagues, the beginning of the work, and silence."""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from kanaf.actors.access import actor_of
from kanaf.actors.actor import Actor
from kanaf.actors.models import Desk
from kanaf.foundation.context import SystemActor
from kanaf.grants import services as grants
from kanaf.journal import services as journal
from kanaf.referrals import events, policies, services
from kanaf.referrals.enums import ENDED_BADLY, ReferralKind, ReferralStatus
from kanaf.referrals.holding import locked, note
from kanaf.referrals.models import Referral, ReferralQuestion

CLOCK = Actor(SystemActor.CLOCK.value)


class NotAColleague(Exception):
    """This person holds no role, at the desk that was asked, that opens files."""


class StillInCourse(Exception):
    """The referral was not declined, missed or forgotten: there is nothing to ask of another desk."""


@transaction.atomic
def ask(*, actor: Actor, referral: Referral, question: str, at: datetime) -> ReferralQuestion:
    """Before answering, the asked desk needs to know something; the sender answers, and stays responsible."""
    referral = locked(actor, referral, policies.can_ask)
    asked = ReferralQuestion.objects.create(
        referral=referral, case_id=referral.case_id, question=question, asked_by=actor.known_id, asked_at=at
    )
    referral.status, referral.received_at = ReferralStatus.ASKED, referral.received_at or at
    referral.save(update_fields=["status", "received_at"])
    note(events.QUESTION_ASKED, actor, referral, at)
    return asked


@transaction.atomic
def reply(*, actor: Actor, referral: Referral, answer: str, at: datetime) -> ReferralQuestion:
    """The sender answers the question that waits; the asked desk goes on."""
    referral = locked(actor, referral, policies.can_reply)
    waiting = ReferralQuestion.objects.get(referral=referral, answered_at=None)
    waiting.answer, waiting.answered_by, waiting.answered_at = answer, actor.known_id, at
    waiting.save(update_fields=["answer", "answered_by", "answered_at"])
    referral.status = ReferralStatus.RECEIVED
    referral.save(update_fields=["status"])
    note(events.QUESTION_ANSWERED, actor, referral, at, by_sender=True)
    return waiting


@transaction.atomic
def reassign(*, actor: Actor, referral: Referral, to: UUID, at: datetime) -> Referral:
    """Inside the asked desk, say who follows it. Raises ``NotAColleague``."""
    referral = locked(actor, referral, policies.can_reassign)
    if not policies.works_with_files_at(actor_of(to, at), referral.desk_to_id):
        raise NotAColleague
    referral.assigned_to = to
    referral.save(update_fields=["assigned_to"])
    note(events.REFERRAL_REASSIGNED, actor, referral, at, to=str(to))
    return referral


@transaction.atomic
def begin(*, actor: Actor, referral: Referral, at: datetime) -> Referral:
    """The service has begun."""
    referral = locked(actor, referral, policies.can_begin)
    referral.status, referral.started_at = ReferralStatus.IN_PROGRESS, at
    referral.save(update_fields=["status", "started_at"])
    note(events.REFERRAL_STARTED, actor, referral, at)
    return referral


@transaction.atomic
def miss(*, actor: Actor, referral: Referral, remark: str, at: datetime) -> Referral:
    """The child did not come: the sender knows at once, and the access given for it ends."""
    referral = locked(actor, referral, policies.can_miss)
    referral.status, referral.done_at, referral.outcome = ReferralStatus.NOT_ATTENDED, at, remark
    referral.save(update_fields=["status", "done_at", "outcome"])
    note(events.REFERRAL_NOT_ATTENDED, actor, referral, at)
    grants.end(
        actor=actor,
        subject=referral.case_id,
        basis=referral.id,
        desk=referral.desk_to_id,
        reason="not_attended",
        at=at,
    )
    return referral


@transaction.atomic
def expire(*, actor: Actor, at: datetime) -> int:
    """What nobody answered in all that time lapses: the asked desk reads the file no more. How many did."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT referral, file, sender, asked, category, urgency FROM kanaf_expire_referrals(%s)", [at])
        lapsed = cursor.fetchall()
    for referral, file, sender, asked, category, urgency in lapsed:
        grants.note_end(actor=actor, subject=file, basis=referral, desk=asked, reason="expired", at=at)
        journal.write(
            events.REFERRAL_EXPIRED,
            actor=actor,
            subject=("referrals.referral", referral),
            at=at,
            file=file,
            desk=sender,
            referral=str(referral),
            category=category,
            urgency=urgency,
            desk_to=str(asked),
        )
    return len(lapsed)


@transaction.atomic
def send_next(*, actor: Actor, referral: Referral, desk_to: Desk, at: datetime) -> Referral:
    """What one desk could not give is asked of another, in the same words, by whoever leads the file.

    Raises ``StillInCourse`` besides what ``services.send`` raises.
    """
    if referral.status not in ENDED_BADLY:
        raise StillInCourse
    return services.send(
        actor=actor,
        case=referral.case_id,
        desk_to=desk_to,
        kind=ReferralKind.SERVICE,
        category=referral.category,
        service=None,
        compartments=referral.compartments,
        urgency=referral.urgency,
        message=referral.message or "",
        at=at,
        follows=referral.id,
        is_demo=referral.is_demo,
    )
