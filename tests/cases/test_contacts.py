"""Contacts: the child is reached, and the next contact counts from there."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from kanaf.actors.enums import DeskKind, Role
from kanaf.cases.access import work
from kanaf.cases.enums import ContactKind
from kanaf.cases.models import Contact
from kanaf.cases.services import contacts
from kanaf.foundation import clock, words
from kanaf.foundation.ids import new_id
from kanaf.foundation.versions import StaleVersion
from kanaf.grants import services as grants
from kanaf.grants.enums import Reason
from kanaf.journal.models import Entry
from tests import world
from tests.cases.following import Following, begin, strangers
from tests.support import as_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def following() -> Following:
    return begin()


def record(following, account=None, **more):
    account = account or following.worker
    now = clock.now()
    given = {
        "kind": ContactKind.HOME_VISIT,
        "when": now,
        "child_seen": True,
        "child_alone": False,
        "note": "La chambre est calme (fictif)",
        "compartment": "social",
        "at": now,
        **more,
    }
    with as_actor(account):
        return contacts.record_contact(actor=world.actor(account), case=following.case.id, **given)


def answers(**more):
    when = words.local(clock.now() - timedelta(hours=1))
    return {
        "kind": "home_visit",
        "when_0": when.strftime("%Y-%m-%d"),
        "when_1": when.strftime("%H:%M"),
        "child_seen": "yes",
        "child_alone": "no",
        "note": "La chambre est calme (fictif)",
        "compartment": "social",
        **more,
    }


def test_a_contact_with_the_child_is_the_first_contact_and_starts_the_rhythm(following):
    client = following.client()
    assert client.get(following.page("record_contact")).status_code == 200
    assert client.post(following.page("record_contact"), answers()).status_code == 302
    assert following.met("first_contact")
    contact = Contact.objects.get(case=following.case)
    assert following.waiting("follow_up").began_at == contact.at.replace(microsecond=0)


def test_the_journal_tells_when_it_was_written_down_and_from_when_it_counts(following):
    """A visit of yesterday is written today: the next contact is counted from it, and told today."""
    now, yesterday = clock.now(), clock.now() - timedelta(days=1)
    record(following, when=yesterday, at=now)
    entry = Entry.objects.get(kind="cases.contact_recorded", file=following.case.id)
    assert (entry.at, entry.kept["happened_at"]) == (now, yesterday.isoformat())
    assert following.waiting("follow_up").began_at == yesterday.replace(microsecond=0)


def test_a_call_that_did_not_reach_the_child_is_not_the_first_contact(following):
    record(following, kind=ContactKind.CALL, child_seen=False)
    assert following.waiting("first_contact") is not None


def test_an_older_contact_written_late_does_not_move_the_next_one(following):
    newest = record(following)
    record(following, when=clock.now() - timedelta(days=9))
    assert following.waiting("follow_up").began_at == newest.at.replace(microsecond=0)


def test_each_contact_counts_the_next_one_again(following):
    record(following, when=clock.now() - timedelta(days=5))
    newest = record(following)
    assert following.waiting("follow_up").began_at == newest.at.replace(microsecond=0)
    assert following.met("follow_up")


def test_a_contact_is_not_in_the_future_and_a_child_not_seen_was_not_heard_alone(following):
    client = following.client()
    page = client.post(
        following.page("record_contact"), answers(when_0="2099-01-01", child_seen="no", child_alone="yes")
    )
    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"when", "child_alone"}
    assert "La chambre est calme (fictif)" in page.content.decode()


def test_the_contact_after_closing_belongs_to_a_closed_file(following):
    page = following.client().post(following.page("record_contact"), answers(kind="post_closure"))
    assert page.status_code == 422
    with pytest.raises(PermissionDenied):
        record(following, kind=ContactKind.POST_CLOSURE)


def test_a_correction_keeps_the_part_and_shows_both_versions_when_it_is_late(following):
    contact = record(following)
    client = following.client()
    address = following.page("edit_contact", contact.id)
    assert "La chambre est calme (fictif)" in client.get(address).content.decode()
    changed = answers(note="Corrigé (fictif)", version="1", compartment="medical")
    assert client.post(address, changed).status_code == 302
    contact.refresh_from_db()
    assert (contact.note, contact.compartment, contact.version) == ("Corrigé (fictif)", "social", 2)
    page = client.post(address, answers(note="Autre texte (fictif)", version="1"))
    assert page.status_code == 409
    assert "Corrigé (fictif)" in page.content.decode()
    assert "Autre texte (fictif)" in page.content.decode()
    with as_actor(following.worker), pytest.raises(StaleVersion):
        contacts.change_contact(
            actor=world.actor(following.worker),
            case=following.case.id,
            contact=contact.id,
            kind="call",
            when=clock.now(),
            child_seen=False,
            child_alone=False,
            note="…",
            seen="1",
            at=clock.now(),
        )


def test_a_desk_of_the_file_writes_in_its_own_part_and_corrects_only_its_own(following):
    ours = record(following)
    hospital = world.make_desk(kind=DeskKind.HOSPITAL_UNIT, prefix="HOP")
    doctor = world.make_worker(hospital, Role.DOCTOR)
    with as_actor(following.worker):
        for parts, level in ((["core"], "read"), (["medical"], "write")):
            grants.grant(
                actor=world.actor(following.worker),
                subject=following.case.id,
                desk=hospital.id,
                compartments=parts,
                level=level,
                reason=Reason.REFERRAL,
                basis=new_id(),
                until=None,
                at=clock.now(),
            )
    client = following.client(doctor)
    assert client.post(following.page("record_contact"), answers()).status_code == 422
    sent = answers(kind="interview", note="Examen fait (fictif)", compartment="medical")
    assert client.post(following.page("record_contact"), sent).status_code == 302
    assert following.waiting("first_contact") is not None or following.met("first_contact")
    assert client.get(following.page("edit_contact", ours.id)).status_code == 404
    with as_actor(doctor):
        file = work.allowed(world.actor(doctor), following.case.id, lambda *_: True)
        assert [contact.compartment for contact in work.contacts(file)] == ["medical"]
    with pytest.raises(PermissionDenied):
        record(following, doctor, compartment="social")


def test_a_stranger_records_nothing(following):
    contact = record(following)
    for reason, account in strangers(following).items():
        client = following.client(account)
        assert client.get(following.page("record_contact")).status_code == 404, reason
        assert client.get(following.page("edit_contact", contact.id)).status_code == 404, reason
        with pytest.raises(PermissionDenied):
            record(following, account)
