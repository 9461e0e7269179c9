"""Signing in by password: who gets in, who is slowed down, and what nobody learns."""

import pytest
from django.test import Client
from django.urls import reverse

from kanaf.foundation.drafts import load, owner_token
from kanaf.journal.models import Entry
from tests.actors.signin.support import (
    PASSWORD,
    code_of,
    give_password,
    is_in,
    link_in,
    mails,
    person,
    text_of,
    with_application,
)

pytestmark = pytest.mark.django_db


def test_a_person_signs_in_by_address_and_password(client: Client):
    account = person()
    answer = give_password(client, account.email.upper())
    assert answer.status_code == 302
    assert is_in(client)
    assert Entry.objects.get(kind="actors.signed_in").actor == account.pk


def test_home_comes_in_the_language_of_the_person(client: Client):
    assert give_password(client, person(language="ar").email).url.startswith("/ar/")


def test_a_wrong_password_an_unknown_address_and_a_closed_account_read_the_same(client: Client):
    known, closed = person(), person()
    closed.is_active = False
    closed.save()
    answers = [
        text_of(give_password(client, email, "not the password"))
        for email in (known.email, "nobody@example.org", closed.email)
    ]
    assert not is_in(client)
    sentence = "ne vont pas ensemble"
    assert all(sentence in answer for answer in answers)


def test_a_closed_account_does_not_sign_in_with_its_password(client: Client):
    closed = person()
    closed.is_active = False
    closed.save()
    give_password(client, closed.email)
    assert not is_in(client)


@pytest.mark.parametrize("exists", [True, False])
def test_the_sixth_wrong_password_locks_the_address_whether_it_exists_or_not(client: Client, exists: bool):
    email = person().email if exists else "nobody@example.org"
    for _attempt in range(5):
        assert "Trop de tentatives" not in text_of(give_password(client, email, "wrong"))
    assert "Trop de tentatives" in text_of(give_password(client, email, PASSWORD))
    assert not is_in(client)


def test_limits_keep_no_address_of_a_machine(client: Client):
    from django.db import connection

    give_password(client, "nobody@example.org", "wrong")
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM foundation_cache")
        keys = " ".join(row[0] for row in cursor.fetchall())
    assert "login" in keys
    assert "127.0.0.1" not in keys
    assert "nobody" not in keys


@pytest.mark.parametrize("path", ["signup/", "email/", "confirm-email/", "login/code/", "3rdparty/signup/"])
def test_nobody_signs_up_and_nobody_changes_an_address(client: Client, path: str):
    assert client.get(f"/fr/accounts/{path}").status_code == 404


@pytest.mark.parametrize(
    "route",
    [
        "mfa_index",
        "mfa_activate_totp",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "mfa_view_recovery_codes",
        "account_change_password",
        "account_reauthenticate",
        "signin:list_sessions",
        "signin:list_invitations",
        "signin:choose_factor",
    ],
)
def test_the_pages_of_ones_own_security_ask_for_a_sign_in(client: Client, route: str):
    answer = client.get(reverse(route))
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))


def test_a_forgotten_password_is_chosen_anew_by_a_link_that_opens_once(client: Client):
    account = person()
    answer = client.post(reverse("account_reset_password"), {"email": account.email})
    assert answer.url == reverse("account_reset_password_done")
    [sent] = mails()
    first = client.get(link_in(sent["body"]))
    changed = client.post(first.url, {"password1": "cinq mots neufs et longs", "password2": "cinq mots neufs et longs"})
    assert changed.status_code == 302, text_of(changed)
    assert give_password(client, account.email, "cinq mots neufs et longs").status_code == 302
    assert is_in(client)
    assert "trop ancien" in text_of(Client().get(link_in(sent["body"])))


def test_asking_for_a_new_password_tells_nobody_whether_the_address_is_known(client: Client):
    known = client.post(reverse("account_reset_password"), {"email": person().email})
    unknown = client.post(reverse("account_reset_password"), {"email": "nobody@example.org"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert len(mails()) == 1


def test_a_mail_about_a_password_says_nothing_of_children(client: Client):
    client.post(reverse("account_reset_password"), {"email": person(language="ar").email})
    [sent] = mails()
    assert "كنف" in sent["subject"] + sent["body"]
    for word in ("enfant", "child", "طفل", "protection", "حماية"):
        assert word not in (sent["subject"] + sent["body"]).lower()


def test_a_form_sent_after_the_session_ended_is_parked_and_sign_in_leads_back_to_it(client: Client):
    account = person()
    page = reverse("signin:invite")
    answer = client.post(page, {"email": "a@example.org", "_draft": "tests:note", "_owner": owner_token(account.pk)})
    assert answer.status_code == 302
    secret = with_application(account)
    client.post(answer.url, {"login": account.email, "password": PASSWORD, "next": page})
    back = client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert back.url == page
    assert load(account.pk, "tests:note") == {"email": ["a@example.org"]}
