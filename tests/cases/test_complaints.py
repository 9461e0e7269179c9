"""A complaint goes to a desk outside the one concerned, has a date, and is answered by code."""

import pytest
from django.test import Client

from kanaf.actors.enums import DeskKind, Role
from kanaf.cases.models import Complaint, ComplaintStatement
from kanaf.cases.services.reports import complaint_desk_for
from kanaf.circuit.models import Obligation
from kanaf.territory.models import Place
from tests import world
from tests.cases import doors
from tests.support import as_actor

pytestmark = pytest.mark.django_db
FORM = "/fr/p/"
STEPS = (
    {"about": "exploitation"},
    {"what": "il m'a menacée (fictif)", "who": "un éducateur"},
    {"province": ""},
    {"contact": "0600000001"},
)


@pytest.fixture(autouse=True)
def _no_hurry(settings):
    settings.PUBLIC_FORMS_FASTEST = 0


@pytest.fixture
def coordination():
    return world.make_desk(kind=DeskKind.COORDINATION, prefix="", takes_reports=False)


@pytest.fixture
def upe():
    return world.make_desk()


def about_the_upe(upe):
    province = Place.objects.get(code="01.511")
    return [*STEPS[:2], {"province": str(province.pk)}, {"desk": str(upe.pk)}, STEPS[3]]


def complain(client, steps=STEPS):
    return doors.send(client, FORM, doors.walk(client, FORM, steps))


def test_the_desk_concerned_never_reads_it_and_the_coordination_does(client, coordination, upe):
    receipt = complain(client, about_the_upe(upe))
    complaint = Complaint.objects.get(reference=doors.reference(receipt))
    assert (complaint.desk_concerned, complaint.handled_by) == (upe, coordination)
    keys = set(Obligation.objects.filter(file=complaint.id, desk=coordination.id).values_list("rule", flat=True))
    assert keys == {"complaint_acknowledge", "complaint_answer"}
    with as_actor(world.make_worker(coordination, Role.DESK_COORDINATOR)):
        assert ComplaintStatement.objects.get().what == "il m'a menacée (fictif)"
    for stranger in [
        world.make_worker(upe, Role.SUPERVISOR),  # of the desk concerned
        world.make_worker(world.make_desk(prefix="SAL"), Role.SUPERVISOR),  # of any other desk
        world.make_worker(coordination, Role.PROJECT_MANAGER),  # of the right desk, without case data
        None,
    ]:
        with as_actor(stranger):
            assert not Complaint.objects.exists()
            assert not ComplaintStatement.objects.exists()


def test_the_code_shows_where_it_stands_then_the_answer_and_never_the_complaint(client, coordination):
    code = doors.code(complain(client))
    complaint = Complaint.objects.get()
    assert "received" in Client().post("/en/p/more/", {"code": code}).content.decode()
    client.force_login(world.make_worker(coordination, Role.SUPERVISOR))
    address = f"/fr/complaints/{complaint.id}/"
    assert "il m&#x27;a menacée (fictif)" in client.get(address).content.decode()
    client.post(f"{address}take/")
    assert "looking into it" in Client().post("/en/p/more/", {"code": code}).content.decode()
    version = str(Complaint.objects.get().version)
    assert (
        client.post(
            f"{address}answer/", {"answer": "Il ne travaille plus ici (fictif)", "version": version}
        ).status_code
        == 302
    )
    page = Client().post("/en/p/more/", {"code": code}).content.decode()
    assert "Il ne travaille plus ici (fictif)" in page
    assert "menacée" not in page
    assert not Obligation.objects.filter(file=complaint.id, ended_at=None).exists()


def test_an_answer_needs_a_supervisor_and_the_version_that_was_read(client, coordination):
    complain(client)
    complaint = Complaint.objects.get()
    address = f"/fr/complaints/{complaint.id}/answer/"
    client.force_login(world.make_worker(coordination))
    assert client.post(address, {"answer": "non", "version": "1"}).status_code == 404
    client.force_login(world.make_worker(coordination, Role.SUPERVISOR))
    assert client.post(address, {"answer": "trop tard (fictif)", "version": "9"}).status_code == 409
    assert client.post(address, {"answer": "", "version": "1"}).status_code == 422
    assert Complaint.objects.get().answered_at is None


def test_a_desk_that_is_itself_concerned_hands_it_over_and_reads_it_no_more(client, coordination, upe):
    complain(client)
    complaint = Complaint.objects.get()
    person = world.make_worker(coordination, Role.SUPERVISOR)
    client.force_login(person)
    client.post(f"/fr/complaints/{complaint.id}/pass/")
    complaint.refresh_from_db()
    assert (complaint.handled_by, complaint.desk_concerned) == (upe, coordination)
    assert client.get(f"/fr/complaints/{complaint.id}/").status_code == 404
    assert set(Obligation.objects.values_list("desk", flat=True)) == {upe.id}


def test_sent_twice_it_arrives_once_with_one_code(client, coordination):
    page = doors.walk(client, FORM, STEPS)
    first, again = doors.send(client, FORM, page), doors.send(client, FORM, page)
    assert doors.code(first) == doors.code(again) != ""
    assert Complaint.objects.count() == 1


def test_no_shelter_is_shown_to_the_public(client, coordination, upe):
    shelter = world.make_desk(is_shelter=True, kind=DeskKind.SHELTER, prefix="SHE")
    page = doors.walk(client, FORM, about_the_upe(upe)[:3]).content.decode()
    assert upe.name in page
    assert shelter.name not in page


def test_a_complaint_from_inside_gives_the_code_in_no_address(client, coordination, upe):
    client.force_login(world.make_worker(upe))
    once = "00000000-0000-4000-8000-000000000001"
    sent = {"about": "worker", "desk": str(upe.id), "what": "un collègue crie (fictif)", "_once": once}
    first, again = client.post("/fr/complaints/new/", sent), client.post("/fr/complaints/new/", sent)
    assert doors.code(first) == doors.code(again) != ""
    assert Complaint.objects.get().handled_by == coordination


def test_without_any_coordination_another_organisation_answers():
    upe, other = world.make_desk(), world.make_desk(prefix="SAL")
    assert complaint_desk_for(upe) == other
    assert complaint_desk_for(other) == upe
