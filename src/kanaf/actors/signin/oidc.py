"""The organisation's own sign-in, by OpenID Connect: with a nonce, PKCE, and an identity token always verified."""

from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from allauth.utils import build_absolute_uri
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.views.decorators.http import require_safe

from kanaf.foundation.access import leaves_trace, public

PROVIDER = "organisation"
KEPT = ("nonce", "amr", "acr")


class Client(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """The library skips the signature of a token it fetched itself; we never do."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request, PROVIDER)

    def get_provider(self) -> "Provider":
        return Provider(self.request, app=get_adapter().get_app(self.request, provider=PROVIDER))

    def get_callback_url(self, request: HttpRequest, _app: Any) -> str:
        return str(build_absolute_uri(request, reverse("signin:finish_oidc")))

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        claims = self._verified(app, kwargs["response"].get("id_token", ""))
        person = self._fetch_user_info(token.token)
        if person.get("sub") != claims["sub"]:
            raise OAuth2Error("The identity token and the person do not agree.")
        return self.get_provider().sociallogin_from_response(request, {"userinfo": person, "id_token": claims})

    def _verified(self, app: Any, id_token: str) -> dict[str, Any]:
        if not id_token:
            raise OAuth2Error("No identity token came.")
        found: dict[str, Any] = jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )
        return found


class Provider(OpenIDConnectProvider):  # type: ignore[misc]
    """Asks with a nonce, and keeps nothing of what it is told about the person."""

    pkce_enabled_default = True
    oauth2_adapter_class = Client

    def get_oauth2_adapter(self, request: HttpRequest) -> Client:
        return Client(request)

    def redirect(self, request: HttpRequest, process: str, **kwargs: Any) -> HttpResponseBase:  # noqa: ARG002 - asked by name; here it is always to sign in
        nonce = get_random_string(32)
        asked = {"auth_params": {"nonce": nonce}, "nonce": nonce}
        answer: HttpResponseBase = super().redirect(request, "login", **kwargs | asked)
        return answer

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        return {name: data["id_token"].get(name) for name in KEPT}


def _view_of(view: Any, request: HttpRequest) -> HttpResponseBase:
    try:
        answer: HttpResponseBase = view.adapter_view(Client(request))(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    return answer


@public
@leaves_trace
@require_safe
def start_oidc(request: HttpRequest) -> HttpResponseBase:
    """To the organisation's page; 404 where none is configured."""
    return _view_of(OAuth2LoginView, request)


@public
@leaves_trace
@require_safe
def finish_oidc(request: HttpRequest) -> HttpResponseBase:
    """Back from the organisation's page."""
    return _view_of(OAuth2CallbackView, request)
