"""One click away, in the demonstration only, and only fictional people."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.actors.signin.support import is_in, person, text_of
from tests.actors.support import desk

pytestmark = pytest.mark.django_db
PAGE = "signin:list_personas"


def test_the_page_does_not_exist_outside_the_demonstration(client: Client):
    fictional = person(is_demo=True)
    assert client.get(reverse(PAGE)).status_code == 404
    assert client.post(reverse("signin:become_persona", args=[fictional.pk])).status_code == 404
    assert not is_in(client)


def test_in_the_demonstration_each_person_is_named_with_role_and_desk(client: Client, settings: Any):
    settings.DEMO = True
    fictional = person(desk("UPE Tanger (fictif)"), name="Hajar (fictif)", is_demo=True)
    real = person(name="Somebody real")
    shown = text_of(client.get(reverse(PAGE)))
    for words in ("Hajar (fictif)", "UPE Tanger (fictif)"):
        assert words in shown
    assert real.name not in shown
    assert client.post(reverse("signin:become_persona", args=[fictional.pk])).url == reverse("portal:home")
    assert is_in(client)


def test_a_real_account_is_never_one_click_away(client: Client, settings: Any):
    settings.DEMO = True
    assert client.post(reverse("signin:become_persona", args=[person().pk])).status_code == 404
    assert not is_in(client)


def test_looking_at_an_address_signs_nobody_in(client: Client, settings: Any):
    settings.DEMO = True
    fictional = person(is_demo=True)
    assert client.get(reverse("signin:become_persona", args=[fictional.pk])).status_code == 405
