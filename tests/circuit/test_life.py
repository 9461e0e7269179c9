"""The life of a protocol: written, approved by another, signed by every member, put in force, never changed."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from kanaf.actors.enums import Role
from kanaf.circuit.enums import VersionStatus
from kanaf.circuit.models import ProtocolVersion, Review, Signature
from kanaf.circuit.services import deciding, drafting
from kanaf.foundation.versions import StaleVersion
from kanaf.journal.models import Entry
from tests import world
from tests.circuit.living import LONGER, Territory, act, adopt
from tests.circuit.protocols import SMALL

pytestmark = pytest.mark.django_db


def test_a_version_goes_from_the_draft_to_force_and_the_older_is_superseded():
    here = Territory()
    made = here.published()
    assert made.status == VersionStatus.PUBLISHED
    assert (made.number, made.published_by, made.based_on_id) == (2, here.chair.id, here.in_force.id)
    assert here.now(here.in_force).status == VersionStatus.SUPERSEDED
    told = list(Entry.objects.filter(subject=made.id).order_by("id").values_list("kind", flat=True))
    assert [kind.partition("_")[2] for kind in told] == [
        "drafted", "written", "submitted", "approved", "signed", "signed", "published"
    ]  # fmt: skip


def test_a_text_with_mistakes_is_kept_as_a_draft_and_never_sent():
    here = Territory()
    made = here.draft("format: 1\nprotocol: small\n")
    assert made.text == "format: 1\nprotocol: small\n"
    with pytest.raises(drafting.HasMistakes) as found:
        act(here.coordinator, drafting.submit, version=made.id, members=here.members, seen=here.seen(made))
    assert found.value.verdict.mistakes[0].line == 1
    assert here.now(made).status == VersionStatus.DRAFT


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("protocol: small", "protocol: other", 3),
        ("places: ['01.511']", "places: ['99.999']", 6),
        ("places: ['01.511']", "places: ['01.511', '04.441']", 6),
        ("event: cases.opened", "event: cases.was_opened", 32),
    ],
)
def test_what_only_this_installation_knows_is_told_at_its_line(old, new, line):
    here = Territory()
    adopt(SMALL.replace("small", "sale").replace("01.511", "04.441"))
    made = here.draft(SMALL.replace(old, new, 1))
    with pytest.raises(drafting.HasMistakes) as found:
        act(here.coordinator, drafting.submit, version=made.id, members=here.members, seen=here.seen(made))
    assert line in {one.line for one in found.value.verdict.mistakes}


def test_a_stale_edit_is_refused_and_loses_nothing():
    here = Territory()
    made = here.draft()
    with pytest.raises(StaleVersion):
        act(here.secretary, drafting.write_text, version=made.id, text=SMALL, seen="1")
    assert here.now(made).text == LONGER


def test_one_version_is_prepared_at_a_time():
    here = Territory()
    made = here.draft()
    with pytest.raises(drafting.AlreadyInPreparation) as found:
        act(here.secretary, drafting.start_draft, version=here.in_force.id)
    assert found.value.version == made
    act(here.coordinator, drafting.withdraw, version=made.id, seen=here.seen(made))
    assert act(here.secretary, drafting.start_draft, version=here.in_force.id).number == 3


def test_whoever_has_a_hand_in_the_text_does_not_approve_it():
    here = Territory()
    made = here.draft()
    act(here.secretary, drafting.write_text, version=made.id, text=LONGER + "# Relu.\n", seen=here.seen(made))
    assert set(here.now(made).writers) == {here.coordinator.id, here.secretary.id}
    act(here.coordinator, drafting.submit, version=made.id, members=here.members, seen=here.seen(made))
    with pytest.raises(PermissionDenied):
        act(here.secretary, deciding.approve, version=made.id, remark="", seen=here.seen(made))
    act(here.chair, deciding.approve, version=made.id, remark="", seen=here.seen(made))


def test_a_version_applies_when_every_listed_member_signed():
    here = Territory()
    made = here.approved()
    for account, member in [(here.coordinator, here.members[0]), (here.prosecutor, here.members[1])]:
        with pytest.raises(deciding.NotAllSigned):
            act(here.chair, deciding.publish, version=made.id, seen=here.seen(made))
        here.sign(made, account, member)
    with pytest.raises(deciding.AlreadySigned):
        here.sign(made, here.coordinator, here.members[0])
    act(here.chair, deciding.publish, version=made.id, seen=here.seen(made))


def test_one_signs_for_ones_own_organisation_only_and_with_the_power_to():
    here = Territory()
    made = here.approved()
    for account, member in [
        (here.coordinator, here.members[1]),  # another organisation's signature
        (here.worker, here.members[0]),  # no power to sign
        (here.chair, here.committee.organisation_id),  # not a listed member
    ]:
        with pytest.raises(PermissionDenied):
            here.sign(made, account, member)
    assert not Signature.objects.exists()


def test_the_signature_of_another_text_does_not_count():
    here = Territory()
    made = here.signed()
    act(here.chair, deciding.send_back, version=made.id, remark="Relire le délai.", seen=here.seen(made))
    assert Review.objects.first().remark == "Relire le délai."
    shorter = LONGER.replace("12 h", "10 h")
    act(here.coordinator, drafting.write_text, version=made.id, text=shorter, seen=here.seen(made))
    act(here.coordinator, drafting.submit, version=made.id, members=here.members, seen=here.seen(made))
    act(here.chair, deciding.approve, version=made.id, remark="", seen=here.seen(made))
    with pytest.raises(deciding.NotAllSigned):
        act(here.chair, deciding.publish, version=made.id, seen=here.seen(made))


def test_what_was_decided_meanwhile_is_not_decided_again():
    here = Territory()
    made = here.sent()
    seen = here.seen(made)
    act(here.chair, deciding.send_back, version=made.id, remark="Non.", seen=seen)
    with pytest.raises(PermissionDenied):
        act(here.prosecutor, deciding.approve, version=made.id, remark="", seen=seen)
    act(here.coordinator, drafting.submit, version=made.id, members=here.members, seen=here.seen(made))
    with pytest.raises(drafting.AlreadyMoved):
        act(here.prosecutor, deciding.approve, version=made.id, remark="", seen=seen)


def test_the_first_protocol_of_another_territory_begins_from_one_that_is_in_force():
    here = Territory()
    desk = world.make_desk(place=world.small_morocco()["04.441.01.0"])
    coordinator = world.make_worker(desk, Role.DESK_COORDINATOR)
    name = {"fr": "Salé", "ar": "سلا", "en": "Salé"}
    begin = {"version": here.in_force.id, "dispositif": "sale", "name": name}
    with pytest.raises(PermissionDenied):
        act(coordinator, drafting.start_protocol, place="01.511", **begin)
    made = act(coordinator, drafting.start_protocol, place="04.441", **begin)
    assert (made.dispositif, made.places, made.number) == ("sale", ["04.441"], 1)
    assert "confirmed: true" not in made.text


TEXT = "a text by hand"
BY_HAND = {
    "its text": "UPDATE circuit_protocolversion SET text = 'x' WHERE id = %(version)s",
    "its places": "UPDATE circuit_protocolversion SET places = '{}' WHERE id = %(version)s",
    "its writers": "UPDATE circuit_protocolversion SET writers = '{}' WHERE id = %(version)s",
    "its members": "UPDATE circuit_protocolversion SET members = '{}' WHERE id = %(version)s",
    "its day": "UPDATE circuit_protocolversion SET published_at = now() WHERE id = %(version)s",
    "its status": "UPDATE circuit_protocolversion SET status = 'draft' WHERE id = %(version)s",
    "itself": "DELETE FROM circuit_protocolversion WHERE id = %(version)s",
}


@pytest.mark.parametrize("statement", BY_HAND.values(), ids=BY_HAND.keys())
def test_a_published_version_never_changes_not_even_by_the_owner(statement):
    here = Territory()
    made = here.published()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, {"version": made.id})
    assert ProtocolVersion.objects.get(pk=made.pk).text == LONGER
