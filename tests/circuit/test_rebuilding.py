"""Counting everything again from the journal gives what the projection kept, and tells nothing a second time."""

from itertools import pairwise

import pytest

from kanaf.circuit import rebuilding
from kanaf.circuit.models import FollowedProtocol, Obligation
from kanaf.circuit.services import escalation
from kanaf.foundation.context import SystemActor
from tests import world
from tests.support import as_actor

pytestmark = pytest.mark.django_db


def everything():
    return sorted(Obligation.objects.values_list()), sorted(FollowedProtocol.objects.values_list("file", "protocol"))


def test_what_is_counted_again_is_what_was_kept():
    desk = world.make_desk()
    worker = world.make_worker(desk)
    told = world.make_case(worker, desk)
    due = Obligation.objects.get(file=told.id, rule="first_contact").due_at
    with as_actor(SystemActor.CLOCK):
        assert escalation.escalate(due)
    lost, wrong = world.make_case(worker, desk), world.make_case(worker, desk)
    kept = everything()
    Obligation.objects.filter(file=lost.id).delete()
    Obligation.objects.filter(file=wrong.id).update(rule="registration")
    assert sum(rebuilding.rebuild()) == 3
    assert everything() == kept


def test_the_shares_hold_every_file_once():
    desk = world.make_desk()
    worker = world.make_worker(desk)
    files = {world.make_case(worker, desk).id for _file in range(5)}
    shares = rebuilding.shares(4)
    assert all(before[1] == after[0] for before, after in pairwise(shares))
    assert {file for file in files if any(low < file <= high for low, high in shares)} == files


def test_a_file_that_follows_nothing_yet_is_given_its_protocol_again():
    desk = world.make_desk()
    world.make_case(world.make_worker(desk), desk)
    kept = everything()
    Obligation.objects.all().delete()
    FollowedProtocol.objects.all().delete()
    assert sum(rebuilding.rebuild()) == 1
    assert everything() == kept
