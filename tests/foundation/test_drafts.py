"""What was typed is kept for its owner, up to a number and a size, and a refused form is kept too."""

from datetime import timedelta

import psycopg
import pytest
from django.db import connection
from django.test import Client

from kanaf.actors.models import Account
from kanaf.foundation import clock, drafts
from kanaf.foundation.context import SystemActor
from kanaf.foundation.database import roles
from kanaf.foundation.ids import new_id
from kanaf.foundation.models import Draft
from kanaf.foundation.vault import ephemeral
from tests import databases, world
from tests.architecture.attacking import touches_nothing
from tests.support import as_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(client: Client) -> Account:
    account = world.make_worker(world.make_desk())
    client.force_login(account)
    return account


def test_the_oldest_draft_makes_room_and_nobody_elses(client, account):
    other = Client()
    neighbour = world.make_worker(world.make_desk())
    other.force_login(neighbour)
    other.post("/fr/drafts/", {"_draft": "first", "text": "à moi (fictif)"})
    for number in range(drafts.MOST_FORMS + 3):
        assert client.post("/fr/drafts/", {"_draft": f"form {number}", "text": "mot"}).status_code == 204
    client.post("/fr/drafts/", {"_draft": "form 4", "text": "encore"})
    kept = set(Draft.objects.filter(owner=account.id).values_list("form", flat=True))
    assert kept == {f"form {number}" for number in range(3, drafts.MOST_FORMS + 3)}
    assert Draft.objects.filter(owner=neighbour.id).count() == 1


def test_a_text_too_long_to_keep_is_refused_and_the_draft_before_it_stays(client, account):
    client.post("/fr/drafts/", {"_draft": "note", "text": "court (fictif)"})
    assert client.post("/fr/drafts/", {"_draft": "note", "text": "é" * drafts.MOST_BYTES}).status_code == 413
    with as_actor(account):
        assert drafts.load(account.id, "note") == {"text": ["court (fictif)"]}


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM foundation_ephemeralkey",
        "UPDATE foundation_ephemeralkey SET expires_at = 'infinity'",
        "UPDATE foundation_ephemeralkey SET wrapped = 'x'",
    ],
)
def test_nobody_destroys_or_prolongs_the_key_of_the_day(client, account, statement):
    client.post("/fr/drafts/", {"_draft": "note", "text": "à moi (fictif)"})
    for who in (account, world.make_worker(world.make_desk()), None):
        assert touches_nothing(who, statement)
    with as_actor(account):
        assert drafts.load(account.id, "note") == {"text": ["à moi (fictif)"]}


def test_the_keeper_destroys_keys_in_their_time_and_with_them_what_they_sealed(client, account):
    client.post("/fr/drafts/", {"_draft": "note", "text": "à moi (fictif)"})
    now = clock.now()
    with as_actor(SystemActor.KEEPER):
        assert ephemeral.expire(now) == 0
        assert ephemeral.expire(now + timedelta(days=drafts.DAYS + 2)) >= 1
    ephemeral._held.clear()
    with as_actor(account):
        assert drafts.load(account.id, "note") is None


def test_the_web_login_never_is_the_keeper():
    with psycopg.connect(databases.address(connection.settings_dict["NAME"], roles.WEB)) as web:
        web.execute("SELECT set_config('kanaf.actor', %s, true)", [str(SystemActor.KEEPER.value)])
        web.execute("INSERT INTO foundation_ephemeralkey VALUES (%s, 'x', 1, now(), 'k', 'x', now())", [new_id()])
        assert web.execute("DELETE FROM foundation_ephemeralkey").rowcount == 0
        web.rollback()


def test_a_refused_form_of_any_area_is_a_draft(client, account):
    sent = {"name": "", "name_ar": "سميرة", "language": "fr", "_draft": "actors:profile"}
    assert client.post("/fr/profile/", sent).status_code == 422
    with as_actor(account):
        kept = drafts.load(account.id, "actors:profile")
    assert kept is not None
    assert kept["name_ar"] == ["سميرة"]
