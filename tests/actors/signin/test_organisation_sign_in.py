"""Signing in by the organisation's own sign-in, against a real provider on loopback."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse

from kanaf.actors.models import Account
from tests.actors.signin import oidc_server
from tests.actors.signin.support import PASSWORD, give_password, is_in, person, text_of, with_application

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider(settings: Any) -> Iterator[oidc_server.Provider]:
    with oidc_server.served() as provider:
        app = {
            "provider_id": "organisation",
            "name": "Ministère (fictif)",
            "client_id": oidc_server.CLIENT_ID,
            "secret": oidc_server.CLIENT_SECRET,
            "settings": {"server_url": provider.url},
        }
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
        yield provider


def _known(account: Account, **more: Any) -> dict[str, Any]:
    return {"sub": str(account.pk), "email": account.email, "email_verified": True, "name": "Nom", **more}


def _sign_in(client: Client, after: str = "") -> Any:
    """As a browser does: to the provider, and back with its code."""
    away = client.get(reverse("signin:start_oidc"), {"next": after} if after else {})
    back = requests.get(away.url, allow_redirects=False, timeout=5).headers["Location"]
    parts = urlsplit(back)
    return client.get(f"{parts.path}?{parts.query}")


def test_without_configuration_there_is_no_such_door(client: Client):
    assert client.get(reverse("signin:start_oidc")).status_code == 404
    assert "organisation/start" not in text_of(client.get(reverse("account_login")))


def test_the_sign_in_page_names_the_organisation(client: Client, provider: oidc_server.Provider):
    assert "Ministère (fictif)" in text_of(client.get(reverse("account_login")))


def test_a_known_person_comes_in_and_nothing_of_her_is_copied(client: Client, provider: oidc_server.Provider):
    account = person()
    provider.person = _known(account)
    answer = _sign_in(client)
    assert answer.status_code == 302, text_of(answer)
    assert client.session["_auth_user_id"] == str(account.pk)
    kept = SocialAccount.objects.get()
    assert (kept.user_id, kept.uid) == (account.pk, str(account.pk))
    assert account.email not in str(kept.extra_data)
    assert Account.objects.get(pk=account.pk).name == account.name


def test_she_comes_back_to_where_she_wanted_to_go(client: Client, provider: oidc_server.Provider):
    provider.person = _known(person())
    assert _sign_in(client, after="/fr/accounts/sessions/").url == "/fr/accounts/sessions/"


def test_an_unknown_address_opens_nothing_and_makes_no_account(client: Client, provider: oidc_server.Provider):
    provider.person = {"sub": "stranger", "email": "stranger@example.org", "email_verified": True}
    before = Account.objects.count()
    assert "Aucun compte" in text_of(_sign_in(client))
    assert not is_in(client)
    assert Account.objects.count() == before


def test_an_address_the_provider_has_not_verified_opens_nothing(client: Client, provider: oidc_server.Provider):
    provider.person = _known(person(), email_verified=False)
    _sign_in(client)
    assert not is_in(client)


def test_a_closed_account_stays_closed(client: Client, provider: oidc_server.Provider):
    account = person()
    account.is_active = False
    account.save()
    provider.person = _known(account)
    _sign_in(client)
    assert not is_in(client)


@pytest.mark.parametrize(
    "lies",
    [
        {"nonce": "of another browser"},
        {"nonce": ""},
        {"aud": "another application"},
        {"iss": "http://127.0.0.1:1"},
        {"exp": 1},
        {"sub": "another person"},
    ],
    ids=lambda lies: next(iter(lies)),
)
def test_a_token_that_lies_opens_nothing(client: Client, provider: oidc_server.Provider, lies: dict[str, Any]):
    provider.person, provider.lies = _known(person()), lies
    answer = _sign_in(client)
    assert answer.status_code == 401
    assert not is_in(client)


def test_a_token_signed_by_somebody_else_opens_nothing(client: Client, provider: oidc_server.Provider):
    provider.person, provider.signs_with_another_key = _known(person()), True
    assert _sign_in(client).status_code == 401
    assert not is_in(client)


def test_an_answer_that_nobody_asked_for_opens_nothing(client: Client, provider: oidc_server.Provider):
    answer = client.get(reverse("signin:finish_oidc"), {"code": "stolen", "state": "made up"})
    assert answer.status_code == 401
    assert not is_in(client)


def test_our_second_factor_is_asked_unless_the_operator_trusts_the_providers(
    client: Client, provider: oidc_server.Provider, settings: Any
):
    account = person()
    with_application(account)
    provider.person, provider.lies = _known(account), {"amr": ["pwd", "otp"]}
    assert _sign_in(client).url == reverse("mfa_authenticate")
    assert not is_in(client)
    settings.OIDC_SECOND_FACTOR = ["otp"]
    _sign_in(trusting := Client())
    assert is_in(trusting)


def test_a_person_without_a_factor_of_ours_need_not_choose_one_when_the_provider_asked_for_its_own(
    client: Client, provider: oidc_server.Provider, settings: Any
):
    settings.OIDC_SECOND_FACTOR = ["otp"]
    provider.person, provider.lies = _known(person()), {"amr": ["pwd", "otp"]}
    _sign_in(client)
    assert client.get(reverse("mfa_index")).status_code == 200
    provider.lies = {"amr": ["pwd"]}
    _sign_in(weak := Client())
    assert weak.get(reverse("mfa_index")).url == reverse("signin:choose_factor")


def test_a_password_given_after_the_providers_factor_does_not_borrow_it(
    client: Client, provider: oidc_server.Provider, settings: Any
):
    settings.OIDC_SECOND_FACTOR = ["otp"]
    account, other = person(), person()
    with_application(other)
    provider.person, provider.lies = _known(account), {"amr": ["otp"]}
    _sign_in(client)
    client.post(reverse("account_logout"))
    give_password(client, other.email, PASSWORD)
    assert not is_in(client)
