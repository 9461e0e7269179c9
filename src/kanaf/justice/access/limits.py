"""The age limits of children, worked out while a page is made."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kanaf.cases.enums import PartyRole
from kanaf.cases.models import Case, CaseParty
from kanaf.foundation.vault import keys
from kanaf.persons import ages
from kanaf.persons.models import Person
from kanaf.territory import access as territory
from kanaf.territory.enums import AgeKey
from kanaf.territory.models import AgeLimit


@dataclass(frozen=True)
class Limit:
    """One age that matters to one file, when it comes, and whether it is time to say so."""

    setting: AgeLimit
    window: ages.Window
    day: date

    @property
    def years(self) -> int:
        return self.setting.years

    @property
    def is_near(self) -> bool:
        return self.window.is_near(self.day, self.setting.notice_days)

    @property
    def is_over(self) -> bool:
        return self.window.is_over(self.day)

    @property
    def law(self) -> str:
        return territory.cited(self.setting.law)


def window(case: Case, person: Person | None, years: int) -> ages.Window | None:
    """From the birth date where it may be read and is known; else from the age that the core keeps."""
    born = person.born_on if person else None
    if born and person:
        return ages.from_birth(born, years, is_estimate=person.is_birth_estimated)
    if case.age is None:
        return None
    return ages.from_age(case.age, case.opened_at.date(), years)


def limits(case: Case, person: Person | None, day: date, *, wanted: Iterable[str]) -> list[Limit]:
    """The limits of these kinds, the next first; none where no age is known at all."""
    found = [
        Limit(setting, when, day)
        for setting in territory.age_limits()
        if setting.key in wanted and (when := window(case, person, setting.years))
    ]
    return sorted(found, key=lambda limit: limit.window.first)


def of_cases(cases: Iterable[tuple[Case, set[str]]], day: date) -> dict[UUID, list[Limit]]:
    """The limits of many files, each with the kinds that matter to it: two queries and one for the keys."""
    listed = list(cases)
    main = CaseParty.objects.filter(
        case_id__in=[case.id for case, _wanted in listed], role=PartyRole.MAIN, ended_at=None
    ).select_related("person")
    people = {party.case_id: party.person for party in main}
    keys.preload(person.id for person in people.values())
    return {case.id: limits(case, people.get(case.id), day, wanted=wanted) for case, wanted in listed}


EVERY = frozenset(AgeKey.values)
