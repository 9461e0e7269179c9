"""Who reads a person: the rule, its queryset twin and the row-level rule give one answer."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kanaf.actors.enums import Role
from kanaf.actors.models import Account
from kanaf.cases.enums import PartyRole
from kanaf.cases.services.registration import join as join_file
from kanaf.foundation import clock
from kanaf.foundation.context import SystemActor
from kanaf.foundation.vault.fields import ERASED
from kanaf.grants.enums import Compartment, Level, Reason
from kanaf.grants.models import Grant, SubjectLink
from kanaf.persons import services
from kanaf.persons.models import Identifier, NameToken, Person
from kanaf.persons.policies import can_read_person
from kanaf.persons.services import Facts
from tests import world
from tests.support import as_actor

pytestmark = pytest.mark.django_db
HOURS = st.integers(-48, 48)
ROLES = [
    Role.SOCIAL_WORKER,
    Role.SUPERVISOR,
    Role.DOCTOR,
    Role.CLERK,
    Role.COMMITTEE_SECRETARY,
    Role.SYSTEM_ADMINISTRATOR,
]


@pytest.fixture
def ground():
    """Two desks, people of every kind, three files with a person each and one person in two of them."""
    desks = [world.make_desk(), world.make_desk()]
    leads = [world.make_worker(desk) for desk in desks]
    for desk in desks:
        for role in ROLES:
            world.make_worker(desk, role)
        world.make_worker(desk, is_active=False)
    cases = [
        world.make_case(leads[0], desks[0]),
        world.make_case(leads[0], desks[0]),
        world.make_case(leads[1], desks[1]),
    ]
    for case, lead in zip(cases, [leads[0], leads[0], leads[1]], strict=True):
        with as_actor(lead):
            join_file(
                actor=world.actor(lead), case=case.id, role=PartyRole.MAIN, facts=Facts(given_name="A"), at=clock.now()
            )
    return desks, cases


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_rule_its_twin_and_the_row_rule_agree(ground, data):
    desks, cases = ground
    now = clock.now()
    for _ in range(data.draw(st.integers(0, 4))):
        begin = now + timedelta(hours=data.draw(HOURS), minutes=5)
        end = data.draw(st.none() | st.integers(1, 96))
        Grant.objects.create(
            subject_id=data.draw(st.sampled_from(cases)).id, desk=data.draw(st.sampled_from(desks)),
            compartment=data.draw(st.sampled_from([Compartment.IDENTITY, Compartment.CORE])),
            level=data.draw(st.sampled_from(Level.values)), reason=Reason.REFERRAL,
            valid=(begin, begin + timedelta(hours=end) if end else None), given_by=SystemActor.OPERATOR.value, given_at=now,
        )  # fmt: skip
    SubjectLink.objects.filter(through_id=cases[1].id).update(ended_at=data.draw(st.sampled_from([None, now])))
    held, links = list(Grant.objects.select_related("subject")), list(SubjectLink.objects.all())
    everybody = list(Person.objects.all())
    for account in Account.objects.all():
        actor = world.actor(account)
        rule = {p.id for p in everybody if can_read_person(actor, held, links, person=p.id, at=now)}
        with as_actor(account):
            row_rule = {p.id for p in Person.objects.all()}
            tokens = set(NameToken.objects.values_list("person_id", flat=True))
        twin = set(Person.objects.readable_by(actor, now).values_list("id", flat=True))
        assert rule == twin == row_rule == tokens, account.name


def test_nobody_and_a_stranger_read_no_person_no_number_and_no_trace(ground):
    other = world.make_worker(world.make_desk())
    for stranger in (None, other):
        with as_actor(stranger):
            assert not Person.objects.exists()
            assert not Identifier.objects.exists()
            assert not NameToken.objects.exists()


def test_erasing_a_person_leaves_the_statistics_and_nothing_to_find(ground):
    person = Person.objects.first()
    services.erase(person_id=person.id, actor=SystemActor.KEEPER.value, at=clock.now())
    erased = Person.objects.get(pk=person.id)
    assert erased.given_name is ERASED
    assert erased.name == ""
    assert not NameToken.objects.filter(person=person).exists()
