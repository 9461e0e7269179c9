"""What was agreed, refused or withdrawn in a file, and what it allows."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.http import Http404

from kanaf.actors.access import list_desks
from kanaf.actors.actor import Actor
from kanaf.actors.models import Desk
from kanaf.actors.naming import desk_name
from kanaf.cases.access import people
from kanaf.cases.enums import ConsentState
from kanaf.cases.models import CaseParty, Consent
from kanaf.cases.policies import OpenFile
from kanaf.cases.policies_consent import JUSTICE, Answer, Question, answer, current, question_of
from kanaf.cases.policies_people import MAJORITY, alleged_authors
from kanaf.grants import access as grants
from kanaf.grants.enums import Compartment, Reason
from kanaf.grants.models import Grant
from kanaf.territory import access as territory


class AgeUnknown(LookupError):
    """Nobody can say what to ask before an age, even a rough one, is written down."""


def can_see_consents(actor: Actor, file: OpenFile) -> bool:
    """Whoever may open the social part."""
    return actor.is_active and file.reads(Compartment.SOCIAL)


def consents(file: OpenFile) -> list[Consent]:
    """Every answer ever given, the newest first."""
    if not file.reads(Compartment.SOCIAL):
        return []
    found = Consent.objects.filter(case=file.case).select_related("desk", "adult__person")
    return list(found.order_by("-recorded_at", "id"))


def current_consents(file: OpenFile) -> list[Consent]:
    """The answers that hold today."""
    return current(consents(file))


def get_given(file: OpenFile, consent_id: UUID) -> Consent:
    """A consent that holds and can be withdrawn."""
    found = next((c for c in current_consents(file) if c.id == consent_id and c.state == ConsentState.GIVEN), None)
    if found is None:
        raise Http404
    return found


def question(file: OpenFile, day: date) -> Question:
    """What is asked of whom at the age of the main person. Raises ``AgeUnknown``."""
    age = people.age_now(file, day)
    if age is None:
        raise AgeUnknown
    return question_of(None if age >= MAJORITY else territory.consent_rule(age))


def alleged(file: OpenFile) -> set[UUID]:
    """The people named today as alleged authors in this file."""
    return alleged_authors(CaseParty.objects.filter(case=file.case))


def allows(file: OpenFile, purpose: str, desk: Desk | None) -> Answer:
    """Whether a purpose may be served for a desk: refused blocks, and the duty to report to justice stands."""
    return answer(
        consents(file),
        purpose=purpose,
        desk=desk.id if desk else None,
        is_justice=desk is not None and desk.kind in JUSTICE,
        alleged=alleged(file),
    )


def recipients(actor: Actor, file: OpenFile) -> list[Desk]:
    """The desks that something could be shared with: every active one but the leading desk."""
    closed = grants.closed_desks(file.case.id) | {file.case.lead_desk_id}
    desks = list_desks(actor).filter(is_active=True).exclude(pk__in=closed)
    return sorted(desks, key=desk_name)


def referral_bases(case_id: UUID, desk_id: UUID, at: datetime) -> list[UUID]:
    """The referrals under which a desk holds, or was offered, a part of a file."""
    held = Grant.objects.filter(subject_id=case_id, desk_id=desk_id, reason=Reason.REFERRAL, basis__isnull=False)
    holding = held.filter(Q(valid__contains=at) | Q(is_offer=True))
    return list(holding.order_by().values_list("basis", flat=True).distinct())  # type: ignore[arg-type]
