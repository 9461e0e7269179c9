"""Silence is told once, to somebody who stands there, and opens nothing."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.core import mail
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from kanaf.actors.enums import Role
from kanaf.actors.models import Absence
from kanaf.cases.enums import Risk
from kanaf.cases.models import Case
from kanaf.circuit.enums import Rung
from kanaf.circuit.ladder import climb
from kanaf.circuit.models import Alert, Obligation, Shift
from kanaf.circuit.services import danger, escalation
from kanaf.foundation import clock
from kanaf.foundation.context import SystemActor
from kanaf.foundation.ids import new_id
from kanaf.journal.models import Entry
from tests import world
from tests.support import as_actor

PEOPLE = st.lists(st.uuids(), max_size=3)
STANDING = st.dictionaries(st.sampled_from([*Rung]), PEOPLE)


@given(st.sampled_from([*Rung]), STANDING)
def test_whoever_is_told_stands_there_and_nobody_only_where_nobody_is(tell, standing):
    rung, people = climb(tell, standing)
    assert people == sorted(set(standing.get(rung, [])))
    assert bool(people) == any(standing.values())


@given(st.sampled_from([*Rung]), STANDING)
def test_nobody_below_is_told_while_somebody_stands_above(tell, standing):
    rungs = list(Rung)
    rung, _people = climb(tell, standing)
    above = rungs[rungs.index(Rung(tell)) :]
    if any(standing.get(other) for other in above):
        assert rung in above
        assert not any(standing.get(other) for other in above[: above.index(rung)])


@pytest.fixture
def scene(db):
    return Scene()


class Scene:
    """A desk with a worker, a coordinator and a supervisor; one file; and a clock that is moved on."""

    def __init__(self) -> None:
        self.desk = world.make_desk()
        self.worker = world.make_worker(self.desk)
        self.coordinator = world.make_worker(self.desk, Role.DESK_COORDINATOR)
        self.supervisor = world.make_worker(self.desk, Role.SUPERVISOR)
        self.case = world.make_case(self.worker, self.desk)

    def obligation(self, rule="first_contact") -> Obligation:
        return Obligation.objects.get(file=self.case.id, rule=rule)

    def silence(self, now) -> int:
        told = 0
        with as_actor(SystemActor.CLOCK):
            while found := escalation.escalate(now):
                told += found
        return told

    def alerts(self, rule="first_contact") -> list[tuple[str, UUID]]:
        found = Alert.objects.filter(rule=rule, file=self.case.id).order_by("at", "step")
        return [(alert.rung, alert.person_id) for alert in found]


def test_silence_climbs_the_ladder_one_rung_at_a_time(scene):
    due = scene.obligation().due_at
    scene.silence(due - timedelta(hours=3))
    assert scene.alerts() == [("duty", scene.worker.id)]
    scene.silence(due + timedelta(seconds=1))
    assert scene.alerts()[1:] == [("coordinator", scene.coordinator.id)], "no one covers, so the next rung is told"
    scene.silence(due + timedelta(hours=25))
    assert scene.alerts()[-1] == ("supervisor", scene.supervisor.id)
    kinds = Entry.objects.filter(file=scene.case.id, kind__startswith="circuit.").values_list("kind", flat=True)
    assert sorted(set(kinds)) == ["circuit.reminded", "circuit.silence"]


def test_each_rung_is_told_once_however_often_the_round_runs(scene):
    late = scene.obligation().due_at + timedelta(days=30)
    assert scene.silence(late) > 0
    told = Alert.objects.count()
    assert scene.silence(late) == 0
    assert scene.silence(late + timedelta(days=1)) == 0
    assert Alert.objects.count() == told
    assert Entry.objects.filter(kind="circuit.silence").values("file", "kept").distinct().count() == (
        Entry.objects.filter(kind="circuit.silence").count()
    )


def test_a_high_risk_is_told_to_the_supervisor_at_once_and_once(scene):
    with as_actor(SystemActor.CLOCK):
        assert danger.tell_danger(clock.now()) == 0
    high = world.make_case(scene.worker, scene.desk, risk=Risk.HIGH)
    with as_actor(SystemActor.CLOCK):
        assert danger.tell_danger(clock.now()) == 1
        assert danger.tell_danger(clock.now() + timedelta(days=1)) == 0
    told = Alert.objects.get()
    assert (told.person, told.rung, told.file, told.about) == (scene.supervisor, "supervisor", high.id, Alert.DANGER)
    assert told.mail_at == told.at, "at night too"
    browser = Client()
    browser.force_login(scene.supervisor)
    assert "told at once" in browser.get("/en/alerts/").content.decode()
    assert Entry.objects.filter(kind="circuit.danger_told", file=high.id).count() == 1


def test_what_is_done_in_time_is_told_to_nobody(scene):
    from kanaf.cases.events.registration import CASE_REGISTERED
    from kanaf.journal import services as journal

    with as_actor(scene.worker):
        journal.write(CASE_REGISTERED, actor=scene.worker, subject=scene.case, at=clock.now(), file=scene.case.id)
    scene.silence(clock.now() + timedelta(days=60))
    assert scene.alerts("registration") == []


def test_the_turn_of_duty_the_stand_in_and_the_cover_are_told(scene):
    other, stand_in = world.make_worker(scene.desk), world.make_worker(scene.desk)
    due = scene.obligation().due_at
    Shift.objects.create(
        desk=scene.desk, person=other, starts_at=due - timedelta(hours=9), ends_at=due + timedelta(hours=9),
        made_by=scene.coordinator.id, made_at=clock.now(),
    )  # fmt: skip
    Absence.objects.create(
        account=scene.worker, covered_by=stand_in, since=due - timedelta(hours=9), until=due + timedelta(days=2)
    )
    scene.silence(due - timedelta(hours=3))
    assert scene.alerts() == [("duty", other.id)]
    scene.silence(due + timedelta(seconds=1))
    assert scene.alerts()[1:] == [("cover", stand_in.id)]


def test_a_crash_in_the_middle_of_a_round_tells_nothing_twice_and_forgets_nothing(scene, monkeypatch):
    """Killed at each point of the round in turn: all or nothing, then everything."""
    late = scene.obligation().due_at + timedelta(days=30)
    real = escalation.journal.write
    for fatal in range(1, 5):
        calls = 0

        def dies(*args, fatal=fatal, **kwargs):
            nonlocal calls
            calls += 1
            if calls == fatal:
                raise KeyboardInterrupt
            real(*args, **kwargs)

        monkeypatch.setattr(escalation.journal, "write", dies)
        before = Alert.objects.count()
        with pytest.raises(KeyboardInterrupt), transaction.atomic(), as_actor(SystemActor.CLOCK):
            escalation.escalate(late)
        assert Alert.objects.count() == before
    monkeypatch.setattr(escalation.journal, "write", real)
    scene.silence(late)
    told = [tuple(row) for row in Alert.objects.values_list("person", "file", "rule", "about", "began_at", "step")]
    assert told
    assert len(told) == len(set(told))
    assert not Obligation.objects.filter(ended_at=None, next_step_at__lte=late).exists()


def test_an_alert_opens_no_file_and_is_read_by_its_person_only(scene):
    scene.silence(scene.obligation().due_at + timedelta(seconds=1))
    alert = Alert.objects.filter(person=scene.coordinator).first()
    assert alert is not None
    stranger = world.make_worker(world.make_desk())
    with as_actor(stranger):
        assert not Alert.objects.exists()
        assert not Case.objects.exists()
        with pytest.raises(DatabaseError), transaction.atomic():
            Alert.objects.create(
                id=new_id(), person=stranger, rung="duty", desk=scene.desk, began_at=clock.now(), risk="low",
                due_at=clock.now(), at=clock.now(), mail_at=clock.now(),
            )  # fmt: skip
    browser = Client()
    browser.force_login(stranger)
    assert browser.post(f"/fr/alerts/{alert.pk}/read/").status_code == 404
    browser.force_login(scene.coordinator)
    page = browser.get("/fr/alerts/").content.decode()
    assert scene.case.code in page
    assert browser.post(f"/fr/alerts/{alert.pk}/read/").status_code == 302
    alert.refresh_from_db()
    assert alert.read_at
    assert Entry.objects.filter(kind="circuit.alert_read", actor=scene.coordinator.id).count() == 1


def test_the_clock_alone_tells(scene):
    calls = (
        "SELECT kanaf_step_taken(gen_random_uuid(), 0)",
        "SELECT * FROM kanaf_silent(now(), 10)",
        "SELECT * FROM kanaf_rungs(gen_random_uuid(), NULL, now())",
        "SELECT * FROM kanaf_alerts_to_mail(now())",
        "SELECT * FROM kanaf_danger_untold(now(), ARRAY['triage'], 'danger', 10)",
    )
    for call in calls:
        with (
            as_actor(scene.coordinator),
            pytest.raises(DatabaseError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(call)


def test_one_mail_a_person_says_nothing_and_is_sent_once(scene, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    late = scene.obligation().due_at + timedelta(days=3)
    scene.silence(late)
    with as_actor(SystemActor.CLOCK):
        sent = escalation.mail_alerts(late + timedelta(days=1))
        assert escalation.mail_alerts(late + timedelta(days=1)) == 0
    assert sent == len(mail.outbox) == len({message.to[0] for message in mail.outbox}) >= 2
    for message in mail.outbox:
        said = f"{message.subject} {message.body}"
        assert not any(word in said for word in (scene.case.code, "enfant", "mineur", "risque", scene.desk.name))


def test_a_turn_that_nobody_takes_is_told_to_the_coordinator_a_day_before(scene):
    now = clock.now()
    Shift.objects.create(
        desk=scene.desk, starts_at=now + timedelta(hours=20), ends_at=now + timedelta(hours=30),
        made_by=scene.coordinator.id, made_at=now,
    )  # fmt: skip
    with as_actor(SystemActor.CLOCK):
        assert escalation.tell_uncovered_shifts(now) == 1
        assert escalation.tell_uncovered_shifts(now) == 0
    assert Alert.objects.get(file=None).person == scene.coordinator


def test_duty_is_planned_by_the_coordinator_seen_by_the_desk_and_hidden_from_others(scene):
    browser, page = Client(), f"/fr/desk/{scene.desk.slug}/duty/"
    browser.force_login(scene.coordinator)
    wrong = browser.post(page + "plan/", {"weeks": "1"})
    assert wrong.status_code == 422
    said = {
        "person": str(scene.worker.id), "starts_at_0": "2027-01-04", "starts_at_1": "20:00", "ends_at_0": "2027-01-05",
        "ends_at_1": "08:00", "weeks": "3",
    }  # fmt: skip
    assert browser.post(page + "plan/", said).status_code == 302
    assert Shift.objects.filter(desk=scene.desk, person=scene.worker).count() == 3
    assert browser.post(page + "plan/", said).status_code == 422, "the same turn twice is told, not made"
    browser.force_login(scene.worker)
    shown = browser.get(page + "?from=2027-01-04")
    assert shown.status_code == 200
    assert browser.get(page + "plan/").status_code == 404
    shift = Shift.objects.first()
    assert browser.post(f"{page}{shift.pk}/remove/").status_code == 404
    browser.force_login(world.make_worker(world.make_desk()))
    assert browser.get(page).status_code == 404
    with as_actor(scene.worker):
        assert Shift.objects.count() == 3
        assert Shift.objects.update(person=None) == 0
