"""A conflict of interest ends what was asked of the desks that it closes, and hands along what they asked."""

from datetime import datetime

from django.db import connection, transaction

from kanaf.actors.actor import Actor
from kanaf.cases.conflict_ends import Conflict
from kanaf.grants import services as grants
from kanaf.journal import services as journal
from kanaf.referrals import events

REASON = "safety"
"""Of the codelist ``revoke_reason``: true, and silent about whose conflict it is."""


class DeskClosed(Exception):
    """This desk may not be asked for this file; why stands where only its identity part is read."""


@transaction.atomic
def end_for_conflict(*, actor: Actor, conflict: Conflict, at: datetime) -> int:
    """What was asked of the closed desks is taken back, what they asked passes to the lead; how many ended."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT referral, sender, asked, category, urgency FROM kanaf_part_ways(%s, %s, %s, %s, %s, %s)",
            [conflict.case, conflict.organisation, conflict.account, conflict.basis, conflict.lead, at],
        )
        ended = cursor.fetchall()
    for referral, sender, asked, category, urgency in ended:
        grants.note_end(actor=actor, subject=conflict.case, basis=referral, desk=asked, reason=REASON, at=at)
        journal.write(
            events.REFERRAL_REVOKED,
            actor=actor,
            subject=("referrals.referral", referral),
            at=at,
            file=conflict.case,
            desk=sender,
            referral=str(referral),
            category=category,
            urgency=urgency,
            desk_to=str(asked),
            reason=REASON,
        )
    return len(ended)
