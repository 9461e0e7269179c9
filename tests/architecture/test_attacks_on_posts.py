"""Hand-written SQL for a desk: posts, stand-ins and invitations come from whoever may give them."""

from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.db import connection

from kanaf.actors import policies
from kanaf.actors.access.people import posts_of
from kanaf.actors.enums import DeskKind, Role
from kanaf.actors.models import Invitation
from kanaf.foundation import clock
from kanaf.foundation.ids import new_id
from tests import world
from tests.architecture.attacking import run, touches_nothing
from tests.support import as_actor

pytestmark = pytest.mark.django_db


class House:
    """A desk with its coordinator and a worker, another desk, an administrator, and two invitations."""

    def __init__(self) -> None:
        self.desk, self.other = world.make_desk(), world.make_desk()
        self.chief = world.make_worker(self.desk, Role.DESK_COORDINATOR)
        self.worker, self.former = world.make_worker(self.desk), world.make_worker(self.desk)
        self.stranger = world.make_worker(self.other)
        self.admin = world.make_worker(world.make_desk(kind=DeskKind.ADMINISTRATION), Role.SYSTEM_ADMINISTRATOR)
        self.former.memberships.update(until=clock.now().date() - timedelta(days=1))
        for account, role in ((self.stranger, Role.DOCTOR), (self.chief, Role.DOCTOR)):
            Invitation.objects.create(
                email=account.email,
                desk=self.desk,
                role=role,
                invited_by=self.chief,
                token=new_id().bytes,
                made_at=clock.now(),
                expires_at=clock.now() + timedelta(days=7),
            )

    @property
    def names(self) -> dict[str, Any]:
        people = ("chief", "worker", "former", "stranger", "admin", "desk", "other")
        return {name: getattr(self, name).id for name in people}


POST = "INSERT INTO actors_membership (id, account_id, desk_id, role, since) VALUES (gen_random_uuid(), %(a)s, %(b)s, '%(c)s', '2026-01-01')"
STAND_IN = (
    "INSERT INTO actors_absence (id, account_id, covered_by_id, since, until)"
    " VALUES (gen_random_uuid(), %(a)s, %(b)s, now() - interval '1 hour', now() + interval '1 year')"
)


def post(account: str, desk: str, role: Role) -> str:
    return POST % {"a": f"%({account})s", "b": f"%({desk})s", "c": role.value}


def stand_in(absent: str, covered_by: str) -> str:
    return STAND_IN % {"a": f"%({absent})s", "b": f"%({covered_by})s"}


INVITE = (
    "INSERT INTO actors_invitation (id, email, desk_id, role, token, made_at, expires_at) SELECT gen_random_uuid(),"
    " email, %(desk)s, '{role}', 'x', now(), now() + interval '1 day' FROM actors_account WHERE id = %({who})s"
)
POSTS = {
    "a desk for oneself": ("stranger", post("stranger", "desk", Role.SOCIAL_WORKER)),
    "one more role at one's own desk": ("worker", post("worker", "desk", Role.SUPERVISOR)),
    "a coordinator's own second role": ("chief", post("chief", "desk", Role.SUPERVISOR)),
    "a friend at another desk": ("chief", post("worker", "other", Role.SOCIAL_WORKER)),
    "an administrator by a coordinator": ("chief", post("worker", "desk", Role.SYSTEM_ADMINISTRATOR)),
    "a post by nobody": (None, post("worker", "desk", Role.SUPERVISOR)),
    "an invitation that one sent oneself": ("chief", post("chief", "desk", Role.DOCTOR)),
    "somebody else's invitation": ("worker", post("stranger", "desk", Role.DOCTOR)),
    "another role than the one offered": ("stranger", post("stranger", "desk", Role.SUPERVISOR)),
    "a post that had ended": ("former", "UPDATE actors_membership SET until = NULL WHERE account_id = %(former)s"),
    "a little longer": ("former", "UPDATE actors_membership SET until = 'tomorrow' WHERE account_id = %(former)s"),
    "the end of a colleague's post": (
        "worker",
        "UPDATE actors_membership SET until = since WHERE account_id = %(chief)s",
    ),
    "a post moved to another desk": ("worker", "UPDATE actors_membership SET desk_id = %(other)s"),
    "a post with another role": ("chief", "UPDATE actors_membership SET role = 'supervisor'"),
    "a post passed on": ("chief", "UPDATE actors_membership SET account_id = %(chief)s"),
    "a post wiped out": ("admin", "DELETE FROM actors_membership"),
    "standing in for a chief": ("worker", stand_in("chief", "worker")),
    "standing in for one's own staff": ("chief", stand_in("worker", "chief")),
    "standing in across desks": ("chief", stand_in("stranger", "worker")),
    "standing in for an administrator": ("chief", stand_in("admin", "worker")),
    "an invitation from a worker": ("worker", INVITE.format(who="stranger", role="supervisor")),
    "an invitation to administer": ("chief", INVITE.format(who="worker", role="system_administrator")),
    "an invitation turned to a better role": (
        "stranger",
        "UPDATE actors_invitation SET role = 'supervisor' WHERE role = 'doctor'",
    ),
    "an invitation turned to oneself": (
        "worker",
        "UPDATE actors_invitation SET email = (SELECT email FROM actors_account WHERE id = %(worker)s)",
    ),
}


@pytest.mark.parametrize(("who", "statement"), POSTS.values(), ids=POSTS.keys())
def test_nobody_gives_herself_a_desk(who, statement):
    house = House()
    assert touches_nothing(who and getattr(house, who), statement, **house.names)


ALLOWED = {
    "a coordinator adds a colleague": ("chief", post("stranger", "desk", Role.SOCIAL_WORKER)),
    "an administrator adds another": ("admin", post("worker", "other", Role.SYSTEM_ADMINISTRATOR)),
    "somebody takes the post she was offered": ("stranger", post("stranger", "desk", Role.DOCTOR)),
    "somebody leaves": ("worker", "UPDATE actors_membership SET until = 'today' WHERE account_id = %(worker)s"),
    "a coordinator names a stand-in": ("chief", stand_in("worker", "stranger")),
    "a coordinator invites": ("chief", INVITE.format(who="worker", role="supervisor")),
}


@pytest.mark.parametrize(("who", "statement"), ALLOWED.values(), ids=ALLOWED.keys())
def test_posts_are_given_by_those_who_may(who, statement):
    house = House()
    assert run(getattr(house, who), statement, **house.names) == 1


def test_the_rules_about_posts_are_those_of_the_rows():
    """Each person of the house, each role, each desk; each pair of an absent person and a stand-in."""
    house, at = House(), clock.now()
    everybody = [house.chief, house.worker, house.former, house.stranger, house.admin]
    for account in everybody:
        actor = world.actor(account)
        with as_actor(account), connection.cursor() as cursor:
            for desk, other, role in product((house.desk, house.other), everybody, Role):
                cursor.execute("SELECT kanaf_may_give(%s, %s, %s)", [desk.id, role.value, other.id])
                assert cursor.fetchone()[0] == policies.can_give_role(actor, desk, other.id, role)
            for absent, other in product(everybody, everybody):
                cursor.execute("SELECT kanaf_may_cover(%s, %s)", [absent.id, other.id])
                assert cursor.fetchone()[0] == policies.can_name_cover(actor, posts_of(absent, at), other.id)
