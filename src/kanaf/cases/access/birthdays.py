"""Birthdays that ask for another answer, for the page of a desk: worked out while it is made, and kept nowhere."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from kanaf.actors.actor import Actor
from kanaf.cases.access.consents import birth_from, lives
from kanaf.cases.enums import CaseStatus, ConsentState, PartyRole
from kanaf.cases.models import Case, CaseParty, Consent
from kanaf.cases.policies_consent import current
from kanaf.cases.policies_consent_life import Birth, Life
from kanaf.foundation.vault import keys

MOST_SHOWN = 10


@dataclass(frozen=True)
class Birthday:
    """One file in which others answered what is now the child's to answer."""

    case: Case
    life: Life

    @property
    def bears_until(self) -> date | None:
        """The day from which nothing new is shared on the old answers."""
        return self.life.bears_until

    @property
    def is_majority(self) -> bool:
        return self.life.step is not None and self.life.step.is_majority


def birthdays(actor: Actor, desk: UUID, at: datetime) -> list[Birthday]:
    """In the open files that the desk leads, one line a file, what ends first first; four queries for all of them."""
    found = Consent.objects.filter(
        case__in=Case.objects.readable_by(actor, at).filter(lead_desk=desk, status=CaseStatus.OPEN)
    ).select_related("case")
    by_case: dict[Case, list[Consent]] = defaultdict(list)
    for consent in found:
        by_case[consent.case].append(consent)
    asked = {case: [c for c in current(every) if _was_asked(c)] for case, every in by_case.items()}
    cases = [case for case, holding in asked.items() if holding]
    main = CaseParty.objects.filter(case__in=cases, role=PartyRole.MAIN, ended_at=None).select_related("person")
    people = {party.case_id: party.person for party in main}
    keys.preload(person.id for person in people.values())
    passed = [one for case in cases if (one := _first(case, birth_from(case, people.get(case.id)), asked[case], at))]
    return sorted(passed, key=lambda one: (one.bears_until or date.max, one.case.code))[:MOST_SHOWN]


def _was_asked(consent: Consent) -> bool:
    return consent.state in (ConsentState.GIVEN, ConsentState.REFUSED)


def _first(case: Case, birth: Birth | None, holding: list[Consent], at: datetime) -> Birthday | None:
    grown = [life for life in lives(birth, holding, at).values() if life.step is not None]
    if not grown:
        return None
    return Birthday(case, min(grown, key=lambda life: life.bears_until or date.max))
