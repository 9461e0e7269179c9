"""The second proof: compulsory outside the demonstration, sealed, and never the last one to go."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.urls import reverse

from kanaf.actors.enums import Role
from kanaf.actors.models import Invitation
from kanaf.actors.signin import factors
from tests.actors.signin.support import (
    PASSWORD,
    code_of,
    give_password,
    is_in,
    person,
    sign_in,
    text_of,
    with_application,
)
from tests.actors.support import desk

pytestmark = pytest.mark.django_db
CHOOSE = "signin:choose_factor"


def test_an_account_without_a_second_factor_sees_nothing_before_it_has_one(client: Client):
    sign_in(client, person())
    for route in ("portal:home", "mfa_index", "signin:list_sessions", "account_change_password"):
        answer = client.get(reverse(route))
        assert (answer.status_code, answer.url) == (302, reverse(CHOOSE)), route
    assert client.get(reverse(CHOOSE)).status_code == 200
    assert client.get("/fr/nowhere/").status_code == 302


def test_the_demonstration_asks_for_none(client: Client, settings: Any):
    settings.DEMO = True
    sign_in(client, person())
    assert client.get(reverse("mfa_index")).status_code == 200


def _start_application(client: Client) -> Any:
    page = client.get(reverse("mfa_activate_totp"))
    assert "<svg" in text_of(page)
    assert "data:" not in text_of(page)
    secret = page.context["form"].secret
    return client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})


def test_setting_up_an_application_shows_recovery_codes_once_and_opens_the_house(client: Client):
    sign_in(client, person())
    answer = _start_application(client)
    assert answer.url == reverse("mfa_view_recovery_codes")
    shown = client.get(answer.url)
    codes = shown.context["unused_codes"]
    assert len(codes) == 10
    assert codes[0] in text_of(shown)
    assert codes[0] not in text_of(client.get(answer.url))
    assert client.get(reverse("mfa_index")).status_code == 200


def test_the_code_of_the_application_is_asked_after_the_password(client: Client):
    account = person()
    secret = with_application(account)
    answer = give_password(client, account.email)
    assert answer.url == reverse("mfa_authenticate")
    assert not is_in(client)
    wrong = client.post(answer.url, {"code": "000000"})
    assert "pas bon" in text_of(wrong)
    client.post(answer.url, {"code": code_of(secret)})
    assert is_in(client)


def test_wrong_codes_are_limited(client: Client):
    account = person()
    secret = with_application(account)
    give_password(client, account.email)
    for _attempt in range(6):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert not is_in(client)


def test_a_recovery_code_opens_once(client: Client):
    account = person()
    with_application(account)
    codes = Authenticator.objects.get(user_id=account.pk, type="recovery_codes").wrap().get_unused_codes()
    give_password(client, account.email)
    client.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert is_in(client)
    other = Client()
    give_password(other, account.email)
    other.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert not is_in(other)


def test_the_secrets_of_the_applications_are_sealed_in_the_database():
    account = person()
    secret = with_application(account)
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(data::text, ' ') FROM mfa_authenticator")
        assert secret not in cursor.fetchone()[0]


def test_the_last_factor_does_not_go(client: Client):
    account = person()
    sign_in(client, account, with_application(account))
    answer = client.post(reverse("mfa_deactivate_totp"))
    assert "votre seul" in text_of(answer)
    assert factors.has_factor(account.pk)


def test_the_administrator_mends_the_sign_in_of_a_colleague_and_never_her_own(client: Client):
    house = desk()
    administrator, colleague = person(house, role=Role.SYSTEM_ADMINISTRATOR), person(house)
    with_application(colleague)
    secret = with_application(administrator)
    sign_in(client, administrator, secret)
    forget = reverse("signin:forget_factors", args=[colleague.pk])
    assert colleague.name in text_of(client.get(forget))
    client.post(forget)
    assert not factors.has_factor(colleague.pk)
    assert client.get(reverse("signin:forget_factors", args=[administrator.pk])).status_code == 404


def test_nobody_else_mends_a_sign_in(client: Client):
    account, colleague = person(role=Role.DESK_COORDINATOR), person()
    sign_in(client, account, with_application(account))
    assert client.post(reverse("signin:forget_factors", args=[colleague.pk])).status_code == 404


def test_a_dangerous_act_asks_who_is_there_again_after_a_quarter_of_an_hour(client: Client):
    account = person(role=Role.DESK_COORDINATOR)
    sign_in(client, account, with_application(account))
    page = reverse("signin:invite")
    assert client.get(page).status_code == 200
    grow_old(client)
    answer = client.get(page)
    assert answer.url.startswith(reverse("account_reauthenticate"))
    back = client.post(answer.url, {"password": PASSWORD, "next": page})
    assert back.url == page
    assert client.get(page).status_code == 200


def test_what_was_posted_when_the_question_came_is_done_after_the_answer(client: Client):
    house = desk()
    account = person(house, role=Role.DESK_COORDINATOR)
    sign_in(client, account, with_application(account))
    grow_old(client)
    page = reverse("signin:invite")
    asked = client.post(page, {"email": "new@example.org", "desk": str(house.pk), "role": Role.SOCIAL_WORKER})
    client.post(asked.url, {"password": PASSWORD, "next": page})
    assert Invitation.objects.get().email == "new@example.org"


def grow_old(client: Client) -> None:
    """The proofs of this session were given long ago."""
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()
