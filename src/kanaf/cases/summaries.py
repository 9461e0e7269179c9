"""What was written, as label and words, one a line: for whoever reads it or decides on it."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kanaf.cases.enums import ClosingCriterion, FindingDomain, Risk
from kanaf.cases.models import Assessment, Closure, Plan, SafetyPlan
from kanaf.foundation import words
from kanaf.territory import access as territory

CHILD_SAYS: Promise = gettext_lazy("What the child says and wants")


@dataclass(frozen=True)
class Line:
    """One line of a summary list."""

    label: str
    value: str


def _lines(pairs: list[tuple[Any, Any]]) -> list[Line]:
    return [Line(str(label), str(value or "")) for label, value in pairs]


def _yes_no(value: bool | None) -> str:  # noqa: FBT001 - the answer itself
    return {True: _("Yes"), False: _("No")}.get(value, "") if value is not None else ""


def of_safety(plan: SafetyPlan) -> list[Line]:
    """The answers about tonight."""
    return _lines(
        [
            (_("Where does the child sleep tonight?"), plan.sleeps_where),
            (_("Is it safe there tonight?"), _yes_no(plan.is_safe_tonight)),
            (_("Who has access to the child?"), plan.who_has_access),
            (_("Does the alleged author have access to the child?"), _yes_no(plan.author_has_access)),
            (_("Are brothers, sisters or other children at risk?"), _yes_no(plan.siblings_at_risk)),
            (_("What do we do now, and who does the child call?"), plan.what_we_do),
            (_("We look again on"), words.date_text(plan.review_on)),
        ]
    )


def of_assessment(record: Assessment) -> list[Line]:
    """Risk first, then what it rests on."""
    findings = record.findings or {}
    concerns = [territory.label_of("protection_concern", code) for code in record.concerns]
    found = [(domain.label, findings[domain.value]) for domain in FindingDomain if findings.get(domain.value)]
    return _lines(
        [
            (_("Risk"), Risk(record.risk).label),
            (_("What worries us"), _(", ").join(concerns)),
            (CHILD_SAYS, record.child_views),
            *found,
        ]
    )


def of_plan(record: Plan) -> list[Line]:
    """What the plan rests on; its goals are drawn apart."""
    return _lines(
        [
            (_("Why this is in the child's best interests"), record.best_interests),
            (_("What the child thinks of it"), record.child_views),
            (_("We look at the plan again on"), words.date_text(record.review_on) if record.review_on else ""),
        ]
    )


def of_closure(record: Closure) -> list[Line]:
    """The reason, what is true today and what is not, and the child's word."""
    met = [str(criterion.label) for criterion in ClosingCriterion if criterion.value in record.criteria]
    unmet = [str(criterion.label) for criterion in ClosingCriterion if criterion.value not in record.criteria]
    return _lines(
        [
            (_("Why does the file close?"), territory.label_of("closure_reason", record.reason)),
            (_("What is true today"), "\n".join(met)),
            (_("What is not, or not yet"), "\n".join(unmet)),
            (_("Why closing is in the child's best interests"), record.best_interests),
            (_("What the child says of our work"), record.child_feedback),
            (
                _("Is the child satisfied with what was done?"),
                _yes_no(record.child_satisfied) or _("The child could not be asked"),
            ),
        ]
    )
