"""At each instant of a file's life exactly one desk leads: whatever is opened, handed over, closed or opened again."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kanaf.actors.enums import Role
from kanaf.cases.enums import CaseStatus
from kanaf.cases.models import Case, Lead
from kanaf.cases.policies_consent import Answer
from kanaf.cases.services import closing
from kanaf.foundation import clock
from kanaf.grants.models import Grant
from kanaf.referrals import services
from kanaf.referrals.enums import WAITING, ReferralKind
from kanaf.referrals.models import Referral
from kanaf.referrals.services_transfers import Request
from tests import world
from tests.support import as_actor

pytestmark = pytest.mark.django_db

ACTS = st.lists(
    st.tuples(
        st.sampled_from(["send", "send", "accept", "accept", "decline", "revoke", "close", "reopen"]),
        st.sampled_from([None, None, None, 0, 1, 2]),  # who acts: whoever it is for, or anybody
        st.integers(0, 2),  # towards whom, or on which of what waits
        st.sampled_from(ReferralKind),
        st.integers(1, 50_000),  # seconds that go by
    ),
    min_size=5,
    max_size=16,
)


class History:
    """Three desks, one file, and a clock that only goes forward."""

    def __init__(self) -> None:
        self.desks = [world.make_desk(prefix=prefix) for prefix in ("TNG", "SAL", "TET")]
        self.people = [world.make_worker(desk, Role.DESK_COORDINATOR) for desk in self.desks]
        self.at = clock.now() - timedelta(days=20)
        self.case = world.make_case(self.people[0], self.desks[0], at=self.at)
        self.led = [(self.at, self.desks[0].id)]

    def act(self, step) -> None:
        what, who, whom, kind, seconds = step
        who = self._for_whom(what, whom) if who is None else who
        self.at += timedelta(seconds=seconds)
        try:
            with transaction.atomic(), as_actor(self.people[who]):
                getattr(self, f"_{what}")(world.actor(self.people[who]), whom, kind)
        except (PermissionDenied, services.AlreadyAnswered, services.AlreadyWaiting):
            pass
        except IntegrityError as refused:
            if "between_two_desks" not in str(refused):
                raise
        lead = Case.objects.get(pk=self.case.pk).lead_desk_id
        if lead != self.led[-1][1]:
            self.led.append((self.at, lead))

    def _for_whom(self, what, whom) -> int:
        asked = list(Referral.objects.filter(case=self.case, status__in=WAITING).order_by("sent_at"))
        desk = self.led[-1][1]
        if asked and what in {"accept", "decline"}:
            desk = asked[whom % len(asked)].desk_to_id
        return [one.id for one in self.desks].index(desk)

    def _send(self, actor, whom, kind) -> None:
        services.send(
            actor=actor, case=self.case.id, desk_to=self.desks[whom], kind=kind, category="social", service=None,
            compartments=["identity"], urgency="low", message="x (fictif)", at=self.at,
            transfer=Request("nearer", "x (fictif)") if kind == ReferralKind.TRANSFER else None,
        )  # fmt: skip

    def _waiting(self, whom) -> Referral:
        found = list(Referral.objects.filter(case=self.case, status__in=WAITING).order_by("sent_at"))
        if not found:
            raise PermissionDenied
        return found[whom % len(found)]

    def _accept(self, actor, whom, _kind) -> None:
        services.accept(actor=actor, referral=self._waiting(whom), answer="", at=self.at)

    def _decline(self, actor, whom, _kind) -> None:
        services.decline(actor=actor, referral=self._waiting(whom), reason="other", answer="x", at=self.at)

    def _revoke(self, actor, whom, _kind) -> None:
        services.revoke(actor=actor, referral=self._waiting(whom), reason="safety", at=self.at)

    def _close(self, _actor, _whom, _kind) -> None:
        """By hand: what closing asks for has its own tests."""
        Case.objects.filter(pk=self.case.pk, status=CaseStatus.OPEN).update(status=CaseStatus.CLOSED, closed_at=self.at)

    def _reopen(self, actor, _whom, _kind) -> None:
        closing.reopen(actor=actor, case=self.case.id, reason="new_need", at=self.at)

    def leads_at(self, moment) -> list:
        return [lead.desk_id for lead in Lead.objects.filter(case=self.case, during__contains=moment)]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(steps=ACTS, moments=st.lists(st.floats(0, 1), max_size=8))
@example(  # who led before asked the third desk, too: it is not asked twice for one thing
    steps=[
        ("send", None, 2, ReferralKind.HANDOVER, 1), ("send", None, 1, ReferralKind.HANDOVER, 1),
        ("accept", None, 0, ReferralKind.SERVICE, 1), ("send", None, 1, ReferralKind.SERVICE, 1),
    ],
    moments=[],
)  # fmt: skip
def test_after_any_history_each_instant_has_exactly_one_leading_desk(steps, moments, db):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(services, "allows", lambda *_args: Answer(allowed=True, why=""))
        with transaction.atomic():
            history = History()
            for step in steps:
                history.act(step)
                with connection.cursor() as cursor:
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
            check(history, moments)
            transaction.set_rollback(True)


def test_the_histories_are_not_empty_ones(db, monkeypatch):
    """The same, told step by step: the file goes from desk to desk, closes, opens again and goes on."""
    monkeypatch.setattr(services, "allows", lambda *_args: Answer(allowed=True, why=""))
    history = History()
    whole, moved = (ReferralKind.HANDOVER, ReferralKind.TRANSFER), 0
    for step in [
        ("send", None, 1, whole[0], 60), ("accept", None, 0, None, 60),
        ("send", None, 2, whole[1], 60), ("decline", None, 0, None, 60),
        ("send", None, 2, whole[1], 60), ("accept", None, 0, None, 60),
        ("close", None, 0, None, 60), ("send", None, 0, whole[0], 60), ("reopen", None, 0, None, 60),
        ("send", None, 0, whole[0], 60), ("accept", None, 0, None, 60),
    ]:  # fmt: skip
        history.act(step)
        moved = len(history.led) - 1
    assert (moved, history.led[-1][1]) == (3, history.desks[0].id)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    check(history, [0.1, 0.5, 0.9])


def check(history: History, moments: list[float]) -> None:
    start, end = history.led[0][0], history.at
    instants = [start + (end - start) * part for part in moments]
    instants += [moment for moment, _desk in history.led] + [end, end + timedelta(days=900)]
    for instant in instants:
        told = [desk for since, desk in history.led if since <= instant][-1]
        assert history.leads_at(instant) == [told], (instant, history.led)
    assert history.leads_at(start - timedelta(seconds=1)) == []
    holders = Grant.objects.filter(subject_id=history.case.id, reason="lead", valid__contains=clock.now())
    assert set(holders.values_list("desk_id", flat=True)) == {history.led[-1][1]}
    assert Case.objects.get(pk=history.case.pk).lead_desk_id == history.led[-1][1]


@pytest.fixture
def led(db):
    desk = world.make_desk()
    case = world.make_case(world.make_worker(desk), desk)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    return case, world.make_desk(prefix="SAL")


BROKEN = {
    "two desks at once": "INSERT INTO cases_lead (id, case_id, desk_id, during) VALUES (gen_random_uuid(), %(case)s, %(other)s, tstzrange(now(), NULL))",
    "a gap": "UPDATE cases_lead SET during = tstzrange(lower(during) + interval '1 second', NULL) WHERE case_id = %(case)s",
    "an open file without a lead": "UPDATE cases_lead SET during = tstzrange(lower(during), now() + interval '1 hour') WHERE case_id = %(case)s",
    "no lead at all": "DELETE FROM cases_lead WHERE case_id = %(case)s",
    "a desk that was not given the file": "UPDATE cases_lead SET desk_id = %(other)s WHERE case_id = %(case)s",
    "another desk than the one shown": "UPDATE cases_case SET lead_desk_id = %(other)s WHERE id = %(case)s",
    "a file that began before its lead": "UPDATE cases_case SET opened_at = opened_at - interval '1 day' WHERE id = %(case)s",
}


@pytest.mark.parametrize("statement", BROKEN.values(), ids=BROKEN.keys())
def test_not_even_the_owner_leaves_a_file_otherwise(led, statement):
    case, other = led
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, {"case": case.id, "other": other.id})
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
