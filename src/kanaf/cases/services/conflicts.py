"""Conflicts of interest: said by the leading desk, taken back by two people; the lead moves in the same instant."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import InternalError, connection, transaction

from kanaf.actors.actor import Actor
from kanaf.actors.models import Desk
from kanaf.cases.access import conflicts, work
from kanaf.cases.conflict_ends import Conflict, conflict_ends
from kanaf.cases.duplicates import parting
from kanaf.cases.events import conflicts as events
from kanaf.cases.models import CaseParty
from kanaf.cases.policies import OpenFile
from kanaf.cases.policies_conflicts import can_lift, can_say_conflict
from kanaf.foundation.vault import keys
from kanaf.foundation.vault.fields import SealedField
from kanaf.grants import access as grants_access
from kanaf.grants import services as grants
from kanaf.grants.enums import Compartment
from kanaf.grants.models import Exclusion
from kanaf.journal import services as journal

IDENTITY = Compartment.IDENTITY


class AlreadySaid(Exception):
    """The file is hidden from this organisation or this person already."""


class NoOtherDesk(Exception):
    """The desk that leads would be closed, and no other may lead: nothing was changed."""


def moves_to(file: OpenFile, organisation: UUID | None, account: UUID | None, at: datetime) -> Desk | None:
    """The desk that would lead instead, or ``None`` when the one that leads may go on. Raises ``NoOtherDesk``."""
    closed = conflicts.would_close(file.case.id, organisation, account)
    if file.case.lead_desk_id not in closed:
        return None
    desk = conflicts.next_lead(file.case, closed | grants_access.closed_desks(file.case.id), at)
    if desk is None:
        raise NoOtherDesk
    return desk


@transaction.atomic
def say(
    *,
    actor: Actor,
    case: UUID,
    party_id: UUID,
    organisation: UUID | None = None,
    account: UUID | None = None,
    at: datetime,
) -> Desk | None:
    """Hide the file; the desk that leads from now, where the lead had to move.

    Everything is journaled and ended first, because afterwards the person who says it may read nothing of the file.

    Raises ``PermissionDenied``, ``AlreadySaid``, ``NoOtherDesk``.
    """
    file = work.locked(actor, case, can_say_conflict)
    party = conflicts.get_author(file, party_id)
    if Exclusion.objects.in_force().filter(subject_id=case, organisation=organisation, account=account).exists():
        raise AlreadySaid
    lead = moves_to(file, organisation, account, at)
    conflict = Conflict(case, party.id, organisation, account, lead.id if lead else None)
    for end in conflict_ends:
        end(actor=actor, conflict=conflict, at=at)
    _note(actor, conflict, party, at)
    if lead:
        grants.note_lead_moved(actor=actor, subject=case, desk_from=file.case.lead_desk_id, desk_to=lead.id, at=at)
    _ask("kanaf_set_apart(%s, %s, %s, %s, %s, %s)", [case, party.id, organisation, account, conflict.lead, at])
    return lead


def _note(actor: Actor, conflict: Conflict, party: CaseParty, at: datetime) -> None:
    """From whom, in the identity part alone: whoever reads the core learns nothing."""
    journal.write(
        events.CONFLICT_SAID,
        actor=actor,
        subject=party,
        at=at,
        file=conflict.case,
        compartment=IDENTITY,
        party=str(party.id),
        organisation=conflict.organisation and str(conflict.organisation),
        account=conflict.account and str(conflict.account),
    )


@transaction.atomic
def say_none(*, actor: Actor, case: UUID, party_id: UUID, at: datetime) -> None:
    """It was asked, and nothing is known. Raises ``PermissionDenied``."""
    file = work.locked(actor, case, can_say_conflict)
    party = conflicts.get_author(file, party_id)
    journal.write(
        events.NO_CONFLICT, actor=actor, subject=party, at=at, file=case, compartment=IDENTITY, party=str(party.id)
    )


@transaction.atomic
def lift(*, actor: Actor, case: UUID, exclusion_id: UUID, why: str, at: datetime) -> None:
    """It was an error: a second person takes it back, with a reason. Nothing that ended comes back by itself.

    Raises ``PermissionDenied``.
    """
    file = work.locked(actor, case, can_say_conflict)
    found = Exclusion.objects.filter(pk=exclusion_id, subject_id=case).first()
    if found is None or not can_lift(actor, file, found):
        raise PermissionDenied
    keys.preload([case])
    parting.part_for_lifting(
        actor=actor, case=case, organisation=found.organisation_id, account=found.account_id, at=at
    )
    _ask("kanaf_lift_exclusion(%s, %s, %s)", [exclusion_id, _sealed(case, why), at])
    journal.write(
        events.CONFLICT_LIFTED,
        actor=actor,
        subject=("cases.caseparty", found.basis),
        at=at,
        file=case,
        compartment=IDENTITY,
        party=str(found.basis),
        organisation=found.organisation_id and str(found.organisation_id),
        account=found.account_id and str(found.account_id),
    )


def _sealed(case: UUID, why: str) -> bytes:
    field = Exclusion._meta.get_field("why_ended")
    if not isinstance(field, SealedField):
        raise TypeError("why_ended")
    return field.seal(case, why)


def _ask(call: str, arguments: list[UUID | bytes | datetime | None]) -> None:
    """Call a narrow function; its refusal is a ``PermissionDenied``."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT {call}", arguments)
    except InternalError as error:
        if "kanaf: refused" in str(error):
            raise PermissionDenied from error
        raise
