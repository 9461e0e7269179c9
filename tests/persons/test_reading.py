"""Who reads and who writes a person: the rule, its queryset twin and the row-level rule give one answer."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.urls import reverse
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
from kanaf.persons import access, services
from kanaf.persons.matching.finder import read_by, read_now
from kanaf.persons.models import Identifier, Person
from kanaf.persons.policies import can_open_person
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
                actor=world.actor(lead),
                case=case.id,
                role=PartyRole.MAIN,
                facts=Facts(given_name="Zoubida"),
                at=clock.now(),
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
    SubjectLink.objects.filter(through_id=cases[2].id).update(level=data.draw(st.sampled_from(Level.values)))
    held, links = list(Grant.objects.select_related("subject")), list(SubjectLink.objects.all())
    everybody = list(Person.objects.all())
    for account in Account.objects.all():
        actor = world.actor(account)
        rule, writes = (
            {p.id for p in everybody if can_open_person(actor, held, links, person=p.id, level=level, at=now)}
            for level in Level
        )
        with as_actor(account):
            row_rule = {p.id for p in Person.objects.all()}
            written = set(Person.objects.select_for_update().values_list("id", flat=True))
        twin = set(Person.objects.readable_by(actor, now).values_list("id", flat=True))
        assert rule == twin == row_rule == people_of(read_by(account.id)), account.name
        some = {p.id for p in everybody[::2]}
        assert set(Person.objects.readable_by(actor, now, some).values_list("id", flat=True)) == twin & some
        assert {c.person.id for c in access.search(actor, name="Zoubida", at=now)} == rule, account.name
        assert writes == written == set(Person.objects.writable_by(actor, now).values_list("id", flat=True))


def people_of(ids):
    return {UUID(bytes=ids[at : at + 16]) for at in range(0, len(ids), 16)}


@pytest.fixture
def lent(ground):
    """A person of the first desk, read by the second under a referral, and linked to a file of its own."""
    desks, cases = ground
    person = Person.objects.get(id=SubjectLink.objects.get(through_id=cases[0].id).subject_id)
    Grant.objects.create(
        subject_id=cases[0].id, desk=desks[1], compartment=Compartment.IDENTITY, level=Level.READ,
        reason=Reason.REFERRAL, valid=(clock.now() - timedelta(days=1), None), given_by=SystemActor.OPERATOR.value, given_at=clock.now(),
    )  # fmt: skip
    reader = desks[1].memberships.filter(role=Role.SOCIAL_WORKER, account__is_active=True).earliest("id").account
    with as_actor(reader):
        own = world.make_case(reader, desks[1])
        party = join_file(
            actor=world.actor(reader), case=own.id, role=PartyRole.MAIN, person_id=person.id, at=clock.now()
        )
    return person, reader, own, party


def test_whoever_only_reads_a_person_does_not_write_them_through_a_file_of_her_own(lent):
    person, reader, own, _party = lent
    for statement in (
        "UPDATE persons_person SET sex = 'f'",
        "UPDATE persons_identifier SET blind = 'x'",
        "DELETE FROM persons_identifier",
    ):
        with as_actor(reader), connection.cursor() as cursor:
            cursor.execute(
                statement + (" WHERE id = %s" if "_person " in statement else " WHERE person_id = %s"), [person.id]
            )
            assert cursor.rowcount == 0
    with as_actor(reader), pytest.raises(services.KeptElsewhere):
        services.edit(
            actor=world.actor(reader), person_id=person.id, facts=Facts(given_name="Autre (fictif)"), seen_version="1",
            through=own.id, at=clock.now(),
        )  # fmt: skip
    person.refresh_from_db()
    assert person.given_name == "Zoubida"


def test_the_page_keeps_what_the_person_is_to_the_child_and_refuses_the_rest(client, lent):
    _person, reader, own, party = lent
    client.force_login(reader)
    address = reverse("cases:edit_person", args=[own.id, party.id])
    form = client.get(address).context["form"]
    sent = {name: form[name].value() for name in form.fields if form[name].value()}
    kept = client.post(address, sent)
    assert kept.status_code == 302, kept.context["form"].errors
    refused = client.post(address, {**sent, "given_name": "Autre (fictif)"})
    assert refused.status_code == 422
    assert "Autre (fictif)" in refused.content.decode()


def test_whoever_wrote_a_person_down_writes_them_through_every_file_of_hers(ground):
    desks, cases = ground
    lead = desks[0].memberships.filter(role=Role.SOCIAL_WORKER, account__is_active=True).earliest("id").account
    person = SubjectLink.objects.get(through_id=cases[0].id).subject_id
    with as_actor(lead):
        join_file(actor=world.actor(lead), case=cases[1].id, role=PartyRole.SIBLING, person_id=person, at=clock.now())
        assert Person.objects.filter(id=person).update(sex="f") == 1
    assert set(SubjectLink.objects.filter(subject_id=person).values_list("level", flat=True)) == {"write"}


def test_nobody_and_a_stranger_read_no_person_and_no_number(ground):
    other = world.make_worker(world.make_desk())
    for stranger in (None, other):
        with as_actor(stranger):
            assert not Person.objects.exists()
            assert not Identifier.objects.exists()


def test_erasing_a_person_leaves_the_statistics_and_nothing_to_find(ground):
    person = Person.objects.first()
    services.erase(person_id=person.id, actor=SystemActor.KEEPER.value, at=clock.now())
    erased = Person.objects.get(pk=person.id)
    assert erased.given_name is ERASED
    assert erased.name == ""
    assert person.id not in {one.person for one in read_now().named("Zoubida", most=50)}
