"""Has this person a second factor, and did this session show one?"""

from typing import Any
from uuid import UUID

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

SHOWN = "kanaf_second_factor"
BY_PROVIDER = "kanaf_provider_factor"
STRONG = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def is_compulsory() -> bool:
    """Always, but in the demonstration, whose people are fictional."""
    return settings.SECOND_FACTOR_COMPULSORY and not settings.DEMO


def has_factor(account_id: UUID) -> bool:
    """An authenticator application or a passkey; recovery codes alone are not one."""
    return bool(Authenticator.objects.filter(user_id=account_id, type__in=STRONG).exists())


def is_last(authenticator: Any) -> bool:
    """Whether the person would be left without a second factor."""
    others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=STRONG)
    return authenticator.type in STRONG and not others.exclude(pk=authenticator.pk).exists()


def provider_says(claims: dict[str, Any]) -> bool:
    """Whether the organisation's sign-in asked for a second factor, in the words that the operator trusts."""
    accepted = set(settings.OIDC_SECOND_FACTOR)
    amr = claims.get("amr") or []
    said = {*(amr if isinstance(amr, list) else [amr]), claims.get("acr")}
    return "any" in accepted or bool(accepted & said)


def was_shown_to_provider(request: HttpRequest, user: Any) -> bool:
    """The sign-in under way is the provider's, and the provider asked for a factor in it."""
    records = get_authentication_records(request, user)
    known = request.session.get(BY_PROVIDER)
    return bool(known and records and records[-1].get("method") == "socialaccount" and records[-1]["uid"] == known)


def is_settled(request: HttpRequest, user: Any) -> bool:
    """Remembered in the session, so that it is asked once and not at each page."""
    if request.session.get(SHOWN):
        return True
    if not (has_factor(user.pk) or was_shown_to_provider(request, user)):
        return False
    request.session[SHOWN] = True
    return True
