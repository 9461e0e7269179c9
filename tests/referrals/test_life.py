"""Every state × every act × every side: what the table says, what the rules say, and what the database lets through."""

from datetime import timedelta
from itertools import product

import pytest
from django.db import DatabaseError, connection, transaction

from kanaf.actors.enums import DeskKind, Role
from kanaf.foundation import clock
from kanaf.foundation.context import SystemActor
from kanaf.foundation.ids import new_id
from kanaf.grants.models import Grant
from kanaf.journal.models import Entry
from kanaf.referrals import life, policies, services, services_steps
from kanaf.referrals.enums import IN_HAND, WAITING, WHOLE, ReferralKind, ReferralStatus, Result
from kanaf.referrals.life import LIFE, WRITES, Act, Side
from kanaf.referrals.models import Referral, ReferralQuestion
from tests import world
from tests.referrals.support import Play, agree_to_everything
from tests.support import as_actor

S = ReferralStatus
WAIT, HAND = set(WAITING), set(IN_HAND)
ENDED = set(S) - WAIT - HAND


def expected(kind: str, status: str, act: Act, side: Side) -> str | None:
    """The same life told another way: act by act, in the words of the regulation."""
    whole = kind in WHOLE
    asked, hands = {Side.RECIPIENT, Side.LINK}, {Side.RECIPIENT, Side.STAND_IN}
    told = {
        Act.RECEIVE: ({S.SENT}, asked, S.RECEIVED),
        Act.ASK: ({S.SENT, S.RECEIVED}, {Side.RECIPIENT}, S.ASKED),
        Act.REPLY: ({S.ASKED}, {Side.SENDER}, S.RECEIVED),
        Act.ACCEPT: (WAIT, {Side.RECIPIENT} if whole else asked, S.ACCEPTED),
        Act.DECLINE: (WAIT, asked, S.DECLINED),
        Act.REASSIGN: (WAIT if whole else WAIT | HAND, {Side.RECIPIENT}, status),
        Act.BEGIN: (set() if whole else {S.ACCEPTED}, hands, S.IN_PROGRESS),
        Act.FINISH: (set() if whole else HAND, hands, S.DONE),
        Act.MISS: (set() if whole else HAND, hands, S.NOT_ATTENDED),
        Act.REVOKE: (WAIT if whole else WAIT | HAND, {Side.SENDER}, S.REVOKED),
        Act.EXPIRE: (WAIT, {Side.CLOCK}, S.EXPIRED),
    }
    where, who, to = told[act]
    return to if status in where and side in who else None


def test_the_table_says_what_the_regulation_says_for_every_state_act_and_side():
    tried = 0
    for kind, status, act, side in product(ReferralKind, S, Act, Side):
        found = life.move(kind, status, act)
        allowed = found.to if found and side in found.by else None
        assert allowed == expected(kind, status, act, side), (kind, status, act, side)
        assert life.may_move(kind, status, act, side) == (allowed is not None)
        tried += 1
    assert tried == 3 * 10 * 11 * 5


def test_every_state_is_reached_and_every_end_is_an_end():
    reached = {move.to for moves in LIFE.values() for move in moves.values()} | {S.SENT}
    assert reached == set(S)
    assert {status for status, moves in LIFE.items() if not moves} == ENDED
    assert set(WRITES) == set(Act)


@pytest.fixture
def scene(db, monkeypatch):
    agree_to_everything(monkeypatch)
    return Play()


def place(referral: Referral, status: str, **more: object) -> None:
    """Put a referral in a state, as the owner: no rule is asked."""
    Referral.objects.filter(pk=referral.pk).update(status=status, **more)
    referral.refresh_from_db()


def attempts(referral: Referral) -> list[tuple[Act, str, str]]:
    """One statement for each act: what it would write, whatever the state."""
    values = {
        "received_at": "now()", "answered_at": "now()", "answer": "'\\x00'", "access_until": "now()", "started_at": "now()",
        "decline_reason": "'other'", "assigned_to": "gen_random_uuid()", "done_at": "now()", "outcome": "'\\x00'",
        "result": "'given'", "revoked_at": "now()", "revoke_reason": "'safety'", "expired_at": "now()",
        "answered_by": "kanaf_actor()",
    }  # fmt: skip
    found = []
    for act, columns in WRITES.items():
        for to in {move.to for moves in LIFE.values() for a, move in moves.items() if a is act}:
            written = [f"status = '{to.value}'"] + [f"{c} = {values[c]}" for c in columns if c != "status"]
            found.append((act, to.value, f"UPDATE referrals_referral SET {', '.join(written)} WHERE id = %s"))
    return found


def goes_through(account, statement: str, referral: Referral) -> bool:
    """Whether the database lets the web role do it for that person; undone at once."""
    try:
        with transaction.atomic():
            with as_actor(account), connection.cursor() as cursor:
                cursor.execute(statement, [referral.id])
                touched = cursor.rowcount
            transaction.set_rollback(True)
    except DatabaseError:
        return False
    return touched == 1


@pytest.mark.parametrize("kind", ReferralKind)
def test_the_database_lets_through_exactly_that_life(scene, kind):
    play = scene
    referral = play.send(kind)
    idle = world.make_worker(referral.desk_to, Role.FACILITATOR)  # of the asked desk, without files
    stranger = world.make_worker(world.make_desk())
    reader = world.make_worker(referral.desk_to, Role.LAWYER)  # opens files, leads none
    boss = play.chief if kind != ReferralKind.SERVICE else world.make_worker(play.hospital, Role.DESK_COORDINATOR)
    people = [play.worker, play.doctor, play.taker, boss, idle, stranger, reader]
    tried = 0
    for status, by_paper in product(S, [False, True]):
        answered = SystemActor.PUBLIC.value if by_paper else new_id()
        place(referral, status, answered_by=answered if status not in WAIT else None)
        for act, to, statement in attempts(referral):
            changed = set(WRITES[act]) | {"status"} if to != status else set(WRITES[act]) - {"status"}
            for account in people if changed else []:
                actor = world.actor(account)
                may = any(
                    policies.may(actor, referral, other)
                    and life.move(kind, status, other).to == to
                    and changed <= set(WRITES[other])
                    for other in Act
                )
                assert goes_through(account, statement, referral) == may, (
                    status,
                    act,
                    to,
                    account.memberships.get().role,
                )
                tried += 1
    assert tried > 1000


@pytest.mark.parametrize("column", ["message", "desk_to_id", "urgency", "summary", "sent_at", "desk_from_id", "kind"])
def test_what_was_asked_stays_as_it_was_sent(scene, column):
    referral = scene.send()
    values = {"message": "'\\x00'", "summary": "'\\x00'", "sent_at": "now()", "urgency": "'low'", "kind": "'handover'"}
    value = values.get(column, "gen_random_uuid()")
    for account in (scene.worker, scene.doctor):
        assert not goes_through(account, f"UPDATE referrals_referral SET {column} = {value} WHERE id = %s", referral)


def test_nobody_answers_twice_or_in_passing(scene):
    referral = scene.do(scene.doctor, services.accept, scene.send(), answer="Demain (fictif)")
    for statement in (
        "UPDATE referrals_referral SET answer = '\\x00' WHERE id = %s",
        "UPDATE referrals_referral SET status = 'in_progress', answer = '\\x00' WHERE id = %s",
        "UPDATE referrals_referral SET status = 'done', decline_reason = 'other' WHERE id = %s",
    ):
        assert not goes_through(scene.doctor, statement, referral)


def test_a_referral_begins_when_it_is_sent_and_not_later(scene):
    referral = scene.send()
    columns = "id, case_id, case_code, kind, desk_from_id, desk_to_id, category, compartments, urgency, sex, sent_by, sent_at, answer_due_at, decline_reason, revoke_reason, is_demo, version, result, transfer_reason, status"
    insert = (
        f"INSERT INTO referrals_referral ({columns}) SELECT gen_random_uuid(), case_id, case_code, kind, desk_from_id,"
        " desk_to_id, 'legal', compartments, urgency, sex, {who}, sent_at, answer_due_at, '', '', false, 1, '', '', {status}"
        " FROM referrals_referral WHERE id = %s"
    )
    assert goes_through(scene.worker, insert.format(who="kanaf_actor()", status="'sent'"), referral)
    assert not goes_through(scene.worker, insert.format(who="kanaf_actor()", status="'accepted'"), referral)
    assert not goes_through(scene.worker, insert.format(who="gen_random_uuid()", status="'sent'"), referral)


def test_a_question_is_asked_and_answered_and_then_the_desk_accepts(scene):
    referral = scene.send()
    scene.do(scene.doctor, services_steps.ask, referral, question="Depuis quand ? (fictif)")
    referral.refresh_from_db()
    assert referral.status == S.ASKED
    with pytest.raises(services.AlreadyAnswered):
        scene.do(scene.doctor, services_steps.ask, referral, question="Encore ? (fictif)")
    scene.do(scene.worker, services_steps.reply, referral, answer="Samedi (fictif)")
    referral.refresh_from_db()
    assert referral.status == S.RECEIVED
    with as_actor(scene.doctor):
        assert [(q.question, q.answer) for q in ReferralQuestion.objects.all()] == [
            ("Depuis quand ? (fictif)", "Samedi (fictif)")
        ]
    scene.do(scene.doctor, services.accept, referral, answer="")
    kept = {e.kind: e.kept for e in Entry.objects.filter(subject=referral.id)}
    assert kept["referrals.question_asked"]["desk_to"] == str(scene.hospital.id)
    stranger = world.make_worker(world.make_desk(kind=DeskKind.HOSPITAL_UNIT), Role.DOCTOR)
    with as_actor(stranger):
        assert not ReferralQuestion.objects.exists()


def test_it_is_given_to_a_colleague_and_to_nobody_else(scene):
    referral = scene.send()
    nurse = world.make_worker(scene.hospital, Role.SOCIAL_WORKER)
    scene.do(scene.doctor, services_steps.reassign, referral, to=nurse.id)
    referral.refresh_from_db()
    assert referral.assigned_to == nurse.id
    with pytest.raises(services_steps.NotAColleague):
        scene.do(nurse, services_steps.reassign, referral, to=scene.worker.id)
    with pytest.raises(services.AlreadyAnswered):  # it was given away: only its holder or a coordinator moves it on
        scene.do(scene.doctor, services_steps.reassign, referral, to=scene.doctor.id)


@pytest.mark.parametrize("ending", ["miss", "finish"])
def test_what_was_begun_ends_with_its_code_and_its_access(scene, ending):
    referral = scene.do(scene.doctor, services.accept, scene.send(), answer="")
    scene.do(scene.doctor, services_steps.begin, referral)
    if ending == "miss":
        scene.do(scene.doctor, services_steps.miss, referral, remark="Personne (fictif)")
    else:
        scene.do(scene.doctor, services.finish, referral, outcome="Fait (fictif)", result=Result.PARTLY)
    kind, kept = Entry.objects.filter(subject=referral.id).order_by("-id").values_list("kind", "kept").first()
    same = {"referral": str(referral.id), "category": "medical", "urgency": "high", "desk_to": str(scene.hospital.id)}
    assert (kind, kept) == {
        "miss": ("referrals.not_attended", same),
        "finish": ("referrals.done", {**same, "outcome": "partly"}),
    }[ending]
    assert not Grant.objects.filter(basis=referral.id, valid__contains=clock.now()).exists()


def test_silence_lapses_once_and_closes_what_it_had_opened(scene):
    forgotten, fresh = scene.send(), scene.send(category="legal")
    later = clock.now() + timedelta(days=31)
    place(fresh, S.SENT, expires_at=later + timedelta(days=1))
    with as_actor(SystemActor.CLOCK):
        assert services_steps.expire(actor=services_steps.CLOCK, at=later) == 1
        assert services_steps.expire(actor=services_steps.CLOCK, at=later) == 0
    forgotten.refresh_from_db()
    fresh.refresh_from_db()
    assert (forgotten.status, fresh.status) == (S.EXPIRED, S.SENT)
    assert not Grant.objects.filter(basis=forgotten.id, valid__contains=clock.now()).exists()
    assert Entry.objects.get(kind="referrals.expired").kept["urgency"] == "high"
    with pytest.raises(DatabaseError, match="refused"), as_actor(scene.worker):
        services_steps.expire(actor=world.actor(scene.worker), at=later)


def test_the_facts_that_the_circuit_counts_are_kept(scene):
    declined = scene.send()
    scene.do(scene.doctor, services.decline, declined, reason="no_capacity", answer="")
    revoked = scene.send(category="legal")
    scene.do(scene.worker, services.revoke, revoked, reason="need_gone")
    about = {"urgency": "high", "desk_to": str(scene.hospital.id)}
    kept = {e.kind: e.kept for e in Entry.objects.filter(kind__startswith="referrals.")}
    assert kept["referrals.declined"] == {
        "referral": str(declined.id),
        "category": "medical",
        "reason": "no_capacity",
        **about,
    }
    assert kept["referrals.revoked"] == {
        "referral": str(revoked.id),
        "category": "legal",
        "reason": "need_gone",
        **about,
    }
    assert kept["referrals.sent"].keys() >= {"urgency", "category", "desk_to", "answer_due_at"}


def test_a_declined_referral_is_asked_of_the_next_desk_in_the_same_words(scene):
    declined = scene.do(scene.doctor, services.decline, scene.send(), reason="no_capacity", answer="")
    clinic = world.make_desk(kind=DeskKind.HOSPITAL_UNIT)
    after = scene.do(scene.worker, services_steps.send_next, declined, desk_to=clinic)
    assert (after.follows, after.desk_to, after.status) == (declined.id, clinic, S.SENT)
    with as_actor(scene.worker):
        assert Referral.objects.get(pk=after.pk).message == "Un examen (fictif)"
    with pytest.raises(services_steps.StillInCourse):
        scene.do(scene.worker, services_steps.send_next, after, desk_to=scene.other)


def test_whoever_leads_after_answers_for_what_was_asked_before(scene):
    asked = scene.send()
    scene.do(scene.taker, services.accept, scene.send(ReferralKind.HANDOVER), answer="")
    asked.refresh_from_db()
    assert asked.desk_from == scene.other
    scene.do(scene.taker, services.revoke, asked, reason="need_gone")
    with pytest.raises(DatabaseError, match="refused"), as_actor(scene.worker), connection.cursor() as cursor:
        cursor.execute("SELECT kanaf_hand_on(%s)", [scene.case.id])
