"""What was agreed, refused or withdrawn in a file, and what it allows."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.http import Http404

from kanaf.actors.access import list_desks
from kanaf.actors.actor import Actor
from kanaf.actors.models import Desk
from kanaf.actors.naming import desk_name
from kanaf.cases.access import people
from kanaf.cases.enums import ConsentState
from kanaf.cases.models import Case, CaseParty, Consent
from kanaf.cases.policies import OpenFile
from kanaf.cases.policies_consent import (
    JUSTICE,
    Answer,
    Question,
    answer,
    current,
    question_between,
)
from kanaf.cases.policies_consent_life import Birth, Life, Step, Terms, life_of, steps
from kanaf.cases.policies_people import MAJORITY, alleged_authors
from kanaf.foundation import clock, words
from kanaf.grants import access as grants
from kanaf.grants.enums import Compartment, Reason
from kanaf.grants.models import Grant
from kanaf.persons.models import Person
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
    """What is asked of whom at the age of the main person, or between two guessed ages. Raises ``AgeUnknown``."""
    birth = birth_of(file)
    between = birth.between(day) if birth else None
    if between is None:
        raise AgeUnknown
    younger, older = (None if age >= MAJORITY else territory.consent_rule(age) for age in between)
    return question_between(younger, older)


def birth_of(file: OpenFile) -> Birth | None:
    """What the reader may know of the birth: the day where identities are open, else the age in the core."""
    main = people.main_party(file)
    return birth_from(file.case, main.person if main else None)


def birth_from(case: Case, person: Person | None) -> Birth | None:
    born = person.born_on if person else None
    if born and person:
        return Birth(born_on=born, is_estimate=person.is_birth_estimated)
    return None if case.age is None else Birth(age=case.age, age_on=words.local(case.opened_at).date())


def table() -> tuple[Step, ...]:
    """The ages at which more is asked of the child, by the settings in force."""
    return steps((rule.age_from, rule.child) for rule in territory.consent_table())


def terms() -> Terms:
    """The settings of how long before an end one is warned, and how long an old answer bears; none where unset."""
    return Terms(notice=_span("consent_notice"), grace=_span("consent_grace"))


def _span(key: str) -> timedelta:
    try:
        return timedelta(hours=territory.delay(key).hours)
    except LookupError:
        return timedelta(0)


def lives(birth: Birth | None, found: Iterable[Consent], at: datetime) -> dict[UUID, Life]:
    """Where each answer stands at a moment, by its id."""
    day, ages, spans = words.local(at).date(), table(), terms()
    return {c.id: life_of(c, at=at, day=day, birth=birth, table=ages, terms=spans) for c in found}


def alleged(file: OpenFile) -> set[UUID]:
    """The people named today as alleged authors in this file."""
    return alleged_authors(CaseParty.objects.filter(case=file.case))


def allows(file: OpenFile, purpose: str, desk: Desk | None) -> Answer:
    """Whether a purpose may be served for a desk: refused blocks, and the duty to report to justice stands."""
    every = consents(file)
    standing = lives(birth_of(file), every, clock.now())
    return answer(
        every,
        purpose=purpose,
        desk=desk.id if desk else None,
        is_justice=desk is not None and desk.kind in JUSTICE,
        alleged=alleged(file),
        life=lambda consent: standing[consent.id],
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
