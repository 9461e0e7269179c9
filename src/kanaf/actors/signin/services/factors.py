"""Mending the sign-in of a colleague who lost her telephone and her recovery codes."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.db import transaction

from kanaf.actors.actor import Actor
from kanaf.actors.models import Account
from kanaf.actors.signin import policies
from kanaf.actors.signin.events import FACTORS_FORGOTTEN
from kanaf.actors.signin.services.sessions import end_all_of
from kanaf.journal import services as journal


@transaction.atomic
def forget_factors(*, actor: Actor, account: Account, at: datetime) -> None:
    """Every factor and every session ends; the next sign-in asks to choose a factor anew."""
    if not policies.can_forget_factors(actor, account):
        raise PermissionDenied
    Authenticator.objects.filter(user_id=account.pk).delete()
    end_all_of(account.pk)
    journal.write(FACTORS_FORGOTTEN, actor=actor, subject=account, at=at)
