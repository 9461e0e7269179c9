"""Where people are signed in: seen by themselves alone, sealed, ended at will."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from kanaf.actors import services
from kanaf.actors.access import actor_of
from kanaf.actors.enums import Role
from kanaf.actors.models import Account, OpenSession
from kanaf.actors.signin import agents
from kanaf.foundation import clock
from tests.actors.signin.support import PASSWORD, is_in, person, sign_in, text_of
from tests.support import as_actor

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
EDGE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0"
PAGE = "signin:list_sessions"


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_COMPULSORY = False


def _signed_in(account: Account, agent: str = FIREFOX) -> Client:
    client = Client(headers={"user-agent": agent})
    sign_in(client, account)
    client.get(reverse(PAGE))
    return client


def test_the_list_names_each_browser_and_says_which_is_this_one():
    account = person()
    here, there = _signed_in(account), _signed_in(account, EDGE)
    shown = text_of(here.get(reverse(PAGE)))
    assert "Firefox" in shown
    assert "Edge" in shown
    assert shown.count("ici, maintenant") == 1
    assert is_in(there)


def test_nobody_sees_or_ends_the_session_of_somebody_else():
    mine, theirs = _signed_in(person()), _signed_in(person(), EDGE)
    assert "Edge" not in text_of(mine.get(reverse(PAGE)))
    other = OpenSession.objects.get(account=theirs.session["_auth_user_id"])
    assert mine.post(reverse("signin:end_session", args=[other.pk])).status_code == 404
    assert is_in(theirs)


def test_a_session_ended_from_elsewhere_opens_nothing_any_more():
    account = person()
    here, there = _signed_in(account), _signed_in(account, EDGE)
    line = next(s for s in here.get(reverse(PAGE)).context["sessions"] if not s.is_here)
    here.post(reverse("signin:end_session", args=[line.id]))
    assert there.get(reverse(PAGE)).status_code == 302
    assert here.get(reverse(PAGE)).status_code == 200


def test_signing_out_everywhere_else_leaves_this_one():
    account = person()
    here, *others = [_signed_in(account) for _browser in range(3)]
    here.post(reverse("signin:end_other_sessions"))
    assert here.get(reverse(PAGE)).status_code == 200
    assert all(there.get(reverse(PAGE)).status_code == 302 for there in others)


def test_a_new_password_signs_out_everywhere_but_here():
    account = person()
    here, there = _signed_in(account), _signed_in(account, EDGE)
    new = "encore quatre mots choisis"
    answer = here.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert answer.status_code == 302, text_of(answer)
    assert here.get(reverse(PAGE)).status_code == 200
    assert there.get(reverse(PAGE)).status_code == 302


def test_signing_out_takes_the_line_away():
    account = person()
    here = _signed_in(account)
    here.post(reverse("account_logout"))
    assert not OpenSession.objects.filter(account=account).exists()


def test_closing_an_account_ends_its_sessions_for_good():
    account, administrator = person(), person(role=Role.SYSTEM_ADMINISTRATOR)
    there = _signed_in(account)
    with as_actor(administrator):
        acting = actor_of(administrator.pk, clock.now())
        services.close_account(actor=acting, account=account, at=clock.now())
        services.reopen_account(actor=acting, account=account, at=clock.now())
    assert there.get(reverse(PAGE)).status_code == 302


def test_the_database_tells_neither_the_browser_nor_the_key():
    here = _signed_in(person())
    with connection.cursor() as cursor:
        cursor.execute("SELECT actors_opensession::text FROM actors_opensession")
        row = cursor.fetchone()[0]
    for secret in (b"Firefox".hex(), (here.session.session_key or "").encode().hex(), "127.0.0.1"):
        assert secret not in row


def test_a_presence_is_noted_every_ten_minutes_at_most():
    account = person()
    here = _signed_in(account)
    before = OpenSession.objects.get(account=account).seen_at
    here.get(reverse(PAGE))
    assert OpenSession.objects.get(account=account).seen_at == before
    session = here.session
    session["kanaf_seen"] = [session.session_key, (clock.now() - timedelta(minutes=11)).timestamp()]
    session.save()
    here.get(reverse(PAGE))
    assert OpenSession.objects.get(account=account).seen_at > before


@pytest.mark.parametrize(
    ("agent", "browser", "system"),
    [(FIREFOX, "Firefox", "Linux"), (EDGE, "Edge", "Windows"), ("curl/8", "", "")],
)
def test_the_family_of_a_browser(agent: str, browser: str, system: str):
    assert agents.describe(agent) == {"browser": browser, "system": system}
