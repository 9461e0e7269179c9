"""Two records of one child become one, field by field, and two again at any later time, without loss."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kanaf.cases.duplicates import access, services
from kanaf.cases.duplicates.services import Changed, JoinedOnwards
from kanaf.cases.enums import MergeState, PairOutcome, PartyRole
from kanaf.cases.models import CaseParty, PersonMerge, PersonPair
from kanaf.cases.services import conflicts
from kanaf.foundation import clock
from kanaf.foundation.context import SystemActor
from kanaf.grants.models import SubjectLink
from kanaf.journal.models import Entry
from kanaf.persons import access as persons
from kanaf.persons import services as person_services
from kanaf.persons.matching.finder import finder
from kanaf.persons.models import Person
from kanaf.persons.services import Facts
from tests import world
from tests.cases.duplicates.support import Twice, file_of, note, parts_of, put_together, says, see, settle, undo
from tests.cases.people_support import join, someone
from tests.support import as_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours():
    """Both files at one desk: one reviewer is enough."""
    return Twice(one_desk=True)


@pytest.fixture
def theirs():
    """Two desks, each of which opened its identities to the other."""
    twice = Twice()
    twice.share(0)
    twice.share(1)
    return twice


class TestWithinOneDesk:
    def test_the_older_record_stays_and_takes_what_was_chosen(self, ours):
        worker, pair = ours.workers[0], ours.pair()
        put_together(worker, pair, "given_name_ar", "family_name_ar", "phone", "massar")
        said = says(worker, ours.people[0])
        assert said["given_name"] == ["Salma"]
        assert said["given_name_ar"] == ["سلمى"]
        assert (said["phone"], said["massar"]) == (["+212600000002"], ["G123456789"])
        assert "nationality" not in said
        assert parts_of(ours.people[0]) == {(case.id, "main", False) for case in ours.cases}
        assert parts_of(ours.people[1]) == set()

    def test_one_of_them_is_found_from_now_on(self, ours):
        worker, pair = ours.workers[0], ours.pair()
        put_together(worker, pair)
        actor, now = world.actor(worker), clock.now()
        with as_actor(worker):
            assert [c.person.id for c in persons.search(actor, name="Salma Idrissi", at=now)] == [ours.people[0]]
            assert [c.person.id for c in persons.search(actor, number="G123456789", at=now)] == [ours.people[0]]

    def test_taken_apart_they_are_what_they_were(self, ours):
        worker, pair = ours.workers[0], ours.pair()
        before = [(says(worker, person), parts_of(person)) for person in ours.people]
        put_together(worker, pair, "given_name_ar", "phone", "massar", "nationality", "address")
        undo(worker, pair)
        assert [(says(worker, person), parts_of(person)) for person in ours.people] == before
        pair.refresh_from_db()
        assert pair.outcome == PairOutcome.APART
        with as_actor(worker):
            found = persons.search(world.actor(worker), number="G123456789", at=clock.now())
        assert [c.person.id for c in found] == [ours.people[1]]

    def test_a_correction_made_since_stays_with_the_record_that_stayed(self, ours):
        worker, pair = ours.workers[0], ours.pair()
        put_together(worker, pair, "phone", "nationality")
        self.correct(worker, ours, nationality="tunisienne")
        undo(worker, pair)
        said = says(worker, ours.people[0])
        assert said["nationality"] == ["tunisienne"]
        assert said["phone"] == ["+212600000001"]
        assert says(worker, ours.people[1])["nationality"] == ["marocaine"]

    def correct(self, worker, twice, **changed):
        with as_actor(worker):
            person = Person.objects.get(pk=twice.people[0])
            told = {name: getattr(person, name) or "" for name in person_services.OWN_FIELDS if name != "born_on"}
            facts = Facts(**{**told, "is_birth_estimated": person.is_birth_estimated, **changed}, numbers={
                k: v for k, v in persons.numbers_of(person).items() if k != "phone"
            })  # fmt: skip
            person_services.edit(
                actor=world.actor(worker), person_id=person.id, facts=facts, seen_version=person.version,
                through=twice.cases[0].id, at=clock.now(),
            )  # fmt: skip

    def test_a_part_taken_since_goes_where_they_say(self, ours):
        worker, pair = ours.workers[0], ours.pair()
        put_together(worker, pair)
        third = world.make_case(worker, ours.desks[0])
        party = join(worker, third, PartyRole.SIBLING, person=ours.people[0])
        undo(worker, pair, party.id)
        assert (third.id, "sibling", False) in parts_of(ours.people[1])
        assert parts_of(ours.people[0]) == {(ours.cases[0].id, "main", False)}
        link = SubjectLink.objects.get(subject_id=ours.people[1], through_id=third.id, ended_at=None)
        assert link.level == "write"
        assert not SubjectLink.objects.filter(subject_id=ours.people[0], through_id=third.id, ended_at=None)

    def test_the_same_part_in_the_same_file_is_held_once(self, ours):
        worker = ours.workers[0]
        home = world.make_case(worker, ours.desks[0])
        for person in ours.people:
            join(worker, home, PartyRole.SIBLING, person=person)
        pair = ours.pair()
        before = [parts_of(person) for person in ours.people]
        put_together(worker, pair)
        held = CaseParty.objects.filter(person_id=ours.people[0], case=home, ended_at=None)
        assert [party.role for party in held] == ["sibling"]
        undo(worker, pair)
        assert [parts_of(person) for person in ours.people] == before

    def test_what_was_corrected_meanwhile_must_be_looked_at_again(self, ours):
        worker, pair = ours.workers[0], ours.pair()
        version = see(worker, pair).version
        self.correct(worker, ours, nickname="Salouma")
        with pytest.raises(Changed), as_actor(worker):
            services.join(actor=world.actor(worker), pair_id=pair.id, chosen=[], seen_version=version, at=clock.now())
        assert not PersonMerge.objects.exists()

    def test_a_file_must_not_name_them_as_author_and_as_something_else(self, ours):
        worker = ours.workers[0]
        home = world.make_case(worker, ours.desks[0])
        join(worker, home, PartyRole.CAREGIVER, person=ours.people[0])
        join(worker, home, PartyRole.ALLEGED_AUTHOR, person=ours.people[1])
        pair = ours.pair()
        assert see(worker, pair).obstacle == "parts"
        with pytest.raises(PermissionDenied):
            put_together(worker, pair)

    def test_a_conflict_of_interest_keeps_the_records_apart(self, ours):
        worker = ours.workers[0]
        author = join(worker, ours.cases[0], PartyRole.ALLEGED_AUTHOR, someone("Zoubir (fictif)"))
        with as_actor(worker):
            conflicts.say(
                actor=world.actor(worker), case=ours.cases[0].id, party_id=author.id, at=clock.now(),
                organisation=world.make_desk().organisation_id, account=None,
            )  # fmt: skip
        pair = ours.pair()
        assert see(worker, pair).obstacle == "conflict"
        with pytest.raises(PermissionDenied):
            put_together(worker, pair)

    def test_erasing_takes_the_record_behind_too(self, ours):
        worker, pair = ours.workers[0], ours.pair()
        put_together(worker, pair)
        person_services.erase(person_id=ours.people[0], actor=SystemActor.KEEPER.value, at=clock.now())
        assert [says(worker, person).get("given_name") for person in ours.people] == [None, None]
        assert [says(worker, person).get("given_name_ar") for person in ours.people] == [None, None]


class TestAcrossDesks:
    def test_one_proposes_and_the_other_desk_joins(self, theirs):
        (first, second), pair = theirs.workers, theirs.pair()
        put_together(first, pair, "massar")
        merge = PersonMerge.objects.get()
        assert merge.state == MergeState.PROPOSED
        assert parts_of(theirs.people[1]) != set()
        for nobody in (first, world.make_worker(theirs.desks[0])):
            with pytest.raises(PermissionDenied):
                settle(nobody, pair)
        settle(second, pair)
        merge.refresh_from_db()
        assert (merge.state, merge.decided_by) == (MergeState.DONE, second.id)
        assert says(first, theirs.people[0])["massar"] == ["G123456789"]
        kinds = Entry.objects.filter(subject=pair.id).values_list("kind", flat=True)
        assert list(kinds) == ["cases.merge_proposed", "cases.merge_done"]

    def test_both_may_correct_it_and_either_may_take_it_apart(self, theirs):
        (first, second), pair = theirs.workers, theirs.pair()
        before = [parts_of(person) for person in theirs.people]
        put_together(first, pair, "phone")
        settle(second, pair)
        assert see(second, pair).kept.is_written
        undo(second, pair)
        assert [parts_of(person) for person in theirs.people] == before
        assert says(first, theirs.people[0])["phone"] == ["+212600000001"]
        assert not see(second, pair).kept.is_written

    def test_it_may_be_refused_and_taken_back(self, theirs):
        (first, second), pair = theirs.workers, theirs.pair()
        put_together(first, pair)
        settle(second, pair, approve=False)
        put_together(first, pair)
        settle(first, pair, approve=False)
        assert [merge.state for merge in PersonMerge.objects.all()] == [MergeState.REFUSED] * 2

    def test_a_desk_that_reads_one_of_them_sees_no_pair(self, theirs):
        alone = Twice()
        pair = alone.pair()
        stranger = world.make_worker(world.make_desk())
        for account in (*alone.workers, stranger):
            assert see(account, pair) is None
            with as_actor(account), connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM cases_personpair WHERE id = %s", [pair.id])
                assert cursor.fetchone() == (0,)
                cursor.execute("SELECT kanaf_merge_needs_two(%s, %s)", alone.people)
                assert cursor.fetchone() == (None,)
            with pytest.raises(PermissionDenied), as_actor(account):
                services.tell_apart(actor=world.actor(account), pair_id=pair.id, at=clock.now())

    def test_whoever_only_reads_both_decides_nothing(self, theirs):
        pair, desk = theirs.pair(), world.make_desk()
        theirs.share(0, desk)
        theirs.share(1, desk)
        outsider = world.make_worker(desk)
        seen = see(outsider, pair)
        assert seen is not None
        assert not access.can_propose(world.actor(outsider), seen)
        with pytest.raises(PermissionDenied):
            put_together(outsider, pair)
        with as_actor(outsider):
            decided = {"outcome": "apart", "decided_by": outsider.id, "decided_at": clock.now()}
            assert PersonPair.objects.filter(pk=pair.id).update(**decided) == 0

    def test_the_database_refuses_a_joining_that_nobody_reviewed(self, theirs):
        first, pair = theirs.workers[0], theirs.pair()
        merge = put_together(first, pair)
        with pytest.raises(DatabaseError), transaction.atomic(), as_actor(first), connection.cursor() as cursor:
            cursor.execute("SELECT kanaf_merge_people(%s, NULL, now())", [merge.id])
        with pytest.raises(DatabaseError), transaction.atomic(), as_actor(first):
            PersonMerge.objects.filter(pk=merge.id).update(state=MergeState.DONE)
        with pytest.raises(DatabaseError, match="stays"), transaction.atomic(), as_actor(first):
            Person.objects.filter(pk=theirs.people[0]).update(merged_into=theirs.people[1])


def test_people_told_apart_are_not_asked_about_again_until_somebody_does(ours):
    worker, pair = ours.workers[0], ours.pair()
    with as_actor(worker):
        services.tell_apart(actor=world.actor(worker), pair_id=pair.id, at=clock.now())
    note([(*ours.people, 0.99)])
    pair.refresh_from_db()
    assert (pair.outcome, pair.probability) == (PairOutcome.APART, 0.9)
    with as_actor(worker):
        assert access.to_compare(world.actor(worker), clock.now()) == []
        services.ask_again(actor=world.actor(worker), pair_id=pair.id, at=clock.now())
        assert [p.id for p in access.to_compare(world.actor(worker), clock.now())] == [pair.id]


def test_a_record_joined_onwards_is_taken_apart_from_the_last_one_first(ours):
    worker = ours.workers[0]
    _case, third = file_of(worker, ours.desks[0], Facts(given_name="Salma", nickname="Salouma"))
    first_pair = ours.pair()
    put_together(worker, first_pair, "phone")
    note([(ours.people[0], third, 0.8)])
    onwards = PersonPair.objects.get(one_id=min(ours.people[0], third), other_id=max(ours.people[0], third))
    Person.objects.filter(pk=third).update(
        registered_at=Person.objects.get(pk=ours.people[0]).registered_at.replace(year=2001)
    )
    put_together(worker, onwards)
    with as_actor(worker):
        assert persons.standing(ours.people) == {third}
    with pytest.raises(JoinedOnwards):
        undo(worker, first_pair)
    undo(worker, onwards)
    undo(worker, first_pair)
    assert says(worker, ours.people[0])["phone"] == ["+212600000001"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_in_whatever_order_joinings_are_undone_every_record_is_what_it_was(data):
    """One record swallows several others, each with fields chosen at random; then all is undone, in any order."""
    with transaction.atomic():
        desk = world.make_desk()
        worker = world.make_worker(desk)
        told = [
            {name: f"{name} {number}" for name in ("given_name", "nickname", "nationality") if data.draw(st.booleans())}
            | {"phone": f"+21260000000{number}"}
            for number in range(data.draw(st.integers(2, 4)))
        ]
        people = [file_of(worker, desk, Facts(**facts))[1] for facts in told]
        before = [(says(worker, person), parts_of(person)) for person in people]
        pairs = []
        for other in people[1:]:
            note([(people[0], other, 0.9)])
            pair = PersonPair.objects.get(one_id=min(people[0], other), other_id=max(people[0], other))
            fields = data.draw(st.sets(st.sampled_from(["given_name", "nickname", "nationality", "phone"])))
            put_together(worker, pair, *fields)
            pairs.append(pair)
        with as_actor(worker):
            assert len(finder().named("given_name", reader=worker.id, most=50)) <= 1
        for pair in data.draw(st.permutations(pairs)):
            undo(worker, pair)
        assert [(says(worker, person), parts_of(person)) for person in people] == before
        transaction.set_rollback(True)
