"""One rule, three locks: the policy, its queryset twin and the row-level rule say the same for anybody."""

from datetime import timedelta
from itertools import product

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kanaf.actors.actor import Actor
from kanaf.actors.enums import Role
from kanaf.actors.models import Absence
from kanaf.cases.access import open_file, work
from kanaf.cases.models import Case, Note
from kanaf.foundation import clock
from kanaf.foundation.ids import new_id
from kanaf.grants import policies
from kanaf.grants.enums import Compartment, Level, Reason
from kanaf.grants.models import Exclusion, Grant, RolePower, Subject, SubjectLink
from kanaf.grants.powers import rows
from kanaf.persons.models import Person
from kanaf.referrals.models import Referral
from kanaf.referrals.policies import can_read_referral
from tests import world
from tests.support import as_actor

pytestmark = pytest.mark.django_db

HIDDEN_FROM = ("person", "stand-in", "stranger", 0, 1, 2)
"""Whom a conflict names: the person of the posts, whoever stands in, somebody else, or the organisation of a desk."""
PAST, NOW, FUTURE, OFFER = "past", "now", "future", "offer"


def spans(kind: str):
    now = clock.now()
    day = timedelta(days=1)
    return {
        PAST: (now - 2 * day, now - day),
        NOW: (now - day, None),
        FUTURE: (now + day, None),
        OFFER: "empty",
    }[kind]


@st.composite
def worlds(draw):
    return {
        "posts": draw(st.lists(st.tuples(st.integers(0, 2), st.sampled_from(Role)), max_size=3)),
        "active": draw(st.booleans()) or draw(st.booleans()),
        "covers": draw(st.booleans()),
        "grants": draw(
            st.lists(
                st.tuples(
                    st.integers(0, 2),
                    st.integers(0, 1),
                    st.sampled_from(Compartment),
                    st.sampled_from(Level),
                    st.sampled_from([PAST, NOW, NOW, FUTURE, OFFER]),
                ),
                max_size=6,
            )
        ),
        "excluded": draw(st.lists(st.tuples(st.integers(0, 1), st.sampled_from(HIDDEN_FROM)), max_size=2, unique=True)),
        "referred": draw(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 2)), max_size=3, unique=True)),
    }


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(given_world=worlds())
def test_policy_twin_and_row_rule_agree(given_world, db):
    desks = [world.make_desk() for _ in range(3)]
    opener = world.make_worker(world.make_desk())
    cases = [world.make_case(opener, world_desk(opener)) for _ in range(2)]
    person, account = build_person(given_world, desks)
    for desk, case, compartment, level, span in given_world["grants"]:
        add_grant(cases[case], desks[desk], compartment, level, span)
    for case, desk in given_world["referred"]:
        add_referral(cases[case], desks[desk])
    for case, compartment in product(cases, work.WRITABLE):
        add_note(case, compartment)
    people = {"person": person, "stand-in": account, "stranger": opener}
    for case, whom in given_world["excluded"]:
        add_exclusion(cases[case], **hidden_from(whom, people, desks))
    actor, at = world.actor(account), clock.now()
    excluded = list(Exclusion.objects.all())
    everything = list(Grant.objects.all())
    for case in cases:
        for compartment in Compartment:
            for level in Level:
                expected = policies.can(
                    actor,
                    everything,
                    excluded,
                    subject=case.id,
                    kind="case",
                    compartment=compartment,
                    level=level,
                    at=at,
                )
                twin = (
                    Grant.objects.usable_by(actor, "case", compartment, level, at).filter(subject_id=case.id).exists()
                )
                with as_actor(account), connection.cursor() as cursor:
                    cursor.execute("SELECT kanaf_can(%s, %s, %s)", [case.id, compartment, level])
                    row_rule = cursor.fetchone()[0]
                assert expected == twin == row_rule, (compartment, level)
        may_read = policies.can(
            actor, everything, excluded, subject=case.id, kind="case", compartment="core", level="read", at=at
        )
        assert may_read == Case.objects.readable_by(actor, at).filter(id=case.id).exists()
        with as_actor(account):
            assert may_read == Case.objects.filter(id=case.id).exists()
        notes_agree(account, actor, case, everything, excluded)
        people_agree(account, actor, case, everything, excluded)
    referrals_agree(account, actor, excluded)


def people_agree(account, actor, case, grants, excluded):
    """A person is reached through the files that are not hidden, and through no other."""
    person = reached_through(case)
    may = policies.can(
        actor, grants, excluded, subject=case.id, kind="case", compartment="identity", level="read", at=clock.now()
    )
    assert may == Person.objects.readable_by(actor, clock.now()).filter(id=person.id).exists()
    with as_actor(account), connection.cursor() as cursor:
        assert may == Person.objects.filter(id=person.id).exists()
        cursor.execute("SELECT %s IN (SELECT kanaf_people())", [person.id])
        assert cursor.fetchone() == (may,)
        cursor.execute("SELECT count(*) FROM grants_grant WHERE subject_id = %s", [case.id])
        assert not policies.is_excluded(actor, excluded, case.id) or cursor.fetchone() == (0,)


def reached_through(case):
    person = Person.objects.create(id=new_id(), registered_at=clock.now())
    Subject.objects.create(id=person.id, kind="person")
    SubjectLink.objects.create(subject_id=person.id, through_id=case.id, compartment="identity", level="write")
    return person


def notes_agree(account, actor, case, grants, excluded):
    """A note is read with its part and changed with it; the page, the rule and the rows say the same."""
    allowed = {
        level: {
            part
            for part in work.WRITABLE
            if policies.can(
                actor, grants, excluded, subject=case.id, kind="case", compartment=part, level=level, at=clock.now()
            )
        }
        for level in Level
    }
    with as_actor(account):
        notes = Note.objects.filter(case=case)
        assert set(notes.values_list("compartment", flat=True)) == allowed[Level.READ]
        assert set(notes.select_for_update().values_list("compartment", flat=True)) == allowed[Level.WRITE]
        if file := open_file(actor, case.id):
            assert {note.compartment for note in work.notes(file)} == allowed[Level.READ]
            assert set(work.writable_parts(file)) == allowed[Level.WRITE]


def referrals_agree(account, actor, excluded):
    """Read by the file workers of its two desks, whatever else is granted; a conflict hides it from them too."""
    rule = {r.id for r in Referral.objects.all() if can_read_referral(actor, r, excluded)}
    twin = set(Referral.objects.readable_by(actor, clock.now()).values_list("id", flat=True))
    with as_actor(account):
        row_rule = set(Referral.objects.values_list("id", flat=True))
        changes = set(Referral.objects.select_for_update().values_list("id", flat=True))
    assert rule == twin == row_rule == changes


def world_desk(account):
    return account.memberships.get().desk


def build_person(given_world, desks):
    first, *others = given_world["posts"] or [(None, None)]
    account = (
        world.make_worker(desks[first[0]], first[1])
        if first[0] is not None
        else world.make_worker(world.make_desk(), Role.FACILITATOR)
    )
    for index, role in others:
        account.memberships.get_or_create(
            desk=desks[index], role=role, defaults={"since": clock.now().date() - timedelta(days=9)}
        )
    if not given_world["active"]:
        account.is_active = False
        account.save(update_fields=["is_active"])
    if not given_world["covers"]:
        return account, account
    stand_in = world.make_worker(world.make_desk(), Role.FACILITATOR)
    now = clock.now()
    Absence.objects.create(
        account=account, covered_by=stand_in, since=now - timedelta(hours=1), until=now + timedelta(hours=1)
    )
    return account, stand_in


def hidden_from(whom, people, desks):
    return {"account": people[whom]} if whom in people else {"organisation": desks[whom].organisation}


def add_exclusion(case, **whom):
    Exclusion.objects.get_or_create(
        subject_id=case.id, **whom, defaults={"basis": new_id(), "since": clock.now(), "given_by": new_id()}
    )


def add_note(case, compartment):
    Note.objects.create(
        case=case,
        compartment=compartment,
        desk_id=case.lead_desk_id,
        text="Une note (fictif)",
        written_by=new_id(),
        written_at=clock.now(),
    )


def add_referral(case, desk):
    """A row that grants nothing by itself."""
    Referral.objects.create(
        case=case,
        case_code=case.code,
        desk_from_id=case.lead_desk_id,
        desk_to=desk,
        category="medical",
        compartments=["core"],
        urgency="low",
        sent_by=new_id(),
        sent_at=clock.now(),
        answer_due_at=clock.now(),
    )


def add_grant(case, desk, compartment, level, span):
    Grant.objects.create(
        subject_id=case.id,
        desk=desk,
        compartment=compartment,
        level=level,
        reason=Reason.REFERRAL,
        valid=spans(span),
        is_offer=span == OFFER,
        given_by=new_id(),
        given_at=clock.now(),
    )


def test_the_database_holds_the_same_powers_as_the_code():
    held = set(RolePower.objects.values_list("role", "kind", "compartment", "level"))
    assert held == set(rows())


def test_an_account_that_is_inactive_opens_nothing():
    actor = Actor(id=new_id(), is_active=False)
    assert not Grant.objects.usable_by(actor, "case", "core", "read", clock.now()).exists()


@pytest.mark.parametrize(
    "statement",
    [
        (
            "INSERT INTO grants_grant (id, subject_id, desk_id, compartment, level, reason, valid, is_offer, given_by, given_at)"
            " SELECT gen_random_uuid(), id, lead_desk_id, 'core', 'write', 'lead', tstzrange(now(), NULL), false, id, now() FROM cases_case"
        ),
        "UPDATE grants_grant SET valid = tstzrange(now(), NULL)",
        "DELETE FROM grants_grant",
        "UPDATE grants_rolepower SET level = 'write'",
        "SELECT kanaf_start_subject(gen_random_uuid(), 'case', gen_random_uuid(), 'lead', gen_random_uuid())",
    ],
)
def test_the_runtime_roles_cannot_give_themselves_access(statement):
    from django.db import ProgrammingError

    worker = world.make_worker(world.make_desk())
    with pytest.raises(ProgrammingError), as_actor(worker), connection.cursor() as cursor:
        cursor.execute(statement)
