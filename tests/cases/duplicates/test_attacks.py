"""Whoever means harm: forged fields and ids, hand-written SQL, a second tab, a right that ended meanwhile."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse

from kanaf.actors.enums import Role
from kanaf.actors.models import Membership
from kanaf.cases.duplicates import access, services
from kanaf.cases.enums import KnownAnswer, MergeState, PartyRole
from kanaf.cases.models import CaseParty, KnownElsewhere, PersonMerge, PersonPair
from kanaf.foundation import clock
from kanaf.foundation.context import SystemActor
from kanaf.foundation.ids import new_id
from kanaf.grants import services as grants
from kanaf.grants.enums import Reason
from kanaf.grants.models import Exclusion, Grant, SubjectLink
from kanaf.persons import services as person_services
from kanaf.persons.models import Person
from tests import world
from tests.architecture.attacking import touches_nothing
from tests.cases.duplicates.support import (
    IN_LATIN,
    Twice,
    compare,
    file_of,
    note,
    parts_of,
    put_together,
    says,
    see,
    settle,
    undo,
)
from tests.cases.people_support import join, someone
from tests.support import as_actor

pytestmark = pytest.mark.django_db
LOOKS = ("show_pair", "join_pair", "undo_pair")
DECISIONS = ("join_pair", "undo_pair", "tell_apart", "ask_pair_again", "settle_pair")


@pytest.fixture
def theirs():
    twice = Twice()
    twice.share(0)
    twice.share(1)
    return twice


def send(client, account, name, *arguments, **given):
    client.force_login(account)
    return client.post(reverse(f"cases:{name}", args=arguments), given)


def look(client, account, name, *arguments):
    client.force_login(account)
    return client.get(reverse(f"cases:{name}", args=arguments))


def give(account, case, desk, level):
    """The account's desk opens the identities of the file to another desk."""
    with as_actor(account):
        for compartment, most in (("core", "read"), ("identity", level)):
            grants.grant(
                actor=world.actor(account), subject=case.id, desk=desk.id, compartments=[compartment], level=most,
                reason=Reason.REFERRAL, basis=new_id(), until=None, at=clock.now(),
            )  # fmt: skip


def hide(case, account):
    Exclusion.objects.create(subject_id=case.id, account=account, basis=case.id, since=clock.now(), given_by=account.id)


def end_grants(case, desk):
    """The consent was withdrawn, or the referral ended."""
    Grant.objects.filter(subject_id=case.id, desk=desk).update(valid="empty")


OPEN, PROPOSED, DONE, APART = "open", "proposed", "done", "apart"


def bring_to(theirs, state):
    pair = theirs.pair()
    if state in {PROPOSED, DONE}:
        put_together(theirs.workers[0], pair)
    if state == DONE:
        settle(theirs.workers[1], pair)
    if state == APART:
        with as_actor(theirs.workers[0]):
            services.tell_apart(actor=world.actor(theirs.workers[0]), pair_id=pair.id, at=clock.now())
    return pair


class TestWhoeverHasNoPartInIt:
    """Every page and every button, in every state of the pair: as if there were no such pair."""

    def third_desk(self, theirs):
        return world.make_worker(world.make_desk())

    def reader_of_one(self, theirs):
        desk = world.make_desk()
        give(theirs.workers[0], theirs.cases[0], desk, "read")
        return world.make_worker(desk)

    def in_conflict(self, theirs):
        account = world.make_worker(theirs.desks[1])
        hide(theirs.cases[0], account)
        return account

    def whose_post_ended(self, theirs):
        account = world.make_worker(theirs.desks[1])
        Membership.objects.filter(account=account).update(until=(clock.now() - timedelta(days=1)).date())
        return account

    def whose_grant_ended(self, theirs):
        desk = world.make_desk()
        for account, case in zip(theirs.workers, theirs.cases, strict=True):
            give(account, case, desk, "read")
        end_grants(theirs.cases[1], desk)
        return world.make_worker(desk)

    def without_identities(self, theirs):
        return world.make_worker(theirs.desks[0], Role.COMMITTEE_SECRETARY)

    @pytest.mark.parametrize("state", [OPEN, PROPOSED, DONE, APART])
    @pytest.mark.parametrize(
        "who",
        ["third_desk", "reader_of_one", "in_conflict", "whose_post_ended", "whose_grant_ended", "without_identities"],
    )
    def test_finds_nothing(self, client, theirs, who, state):
        if (who, state) == ("in_conflict", DONE):
            pytest.skip("the joined record is reached through the other file too, which is not hidden from them")
        pair = bring_to(theirs, state)
        account = getattr(self, who)(theirs)
        before = self.decided()
        assert {look(client, account, name, pair.id).status_code for name in LOOKS} == {404}
        for decision in ("join", "no"):
            given = {"decision": decision, "why": "x", "version": "1.1"}
            assert {send(client, account, name, pair.id, **given).status_code for name in DECISIONS} == {404}
        assert self.decided() == before

    def decided(self):
        """All that anybody decided."""
        pairs = PersonPair.objects.values_list("id", "outcome", "decided_by", "decided_at")
        merges = PersonMerge.objects.values_list("id", "state", "decided_by", "decided_at", "undone_by")
        return list(pairs), list(merges)

    @pytest.mark.parametrize("state", [OPEN, PROPOSED, DONE, APART])
    def test_whoever_only_reads_both_decides_nothing(self, client, theirs, state):
        pair, desk = bring_to(theirs, state), world.make_desk()
        for account, case in zip(theirs.workers, theirs.cases, strict=True):
            give(account, case, desk, "read")
        reader = world.make_worker(desk)
        assert look(client, reader, "show_pair", pair.id).status_code == 200
        for decision in ("join", "no"):
            given = {"decision": decision, "why": "x", "version": see(reader, pair).version}
            assert {send(client, reader, name, pair.id, **given).status_code for name in DECISIONS} == {404}


class TestTheSecondReviewer:
    def test_is_nobody_who_proposed_in_whatever_tab_or_post(self, client, theirs):
        first, pair = theirs.workers[0], bring_to(theirs, PROPOSED)
        Membership.objects.create(
            account=first, desk=theirs.desks[1], role=Role.SOCIAL_WORKER, since=(clock.now() - timedelta(days=3)).date()
        )
        version = see(first, pair).version
        for account in (first, world.make_worker(theirs.desks[0])):
            assert send(client, account, "settle_pair", pair.id, decision="join", version=version).status_code == 404
        assert PersonMerge.objects.get().state == MergeState.PROPOSED

    def test_joins_what_was_looked_at_and_not_what_was_proposed_instead_of_it(self, client, theirs):
        """The proposer takes the proposal back while it is being read, and proposes to take other fields."""
        (first, second), pair = theirs.workers, bring_to(theirs, PROPOSED)
        read = look(client, second, "show_pair", pair.id).context["seen"].version
        settle(first, pair, approve=False)
        put_together(first, pair, "phone", "given_name", "given_name_ar")
        assert send(client, second, "settle_pair", pair.id, decision="join", version=read).status_code == 302
        assert set(PersonMerge.objects.values_list("state", flat=True)) == {MergeState.REFUSED, MergeState.PROPOSED}

    def test_cannot_join_once_the_consent_under_which_the_proposer_read_is_withdrawn(self, theirs):
        """Joined, the record would show the first desk what the second one shares no more."""
        (first, second), pair = theirs.workers, bring_to(theirs, PROPOSED)
        end_grants(theirs.cases[1], theirs.desks[0])
        assert see(first, pair) is None
        assert see(second, pair).obstacle == "unshared"
        with pytest.raises(PermissionDenied):
            settle(second, pair)
        settle(second, pair, approve=False)

    def test_is_needed_where_a_guest_who_may_write_proposes(self, client):
        """Both files are led by one desk, and another one may write in them: it does not decide alone."""
        ours, guests = Twice(one_desk=True), world.make_desk()
        for account, case in zip(ours.workers, ours.cases, strict=True):
            give(account, case, guests, "write")
        guest, pair = world.make_worker(guests), ours.pair()
        assert see(guest, pair).writes_either
        put_together(guest, pair)
        assert PersonMerge.objects.get().state == MergeState.PROPOSED
        for nobody in (guest, world.make_worker(guests)):
            with pytest.raises(PermissionDenied):
                settle(nobody, pair)
        settle(ours.workers[1], pair)
        assert PersonMerge.objects.get().state == MergeState.DONE

    def test_is_of_a_desk_that_keeps_one_of_them_as_the_proposer_is(self, theirs):
        """A guest proposes, and one of two keepers joins: the other one would never have been asked."""
        guests = world.make_desk()
        for account, case in zip(theirs.workers, theirs.cases, strict=True):
            give(account, case, guests, "write")
        guest, pair = world.make_worker(guests), theirs.pair()
        assert not access.can_propose(world.actor(guest), see(guest, pair))
        with pytest.raises(PermissionDenied):
            put_together(guest, pair)

    def test_is_not_avoided_by_proposing_for_a_desk_that_keeps_neither(self, theirs):
        first, pair, elsewhere = theirs.workers[0], theirs.pair(), world.make_desk()
        Membership.objects.create(
            account=first, desk=elsewhere, role=Role.SOCIAL_WORKER, since=(clock.now() - timedelta(days=3)).date()
        )
        assert touches_nothing(first, proposing(first, pair, elsewhere, *theirs.people))
        assert not touches_nothing(first, proposing(first, pair, theirs.desks[0], *theirs.people))


def proposing(account, pair, desk, kept=None, absorbed=None):
    """The statement of a proposal by hand."""
    kept, absorbed = kept or pair.one_id, absorbed or pair.other_id
    return (
        "INSERT INTO cases_personmerge (id, kept_id, absorbed_id, pair_id, state, moved, ended, proposed_by,"
        f" proposed_desk_id, proposed_at) VALUES ('{new_id()}', '{kept}', '{absorbed}', '{pair.id}', 'proposed', '{{}}',"
        f" '{{}}', '{account.id}', '{desk.id}', now())"
    )


class TestByHand:
    """Statements that the web process never makes."""

    def test_a_proposal_is_of_the_two_of_its_own_pair(self, theirs):
        """Else joining two would settle, for ever, the question about two others."""
        first, far = theirs.workers[0], Twice(one_desk=True)
        pair, others = theirs.pair(), far.pair()
        assert touches_nothing(first, proposing(first, others, theirs.desks[0], *theirs.people))
        assert touches_nothing(first, proposing(first, pair, theirs.desks[0], kept=far.people[0]))

    def test_a_pair_stays_of_the_two_whom_it_was_found_for(self, theirs):
        first, third = theirs.workers[0], file_of(theirs.workers[0], theirs.desks[0], someone("Tiers (fictif)"))[1]
        pair = bring_to(theirs, APART)
        one, other = sorted((theirs.people[0], third))
        statement = f"UPDATE cases_personpair SET one_id = '{one}', other_id = '{other}' WHERE id = '{pair.id}'"
        assert touches_nothing(first, statement)

    @pytest.mark.parametrize("outcome", ["''", "'apart'"])
    def test_what_was_joined_is_not_an_open_question_again(self, theirs, outcome):
        first, pair = theirs.workers[0], bring_to(theirs, DONE)
        who = "NULL, decided_at = NULL" if outcome == "''" else f"'{first.id}'"
        statement = f"UPDATE cases_personpair SET outcome = {outcome}, decided_by = {who} WHERE id = '{pair.id}'"
        assert touches_nothing(first, statement)

    def test_nobody_rewrites_forges_or_drops_what_is_not_theirs(self, theirs):
        far = Twice()
        pair, (first, _second) = far.pair(), theirs.workers
        compare()
        known = KnownElsewhere.objects.filter(case=far.cases[0]).first()
        statements = [
            f"UPDATE cases_personpair SET outcome = 'apart', decided_by = '{first.id}', decided_at = now() WHERE id = '{pair.id}'",
            "DELETE FROM cases_personpair",
            "DELETE FROM cases_personmerge",
            "UPDATE cases_personmerge SET state = 'done'",
            "DELETE FROM cases_knownelsewhere",
            "UPDATE cases_knownelsewhere SET answer = 'call'",
            f"SELECT kanaf_answer_known('{known.id}', 'call', now())",
            f"SELECT kanaf_end_known('{known.id}', now())",
            f"SELECT 1 FROM cases_knownelsewhere WHERE id = '{known.id}'",
            f"SELECT 1 FROM cases_personpair WHERE id = '{pair.id}'",
            f"SELECT kanaf_keepers(ARRAY['{far.people[0]}'::uuid])",
            proposing(first, pair, theirs.desks[0]),
        ]
        for statement in statements:
            assert touches_nothing(first, statement), statement

    def test_nobody_learns_by_the_questions_of_the_database(self, theirs):
        far, first = Twice(), theirs.workers[0]
        with as_actor(first), connection.cursor() as cursor:
            for mine in (theirs.people[0], new_id()):
                asked = [mine, far.people[0]]
                cursor.execute("SELECT kanaf_merge_needs_two(%s, %s)", asked)
                assert cursor.fetchone() == (None,)
                cursor.execute("SELECT kanaf_merge_obstacle(%s, %s)", asked)
                assert cursor.fetchone() == ("unknown",)
                cursor.execute("SELECT kanaf_may_settle(%s, %s, %s, %s)", [*asked, first.id, theirs.desks[1].id])
                assert cursor.fetchone() == (False,)

    def test_nobody_is_written_down_behind_somebody_else(self, theirs):
        worker = theirs.workers[0]
        statement = (
            "INSERT INTO persons_person (id, sex, is_birth_estimated, languages, version, is_demo, registered_at,"
            f" merged_into_id) SELECT '{new_id()}', 'f', false, '', 1, false, now(), '{theirs.people[1]}'"
        )
        case = theirs.cases[0]
        person = new_id()
        with as_actor(worker), connection.cursor() as cursor:
            cursor.execute("SELECT kanaf_link(%s, %s, 'identity')", [person, case.id])
        assert touches_nothing(worker, statement.replace(statement.split("'")[1], str(person)))
        assert not touches_nothing(
            worker, statement.replace(statement.split("'")[1], str(person)).replace(f"'{theirs.people[1]}'", "NULL")
        )


class TestForgedFields:
    def test_a_choice_is_one_of_the_two_and_a_field_that_does_not_differ_is_none(self, client):
        ours = Twice(one_desk=True)
        worker, pair = ours.workers[0], ours.pair()
        form = look(client, worker, "join_pair", pair.id).context["form"]
        chosen = dict.fromkeys(form.fields, "kept")
        forged = {**chosen, "phone": "+212611111111"}
        assert send(client, worker, "join_pair", pair.id, **forged, version=form.version).status_code == 422
        extra = {**chosen, "sex": "other", "merged_into_id": "other", "version": form.version}
        assert send(client, worker, "join_pair", pair.id, **extra).status_code == 302
        assert services.fields_of(PersonMerge.objects.get()) == []

    def test_a_part_of_another_file_does_not_go_over_with_an_undoing(self, client):
        ours, far = Twice(one_desk=True), Twice()
        worker, pair = ours.workers[0], ours.pair()
        put_together(worker, pair)
        join(worker, world.make_case(worker, ours.desks[0]), PartyRole.SIBLING, person=ours.people[0])
        for party in (CaseParty.objects.get(case=far.cases[0]), CaseParty.objects.get(case=ours.cases[0])):
            assert send(client, worker, "undo_pair", pair.id, why="x", since=str(party.id)).status_code == 422
        assert PersonMerge.objects.get().state == MergeState.DONE

    def test_sent_twice_it_is_done_once(self, client):
        ours = Twice(one_desk=True)
        worker, pair = ours.workers[0], ours.pair()
        form = look(client, worker, "join_pair", pair.id).context["form"]
        chosen = dict.fromkeys(form.fields, "kept") | {"version": form.version}
        assert send(client, worker, "join_pair", pair.id, **chosen).status_code == 302
        assert send(client, worker, "join_pair", pair.id, **chosen).status_code == 404
        assert send(client, worker, "undo_pair", pair.id, why="x").status_code == 302
        assert send(client, worker, "undo_pair", pair.id, why="x").status_code == 404
        assert PersonMerge.objects.count() == 1

    def test_shown_people_are_only_ever_those_who_were_shown_to_one(self, client, theirs):
        """A replayed ``shown``: people of others are told apart from nobody, however many are named."""
        worker, far = theirs.workers[0], Twice()
        case = world.make_case(worker, theirs.desks[0])
        forged = " ".join(str(one) for one in (*far.people, *(new_id() for _one in range(2000))))
        given = {"given_name": "Autre", "sex": "f", "compared": "on", "shown": forged}
        assert send(client, worker, "write_person", case.id, "main", **given).status_code == 302
        assert not PersonPair.objects.exists()


class TestAnUndoing:
    def test_lets_nobody_write_who_could_only_read(self, theirs):
        """Joined by two desks, then a part taken at the first one: undone, it must not make that desk a keeper."""
        (first, second), pair = theirs.workers, bring_to(theirs, DONE)
        third = world.make_case(first, theirs.desks[0])
        party = join(first, third, PartyRole.SIBLING, person=theirs.people[0])
        undo(first, pair, party.id)
        assert (third.id, "sibling", False) in parts_of(theirs.people[1])
        link = SubjectLink.objects.get(subject_id=theirs.people[1], through_id=third.id, ended_at=None)
        assert link.level == "read"
        assert not see(first, pair).other.is_written
        assert see(second, pair).other.is_written

    def test_of_somebody_elses_joining_is_for_whoever_writes_one_of_them(self, theirs):
        pair, colleague = bring_to(theirs, DONE), world.make_worker(theirs.desks[0])
        stranger = world.make_worker(world.make_desk())
        with pytest.raises(PermissionDenied):
            undo(stranger, pair)
        undo(colleague, pair)
        assert PersonMerge.objects.get().undone_by == colleague.id

    def test_alone_puts_right_what_later_joinings_of_the_same_record_remember(self):
        ours = Twice(one_desk=True)
        worker, desk = ours.workers[0], ours.desks[0]
        put_together(worker, ours.pair())
        people = [file_of(worker, desk, someone("Rim (fictif)"))[1] for _each in range(2)]
        note([(*people, 0.9)])
        put_together(worker, PersonPair.objects.get(one_id=min(people)))
        first, second = PersonMerge.objects.order_by("decided_at")
        undoing = f"SELECT kanaf_undo_merge('{first.id}', '{{}}', '\\x00', now(), '{{%s}}', '{{\\x00}}')"
        statements = [
            f"SELECT kanaf_rewrite_merge_record('{first.id}', '\\x00')",
            f"SELECT kanaf_unmerge_people('{first.id}', '{{}}', '\\x00', now())",
            f"SELECT kanaf_undo_merge('{first.id}', '{{}}', '\\x00', now(), '{{{second.id}}}', '{{}}')",
            *(undoing % merge for merge in (second.id, first.id, new_id())),
            f"SELECT 1 FROM kanaf_later_joinings('{second.id}')",
        ]
        for statement in statements:
            assert touches_nothing(worker, statement), statement
        assert not touches_nothing(worker, (undoing % "").replace("'{\\x00}'", "'{}'"))

    @pytest.mark.parametrize("is_seen", [True, False])
    def test_gives_nobodys_telephone_to_somebody_else_whoever_sees_the_later_joining(self, is_seen):
        """Three desks: the second one takes the first joining apart, and may not read who was joined after it."""
        ours = Twice()
        ours.share(0)
        ours.share(1)
        (first, second), third = ours.workers, world.make_worker(world.make_desk(prefix="RBT"))
        desk = third.memberships.get().desk
        case, person = file_of(third, desk, replace(IN_LATIN, phone="+212600000003"))
        ours.share(0, desk)
        for reader in ours.desks if is_seen else ours.desks[:1]:
            with as_actor(third):
                grants.grant(
                    actor=world.actor(third), subject=case.id, desk=reader.id, compartments=["core", "identity"],
                    level="read", reason=Reason.REFERRAL, basis=case.id, until=None, at=clock.now(),
                )  # fmt: skip
        kept, before = ours.people[0], says(first, ours.people[0])["phone"]
        earlier = ours.pair()
        put_together(first, earlier, "phone")
        settle(second, earlier)
        note([(*sorted((kept, person)), 0.9)])
        later = PersonPair.objects.get(one_id=min(kept, person), other_id=max(kept, person))
        put_together(first, later, "phone")
        settle(third, later)
        undo(second, earlier)
        undo(first, later)
        assert says(first, kept)["phone"] == before


class TestWhoeverWasErasedMeanwhile:
    @pytest.mark.parametrize("which", [0, 1])
    def test_is_joined_to_nobody(self, client, theirs, which):
        (first, second), pair = theirs.workers, bring_to(theirs, PROPOSED)
        person_services.erase(person_id=theirs.people[which], actor=SystemActor.KEEPER.value, at=clock.now())
        assert see(second, pair).obstacle == "erased"
        version = see(second, pair).version
        assert send(client, second, "settle_pair", pair.id, decision="join", version=version).status_code == 404
        assert look(client, second, "show_pair", pair.id).status_code == 200
        assert send(client, first, "settle_pair", pair.id, decision="no").status_code == 302
        assert look(client, first, "join_pair", pair.id).status_code == 404

    def test_stands_on_no_list(self, client):
        ours = Twice(one_desk=True)
        ours.pair()
        person_services.erase(person_id=ours.people[1], actor=SystemActor.KEEPER.value, at=clock.now())
        assert look(client, ours.workers[0], "list_duplicates").context["pairs"] == []

    def test_taken_apart_they_leave_the_other_one_whole(self, theirs):
        (first, _second), pair = theirs.workers, theirs.pair()
        put_together(first, pair)
        settle(theirs.workers[1], pair)
        before = says(first, theirs.people[0])
        person_services.erase(person_id=theirs.people[1], actor=SystemActor.KEEPER.value, at=clock.now())
        undo(first, pair)
        assert says(first, theirs.people[0]) == before


class TestThreeRecords:
    @pytest.fixture
    def three(self):
        ours = Twice(one_desk=True)
        worker = ours.workers[0]
        people = [*ours.people, file_of(worker, ours.desks[0], someone("Salma (fictif)"))[1]]
        pairs = {}
        for one, other in ((0, 1), (1, 2), (0, 2)):
            note([(people[one], people[other], 0.9)])
            first, second = sorted((people[one], people[other]))
            pairs[one, other] = PersonPair.objects.get(one_id=first, other_id=second)
        return ours, people, pairs

    def test_make_no_ring(self, three):
        ours, people, pairs = three
        worker = ours.workers[0]
        put_together(worker, pairs[0, 1])
        with pytest.raises(PermissionDenied):
            put_together(worker, pairs[1, 2])  # the one between stands for nobody any more
        put_together(worker, pairs[0, 2])
        assert dict(Person.objects.values_list("id", "merged_into")) == {
            people[0]: None, people[1]: people[0], people[2]: people[0],
        }  # fmt: skip
        before = PersonMerge.objects.count()
        kept, absorbed = people[2], people[0]  # by hand, the other way round
        assert touches_nothing(worker, proposing(worker, pairs[0, 2], ours.desks[0], kept, absorbed))
        assert PersonMerge.objects.count() == before


class TestAConflictThatIsSaidLater:
    """The word was told; then the newer file, or the older one, is hidden from somebody who could read it."""

    @pytest.mark.parametrize("answered", [False, True])
    @pytest.mark.parametrize("which", [0, 1])
    def test_hides_the_word_with_the_file(self, client, answered, which):
        twice = Twice()
        compare()
        known = KnownElsewhere.objects.get()
        if answered:
            with as_actor(twice.workers[0]):
                services.answer(
                    actor=world.actor(twice.workers[0]), known_id=known.id, answer=KnownAnswer.CALL, at=clock.now()
                )
        side = 1 if answered else 0
        named, other = twice.workers[side], world.make_worker(twice.desks[side])
        assert look(client, named, "show_known", known.id).status_code == 200
        hide(twice.cases[which], named)
        assert look(client, named, "show_known", known.id).status_code == 404
        assert look(client, named, "list_duplicates").context["to_answer"] == []
        assert look(client, named, "list_duplicates").context["to_call"] == []
        with as_actor(named), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM cases_knownelsewhere")
            assert cursor.fetchone() == (0,)
            cursor.execute("SELECT * FROM kanaf_known_desks(%s)", [[known.id]])
            assert cursor.fetchall() == []
            cursor.execute("SELECT words FROM kanaf_duplicates_waiting()")
            assert cursor.fetchone() == (0,)
        assert touches_nothing(named, f"SELECT kanaf_answer_known('{known.id}', 'apart', now())")
        assert touches_nothing(named, f"SELECT kanaf_end_known('{known.id}', now())")
        assert look(client, other, "show_known", known.id).status_code == 200
