"""The first answer to a form is the only one; « sign in first » is no answer."""

import pytest

from kanaf.actors.models import Account
from kanaf.foundation.ids import new_id
from kanaf.foundation.models import Answer
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def account() -> Account:
    return world.make_worker(world.make_desk())


def profile(**more: str) -> dict[str, str]:
    return {"name": "Samira (fictif)", "name_ar": "", "language": "fr", "phone": "", **more}


def test_a_form_refused_for_want_of_a_session_is_sent_after_signing_in(client, account):
    sent = profile(_once=str(new_id()))
    for _twice in range(2):
        assert "/accounts/login/" in client.post("/fr/profile/", sent).url
    assert not Answer.objects.exists()
    client.force_login(account)
    answer = client.post("/fr/profile/", sent)
    assert (answer.status_code, "/accounts/login/" in answer.url) == (302, False)
    account.refresh_from_db()
    assert account.name == "Samira (fictif)"


def test_a_form_sent_twice_changes_once(client, account):
    client.force_login(account)
    once = str(new_id())
    first = client.post("/fr/profile/", profile(_once=once))
    again = client.post("/fr/profile/", profile(_once=once, name="Autre (fictif)"))
    assert (again.status_code, again.headers["Location"]) == (first.status_code, first.url)
    account.refresh_from_db()
    assert account.name == "Samira (fictif)"
