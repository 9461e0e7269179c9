"""From the letter to the adopted minutes, with the rules that stand in the way."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from kanaf.committees.access import meetings as reading
from kanaf.committees.enums import ActionState
from kanaf.committees.models import Attendance, Meeting, Minutes
from kanaf.committees.services import actions, committees, meetings, minutes
from kanaf.foundation import clock
from tests import world
from tests.committees.table import Table, on
from tests.support import as_actor

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def table():
    return Table()


@pytest.fixture
def two(table):
    """A meeting that was held and written down, and the next one, going on now."""
    now = clock.now()
    with on(now - 40 * DAY):
        first = table.convene(clock.now() + 11 * DAY)
    with on(now - 20 * DAY):
        second = table.convene(now - 1 * DAY / 24)
    with on(now - 28 * DAY):
        table.hold(first)
        written = table.draft(first)
    return first, second, written


def test_notice_is_counted_in_days(table):
    now = clock.now()
    with pytest.raises(meetings.NoticeTooShort):
        table.convene(now + 9 * DAY)
    assert table.convene(now + 10 * DAY).number == 1


def test_a_meeting_keeps_the_rules_of_its_letter(table):
    meeting = table.convene(clock.now() + 12 * DAY)
    table.act(
        table.secretary,
        committees.change_settings,
        committee=table.committee.id,
        names=committees.Names("Autre nom (fictif)"),
        notice_days=2,
        quorum_percent=10,
        seen="1",
    )
    meeting.refresh_from_db()
    assert (meeting.notice_days, meeting.quorum_percent) == (10, 50)


def test_only_the_secretary_writes(table):
    for other in (table.chair, table.worker, table.stranger):
        with pytest.raises(PermissionDenied), as_actor(other):
            meetings.convene(
                actor=world.actor(other), committee=table.committee.id, starts_at=clock.now() + 20 * DAY,
                ends_at=clock.now() + 21 * DAY, venue="", at=clock.now(),
            )  # fmt: skip


def test_a_meeting_that_has_not_begun_was_attended_by_nobody(table):
    meeting = table.convene(clock.now() + 12 * DAY)
    with pytest.raises(meetings.NotBegun):
        table.hold(meeting)


def test_a_vacant_health_seat_stops_the_quorum(table, two):
    """Story 10: the health seat is vacant, and the page says so."""
    _first, second, _written = two
    reached = table.hold(second)
    assert reached.seats == 13
    assert not reached.is_reached
    opened = reading.OpenMeeting(second, table.open_for(table.chair))
    assert [drawn.label for drawn in reading.presence_at(opened).missing] == ["Santé"]


def test_nobody_sits_for_a_seat_to_which_nobody_is_named(table, two):
    with pytest.raises(meetings.NotOnSeat):
        table.hold(two[1], health="member")
    with pytest.raises(meetings.NotOnSeat):
        table.hold(two[1], upe="substitute")


def test_a_substitute_counts_for_the_seat(table, two):
    table.sit("health", None, name="Dr Remplaçante (fictif)", is_substitute=True)
    reached = table.hold(two[1], health="substitute", guests=("Invitée (fictif)",))
    assert reached.represented == 4
    assert reached.missing == frozenset()
    assert Attendance.objects.filter(meeting=two[1], presence="guest").get().guest == "Invitée (fictif)"


def test_the_agenda_opens_with_what_is_late(table, two):
    first, second, written = two
    late = table.decide(first, (clock.now() - 3 * DAY).date())
    table.decide(first, (clock.now() + 3 * DAY).date())
    from kanaf.committees.models import ActionPoint

    ActionPoint.objects.filter(pk=late.pk).update(decided_at=clock.now() - 20 * DAY)
    opened = reading.OpenMeeting(second, table.open_for(table.chair))
    agenda = reading.agenda_of(opened)
    assert [action.id for action in agenda.overdue] == [late.id]
    assert [one.id for one in agenda.to_adopt] == [written.id]
    table.act(table.worker, actions.close, action=late, state=ActionState.DONE, outcome="Fait (fictif)", seen="1")
    assert [action.id for action in reading.agenda_of(opened).overdue] == [late.id], "the agenda of the day stays"


def test_the_chair_adopts_what_the_secretary_drafted_at_the_next_meeting(table, two):
    first, second, written = two
    adopted = table.adopt(written, second)
    assert (adopted.adopted_by, adopted.adopted_in_id) == (table.chair.id, second.id)
    with pytest.raises(minutes.AlreadyAdopted):
        table.draft(first, "Autre chose (fictif)")


def test_nobody_else_adopts_and_not_in_the_same_meeting_nor_before(table, two):
    first, second, written = two
    for other, where in ((table.worker, second), (table.secretary, second), (table.chair, first)):
        with pytest.raises(PermissionDenied):
            table.adopt(written, where, other)
    later = table.convene(clock.now() + 30 * DAY)
    with pytest.raises(PermissionDenied):
        table.adopt(written, later)


def test_a_chair_who_drafted_does_not_adopt(table, two):
    """A secretary who also holds the chair's seat is still one person."""
    _first, second, written = two
    chair_seat = table.seat("prosecutor")
    table.sit("prosecutor", table.secretary, is_substitute=True, seat=chair_seat)
    with pytest.raises(PermissionDenied):
        table.adopt(written, second, table.secretary)
    with pytest.raises(DatabaseError), transaction.atomic(), as_actor(table.secretary):
        Minutes.objects.filter(pk=written.pk).update(
            status="adopted", adopted_in=second, adopted_by=table.secretary.id, adopted_at=clock.now()
        )


ATTACKS = {
    "the chair changes a word as she adopts": (
        "chair", ("UPDATE committees_minutes SET status = 'adopted', adopted_by = %(me)s, adopted_at = now(),"
        " adopted_in_id = %(second)s, text = '\\x00' WHERE id = %(minutes)s"),
    ),
    "the chair adopts for somebody else": (
        "chair", ("UPDATE committees_minutes SET status = 'adopted', adopted_by = %(other)s, adopted_at = now(),"
        " adopted_in_id = %(second)s WHERE id = %(minutes)s"),
    ),
    "the chair adopts in the meeting itself": (
        "chair", ("UPDATE committees_minutes SET status = 'adopted', adopted_by = %(me)s, adopted_at = now(),"
        " adopted_in_id = %(first)s WHERE id = %(minutes)s"),
    ),
    "a member adopts": (
        "worker", ("UPDATE committees_minutes SET status = 'adopted', adopted_by = %(me)s, adopted_at = now(),"
        " adopted_in_id = %(second)s WHERE id = %(minutes)s"),
    ),
    "the secretary lowers a quorum already announced": (
        "secretary", "UPDATE committees_meeting SET quorum_percent = 1 WHERE id = %(second)s",
    ),
    "the secretary moves a term to another seat": (
        "secretary", "UPDATE committees_term SET account_id = %(me)s",
    ),
    "a stranger reads": ("stranger", "UPDATE committees_committee SET version = 9 WHERE id = %(committee)s"),
}  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
def test_hand_written_sql_is_refused(table, two, attack):
    who, statement = ATTACKS[attack]
    first, second, written = two
    account = getattr(table, who)
    names = {
        "me": account.id, "other": table.worker.id, "first": first.id, "second": second.id, "minutes": written.id,
        "committee": table.committee.id,
    }  # fmt: skip
    changed = 0
    try:
        with transaction.atomic(), as_actor(account), connection.cursor() as cursor:
            cursor.execute(statement, names)
            changed = cursor.rowcount
    except DatabaseError:
        changed = 0
    assert changed == 0


def test_adopted_minutes_stay_as_they_are_whoever_asks(table, two):
    _first, second, written = two
    table.adopt(written, second)
    for account in (table.secretary, table.chair):
        with pytest.raises(DatabaseError), transaction.atomic(), as_actor(account):
            Minutes.objects.filter(pk=written.pk).update(version=7)
    with pytest.raises(meetings.AlreadyOver):
        table.hold(written.meeting)


def test_a_meeting_that_is_called_off_is_not_held(table):
    meeting = table.convene(clock.now() + 12 * DAY)
    table.act(table.secretary, meetings.cancel, meeting=meeting, seen="1")
    assert Meeting.objects.get(pk=meeting.pk).status == "cancelled"
    with pytest.raises(meetings.AlreadyOver):
        table.hold(meeting)
