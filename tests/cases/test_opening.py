"""A file opens whole: code, lead, access and what is due."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection

from kanaf.actors.enums import Role
from kanaf.cases.models import Case, Lead
from kanaf.circuit.models import Obligation
from tests import world
from tests.support import as_actor

pytestmark = pytest.mark.django_db


def test_the_desk_that_opens_a_file_leads_it_and_owes_the_first_steps():
    desk = world.make_desk()
    worker = world.make_worker(desk)
    case = world.make_case(worker, desk)
    assert case.code.startswith("TNG-")
    assert Lead.objects.get(case=case).desk == desk
    keys = set(Obligation.objects.filter(file=case.id).values_list("rule", flat=True))
    assert keys == {"first_contact", "registration", "initial_assessment", "plan_approval"}
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_file_is_seen_by_its_desk_and_by_no_stranger():
    desk = world.make_desk()
    worker = world.make_worker(desk)
    case = world.make_case(worker, desk)
    for reader in [worker, world.make_worker(desk, Role.SUPERVISOR)]:
        with as_actor(reader):
            assert list(Case.objects.all()) == [case]
    other = world.make_desk()
    stranger_with_a_file = world.make_worker(other)
    world.make_case(stranger_with_a_file, other)
    for stranger in [
        stranger_with_a_file,  # in charge of another desk's file
        world.make_worker(desk, Role.SYSTEM_ADMINISTRATOR),  # of the same desk, but opens no file
        world.make_worker(desk, Role.FACILITATOR),  # of the same desk, but works without case data
        world.make_worker(desk, is_active=False),  # left
        None,  # nobody
    ]:
        with as_actor(stranger):
            assert case not in Case.objects.all()


def test_only_a_role_that_works_with_files_opens_one():
    desk = world.make_desk()
    with pytest.raises(PermissionDenied):
        world.make_case(world.make_worker(desk, Role.DOCTOR), desk)


def test_two_desks_never_lead_at_once_and_a_gap_is_refused():
    desk = world.make_desk()
    case = world.make_case(world.make_worker(desk), desk)
    with pytest.raises(IntegrityError):
        Lead.objects.create(case=case, desk=world.make_desk(), during=(case.opened_at, None))


def test_a_file_without_a_lead_is_refused_at_commit():
    desk = world.make_desk()
    case = world.make_case(world.make_worker(desk), desk)
    Lead.objects.filter(case=case).update(during=(case.opened_at, case.opened_at.replace(year=case.opened_at.year + 1)))
    with pytest.raises(IntegrityError), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
