"""At each request of a signed-in person: the second factor first, and where she is signed in."""

from collections.abc import Callable

from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import Resolver404, resolve

from kanaf.actors.signin import factors, fresh
from kanaf.actors.signin.services import sessions
from kanaf.foundation import clock

OPEN_WITHOUT_FACTOR = {
    "signin:choose_factor",
    "account_logout",
    "account_reauthenticate",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_view_recovery_codes",
    "foundation:leave",
    "foundation:save_draft",
}


class SignInMiddleware:
    """Inside the access context: it may write, and nothing of the page has been read yet."""

    sync_capable, async_capable = True, False

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            sessions.note_presence(request, clock.now())
            if _lacks_factor(request) and _name_of(request) not in OPEN_WITHOUT_FACTOR:
                return redirect("signin:choose_factor")
        return self.get_response(request)

    def process_template_response(self, _request: HttpRequest, response: TemplateResponse) -> TemplateResponse:
        """The library calls its host « site », a name that in our templates is the house."""
        if response.context_data:
            response.context_data.pop("site", None)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """The library turns pages by raising: answered here, before the context takes it for a failure."""
        if isinstance(exception, ReauthenticationRequired):
            return fresh.ask_again(request)
        if isinstance(exception, ImmediateHttpResponse):
            return exception.response  # type: ignore[no-any-return]
        return None


def _lacks_factor(request: HttpRequest) -> bool:
    return factors.is_compulsory() and not factors.is_settled(request, request.user)


def _name_of(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""
