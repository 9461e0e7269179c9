"""Who reads, writes, decides and signs a protocol: the rule, its twin and the rows say the same for anybody."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kanaf.actors.actor import ANONYMOUS
from kanaf.actors.enums import Role
from kanaf.actors.models import Absence, Membership
from kanaf.circuit import access_protocols as access
from kanaf.circuit import policies
from kanaf.circuit.enums import Decision, VersionStatus
from kanaf.circuit.models import ProtocolVersion, Review, Signature
from kanaf.circuit.seats import LIFE
from kanaf.foundation import clock
from kanaf.foundation.ids import new_id
from tests import world
from tests.architecture.attacking import run, touches_nothing
from tests.circuit.living import LONGER, Territory
from tests.circuit.protocols import SMALL
from tests.support import as_actor
from tests.territory.support import small_morocco

pytestmark = pytest.mark.django_db
PLACES = ([], ["01"], ["01.511"], ["01.511", "04.441"], ["04.441"], ["01.511.01.0"])
DESKS_AT = ("01.511.01.0", "04.441.01.03", None)
ROLES = st.one_of(st.sampled_from(sorted(LIFE)), st.sampled_from(Role))
POSTS = st.lists(st.tuples(st.integers(0, 2), ROLES), max_size=3, unique=True)


def version(status, places, **more):
    published = {"published_by": new_id(), "published_at": clock.now()} if status in ("published", "superseded") else {}
    number = ProtocolVersion.objects.count() + 1
    return ProtocolVersion.objects.create(
        dispositif=f"d{number}", number=1, status=status, country="MA", places=places, text=SMALL, digest="d",
        written_by=new_id(), written_at=clock.now(), **published, **more,
    )  # fmt: skip


def person(desks, posts, *, is_active, covers):
    account = world.make_worker(world.make_desk(place=small_morocco()["07.351.01.0"]), Role.FACILITATOR)
    for at, role in posts:
        Membership.objects.create(account=account, desk=desks[at], role=role, since=(clock.now() - timedelta(9)).date())
    if not is_active:
        account.is_active = False
        account.save(update_fields=["is_active"])
    if not covers:
        return account
    stand_in, now = world.make_worker(world.make_desk(), Role.FACILITATOR), clock.now()
    Absence.objects.create(
        account=account, covered_by=stand_in, since=now - timedelta(hours=1), until=now + timedelta(hours=1)
    )
    return stand_in


def row_rule(question, *values):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {question}", values)
        return cursor.fetchone()[0]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    posts=POSTS, is_active=st.sampled_from([True, True, False]), covers=st.booleans(),
    status=st.sampled_from(VersionStatus), places=st.sampled_from(PLACES), member=st.integers(-1, 2),
)  # fmt: skip
def test_policy_twin_and_row_rule_agree(posts, is_active, covers, status, places, member):
    with transaction.atomic():
        found = small_morocco()
        desks = [world.make_desk(place=found.get(code) or found["06"]) for code in DESKS_AT]
        account = person(desks, posts, is_active=is_active, covers=covers)
        members = [desks[member].organisation_id] if member >= 0 else []
        made = version(status, places, members=members)
        remark = Review.objects.create(
            version=made, digest="d", decision=Decision.RETURNED, decided_by=new_id(), decided_at=clock.now()
        )
        signature = Signature.objects.create(
            version=made, organisation=desks[0].organisation, digest="d", signed_by=new_id(), signed_at=clock.now()
        )
        actor = world.actor(account)
        seats = access.seats_of(actor)
        may_read = policies.can_read_version(actor, seats, made)
        assert may_read == ProtocolVersion.objects.readable_by(actor, seats).filter(pk=made.pk).exists()
        with as_actor(account):
            assert may_read == ProtocolVersion.objects.filter(pk=made.pk).exists()
            assert may_read == Signature.objects.filter(pk=signature.pk).exists()
            remarks = policies.can_read_remarks(actor, seats, made)
            assert remarks == Review.objects.filter(pk=remark.pk).exists()
            changes = ProtocolVersion.objects.select_for_update().filter(pk=made.pk).exists()
            assert changes == policies.can_edit(actor, seats, made)
            assert row_rule("kanaf_reviews_protocol(%s, %s::text[])", "MA", places) == policies.reviews(
                actor, seats, made
            )
            for desk in desks:
                signs = row_rule("kanaf_signs_for(%s::uuid[])", [desk.organisation_id])
                assert signs == policies.signs_for(actor, seats, desk.organisation_id)
        transaction.set_rollback(True)


def test_a_version_in_preparation_is_nothing_for_a_stranger_and_what_applies_is_for_everybody():
    here = Territory()
    made = here.sent()
    sale = world.make_desk(place=small_morocco()["04.441.01.0"])
    strangers = [
        here.worker,  # of the territory, without a part in the protocol
        world.make_worker(sale, Role.DESK_COORDINATOR),  # a coordinator elsewhere
        world.make_worker(sale, Role.SUPERVISOR),
        world.make_worker(here.unit, Role.SYSTEM_ADMINISTRATOR),
    ]
    for account in strangers:
        actor = world.actor(account)
        assert access.find_version(actor, made.id) is None
        assert access.find_version(actor, here.in_force.id) == here.in_force
    shown = ProtocolVersion.objects.readable_by(ANONYMOUS, [])
    assert set(shown.exclude(dispositif="standard")) == {here.in_force}


MOVES = {
    "a text of somebody else": ("worker", "UPDATE circuit_protocolversion SET text = 'x' WHERE id = %(draft)s"),
    "a draft put in force": ("coordinator", "UPDATE circuit_protocolversion SET status = 'published'"),
    "a draft approved": ("chair", "UPDATE circuit_protocolversion SET status = 'approved'"),
    "a hand taken out": ("coordinator", "UPDATE circuit_protocolversion SET writers = '{}'"),
    "a draft wiped out": ("coordinator", "DELETE FROM circuit_protocolversion WHERE id = %(draft)s"),
    "another's draft withdrawn": ("worker", "SELECT 1 WHERE kanaf_withdraw_protocol(%(draft)s, 2)"),
    "another's draft sent": (
        "worker",
        "SELECT 1 WHERE kanaf_submit_protocol(%(draft)s, 2, 'd', 'MA', '{01.511}', ARRAY[%(unit)s]::uuid[])",
    ),
    "a draft sent to nobody": (
        "coordinator",
        "SELECT 1 WHERE kanaf_submit_protocol(%(draft)s, 2, 'd', 'MA', '{01.511}', '{}')",
    ),
    "a draft sent for another territory": (
        "coordinator",
        "SELECT 1 WHERE kanaf_submit_protocol(%(draft)s, 2, 'd', 'MA', '{04.441}', ARRAY[%(unit)s]::uuid[])",
    ),
    "a draft approved before it is sent": (
        "chair",
        "SELECT 1 WHERE kanaf_review_protocol(gen_random_uuid(), %(draft)s, 2, 'approved', '', now())",
    ),
    "a draft published": ("chair", "SELECT 1 WHERE kanaf_publish_protocol(%(draft)s, 2, now())"),
    "a draft signed": (
        "coordinator",
        (
            "INSERT INTO circuit_signature (id, version_id, organisation_id, digest, signed_by, signed_at)"
            " VALUES (gen_random_uuid(), %(draft)s, %(unit)s, '', %(coordinator)s, now())"
        ),
    ),
    "a yes of the committee": (
        "chair",
        (
            "INSERT INTO circuit_review (id, version_id, digest, decision, remark, decided_by, decided_at)"
            " VALUES (gen_random_uuid(), %(draft)s, '', 'approved', '', %(chair)s, now())"
        ),
    ),
    "a version that begins in force": (
        "coordinator",
        (
            "INSERT INTO circuit_protocolversion (id, dispositif, number, status, country, places, text, digest, written_by,"
            " written_at, writers, members, version, is_demo, published_by, published_at) VALUES (gen_random_uuid(), 'z', 1,"
            " 'published', 'MA', '{01.511}', '', '', %(coordinator)s, now(), ARRAY[%(coordinator)s]::uuid[], '{}', 1, false,"
            " %(coordinator)s, now())"
        ),
    ),
    "the next version of another territory": (
        "outsider",
        (
            "INSERT INTO circuit_protocolversion (id, dispositif, number, status, country, places, text, digest, written_by,"
            " written_at, writers, members, version, is_demo) VALUES (gen_random_uuid(), 'small', 9, 'draft', 'MA',"
            " '{04.441}', '', '', %(outsider)s, now(), ARRAY[%(outsider)s]::uuid[], '{}', 1, false)"
        ),
    ),
}


@pytest.mark.parametrize(("who", "statement"), MOVES.values(), ids=MOVES.keys())
def test_no_step_is_taken_by_hand_by_whoever_may_not(who, statement):
    here = Territory()
    made = here.draft()
    here.outsider = world.make_worker(world.make_desk(place=small_morocco()["04.441.01.0"]), Role.DESK_COORDINATOR)
    names = {name: getattr(here, name).id for name in ("coordinator", "chair", "outsider")}
    values = {**names, "draft": made.id, "unit": here.members[0]}
    assert touches_nothing(getattr(here, who), statement, **values)
    assert here.now(made).status == VersionStatus.DRAFT


SIGN = (
    "INSERT INTO circuit_signature (id, version_id, organisation_id, digest, signed_by, signed_at)"
    " VALUES (gen_random_uuid(), %(version)s, %(organisation)s, %(digest)s, %(by)s, now())"
)


def test_a_signature_by_hand_is_ones_own_of_that_text_for_ones_own_organisation():
    here = Territory()
    made = here.approved()
    own = {"version": made.id, "organisation": here.members[0], "digest": made.digest, "by": here.coordinator.id}
    for wrong in [
        {"by": here.prosecutor.id},  # in somebody else's name
        {"organisation": here.members[1]},  # for another organisation
        {"organisation": here.committee.organisation_id},  # for one that is not asked
        {"digest": "0" * 64},  # of another text
        {"version": here.in_force.id},  # of a version that needs none
    ]:
        assert touches_nothing(here.coordinator, SIGN, **{**own, **wrong})
    assert touches_nothing(here.worker, SIGN, **{**own, "by": here.worker.id})  # without the power to sign
    assert run(here.coordinator, SIGN, **own) == 1
    for statement in ("DELETE FROM circuit_signature", "UPDATE circuit_signature SET digest = 'x'"):
        assert touches_nothing(here.coordinator, statement)


def test_nobody_puts_a_version_in_force_by_hand_before_every_member_signed():
    here = Territory()
    made = here.approved()
    here.sign(made, here.coordinator, here.members[0])
    publish = "SELECT 1 WHERE kanaf_publish_protocol(%(version)s, %(seen)s, now())"
    values = {"version": made.id, "seen": here.now(made).version}
    with pytest.raises(DatabaseError, match="not every member"), transaction.atomic():
        run(here.chair, publish, **values)
    here.sign(made, here.prosecutor, here.members[1])
    assert touches_nothing(here.coordinator, publish, **values)  # whoever wrote it
    assert run(here.chair, publish, **values) == 1


def test_a_text_that_was_sent_stays_as_it_was_sent_for_the_owner_too():
    here = Territory()
    made = here.sent()
    with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
        ProtocolVersion.objects.filter(pk=made.pk).update(text=LONGER + "# x\n")
