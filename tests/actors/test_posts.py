"""Who holds which post now: the SQL functions and their Python twin."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kanaf.actors.access import actor_of
from kanaf.actors.enums import Role
from kanaf.actors.models import Absence, Account, Membership
from kanaf.foundation.context import SystemActor
from tests.actors import support
from tests.support import as_actor

pytestmark = pytest.mark.django_db

PEOPLE, DESKS = 3, 2
ROLES = [Role.SOCIAL_WORKER, Role.DESK_COORDINATOR, Role.SYSTEM_ADMINISTRATOR]
days = st.integers(-2, 2)


def ask(statement: str, *arguments: object) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, arguments)
        return cursor.fetchall()


def database_time() -> datetime:
    return ask("SELECT now()")[0][0]  # type: ignore[return-value]


def everything_sql_says(desks: list[object]) -> tuple[object, ...]:
    posts = {(desk, role) for desk, role in ask("SELECT desk, role FROM kanaf_posts()")}
    return (
        posts,
        {desk for (desk,) in ask("SELECT kanaf_desks()")},
        {desk for desk in desks if ask("SELECT kanaf_member_of(%s)", desk) == [(True,)]},
        {role.value for role in ROLES if ask("SELECT kanaf_has_role(%s)", role.value) == [(True,)]},
        {
            (desk, role.value)
            for desk in desks
            for role in ROLES
            if ask("SELECT kanaf_desk_role(%s, %s)", desk, role.value) == [(True,)]
        },
    )


membership = st.tuples(
    st.integers(0, PEOPLE - 1),
    st.integers(0, DESKS - 1),
    st.sampled_from(ROLES),
    days,
    st.none() | st.integers(0, 3),
)
absence = st.tuples(st.permutations(range(PEOPLE)), days, st.integers(1, 3))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    active=st.lists(st.booleans(), min_size=PEOPLE, max_size=PEOPLE),
    memberships=st.lists(membership, max_size=6),
    absences=st.lists(absence, max_size=3),
)
def test_the_functions_of_the_database_and_the_actor_agree(
    active: list[bool], memberships: list[tuple], absences: list[tuple]
) -> None:
    with transaction.atomic():
        now = database_time()
        people = [support.account(is_active=is_active) for is_active in active]
        desks = [support.desk().pk for _number in range(DESKS)]
        _plant(people, desks, memberships, absences, now)
        for person in people:
            actor = actor_of(person.pk, now)
            posts = {(post.desk_id, post.role) for post in actor.memberships}
            with as_actor(person):
                said = everything_sql_says(desks)
            assert said == (posts, actor.desk_ids, actor.desk_ids, actor.roles, posts)
        transaction.set_rollback(True)


def _plant(people: list[Account], desks: list, memberships: list[tuple], absences: list[tuple], now: datetime) -> None:
    today = now.astimezone(UTC).date()
    for who, where, role, since, length in memberships:
        begins = today + timedelta(days=since)
        until = None if length is None else begins + timedelta(days=length)
        if until is None and Membership.objects.filter(account=people[who], desk=desks[where], role=role, until=None):
            continue
        Membership.objects.create(account=people[who], desk_id=desks[where], role=role, since=begins, until=until)
    for (away, stand_in, *_rest), since, length in absences:
        begins = now + timedelta(days=since)
        until = begins + timedelta(days=length)
        Absence.objects.create(account=people[away], covered_by=people[stand_in], since=begins, until=until)


def test_an_actor_is_read_in_two_queries(django_assert_num_queries) -> None:
    person = support.member()
    with django_assert_num_queries(2):
        actor = actor_of(person.pk, support.AT)
    assert actor.roles == {Role.SOCIAL_WORKER}


def test_nobody_a_stranger_and_a_system_actor_hold_no_post() -> None:
    support.member()
    for stranger in [
        None,  # nobody
        support.account(),  # an account without any post
        SystemActor.PUBLIC,  # a task that is not a person
        support.member(is_active=False),  # a closed account
    ]:
        with as_actor(stranger):
            assert ask("SELECT kanaf_desks()") == []
            assert ask("SELECT kanaf_has_role('social_worker')") == [(False,)]


def test_a_stand_in_holds_the_posts_of_the_absent_colleague_and_does_not_pass_them_on() -> None:
    first, second, third = (support.member() for _number in range(3))
    now = database_time()
    for away, stand_in in [(first, second), (second, third)]:
        Absence.objects.create(
            account=away, covered_by=stand_in, since=now - timedelta(hours=1), until=now + timedelta(hours=1)
        )
    desk_of = {p: p.memberships.get().desk_id for p in (first, second, third)}
    assert actor_of(second.pk, now).desk_ids == {desk_of[first], desk_of[second]}
    assert actor_of(third.pk, now).desk_ids == {desk_of[second], desk_of[third]}
