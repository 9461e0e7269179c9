"""A file passes to another territory: the new team leads, and the old one keeps a summary and reads on for a time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from kanaf.actors.actor import Actor
from kanaf.cases.models import Case
from kanaf.foundation.ids import new_id
from kanaf.foundation.vault import keys
from kanaf.foundation.vault.fields import SealedField
from kanaf.grants import services as grants
from kanaf.grants.enums import Compartment, Level, Reason
from kanaf.journal import services as journal
from kanaf.referrals import events
from kanaf.referrals.models import Referral, TransferSummary

REST = [part for part in Compartment if part != Compartment.CORE]
"""What the old team reads on besides the core, each of its people as far as their role goes."""


@dataclass(frozen=True)
class Request:
    """What goes with a transfer: why (a ``TransferReason``), and what the new team must know, in words."""

    reason: str
    summary: str


@transaction.atomic
def keep(*, actor: Actor, referral: Referral, at: datetime) -> None:
    """Accepted: the summary is kept for both teams, and the old one reads the rest until ``access_until``."""
    _keep_summary(referral, at)
    grants.grant(
        actor=actor,
        subject=referral.case_id,
        desk=referral.desk_from_id,
        compartments=REST,
        level=Level.READ,
        reason=Reason.SUMMARY,
        basis=referral.id,
        until=referral.access_until,
        at=at,
    )
    journal.write(
        events.FILE_TRANSFERRED,
        actor=actor,
        subject=referral,
        at=at,
        file=referral.case_id,
        desk=referral.desk_to_id,
        referral=str(referral.id),
        desk_from=str(referral.desk_from_id),
        desk_to=str(referral.desk_to_id),
        reason=referral.transfer_reason,
        access_until=referral.access_until and referral.access_until.isoformat(),
    )


def _keep_summary(referral: Referral, at: datetime) -> None:
    case = Case.objects.get(pk=referral.case_id)
    stood = {
        "stage": case.stage,
        "risk": case.risk,
        "profile": case.profile,
        "opened_at": case.opened_at.isoformat(),
    }
    subject = new_id()
    key, ring_key, wrapped = keys.make(subject)
    keys.remember(subject, key)
    sealed = [_sealed(subject, "text", referral.summary or ""), _sealed(subject, "facts", stood)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kanaf_keep_summary(%s, %s, %s, %s, %s, %s, %s)",
            [subject, referral.id, ring_key, wrapped, *sealed, at],
        )


def _sealed(subject: UUID, name: str, value: Any) -> bytes:
    field = TransferSummary._meta.get_field(name)
    if not isinstance(field, SealedField):
        raise TypeError(name)
    return field.seal(subject, value)


def hand_on(*, case: UUID) -> None:
    """The desk that leads now answers for what the one before it asked of others, and calls the meetings it planned."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kanaf_hand_on(%s)", [case])
