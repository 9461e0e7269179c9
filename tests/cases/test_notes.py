"""Notes: each in one part of the file, written and read by those who may open that part."""

import pytest
from django.core.exceptions import PermissionDenied

from kanaf.actors.enums import Role
from kanaf.cases.access import work
from kanaf.cases.models import Note
from kanaf.cases.services import notes
from kanaf.foundation import clock
from kanaf.journal.models import Entry
from tests import world
from tests.cases.following import Following, begin, strangers
from tests.support import as_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def following() -> Following:
    return begin()


def add(following, account=None, *, part="social", text="Note (fictif)"):
    account = account or following.worker
    with as_actor(account):
        return notes.add_note(
            actor=world.actor(account), case=following.case.id, compartment=part, text=text, at=clock.now()
        )


def test_a_note_goes_into_one_of_the_parts_open_to_its_writer(following):
    client = following.client()
    page = client.get(following.page("add_note"))
    offered = [code for code, _label in page.context["form"].fields["compartment"].choices]
    assert offered == ["social", "psychological", "judicial"]
    sent = {"text": "Vu avec l'école (fictif)", "compartment": "psychological"}
    assert client.post(following.page("add_note"), sent).status_code == 302
    assert Note.objects.get(case=following.case).compartment == "psychological"
    assert client.post(following.page("add_note"), {**sent, "compartment": "medical"}).status_code == 422
    with pytest.raises(PermissionDenied):
        add(following, part="medical")


@pytest.mark.parametrize("part", ["core", "identity"])
def test_no_words_are_written_in_the_core_or_beside_the_identity(following, part):
    with pytest.raises(PermissionDenied):
        add(following, part=part)


def test_notes_are_read_part_by_part(following):
    add(following, part="social", text="Sociale (fictif)")
    add(following, part="psychological", text="Psychologique (fictif)")
    doctor = world.make_worker(following.desk, Role.DOCTOR)
    with as_actor(doctor):
        file = work.allowed(world.actor(doctor), following.case.id, lambda *_: True)
        assert [note.text for note in work.notes(file)] == ["Psychologique (fictif)"]


def test_a_correction_is_late_or_not(following):
    note = add(following, text="Premier texte (fictif)")
    client = following.client(world.make_worker(following.desk))
    address = following.page("edit_note", note.id)
    assert "Premier texte (fictif)" in client.get(address).content.decode()
    assert client.post(address, {"text": "Deuxième (fictif)", "version": "1"}).status_code == 302
    page = client.post(address, {"text": "Troisième (fictif)", "version": "1"})
    assert page.status_code == 409
    assert "Deuxième (fictif)" in page.content.decode()
    assert client.post(address, {"text": "Troisième (fictif)", "version": "2"}).status_code == 302
    note.refresh_from_db()
    assert (note.text, note.version) == ("Troisième (fictif)", 3)
    assert Entry.objects.filter(subject=note.id, kind="cases.note_changed").count() == 2


def test_a_double_click_writes_one_note(following):
    client = following.client()
    once = client.get(following.page("add_note")).context["form"].once
    sent = {"text": "Une seule fois (fictif)", "compartment": "social", "_once": once}
    assert {client.post(following.page("add_note"), sent).status_code for _click in range(2)} == {302}
    assert Note.objects.filter(case=following.case).count() == 1


def test_a_stranger_finds_no_note(following):
    note = add(following)
    for reason, account in strangers(following).items():
        client = following.client(account)
        assert client.get(following.page("add_note")).status_code == 404, reason
        assert client.get(following.page("edit_note", note.id)).status_code == 404, reason
        with as_actor(account):
            assert not Note.objects.exists(), reason
        with pytest.raises(PermissionDenied):
            add(following, account)
