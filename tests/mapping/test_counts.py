"""Referrals reach the mapping as numbers about two desks; small ones never leave, however they are asked for."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from kanaf.actors.enums import DeskKind, Role
from kanaf.cases.models import Case
from kanaf.foundation import clock
from kanaf.mapping.access.maps import flows
from kanaf.mapping.models import LeastCount
from kanaf.mapping.network import Period
from kanaf.referrals.models import Referral
from tests import world
from tests.support import as_actor

pytestmark = pytest.mark.django_db
LAST = Period.of(clock.now().date()).before


class Between:
    """Two desks, and referrals of the half year before this one."""

    def __init__(self) -> None:
        self.unit, self.hospital = world.make_desk(), world.make_desk(kind=DeskKind.HOSPITAL_UNIT, takes_reports=False)
        self.worker = world.make_worker(self.unit)
        self.reader = world.make_worker(world.make_desk(kind=DeskKind.COORDINATION), Role.COMMITTEE_SECRETARY)
        self.supervisor = world.make_worker(self.unit, Role.SUPERVISOR)
        self.case: Case = world.make_case(self.worker, self.unit)

    def refer(self, number: int, *, declined: int = 0, at: datetime | None = None, days: float = 2) -> None:
        sent = at or datetime(LAST.year, 6 * LAST.half - 3, 10, tzinfo=UTC)
        for turn in range(number):
            Referral.objects.create(
                case=self.case, case_code=self.case.code, desk_from=self.unit, desk_to=self.hospital,
                category="medical", compartments=["core"], urgency="low", message="x", sent_by=self.worker.id,
                status="declined" if turn < declined else "done", sent_at=sent, answer_due_at=sent,
                answered_at=sent + timedelta(days=days),
            )  # fmt: skip

    def seen_by(self, account, period: Period = LAST):
        with as_actor(account):
            found = [one for one in flows(period) if one.desk_from == self.unit.pk]
        return [(one.count, one.median_days, one.declined) for one in found]


@pytest.fixture
def between(db):
    return Between()


def test_a_small_count_is_hidden_with_all_that_is_made_of_it(between):
    between.refer(4)
    assert between.seen_by(between.reader) == [(None, None, None)]
    assert between.seen_by(between.supervisor) == [(4, 2.0, 0.0)], "one's own desk knows its own numbers"
    between.refer(1)
    assert between.seen_by(between.reader) == [(5, 2.0, 0.0)]


def test_a_share_that_tells_of_few_is_hidden(between):
    between.refer(9, declined=1)
    assert between.seen_by(between.reader) == [(9, 2.0, None)]
    between.refer(6, declined=5)
    assert between.seen_by(between.reader) == [(15, 2.0, 0.4)]


def test_the_threshold_is_a_dated_setting(between):
    between.refer(6)
    LeastCount.objects.filter(country="MA").update(least=10)
    assert between.seen_by(between.reader) == [(None, None, None)]
    LeastCount.objects.filter(country="MA").update(valid_to=clock.now().date() - timedelta(days=1))
    assert between.seen_by(between.reader) == [(6, 2.0, 0.0)], "five where nothing is set"


def test_the_running_half_stops_at_the_end_of_last_month(between):
    now = clock.now()
    between.refer(7, at=now)
    assert between.seen_by(between.reader, Period.of(now.date())) == []


def test_nobody_else_is_told_anything(between):
    between.refer(20)
    for stranger in (
        between.worker,  # works with files, and has the numbers of her desk elsewhere
        world.make_worker(between.hospital, Role.DOCTOR),
        world.make_worker(between.unit, Role.SYSTEM_ADMINISTRATOR),
        world.make_worker(between.unit, Role.SUPERVISOR, is_active=False),
        None,
    ):
        assert between.seen_by(stranger) == []


def test_no_period_can_be_cut_otherwise(between):
    between.refer(20)
    with as_actor(between.reader), connection.cursor() as cursor:
        for half in (0, 3, -1, None):
            cursor.execute("SELECT count(*) FROM kanaf_referral_pairs(%s, %s)", [LAST.year, half])
            assert cursor.fetchone()[0] == 0, half
        cursor.execute("SELECT pg_get_function_arguments('kanaf_referral_pairs'::regproc)")
        assert cursor.fetchone()[0] == "year_ integer, half_ integer"
        cursor.execute("SELECT count(*) FROM referrals_referral")
        assert cursor.fetchone()[0] == 0, "no file is open to this reader"
