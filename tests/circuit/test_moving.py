"""A file moves to a newer version: what the preview said is what happens, by the leading desk, with a reason."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from kanaf.actors.enums import Role
from kanaf.cases.access import open_file
from kanaf.cases.enums import ContactKind, Risk
from kanaf.cases.services import contacts
from kanaf.circuit.enums import MoveReason
from kanaf.circuit.machines import machine_of
from kanaf.circuit.models import FollowedProtocol, Obligation
from kanaf.circuit.moving import Turn, shifts
from kanaf.circuit.projections import FOREVER, event_of, rows_of
from kanaf.circuit.services import moving
from kanaf.foundation import clock
from kanaf.journal.models import Entry
from tests import world
from tests.architecture.attacking import run, touches_nothing
from tests.circuit.living import LONGER, Territory, act, adopt
from tests.circuit.protocols import SMALL
from tests.support import as_actor

pytestmark = pytest.mark.django_db

REVIEW = """\
  - key: review
    name: {fr: Revue, ar: مراجعة, en: Review}
    stage: support
    owner: lead
    begins:
      - event: cases.opened
    delays: {high: 24 h, medium: 30 d, low: 30 d}
    clock: continuous
    done:
      - event: cases.plan_approved
    ladder:
      - {after: -24 h, tell: duty}
      - {after: 0 h, tell: coordinator}
    confirmed: false
handovers:
"""
NEWER = LONGER.replace("handovers:\n", REVIEW)
FEWER = SMALL.replace("key: first_contact", "key: first_look")


class Moving(Territory):
    """A file of medium risk under the small protocol, and a newer one in force."""

    def __init__(self, newer: str = NEWER) -> None:
        super().__init__()
        self.case = world.make_case(self.worker, self.unit, risk=Risk.MEDIUM)
        self.newer = adopt(newer)

    def preview(self, account=None):
        with as_actor(account or self.worker):
            return moving.preview_of(open_file(world.actor(account or self.worker), self.case.id))

    def move(self, account=None, **more):
        given = {
            "reason": MoveReason.DECIDED,
            "why": "Le comité l’a décidé (fictif).",
            "seen": self.preview().mark,
            **more,
        }
        return act(account or self.worker, moving.move_file, case=self.case.id, **given)

    def kept(self):
        return [
            {"rule": o.rule, "about": o.about, "desk": str(o.desk or ""), "risk": o.risk, "compartment": o.compartment,
             "began": int(o.began_at.timestamp()), "due": int(o.due_at.timestamp()),
             "ended": int(o.ended_at.timestamp()) if o.ended_at else None, "done": o.is_done,
             "steps": [int(step.timestamp()) for step in o.steps_at]}
            for o in Obligation.objects.filter(file=self.case.id).order_by("number")
        ]  # fmt: skip


def told(preview):
    return {(one.turn, one.rule) for one in preview.shifts}


def test_the_preview_tells_what_appears_disappears_and_falls_due_at_another_time():
    assert told(Moving().preview()) == {(Turn.DIFFERS, "first_contact"), (Turn.APPEARS, "review")}
    here = Moving(FEWER)
    assert told(here.preview()) == {(Turn.APPEARS, "first_look"), (Turn.DISAPPEARS, "first_contact")}
    shorter = Moving(LONGER).preview().waiting[0]
    assert shorter.before["due"] - shorter.after["due"] >= 24 * 3600
    assert "due" in shorter.fields


def test_what_the_preview_said_is_what_the_move_does():
    here = Moving()
    with as_actor(here.worker):
        contacts.record_contact(
            actor=world.actor(here.worker), case=here.case.id, kind=ContactKind.CALL, when=clock.now(), child_seen=True,
            child_alone=False, note="Vu (fictif).", compartment="social", at=clock.now(),
        )  # fmt: skip
    preview = here.preview()
    here.move()
    assert here.kept() == preview.rows
    followed = FollowedProtocol.objects.get(file=here.case.id)
    assert (followed.protocol_id, followed.reason) == (here.newer.id, MoveReason.DECIDED)
    entry = Entry.objects.get(kind="circuit.file_moved")
    assert entry.kept["version_to"] == str(here.newer.id)
    assert entry.sealed
    assert "comité" not in json.dumps(entry.kept)


def test_the_next_event_counts_the_file_by_the_version_that_it_now_follows():
    here = Moving()
    here.move()
    with as_actor(here.worker):
        contacts.record_contact(
            actor=world.actor(here.worker), case=here.case.id, kind=ContactKind.CALL, when=clock.now(), child_seen=True,
            child_alone=False, note="Vu (fictif).", compartment="social", at=clock.now(),
        )  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute("SELECT kanaf_file_state(%s, %s)", [here.case.id, ["circuit.file_moved"]])
            state = json.loads(cursor.fetchone()[0])
    again = rows_of(machine_of(here.newer.id), [event_of(row) for row in state["events"]])
    assert here.kept() == again
    assert FOREVER


def test_rungs_of_silence_that_are_past_are_not_climbed_again():
    here = Moving()
    Obligation.objects.filter(file=here.case.id, rule="first_contact").update(steps_done=2)
    late = clock.now() + timedelta(days=40)
    with as_actor(here.worker):
        moving.move_file(
            actor=world.actor(here.worker), case=here.case.id, reason=MoveReason.LAW, why="(fictif)",
            seen=here.preview().mark, at=late,
        )  # fmt: skip
    review = Obligation.objects.get(file=here.case.id, rule="review")
    assert (review.steps_done, review.next_step_at) == (2, None)


def test_an_obligation_that_stays_the_same_keeps_its_rungs():
    here = Moving(SMALL + "# Relu.\n" + "")
    here.newer = adopt(SMALL.replace("Essai", "Essai relu"))
    Obligation.objects.filter(file=here.case.id, rule="first_contact").update(steps_done=1)
    assert here.preview().shifts == []
    here.move()
    kept = Obligation.objects.get(file=here.case.id, rule="first_contact")
    assert (kept.steps_done, kept.next_step_at) == (1, kept.steps_at[1])


def test_something_that_happened_since_asks_for_another_look():
    here = Moving()
    seen = here.preview().mark
    with as_actor(here.worker):
        contacts.record_contact(
            actor=world.actor(here.worker), case=here.case.id, kind=ContactKind.CALL, when=clock.now(), child_seen=True,
            child_alone=False, note="Vu (fictif).", compartment="social", at=clock.now(),
        )  # fmt: skip
    with pytest.raises(moving.PreviewChanged):
        here.move(seen=seen)
    here.move()
    with pytest.raises(moving.NothingToFollow):
        here.preview()


def test_only_the_leading_desk_moves_its_file():
    here = Moving()
    for stranger in [here.prosecutor, world.make_worker(world.make_desk()), world.make_worker(here.unit, Role.CLERK)]:
        with pytest.raises(PermissionDenied):
            act(stranger, moving.move_file, case=here.case.id, reason=MoveReason.LAW, why="x", seen=here.preview().mark)


def test_by_hand_a_file_moves_only_with_its_entry_in_the_journal():
    here = Moving()
    values = {"file": here.case.id, "to": here.newer.id}
    by_hand = "SELECT kanaf_follow_protocol(%(file)s, %(to)s, '', '[]', now())"
    assert touches_nothing(here.worker, by_hand, **values)
    assert touches_nothing(here.worker, "UPDATE circuit_followedprotocol SET protocol_id = %(to)s", **values)
    with as_actor(here.prosecutor), connection.cursor() as cursor:
        cursor.execute("SELECT kanaf_file_state(%s, '{}')", [here.case.id])
        assert cursor.fetchone()[0] is None
    with pytest.raises(DatabaseError, match="does not move"), transaction.atomic():
        run(here.worker, by_hand, **values)


ROWS = st.lists(
    st.fixed_dictionaries(
        {"rule": st.sampled_from("ab"), "about": st.sampled_from(["", "r"]), "due": st.integers(0, 3),
         "ended": st.sampled_from([None, 5])}
    ),
    max_size=6,
)  # fmt: skip


@given(before=ROWS, after=ROWS)
def test_shifts_lead_from_what_was_owed_to_what_will_be(before, after):
    found = shifts(before, after)
    assert shifts(before, before) == []
    counts = {turn: sum(one.turn == turn for one in found) for turn in Turn}
    assert len(before) + counts[Turn.APPEARS] - counts[Turn.DISAPPEARS] == len(after)
    told_rows = [one.after for one in found if one.after is not None]
    assert all(row in told_rows or row in before for row in after)
