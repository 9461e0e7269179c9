"""Consent and assent: who is asked at an age, what the answers come to, and what they allow. Pure."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from kanaf.actors.enums import DeskKind
from kanaf.cases.enums import ConsentPurpose, ConsentState
from kanaf.cases.models import Consent
from kanaf.cases.policies_consent_life import RANK, Life, Standing
from kanaf.territory.enums import ConsentFallback, ConsentKind
from kanaf.territory.models import ConsentRule

JUSTICE = frozenset(
    {
        DeskKind.COURT_CELL, DeskKind.PROSECUTION, DeskKind.JUVENILE_JUDGE, DeskKind.MINORS_BRIGADE,
        DeskKind.GENDARMERIE_UNIT,
    }
)  # fmt: skip
"""Desks to which the duty to report reaches, whatever was answered."""
NEVER_WITHOUT = (ConsentPurpose.IMAGE, ConsentPurpose.STATISTICS)
"""Purposes that no other legal basis opens."""
WORKER, CHILD = "worker", "child"
"""Who decides when no adult can be asked: the social worker, or the child if mature enough."""


@dataclass(frozen=True)
class Question:
    """What is asked at an age: of the child, of an adult, and who stands in for that adult."""

    child: str
    needs_adult: bool
    stand_ins: tuple[str, ...]
    adult_only_if_child_agrees: bool = False

    @property
    def asks_child(self) -> bool:
        """Below the first age the child is told, not asked."""
        return self.child != ConsentKind.INFORMATION

    @property
    def in_writing(self) -> bool:
        return self.child in (ConsentKind.WRITTEN_ASSENT, ConsentKind.CONSENT)


GROWN_UP = Question(child=ConsentKind.CONSENT.value, needs_adult=False, stand_ins=())
_STAND_INS = {
    ConsentFallback.TRUSTED_ADULT: (WORKER,),
    ConsentFallback.TRUSTED_ADULT_OR_MATURITY: (WORKER, CHILD),
    ConsentFallback.CHILD: (CHILD,),
}


def question_of(rule: ConsentRule | None) -> Question:
    """The row of the table in force; nobody else is asked for a person who is of age."""
    if rule is None:
        return GROWN_UP
    return Question(
        child=rule.child,
        needs_adult=True,
        stand_ins=_STAND_INS.get(ConsentFallback(rule.fallback), (WORKER,)),
        adult_only_if_child_agrees=rule.caregiver == ConsentKind.CONSENT_IF_CHILD_AGREES,
    )


def question_between(younger: ConsentRule | None, older: ConsentRule | None) -> Question:
    """Where an age is only guessed: asked of the child as if older, and of the adults as if younger."""
    low, high = question_of(younger), question_of(older)
    return Question(
        child=max(low.child, high.child, key=lambda kind: RANK.get(kind, 0)),
        needs_adult=low.needs_adult,
        stand_ins=tuple(dict.fromkeys((*low.stand_ins, *high.stand_ins))),
        adult_only_if_child_agrees=low.adult_only_if_child_agrees or high.adult_only_if_child_agrees,
    )


def outcome(
    question: Question, *, child_agrees: bool | None, adult_agrees: bool | None, decided_by: str = ""
) -> ConsentState:
    """Given only when everybody who is asked agrees; anybody's no is a no, and silence is no yes."""
    child = child_agrees is True or not question.asks_child
    stands_in = decided_by in question.stand_ins and (decided_by != CHILD or child_agrees is True)
    adult = not question.needs_adult or adult_agrees is True or (stands_in and adult_agrees is not False)
    return ConsentState.GIVEN if child and adult and child_agrees is not False else ConsentState.REFUSED


def current(consents: Iterable[Consent]) -> list[Consent]:
    """The answers that no later one replaces."""
    listed = list(consents)
    replaced = {c.replaces_id for c in listed if c.replaces_id}
    return [c for c in listed if c.id not in replaced]


def is_void(consent: Consent, alleged: Collection[UUID]) -> bool:
    """Given by an adult who has since been named as alleged author."""
    return consent.adult is not None and consent.adult.person_id in alleged


@dataclass(frozen=True)
class Answer:
    """Whether the purpose may be served, in one sentence; and whether a best-interests note must be written."""

    allowed: bool
    why: str
    needs_note: bool = False


STILL = Life(Standing.HOLDS)
"""What holds for good: for tests of the rest."""


def answer(
    consents: Iterable[Consent],
    *,
    purpose: str,
    desk: UUID | None,
    is_justice: bool,
    alleged: Collection[UUID] = (),
    life: Callable[[Consent], Life] = lambda _consent: STILL,
) -> Answer:
    """What the answers in hand allow for one purpose and one recipient; ``life`` says how each stands by now."""
    duty = is_justice and purpose == ConsentPurpose.SHARE
    found = next((c for c in current(consents) if c.purpose == purpose and c.desk_id == desk), None)
    if found is None:
        return _duty_unasked() if duty else Answer(allowed=False, why=_("Nobody has been asked yet."))
    if found.state == ConsentState.NOT_NEEDED:
        return Answer(allowed=True, why=_("Consent is not needed: another legal basis is written down."))
    is_given = found.state == ConsentState.GIVEN and not is_void(found, alleged)
    stands = life(found)
    if is_given and not stands.is_over:
        return Answer(allowed=True, why=_("Consent was given."))
    if duty:
        return Answer(allowed=True, why=_duty_refused(), needs_note=True)
    return Answer(allowed=False, why=_why_over(stands) if is_given else _why_not(found))


def _why_over(stands: Life) -> str:
    if stands.is_expired or stands.step is None:
        return _("Consent came to its end: ask again.")
    if stands.step.is_majority:
        return _("The person is of age, or may be: what others agreed to counts no more. Ask in person.")
    return _("The child has reached an age at which one is asked in person: ask again.")


def _why_not(found: Consent) -> str:
    if found.state == ConsentState.WITHDRAWN:
        return _("Consent was withdrawn.")
    if found.state == ConsentState.REFUSED:
        return _("Consent was refused.")
    return _("The adult who agreed is now named as alleged author: ask again.")


def _duty_unasked() -> Answer:
    why = _("The duty to report to justice applies. Explain it to the child first, and write down when.")
    return Answer(allowed=True, why=why, needs_note=True)


def _duty_refused() -> str:
    return _(
        "The duty to report to justice applies in spite of the refusal."
        " Write why it is in the child’s best interests, and explain it to the child."
    )
