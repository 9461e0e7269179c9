"""Consent and assent: recorded once the limit was explained, replaced by a new answer, withdrawn with its effects."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from kanaf.actors.actor import Actor
from kanaf.actors.models import Desk
from kanaf.cases.access import consents as access
from kanaf.cases.access import people, work
from kanaf.cases.consent_ends import consent_ends
from kanaf.cases.enums import ConsentPurpose, ConsentState
from kanaf.cases.events import consents as events
from kanaf.cases.models import Case, CaseParty, Consent
from kanaf.cases.policies import OpenFile, can_work_socially
from kanaf.cases.policies_consent import JUSTICE, NEVER_WITHOUT, Question, current, is_void, outcome
from kanaf.foundation.ids import new_id
from kanaf.grants import services as grants
from kanaf.grants.enums import Compartment
from kanaf.journal import services as journal
from kanaf.territory import access as territory


class CannotConsent(ValueError):
    """This adult is not among those who may agree for the child: an alleged author never is."""


class LimitNotExplained(ValueError):
    """The duty to report is explained before anything is asked."""


class NotThisWay(ValueError):
    """The answers do not hold together: no recipient, no reason, or a basis where only consent counts."""


@dataclass(frozen=True)
class Answers:
    """What was explained, asked and answered. ``decided_by`` is who stood in for an adult."""

    purpose: str
    limit_explained_at: datetime | None
    language: str
    desk: UUID | None = None
    child_agrees: bool | None = None
    adult: UUID | None = None
    adult_agrees: bool | None = None
    decided_by: str = ""
    is_written: bool = False
    legal_basis: str = ""
    remark: str = ""


@transaction.atomic
def record(*, actor: Actor, case: UUID, answers: Answers, at: datetime) -> Consent:
    """Write an answer down; it replaces the one that held. Raises the refusals above and ``PermissionDenied``."""
    file = work.locked(actor, case, can_work_socially)
    explained_at = _check(file, answers, at)
    question = access.question(file, at.date())
    adult = _adult(file, question, answers, at)
    before = _holding(file, answers.purpose, answers.desk)
    consent = _store(actor, file.case, question, answers, adult, before, explained_at, at)
    journal.write(
        events.CONSENT_RECORDED,
        actor=actor,
        subject=consent,
        at=at,
        file=case,
        compartment=Compartment.SOCIAL,
        purpose=consent.purpose,
        desk_asked=consent.desk_id and str(consent.desk_id),
        state=consent.state,
        legal_basis=consent.legal_basis,
        replaces=consent.replaces_id and str(consent.replaces_id),
        holds_until=consent.holds_until and consent.holds_until.isoformat(),
    )
    if consent.state == ConsentState.REFUSED and consent.desk_id:
        _end_accesses(actor, file.case, consent.desk_id, at)
    return consent


def _check(file: OpenFile, answers: Answers, at: datetime) -> datetime:
    """What must hold before anything is asked; when the limit was explained."""
    if answers.limit_explained_at is None or answers.limit_explained_at > at:
        raise LimitNotExplained
    if (answers.purpose == ConsentPurpose.SHARE) != (answers.desk is not None):
        raise NotThisWay
    if answers.desk == file.case.lead_desk_id:
        raise NotThisWay
    if answers.legal_basis and (answers.purpose in NEVER_WITHOUT or not answers.remark):
        raise NotThisWay
    if answers.decided_by and not answers.remark:
        raise NotThisWay
    return answers.limit_explained_at


def _adult(file: OpenFile, question: Question, answers: Answers, at: datetime) -> CaseParty | None:
    """The adult who answered, if they may: nobody answers for a person of age, and an alleged author never."""
    if answers.adult is None or answers.legal_basis:
        return None
    if not question.needs_adult:
        raise CannotConsent
    found = next((p for p in people.adults(file, at.date()) if p.id == answers.adult), None)
    if found is None:
        raise CannotConsent
    return found


def _holding(file: OpenFile, purpose: str, desk: UUID | None) -> Consent | None:
    return next((c for c in access.current_consents(file) if c.purpose == purpose and c.desk_id == desk), None)


def _store(
    actor: Actor,
    case: Case,
    question: Question,
    answers: Answers,
    adult: CaseParty | None,
    before: Consent | None,
    explained_at: datetime,
    at: datetime,
) -> Consent:
    """The row: with a legal basis nothing was asked, else what the answers come to."""
    asked = not answers.legal_basis
    adult_agrees = answers.adult_agrees if adult else None
    state = outcome(
        question, child_agrees=answers.child_agrees, adult_agrees=adult_agrees, decided_by=answers.decided_by
    )
    return Consent.objects.create(
        id=new_id(),
        case=case,
        purpose=answers.purpose,
        desk_id=answers.desk,
        state=state if asked else ConsentState.NOT_NEEDED,
        child_kind=question.child,
        child_agrees=answers.child_agrees if asked else None,
        adult=adult,
        adult_agrees=adult_agrees,
        is_written=asked and answers.is_written,
        legal_basis=answers.legal_basis,
        limit_explained_at=explained_at,
        language=answers.language,
        remark=answers.remark or None,
        recorded_by=actor.known_id,
        recorded_at=at,
        holds_until=_holds_until(answers.purpose, at) if asked and state == ConsentState.GIVEN else None,
        replaces=before,
    )


def _holds_until(purpose: str, at: datetime) -> datetime | None:
    """The moment that is told to whoever agrees: by the setting of that day, whatever it becomes later.

    Where no term is set for this purpose, it holds until it is taken back.
    """
    try:
        return territory.due_at(f"consent_{purpose}", at)
    except LookupError:
        return None


@transaction.atomic
def withdraw(*, actor: Actor, case: UUID, consent_id: UUID, remark: str, at: datetime) -> Consent:
    """Consent is taken back: a new answer, and what was opened to that desk under a referral ends."""
    file = work.locked(actor, case, can_work_socially)
    given = access.get_given(file, consent_id)
    Consent.objects.filter(pk=given.pk).update(withdrawn_at=at)
    withdrawn = _take_back(actor, given, remark, at)
    ended = _end_accesses(actor, file.case, given.desk_id, at) if given.desk_id else 0
    journal.write(
        events.CONSENT_WITHDRAWN,
        actor=actor,
        subject=withdrawn,
        at=at,
        file=case,
        compartment=Compartment.SOCIAL,
        purpose=given.purpose,
        desk_asked=given.desk_id and str(given.desk_id),
        accesses_ended=ended,
        consent=str(given.id),
    )
    return withdrawn


def _take_back(actor: Actor, given: Consent, remark: str, at: datetime) -> Consent:
    """The new row says what the old one said, and that it holds no more."""
    kept = ("case_id", "purpose", "desk_id", "child_kind", "limit_explained_at", "language")
    return Consent.objects.create(
        id=new_id(), state=ConsentState.WITHDRAWN, remark=remark or None, recorded_by=actor.known_id, recorded_at=at,
        replaces=given, **{name: getattr(given, name) for name in kept},
    )  # fmt: skip


def _end_accesses(actor: Actor, case: Case, desk: UUID, at: datetime) -> int:
    """Take back every referral to a desk, and what it opened or offered; justice keeps what the law gives it."""
    if Desk.objects.filter(pk=desk, kind__in=JUSTICE).exists():
        return 0
    revoked = sum(end(actor=actor, case=case.id, desk=desk, at=at) for end in consent_ends)
    bases = access.referral_bases(case.id, desk, at)
    for basis in bases:
        grants.end(actor=actor, subject=case.id, basis=basis, desk=desk, reason="consent_withdrawn", at=at)
    return revoked + len(bases)


@transaction.atomic
def end_void(*, actor: Actor, case: Case, author: UUID, at: datetime) -> None:
    """Whoever has just been named as author never agreed for the child: what rested on that yes ends."""
    answers = Consent.objects.filter(case=case).select_related("adult")
    for consent in current(answers):
        if consent.state == ConsentState.GIVEN and consent.desk_id and is_void(consent, {author}):
            _end_accesses(actor, case, consent.desk_id, at)
