"""A file is hidden from somebody, or a consent is taken back: what was joined with its records is taken apart."""

import json
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kanaf.actors.enums import Role
from kanaf.cases.duplicates.parting import part_for_consent
from kanaf.cases.duplicates.services import RECORD
from kanaf.cases.enums import ConsentPurpose, MergeState, PairOutcome, PartyRole
from kanaf.cases.events import duplicates as events
from kanaf.cases.models import PersonMerge, PersonPair
from kanaf.cases.services import conflicts, consents
from kanaf.cases.services.consents import Answers
from kanaf.foundation import clock
from kanaf.foundation.ids import new_id
from kanaf.grants import services as grants
from kanaf.grants.enums import Reason
from kanaf.grants.models import Exclusion, Grant
from kanaf.journal import services as journal
from kanaf.journal.models import Entry
from kanaf.persons import access as persons
from kanaf.persons import merging
from kanaf.persons import services as person_services
from kanaf.persons.models import Person
from kanaf.persons.services import Facts
from tests import world
from tests.architecture.attacking import touches_nothing
from tests.cases.duplicates.support import Twice, file_of, note, parts_of, put_together, says, see, settle
from tests.cases.people_support import join, someone
from tests.support import as_actor

pytestmark = pytest.mark.django_db
FIELDS = ("given_name_ar", "family_name_ar", "father_name", "phone", "massar", "nationality", "address")


@pytest.fixture
def theirs():
    twice = Twice()
    twice.share(0)
    twice.share(1)
    return twice


def bring_together(twice, *chosen):
    pair = twice.pair()
    put_together(twice.workers[0], pair, *chosen)
    settle(twice.workers[1], pair)
    return pair


def say(twice, which, organisation=None, account=None):
    """The author in that file turns out to work there, or to be kin of that person."""
    worker, case = twice.workers[which], twice.cases[which]
    author = join(worker, case, PartyRole.ALLEGED_AUTHOR, someone("Zoubir (fictif)"))
    with as_actor(worker):
        conflicts.say(
            actor=world.actor(worker), case=case.id, party_id=author.id, organisation=organisation, account=account,
            at=clock.now(),
        )  # fmt: skip


def give(account, case, desk):
    """The account's desk opens the identities of the file to another desk."""
    with as_actor(account):
        grants.grant(
            actor=world.actor(account), subject=case.id, desk=desk.id, compartments=["core", "identity"], level="read",
            reason=Reason.REFERRAL, basis=case.id, until=None, at=clock.now(),
        )  # fmt: skip


def correct(account, case, person, **changed):
    with as_actor(account):
        kept = Person.objects.get(pk=person)
        told = {name: getattr(kept, name) or "" for name in person_services.OWN_FIELDS if name != "born_on"}
        numbers = {k: v for k, v in persons.numbers_of(kept).items() if k != "phone"}
        person_services.edit(
            actor=world.actor(account), person_id=person, seen_version=kept.version, through=case.id, at=clock.now(),
            facts=Facts(**{**told, "is_birth_estimated": kept.is_birth_estimated, **changed}, numbers=numbers),
        )  # fmt: skip


def test_who_may_not_see_one_file_reads_nothing_of_it_through_the_other(theirs):
    """The hospital's file hides from a school's member: what the joined record took from it leaves the school."""
    before = [
        (says(worker, person), parts_of(person)) for worker, person in zip(theirs.workers, theirs.people, strict=True)
    ]
    pair = bring_together(theirs, "phone", "massar", "nationality")
    correct(theirs.workers[1], theirs.cases[1], theirs.people[0], address="Chez sa grand-mère, à Fès (fictif)")
    colleague = world.make_worker(theirs.desks[0])
    assert says(colleague, theirs.people[0])["phone"] == ["+212600000002"]

    say(theirs, 1, account=colleague.id)

    assert (says(colleague, theirs.people[0]), parts_of(theirs.people[0])) == before[0]
    assert says(theirs.workers[1], theirs.people[1]) == before[1][0] | {
        "address": ["Chez sa grand-mère, à Fès (fictif)"]
    }
    assert parts_of(theirs.people[1]) == before[1][1]
    merge = PersonMerge.objects.get()
    assert (merge.state, merge.why_undone, merge.undone_by) == (MergeState.UNDONE, None, theirs.workers[1].id)
    pair.refresh_from_db()
    assert pair.outcome == PairOutcome.APART
    assert Entry.objects.filter(subject=pair.id, kind="cases.merge_undone").count() == 1
    with pytest.raises(Person.DoesNotExist):
        says(colleague, theirs.people[1])


def test_the_record_that_stayed_keeps_what_was_corrected_where_its_own_file_is_hidden(theirs):
    before = says(theirs.workers[1], theirs.people[1])
    bring_together(theirs, "phone")
    correct(theirs.workers[0], theirs.cases[0], theirs.people[0], address="Au foyer (fictif)")
    colleague = world.make_worker(theirs.desks[1])
    say(theirs, 0, account=colleague.id)
    assert says(colleague, theirs.people[1]) == before
    kept = says(theirs.workers[0], theirs.people[0])
    assert (kept["address"], kept["phone"]) == (["Au foyer (fictif)"], ["+212600000001"])
    with pytest.raises(Person.DoesNotExist):
        says(colleague, theirs.people[0])


def test_it_is_done_also_where_the_other_file_is_not_read_any_more(theirs):
    """The desks do not share anything any more: by the button nobody there could take the two apart."""
    bring_together(theirs, "phone")
    Grant.objects.filter(subject_id=theirs.cases[1].id, desk=theirs.desks[0]).update(valid="empty")
    with pytest.raises(Person.DoesNotExist):
        says(theirs.workers[0], theirs.people[1])
    say(theirs, 0, organisation=theirs.desks[1].organisation_id)
    assert says(theirs.workers[0], theirs.people[0])["phone"] == ["+212600000001"]
    assert PersonMerge.objects.get().state == MergeState.UNDONE


def test_files_hidden_from_the_same_people_stay_joined(theirs):
    organisation = world.make_desk().organisation_id
    for which in (0, 1):
        say(theirs, which, organisation=organisation)
    bring_together(theirs, "phone")
    Exclusion.objects.filter(subject_id=theirs.cases[0].id).update(
        ended_at=clock.now(), ended_by=theirs.workers[1].id
    )  # an error, taken back
    say(theirs, 0, organisation=organisation)
    assert PersonMerge.objects.get().state == MergeState.DONE
    say(theirs, 0, organisation=world.make_desk().organisation_id)
    assert PersonMerge.objects.get().state == MergeState.UNDONE


def test_a_consent_taken_back_parts_what_that_desk_reads_and_nothing_else(theirs):
    correct(theirs.workers[0], theirs.cases[0], theirs.people[0], born_on=date(2005, 3, 1))
    bring_together(theirs, "phone")
    worker, case = theirs.workers[1], theirs.cases[1]
    states = []
    for desk in (world.make_desk(), theirs.desks[0]):
        withdraw_for(worker, case, desk)
        states.append(PersonMerge.objects.get().state)
    assert states == [MergeState.DONE, MergeState.UNDONE]
    assert says(theirs.workers[0], theirs.people[0])["phone"] == ["+212600000001"]


def test_a_record_joined_onwards_is_taken_apart_down_to_the_file_that_is_hidden(theirs):
    """Both in one record, which went behind a third: all three are what they were."""
    worker = theirs.workers[0]
    case, third = file_of(worker, theirs.desks[0], Facts(given_name="Salma", nickname="Salouma"))
    give(worker, case, theirs.desks[1])
    people = [(worker, third), *zip(theirs.workers, theirs.people, strict=True)]
    before = [(says(reader, person), parts_of(person)) for reader, person in people]
    bring_together(theirs, "phone", "massar")
    note([(theirs.people[0], third, 0.8)])
    onwards = PersonPair.objects.get(one_id=min(theirs.people[0], third), other_id=max(theirs.people[0], third))
    Person.objects.filter(pk=third).update(
        registered_at=Person.objects.get(pk=theirs.people[0]).registered_at.replace(year=2001)
    )
    put_together(worker, onwards, "phone", "father_name")
    settle(theirs.workers[1], onwards)
    say(theirs, 1, organisation=world.make_desk().organisation_id)
    assert [(says(reader, person), parts_of(person)) for reader, person in people] == before


def test_whoever_does_not_write_the_file_takes_nothing_apart(theirs):
    bring_together(theirs, "phone")
    merge, case = PersonMerge.objects.get(), theirs.cases[1]
    stranger, reader = world.make_worker(world.make_desk()), world.make_desk()
    theirs.share(1, reader)
    for account in (stranger, world.make_worker(reader)):
        with as_actor(account):
            actor = world.actor(account)
            assert part_for_consent(actor=actor, case=case.id, desk=theirs.desks[0].id, at=clock.now()) == 0
        for statement in (
            f"SELECT kanaf_part_people('{merge.id}', '{case.id}', now())",
            f"SELECT id FROM kanaf_letting_through('{case.id}', NULL, NULL, '{theirs.desks[0].id}', false)",
        ):
            assert touches_nothing(account, statement), statement
    worker, other = theirs.workers[1], file_of(theirs.workers[1], theirs.desks[1], Facts(given_name="Rim"))[0]
    for statement in (
        f"SELECT kanaf_part_people('{merge.id}', '{other.id}', now())",
        f"SELECT kanaf_part_people('{new_id()}', '{case.id}', now())",
        f"SELECT kanaf_may_undo('{merge.id}')",
        f"SELECT kanaf_hold_merge('{merge.id}')",
    ):
        assert touches_nothing(worker, statement), statement
    merge.refresh_from_db()
    assert merge.state == MergeState.DONE


def third_first(twice):
    """A third desk's record joined to the first one, before the second one is."""
    desk = world.make_desk(prefix="RBT")
    worker = world.make_worker(desk)
    case, person = file_of(worker, desk, Facts(given_name="Salma", nickname="Salouma", phone="+212600000007"))
    give(worker, case, twice.desks[0])
    give(twice.workers[0], twice.cases[0], desk)
    kept = twice.people[0]
    note([(kept, person, 0.9)])
    pair = PersonPair.objects.get(one_id=min(kept, person), other_id=max(kept, person))
    return worker, pair


def withdraw_for(worker, case, desk):
    said = Answers(
        purpose=ConsentPurpose.SHARE, desk=desk.id, child_agrees=True, language="ary", limit_explained_at=clock.now()
    )
    with as_actor(worker):
        actor = world.actor(worker)
        given = consents.record(actor=actor, case=case.id, answers=said, at=clock.now())
        consents.withdraw(actor=actor, case=case.id, consent_id=given.id, remark="", at=clock.now())


@pytest.mark.parametrize("how", ["shared", "not shared any more", "a consent"])
def test_an_earlier_joining_of_the_same_record_stands_and_nothing_fails(theirs, how):
    third, pair = third_first(theirs)
    put_together(theirs.workers[0], pair, "nickname")
    settle(third, pair)
    correct(theirs.workers[0], theirs.cases[0], theirs.people[0], born_on=date(2005, 3, 1))
    bring_together(theirs, "phone")
    if how == "not shared any more":
        Grant.objects.filter(subject_id=theirs.cases[0].id, desk=theirs.desks[1]).update(valid="empty")
    if how == "a consent":
        withdraw_for(theirs.workers[1], theirs.cases[1], theirs.desks[0])
    else:
        say(theirs, 1, organisation=world.make_desk().organisation_id)
    assert list(PersonMerge.objects.order_by("proposed_at").values_list("state", flat=True)) == ["done", "undone"]
    kept = says(theirs.workers[0], theirs.people[0])
    assert (kept["nickname"], kept["phone"]) == (["Salouma"], ["+212600000001"])


def test_later_joinings_of_the_same_record_are_undone_before_it(theirs):
    before = says(theirs.workers[0], theirs.people[0])
    bring_together(theirs, "phone", "massar")
    third, pair = third_first(theirs)
    put_together(theirs.workers[0], pair, "phone", "nickname")
    settle(third, pair)
    say(theirs, 1, organisation=world.make_desk().organisation_id)
    assert set(PersonMerge.objects.values_list("state", flat=True)) == {MergeState.UNDONE}
    assert says(theirs.workers[0], theirs.people[0]) == before


def test_a_memory_of_the_taken_fields_alone_gives_back_these_and_empties_nothing(theirs):
    before = [says(worker, person) for worker, person in zip(theirs.workers, theirs.people, strict=True)]
    bring_together(theirs, "phone")
    merge = PersonMerge.objects.get()
    old = json.dumps({name: [one.before, one.after] for name, one in merging.unpacked(merge.record).taken.items()})
    with connection.cursor() as cursor:
        sealed = RECORD.seal(merge.kept_id, old)
        cursor.execute("UPDATE cases_personmerge SET record = %s WHERE id = %s", [sealed, merge.id])
    say(theirs, 1, organisation=world.make_desk().organisation_id)
    assert [says(worker, person) for worker, person in zip(theirs.workers, theirs.people, strict=True)] == before


def test_a_conflict_taken_back_opens_nothing_of_the_file_that_stays_hidden(theirs):
    colleague = world.make_worker(theirs.desks[0])
    for which in (0, 1):
        say(theirs, which, account=colleague.id)
    bring_together(theirs, "phone")
    supervisor = world.make_worker(theirs.desks[0], Role.SUPERVISOR)
    said = Exclusion.objects.get(subject_id=theirs.cases[0].id)
    with as_actor(supervisor):
        conflicts.lift(
            actor=world.actor(supervisor), case=theirs.cases[0].id, exclusion_id=said.id, why="Erreur (fictif)",
            at=clock.now(),
        )  # fmt: skip
    assert says(colleague, theirs.people[0])["phone"] == ["+212600000001"]


def test_each_file_of_the_one_is_compared_with_each_of_the_other(theirs):
    """Hidden in one file and open in another: through that one the colleague would read the hidden child."""
    colleague = world.make_worker(theirs.desks[0])
    open_file = world.make_case(theirs.workers[0], theirs.desks[0])
    join(theirs.workers[0], open_file, PartyRole.SIBLING, person=theirs.people[0])
    for which in (0, 1):
        say(theirs, which, account=colleague.id)
    assert see(theirs.workers[1], theirs.pair()).obstacle == "conflict"


def test_after_a_withdrawal_they_are_not_joined_again(theirs):
    correct(theirs.workers[0], theirs.cases[0], theirs.people[0], born_on=date(2005, 3, 1))
    pair = bring_together(theirs, "phone")
    third = world.make_desk()
    give(theirs.workers[0], theirs.cases[0], third)
    withdraw_for(theirs.workers[1], theirs.cases[1], third)
    PersonPair.objects.update(outcome="", decided_by=None, decided_at=None)
    assert see(theirs.workers[0], pair).obstacle == "consent"
    with pytest.raises(PermissionDenied):
        put_together(theirs.workers[0], pair)


def test_who_wrote_either_record_in_a_file_writes_the_joined_one(theirs):
    worker, colleague = theirs.workers[1], world.make_worker(theirs.desks[0])
    case, person = file_of(worker, theirs.desks[1], Facts(given_name="Rim", phone="+212600000009"), PartyRole.SIBLING)
    join(worker, case, PartyRole.SIBLING, person=theirs.people[0])
    give(worker, case, theirs.desks[0])
    kept = theirs.people[0]
    note([(kept, person, 0.9)])
    pair = PersonPair.objects.get(one_id=min(kept, person), other_id=max(kept, person))
    put_together(theirs.workers[0], pair, "phone")
    settle(worker, pair)
    author = join(worker, case, PartyRole.ALLEGED_AUTHOR, someone("Zoubir (fictif)"))
    with as_actor(worker):
        conflicts.say(actor=world.actor(worker), case=case.id, party_id=author.id, account=colleague.id, at=clock.now())
    assert says(colleague, kept)["phone"] == ["+212600000001"]


def test_a_chain_is_parted_where_the_desk_reads_the_innermost_file_alone(theirs):
    desk = world.make_desk(prefix="RBT")
    reader = world.make_worker(desk)
    theirs.share(0, desk)
    theirs.share(1, desk)
    worker = theirs.workers[0]
    correct(worker, theirs.cases[0], theirs.people[0], born_on=date(2005, 3, 1))
    case, third = file_of(worker, theirs.desks[0], Facts(given_name="Salma", nickname="Salouma"))
    give(worker, case, theirs.desks[1])
    bring_together(theirs, "phone", "massar")
    note([(theirs.people[0], third, 0.8)])
    onwards = PersonPair.objects.get(one_id=min(theirs.people[0], third), other_id=max(theirs.people[0], third))
    Person.objects.filter(pk=third).update(
        registered_at=Person.objects.get(pk=theirs.people[0]).registered_at.replace(year=2001)
    )
    put_together(worker, onwards, "phone", "massar", "birth")
    settle(theirs.workers[1], onwards)
    withdraw_for(theirs.workers[1], theirs.cases[1], desk)
    assert set(PersonMerge.objects.values_list("state", flat=True)) == {MergeState.UNDONE}
    told = says(reader, theirs.people[0])
    assert "massar" not in told
    assert told["phone"] == ["+212600000001"]


class TestByHand:
    """Hand-written SQL takes nothing apart that the pages would not, and learns nothing."""

    def test_a_guest_who_reads_the_record_in_a_file_of_their_own(self, theirs):
        bring_together(theirs, "phone")
        desk = world.make_desk(prefix="RBT")
        guest = world.make_worker(desk)
        give(theirs.workers[0], theirs.cases[0], desk)
        own = world.make_case(guest, desk)
        join(guest, own, PartyRole.SIBLING, person=theirs.people[0])
        merge = PersonMerge.objects.get()
        for statement in (
            f"SELECT kanaf_part_people('{merge.id}', '{own.id}', now())",
            f"SELECT id FROM kanaf_letting_through('{own.id}', NULL, NULL, '{theirs.desks[1].id}', false)",
        ):
            assert touches_nothing(guest, statement), statement

    def test_whoever_keeps_it_not_without_a_line_in_the_history_nor_an_earlier_one_first(self, theirs):
        bring_together(theirs, "phone", "massar")
        third, pair = third_first(theirs)
        put_together(theirs.workers[0], pair, "phone")
        settle(third, pair)
        for merge in PersonMerge.objects.order_by("proposed_at"):
            part = f"SELECT kanaf_part_people('{merge.id}', '{theirs.cases[1].id}', now())"
            assert touches_nothing(theirs.workers[1], part)
        first = PersonMerge.objects.earliest("proposed_at")
        with pytest.raises(DatabaseError, match="refused"), transaction.atomic(), as_actor(theirs.workers[1]):
            journal.write(
                events.MERGE_UNDONE, actor=world.actor(theirs.workers[1]), subject=first.pair, at=clock.now(),
                compartment="identity", fields=[],
            )  # fmt: skip
            with connection.cursor() as cursor:
                cursor.execute("SELECT kanaf_part_people(%s, %s, now())", [first.id, theirs.cases[1].id])


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_was_taken_and_corrected_nothing_of_the_hidden_file_stays(data, db):
    """Any fields taken, any corrected since by whom ever: the open side is what it was, the hidden one knows it all."""
    twice = Twice()
    twice.share(0)
    twice.share(1)
    hidden = data.draw(st.integers(0, 1))
    before = [says(worker, person) for worker, person in zip(twice.workers, twice.people, strict=True)]
    bring_together(twice, *data.draw(st.sets(st.sampled_from(FIELDS))))
    names = st.sampled_from(["nickname", "nationality", "address", "father_name", "given_name_ar"])
    corrected = data.draw(st.dictionaries(names, st.sampled_from(["Un (fictif)", "Deux (fictif)"]), max_size=3))
    if corrected:
        who = data.draw(st.integers(0, 1))
        correct(twice.workers[who], twice.cases[who], twice.people[0], **corrected)
    say(twice, hidden, organisation=world.make_desk().organisation_id)
    assert says(twice.workers[1 - hidden], twice.people[1 - hidden]) == before[1 - hidden]
    told = says(twice.workers[hidden], twice.people[hidden])
    assert {name: told[name] for name in corrected} == {name: [value] for name, value in corrected.items()}


def test_a_record_sealed_before_all_of_it_was_kept_is_still_undone():
    memory = merging.unpacked('{"phone": [["1"], ["2"]]}')
    assert memory.taken == {"phone": merging.Taken(["1"], ["2"])}
    assert memory.stayed == {"phone": ["1"]}
    again = merging.unpacked(merging.packed(memory))
    assert again == memory
    assert not memory.is_whole
    assert merging.unpacked(None) == merging.Memory({}, {}, is_whole=False)
