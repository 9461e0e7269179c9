"""Who pays for a certificate, and who should not: by the dated list of those entitled to it free of charge."""

from dataclasses import dataclass

from kanaf.cases.models import Case
from kanaf.health.enums import FAMILY_PAYS
from kanaf.health.models import Certificate
from kanaf.persons.enums import Sex
from kanaf.territory import access as territory

SCHEME = "free_certificate"
CHILD, WOMAN, REQUISITION = "child", "woman", "requisition"
ADULT = 18


@dataclass(frozen=True)
class Trouble:
    """The victim paid for what is free: with the words of the list that says so."""

    entitled: str


def trouble_of(certificate: Certificate, case: Case, *, on_requisition: bool) -> Trouble | None:
    """What is wrong with who paid, by the list in force on the day of the certificate."""
    if certificate.is_free or certificate.paid_by != FAMILY_PAYS:
        return None
    of_the_child = _qualities(case, on_requisition=on_requisition)
    entitled = [entry for entry in territory.codelist(SCHEME, on=certificate.issued_on) if entry.code in of_the_child]
    return Trouble(entitled[0].label) if entitled else None


def _qualities(case: Case, *, on_requisition: bool) -> set[str]:
    """A file without an age is a child's."""
    found = {CHILD} if case.age is None or case.age < ADULT else set()
    if not found and case.sex == Sex.GIRL:
        found.add(WOMAN)
    return found | ({REQUISITION} if on_requisition else set())
