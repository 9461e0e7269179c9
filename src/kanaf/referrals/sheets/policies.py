"""Who may put a referral on paper, and close its link again."""

from kanaf.actors.actor import Actor
from kanaf.referrals.models import Referral, Sheet
from kanaf.referrals.policies import can_wait, works_with_files_at


def can_see_sheets(actor: Actor, referral: Referral) -> bool:
    """The desk that sent the referral, and not the one it was sent to: the code is read aloud to that one."""
    return works_with_files_at(actor, referral.desk_from_id)


def can_make(actor: Actor, referral: Referral) -> bool:
    """The same, while an answer is awaited."""
    return can_see_sheets(actor, referral) and can_wait(referral)


def can_withdraw(actor: Actor, referral: Referral, sheet: Sheet) -> bool:
    """The same, until the link was used."""
    return can_see_sheets(actor, referral) and not sheet.answer and sheet.withdrawn_at is None
