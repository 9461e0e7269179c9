"""What is decided and owed, in words."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from kanaf.actors.actor import Actor
from kanaf.actors.enums import Role
from kanaf.cases.summaries import Line
from kanaf.foundation import words
from kanaf.territory import access as territory
from kanaf.territory.enums import Profession

if TYPE_CHECKING:
    from kanaf.justice.models import ReportDecision

PROFESSION_OF: Mapping[str, Profession] = {
    Role.SOCIAL_WORKER: Profession.SOCIAL,
    Role.SUPERVISOR: Profession.SOCIAL,
    Role.DESK_COORDINATOR: Profession.SOCIAL,
    Role.COURT_SOCIAL_WORKER: Profession.OFFICIAL,
    Role.DOCTOR: Profession.HEALTH,
    Role.PSYCHOLOGIST: Profession.PSYCHOLOGIST,
    Role.LAWYER: Profession.LAWYER,
    Role.SCHOOL_FOCAL_POINT: Profession.TEACHER,
}


def duties() -> dict[str, str]:
    """What each profession owes, and the text that says so."""
    return {
        code: " · ".join(part for part in (str(duty.get_duty_display()), territory.cited(duty.law)) if part)
        for code, duty in territory.reporting_duties().items()
    }


def likely_profession(actor: Actor) -> str:
    """A first guess from the roles of the writer."""
    return next((PROFESSION_OF[role].value for role in sorted(actor.roles) if role in PROFESSION_OF), "")


def of_decision(record: "ReportDecision") -> list[Line]:
    """The decision and what it rests on, for whoever reads it or approves it."""
    told = words.exact(record.told_at) if record.told_at else _("not yet explained")
    safety = words.exact(record.safety.written_at) if record.safety else _("not read")
    law = territory.cited(record.law, on=record.written_at.date()) if record.law else ""
    quality = str(Profession(record.profession).label)
    pairs = [
        (_("What is proposed"), str(record.get_choice_display())),
        (_("Urgent danger"), _("Yes") if record.is_urgent else _("No")),
        (_("In which quality"), f"{quality} · {law}" if law else quality),
        (_("Safety plan read"), safety),
        (_("Explained to the child"), told),
        (_("What the child wants"), str(record.get_child_agrees_display())),
        (_("What the child says of it"), record.child_view or ""),
        (_("Why this is in the child's best interests"), record.best_interests or ""),
    ]
    return [Line(str(label), str(value)) for label, value in pairs]
