"""Who reads a committee, who writes, who opens the annex: the policy, its twin and the rows say the same."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kanaf.actors.enums import Role
from kanaf.committees import policies
from kanaf.committees.access.committees import held_in
from kanaf.committees.models import (
    ActionPoint,
    AgendaItem,
    AnnexItem,
    Attendance,
    Committee,
    Meeting,
    Minutes,
    Seat,
    Term,
)
from kanaf.committees.policies import OpenCommittee
from kanaf.committees.services import annex
from kanaf.foundation import clock
from kanaf.foundation.ids import new_id
from kanaf.foundation.models import DataKey
from kanaf.grants.models import Exclusion
from tests import world
from tests.committees.table import Table, on
from tests.support import as_actor

pytestmark = pytest.mark.django_db
CLOSED = (Committee, Seat, Term, Meeting, AgendaItem, Attendance, Minutes, ActionPoint)


@st.composite
def people(draw):
    return {
        "posts": draw(st.lists(st.tuples(st.integers(0, 2), st.sampled_from(Role)), max_size=3)),
        "terms": draw(
            st.lists(
                st.tuples(
                    st.integers(0, 1),
                    st.sampled_from(["upe", "health", "prosecutor", "education"]),
                    st.booleans(),
                    st.sampled_from([(-9, -2), (-9, 0), (-9, None), (0, 5), (3, None), (-9, 1), (2, 2)]),
                ),
                max_size=4,
                unique_by=lambda term: term[:3],
            )
        ),
        "active": draw(st.sampled_from([True, True, True, False])),
        "seats_ended": draw(st.sampled_from([None, None, None, "upe"])),
    }


def read_all(account):
    with as_actor(account):
        return {model: set(model.objects.values_list("pk", flat=True)) for model in CLOSED}


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(given_people=people())
def test_policy_twin_and_rows_agree(given_people, db):
    with transaction.atomic():
        _agree(given_people)
        transaction.set_rollback(True)


def _agree(told):
    today = clock.now().date()
    tables = [Table(), Table()]
    desks = [tables[0].desk, tables[1].desk, world.make_desk()]
    account = world.make_worker(world.make_desk(), Role.TRAINER, is_active=True)
    for desk, role in told["posts"]:
        from kanaf.actors.models import Membership

        Membership.objects.get_or_create(
            account=account, desk=desks[desk], role=role, until=None, defaults={"since": today - timedelta(days=3)}
        )
    for number, category, is_substitute, (since, until) in told["terms"]:
        seat = tables[number].seat(category)
        Term.objects.filter(seat=seat, is_substitute=is_substitute).delete()
        Term.objects.create(
            committee=tables[number].committee, seat=seat, account=account, is_substitute=is_substitute,
            since=today + timedelta(days=since), until=None if until is None else today + timedelta(days=until),
            named_by=account.id,
        )  # fmt: skip
    if told["seats_ended"]:
        Seat.objects.filter(category=told["seats_ended"]).update(ended_on=today)
    for table in tables:
        table.convene(clock.now() + timedelta(days=20), subjects=["Bilan (fictif)"])
    account.is_active = told["active"]
    account.save()
    actor, at = world.actor(account), clock.now()
    seen = read_all(account)
    for table in tables:
        file = OpenCommittee(table.committee, held_in(actor, table.committee.id, at))
        may = policies.can_read(actor, file)
        assert may == Committee.objects.readable_by(actor, at).filter(pk=table.committee.pk).exists()
        for model in CLOSED:
            field = "pk" if model is Committee else "committee"
            mine = set(model.objects.filter(**{field: table.committee.pk}).values_list("pk", flat=True))
            assert (seen[model] & mine) == (mine if may else set()), model
        _functions(account, actor, file)


def _functions(account, actor, file):
    asked = {
        "written": policies.can_write(actor, file),
        "chaired": policies.chairs(actor, file),
        "bound": policies.can_read_annex(actor, file),
    }
    with as_actor(account), connection.cursor() as cursor:
        for name, expected in asked.items():
            cursor.execute(f"SELECT %s IN (SELECT kanaf_committees_{name}())", [file.committee.pk])
            assert cursor.fetchone()[0] == expected, name
        keys = set(DataKey.objects.values_list("subject", flat=True))
    assert (file.committee.pk in keys) == policies.can_read(actor, file)
    assert (file.committee.annex in keys) == asked["bound"]


@pytest.fixture
def table():
    return Table()


def test_strangers_are_many(table):
    """Named one by one, each with the reason why he might be thought to belong."""
    other = Table()
    gone = world.make_worker(table.upe)
    table.sit("judge", gone, until=clock.now().date())
    for stranger in (
        table.stranger,  # a supervisor of the desk that has a seat: the seat is a person's
        other.secretary,  # a secretary of another committee
        other.chair,  # who chairs another one
        gone,  # whose term ended today
        world.make_worker(table.desk, Role.DESK_COORDINATOR),  # works at the secretariat without being secretary
        world.make_worker(table.desk, Role.SYSTEM_ADMINISTRATOR),
    ):
        assert table.open_for(stranger) is None
        with as_actor(stranger):
            assert not Term.objects.filter(committee=table.committee).exists()


def test_a_seat_that_ended_opens_nothing_any_more(table):
    Seat.objects.filter(pk=table.seat("upe").pk).update(ended_on=clock.now().date())
    assert table.open_for(table.worker) is None
    assert not Committee.objects.readable_by(world.actor(table.worker), clock.now()).exists()
    with as_actor(table.worker):
        assert not Committee.objects.exists()


def test_a_stand_in_for_a_desk_does_not_sit_for_the_absent_member(table):
    from kanaf.actors.models import Absence

    now = clock.now()
    Absence.objects.create(
        account=table.worker, covered_by=table.stranger, since=now - timedelta(days=1), until=now + timedelta(days=1)
    )
    assert table.open_for(table.stranger) is None


def test_the_annex_is_closed_to_the_secretary_and_to_unbound_seats(table):
    case = world.make_case(table.worker, table.upe)
    meeting = table.convene(clock.now() + timedelta(days=20))
    item = table.act(table.worker, annex.bring, meeting=meeting, code=case.code.lower(), blocker="no_place")
    for reader, sees in (
        (table.worker, 1),
        (table.chair, 1),
        (table.secretary, 0),
        (table.teacher, 0),
        (table.stranger, 0),
    ):
        with as_actor(reader):
            assert AnnexItem.objects.count() == sees, reader.name
            if sees:
                assert AnnexItem.objects.get().code == case.code
    assert item.stage == case.stage
    raw = AnnexItem.objects.filter(pk=item.pk).values_list("code", flat=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT encode(code, 'escape') FROM committees_annexitem")
        assert case.code not in str(cursor.fetchall())
    assert raw


def test_a_line_of_the_annex_is_hidden_from_a_seat_in_conflict(table):
    """The seat stays, the line does not show: not its code, and not that it is there."""
    case = world.make_case(table.worker, table.upe)
    meeting = table.convene(clock.now() + timedelta(days=20))
    table.act(table.worker, annex.bring, meeting=meeting, code=case.code, blocker="no_place")
    Exclusion.objects.create(
        subject_id=case.id, account=table.chair, basis=new_id(), since=clock.now(), given_by=table.worker.id
    )
    for reader, sees in ((table.chair, 0), (table.worker, 1)):
        with as_actor(reader):
            assert AnnexItem.objects.count() == sees


def test_a_code_that_one_does_not_follow_is_an_unknown_one(table):
    other = world.make_desk()
    hidden = world.make_case(world.make_worker(other), other)
    meeting = table.convene(clock.now() + timedelta(days=20))
    for code in (hidden.code, "TNG-0000", "' OR 1=1"):
        with pytest.raises(annex.UnknownCode):
            table.act(table.worker, annex.bring, meeting=meeting, code=code, blocker="no_place")


ROWS = {
    "a member names herself chair": "UPDATE committees_seat SET is_chair = true",
    "a member prolongs a term": "UPDATE committees_term SET until = '2100-01-01'",
    "a member writes a meeting": 'INSERT INTO committees_agendaitem (id, committee_id, meeting_id, "order", added_by)'
    " SELECT gen_random_uuid(), committee_id, id, 9, kanaf_actor() FROM committees_meeting",
    "a member closes another desk's action": "UPDATE committees_actionpoint SET state = 'done', closed_by ="
    " kanaf_actor(), closed_at = now() WHERE desk_id <> %(upe)s",
    "a member moves a file to another code": "UPDATE committees_annexitem SET stage = '6'",
    "a calendar of somebody else": "INSERT INTO committees_calendarfeed (id, account_id, token, made_at)"
    " VALUES (gen_random_uuid(), %(chair)s, '\\x01', now())",
}


@pytest.mark.parametrize("attack", ROWS)
def test_a_member_writes_nothing_by_hand(table, attack):
    meeting = table.convene(clock.now() + timedelta(days=20))
    table.decide(meeting, clock.now().date(), table.prosecution)
    case = world.make_case(table.worker, table.upe)
    table.act(table.worker, annex.bring, meeting=meeting, code=case.code, blocker="no_place")
    changed = 0
    try:
        with transaction.atomic(), as_actor(table.worker), connection.cursor() as cursor:
            cursor.execute(ROWS[attack], {"upe": table.upe.id, "chair": table.chair.id})
            changed = cursor.rowcount
    except DatabaseError:
        changed = 0
    assert changed == 0


def test_a_row_does_not_hang_on_another_committee(table):
    other = Table()
    with on(clock.now() - timedelta(days=30)):
        meeting = other.convene(clock.now() + timedelta(days=20))
    with pytest.raises(DatabaseError), transaction.atomic():
        AgendaItem.objects.create(
            committee=table.committee, meeting=meeting, order=1, title="x", added_by=table.secretary.id
        )
