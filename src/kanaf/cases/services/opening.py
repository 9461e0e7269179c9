"""A file opens: its key, its access and its lead, all at once."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from kanaf.actors.actor import Actor
from kanaf.actors.models import Desk
from kanaf.cases.enums import Profile, Risk
from kanaf.cases.events import files as events
from kanaf.cases.models import Case, Lead
from kanaf.foundation.ids import new_id, short_code
from kanaf.grants import services as grants
from kanaf.grants.enums import Reason, SubjectKind
from kanaf.grants.powers import bears
from kanaf.journal import services as journal
from kanaf.persons.enums import Sex
from kanaf.territory.models import Place

CODE_LENGTHS = (4, 4, 4, 5, 5, 6)


@transaction.atomic
def open_case(
    *,
    actor: Actor,
    desk: Desk,
    place: Place,
    risk: Risk,
    profile: Profile,
    at: datetime,
    sex: Sex = Sex.UNKNOWN,
    age: int | None = None,
    is_age_estimated: bool = False,
    report: UUID | None = None,
    case_id: UUID | None = None,
    protected_author: bool = False,
    is_demo: bool = False,
) -> Case:
    """Open a file led by one of the actor's desks. Raises ``PermissionDenied``."""
    roles = actor.roles_at(desk.id) if actor.is_active else frozenset()
    if not any(bears(role, SubjectKind.CASE, "core", "write") for role in roles):
        raise PermissionDenied
    subject = case_id or new_id()
    grants.open_subject(actor=actor, subject=subject, kind=SubjectKind.CASE, desk=desk.id, reason=Reason.LEAD, at=at)
    case = Case(
        id=subject,
        place=place,
        lead_desk=desk,
        worker=actor.id,
        risk=risk,
        profile=profile,
        sex=sex,
        age=age,
        is_age_estimated=is_age_estimated,
        opened_at=at,
        protected_author=protected_author,
        is_demo=is_demo,
    )
    _save_with_free_code(case, desk.prefix or "K")
    Lead.objects.create(case=case, desk=desk, during=(at, None))
    journal.write(
        events.CASE_OPENED,
        actor=actor,
        subject=case,
        at=at,
        file=case.id,
        desk=desk.id,
        risk=risk,
        profile=profile,
        report=report and str(report),
    )
    return case


def _save_with_free_code(case: Case, prefix: str) -> None:
    """Codes are random, so that none can be guessed from another; a taken one is drawn again."""
    for length in CODE_LENGTHS:
        case.code = f"{prefix}-{short_code(length)}"
        try:
            with transaction.atomic():
                case.save(force_insert=True)
        except IntegrityError:
            continue
        return
    raise IntegrityError("no free code")
