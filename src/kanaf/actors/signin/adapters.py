"""Where the sign-in library asks us: invited people only, nothing in the clear, everything journaled."""

import io
from typing import Any

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils import translation
from django.utils.crypto import constant_time_compare
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathImage

from kanaf.actors.signin import factors, fresh, secrets
from kanaf.actors.signin.events import PASSWORD_CHANGED, SIGNED_IN
from kanaf.actors.signin.services import sessions
from kanaf.foundation import clock, limits
from kanaf.foundation.context import acting_as
from kanaf.journal import services as journal


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Passwords, sessions and mails."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("This address and this password do not go together."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_password": _("This is not your password."),
        "incorrect_code": _("This code is not right, or too old. Take the one shown now."),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes, then try again."),
        "rate_limited": _("Too many attempts. Wait a moment, then try again."),
    }

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Limits count sources by an index that changes every day, never by address."""
        return limits.source_of(request, clock.now()).hex()

    def get_login_stages(self) -> list[str]:
        ours = "kanaf.actors.signin.stages.SecondFactorStage"
        return [ours if s == "allauth.mfa.stages.AuthenticateStage" else s for s in super().get_login_stages()]

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Home, in the language of the person."""
        with translation.override(request.user.language):  # type: ignore[union-attr]
            return resolve_url(settings.LOGIN_REDIRECT_URL)

    def get_password_change_redirect_url(self, _request: HttpRequest) -> str:
        return resolve_url("mfa_index")

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, str]]:
        words = {
            "reauthenticate": _("Use your password"),
            "mfa_reauthenticate": _("Use a code of your application"),
            "mfa_reauthenticate:webauthn": _("Use a passkey"),
        }
        return [m | {"description": words[m["id"]]} for m in super().get_reauthentication_methods(user)]

    def is_reauthentication_required(self, **_more: Any) -> bool:
        return not fresh.is_fresh(self.request)

    def post_login(self, request: HttpRequest, user: Any, **more: Any) -> HttpResponse:
        by = "+".join(r.get("type") or r["method"] for r in get_authentication_records(request, user)[-2:])
        with acting_as(user.pk):
            journal.write(SIGNED_IN, actor=user.pk, subject=user, at=clock.now(), by=by)
        answer: HttpResponse = super().post_login(request, user, **more)
        return answer

    def logout(self, request: HttpRequest) -> None:
        sessions.forget(request.session.session_key)
        super().logout(request)

    def set_password(self, user: Any, password: str) -> None:
        """A new password signs out everywhere but here."""
        super().set_password(user, password)
        here = request.session.session_key if (request := self.request) and request.user == user else ""
        sessions.end_all_of(user.pk, but=here or "")
        with acting_as(user.pk):
            journal.write(PASSWORD_CHANGED, actor=user.pk, subject=user, at=clock.now())

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Each person is written to in her own language."""
        language = getattr(context.get("user"), "language", translation.get_language())
        with translation.override(language):
            super().send_mail(template_prefix, email, context)


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right, or too old. Take the one shown now."),
        "cannot_delete_authenticator": _("This is your only second factor. Add another one first."),
    }

    def encrypt(self, text: str) -> str:
        return secrets.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return secrets.unseal(encrypted_text)

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        return not (factors.is_compulsory() and factors.is_last(authenticator))

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": "Kanaf"}

    def build_totp_svg(self, url: str) -> SafeString:
        """Drawn in the page itself: the policy of our pages lets no image in from an address."""
        code = qrcode.QRCode(border=2, image_factory=SvgPathImage)
        code.add_data(url)
        drawn = io.BytesIO()
        code.make_image().save(drawn)
        svg = drawn.getvalue().decode().split("?>", 1)[-1]
        return mark_safe(svg)  # noqa: S308 - drawn by us, from squares only


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """The organisation's own sign-in: existing accounts only, found by their verified address."""

    def is_open_for_signup(self, _request: HttpRequest, _sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """The answer must be to the question this browser asked (OpenID Connect Core 1.0, 3.1.3.7)."""
        claims = sociallogin.account.extra_data
        asked, answered = sociallogin.state.get("nonce"), claims.get("nonce")
        if not asked or not answered or not constant_time_compare(asked, answered):
            raise PermissionDenied
        request.session.pop(factors.BY_PROVIDER, None)
        if factors.provider_says(claims):
            request.session[factors.BY_PROVIDER] = sociallogin.account.uid
