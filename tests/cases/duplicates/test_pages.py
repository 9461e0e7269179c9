"""The pages of records that may be of one person: what each reader finds on them, and what a stranger does not."""

from itertools import combinations
from uuid import UUID

import pytest
from django.urls import reverse

from kanaf.cases.duplicates import access, showing
from kanaf.cases.enums import KnownAnswer, MergeState, PairOutcome, PartyRole
from kanaf.cases.models import CaseParty, KnownElsewhere, PersonMerge, PersonPair
from kanaf.foundation import clock
from kanaf.journal.models import Entry
from tests import world
from tests.cases.duplicates.support import Twice, compare, note, put_together, settle
from tests.cases.people_support import join, someone
from tests.support import as_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours():
    return Twice(one_desk=True)


@pytest.fixture
def theirs():
    twice = Twice()
    twice.share(0)
    twice.share(1)
    return twice


def page(client, account, name, *arguments):
    client.force_login(account)
    return client.get(reverse(f"cases:{name}", args=arguments))


def send(client, account, name, *arguments, **given):
    client.force_login(account)
    return client.post(reverse(f"cases:{name}", args=arguments), given)


def test_the_list_shows_the_pair_to_whoever_reads_both(client, ours):
    pair = ours.pair()
    text = page(client, ours.workers[0], "list_duplicates").content.decode()
    assert reverse("cases:show_pair", args=[pair.id]) in text
    assert "Salma" in text
    assert "سلمى" in text
    desk = page_of_desk(client, ours.workers[0], ours.desks[0])
    assert reverse("cases:list_duplicates") in desk
    stranger = world.make_worker(world.make_desk())
    assert "Salma" not in page(client, stranger, "list_duplicates").content.decode()


def page_of_desk(client, account, desk):
    client.force_login(account)
    return client.get(reverse("portal:show_desk", args=[desk.slug])).content.decode()


def test_side_by_side_with_the_reasons_and_the_files(client, ours):
    pair = ours.pair()
    answer = page(client, ours.workers[0], "show_pair", pair.id)
    text = answer.content.decode()
    for said in ("Abdelkader", "عبد القادر", "+212600000001", "+212600000002", "marocaine", "dans l’autre écriture"):
        assert said in text
    for case in ours.cases:
        assert case.code in text
    read = Entry.objects.filter(
        file__in=[case.id for case in ours.cases], kind__contains="read", actor=ours.workers[0].id
    )
    assert {entry.file for entry in read} == {case.id for case in ours.cases}


@pytest.mark.parametrize("name", ["show_pair", "join_pair", "undo_pair"])
def test_a_stranger_finds_nothing(client, ours, name):
    pair = ours.pair()
    for account in (world.make_worker(world.make_desk()), world.make_worker(ours.desks[0], role="committee_secretary")):
        assert page(client, account, name, pair.id).status_code == 404
    for action in ("tell_apart", "ask_pair_again", "settle_pair"):
        assert send(client, world.make_worker(world.make_desk()), action, pair.id).status_code == 404


def test_joined_field_by_field_and_taken_apart_again(client, ours):
    worker, pair = ours.workers[0], ours.pair()
    shown = page(client, worker, "join_pair", pair.id)
    form = shown.context["form"]
    assert {"given_name_ar", "phone", "address", "nationality", "massar"} <= set(form.fields)
    assert form["address"].initial == "kept"
    assert form["nationality"].initial == "other"
    chosen = {name: field.initial for name, field in form.fields.items()} | {"phone": "other"}
    refused = send(client, worker, "join_pair", pair.id, **{**chosen, "phone": ""}, version=form.version)
    assert refused.status_code == 422
    stale = send(client, worker, "join_pair", pair.id, **chosen, version="9.9")
    assert stale.status_code == 422
    assert "corrigée entre-temps" in stale.content.decode()
    done = send(client, worker, "join_pair", pair.id, **chosen, version=form.version)
    assert done.url == reverse("cases:show_pair", args=[pair.id])
    assert PersonMerge.objects.get().state == MergeState.DONE
    text = page(client, worker, "show_pair", pair.id).content.decode()
    assert reverse("cases:undo_pair", args=[pair.id]) in text
    people = page(client, worker, "show_people", ours.cases[1].id).content.decode()
    assert "سلمى" in people
    assert reverse("cases:show_pair", args=[pair.id]) in people
    assert send(client, worker, "undo_pair", pair.id, why="").status_code == 422
    undone = send(client, worker, "undo_pair", pair.id, why="Deux enfants (fictif)")
    assert undone.status_code == 302
    assert PersonMerge.objects.get().state == MergeState.UNDONE


def test_told_apart_and_asked_again(client, ours):
    worker, pair = ours.workers[0], ours.pair()
    assert send(client, worker, "tell_apart", pair.id).status_code == 302
    pair.refresh_from_db()
    assert pair.outcome == PairOutcome.APART
    assert (
        reverse("cases:ask_pair_again", args=[pair.id]) in page(client, worker, "show_pair", pair.id).content.decode()
    )
    assert send(client, worker, "tell_apart", pair.id).status_code == 404
    assert send(client, worker, "ask_pair_again", pair.id).status_code == 302
    pair.refresh_from_db()
    assert pair.outcome == ""


def test_the_second_reviewer_finds_the_proposal_and_decides(client, theirs):
    (first, second), pair = theirs.workers, theirs.pair()
    put_together(first, pair, "phone")
    listed = page(client, second, "list_duplicates")
    assert (len(listed.context["proposals"]), listed.context["pairs"]) == (1, [])
    mine = page(client, first, "show_pair", pair.id).content.decode()
    assert 'value="join"' not in mine
    assert "Retirer la proposition" in mine
    text = page(client, second, "show_pair", pair.id)
    assert 'value="join"' in text.content.decode()
    assert "Téléphone" in text.context["taken"]
    assert reverse("cases:show_pair", args=[pair.id]) in page(client, second, "list_duplicates").content.decode()
    stale = send(client, second, "settle_pair", pair.id, decision="join", version="7.7")
    assert stale.status_code == 302
    assert PersonMerge.objects.get().state == MergeState.PROPOSED
    send(client, second, "settle_pair", pair.id, decision="join", version=text.context["seen"].version)
    assert PersonMerge.objects.get().state == MergeState.DONE


def test_a_refusal_leaves_two_records(client, theirs):
    (first, second), pair = theirs.workers, theirs.pair()
    put_together(first, pair)
    send(client, second, "settle_pair", pair.id, decision="no")
    assert PersonMerge.objects.get().state == MergeState.REFUSED
    assert reverse("cases:join_pair", args=[pair.id]) in page(client, first, "show_pair", pair.id).content.decode()


def test_the_desk_that_knows_the_child_is_told_on_its_page_and_answers(client):
    twice = Twice()
    first, second = twice.workers
    compare()
    known = KnownElsewhere.objects.get()
    assert reverse("cases:list_duplicates") in page_of_desk(client, first, twice.desks[0])
    assert reverse("cases:list_duplicates") not in page_of_desk(client, second, twice.desks[1])
    assert page(client, second, "show_known", known.id).status_code == 404
    text = page(client, first, "show_known", known.id).content.decode()
    for said in ("Salma", twice.desks[1].name, twice.cases[0].code, "dans l’autre écriture"):
        assert said in text
    for hidden in ("سلمى", "رحمة", twice.cases[1].code):
        assert hidden not in text
    assert send(client, first, "show_known", known.id, answer=KnownAnswer.CALL).status_code == 302
    text = page(client, second, "show_known", known.id).content.decode()
    assert twice.desks[0].name in text
    for hidden in ("Salma", twice.cases[0].code, "dans l’autre écriture"):
        assert hidden not in text
    assert reverse("cases:list_duplicates") in page_of_desk(client, second, twice.desks[1])
    assert send(client, second, "end_known", known.id).status_code == 302
    assert reverse("cases:list_duplicates") not in page_of_desk(client, second, twice.desks[1])


def test_a_desk_counts_its_own_pairs_however_many_are_open_elsewhere(theirs):
    """Both ways of counting: one by one while few are open, and among all whom one reads."""
    theirs.pair()
    readers, half = theirs.workers, Twice()
    half.share(0)
    half.pair()
    stranger = world.make_worker(world.make_desk())
    case = world.make_case(stranger, stranger.memberships.get().desk)
    crowd = [join(stranger, case, PartyRole.SIBLING, someone(f"Rim {n} (fictif)")).person_id for n in range(21)]

    def counts():
        everybody = [*readers, *half.workers, stranger]
        return [waiting_for(account) for account in everybody]

    assert counts() == [1, 1, 0, 1, 0]
    note([(*sorted(pair), 0.9) for pair in combinations(crowd, 2)])
    assert counts() == [1, 1, 0, 1, 100]
    PersonPair.objects.filter(one_id=min(theirs.people)).update(
        outcome="apart", decided_by=readers[0].id, decided_at=clock.now()
    )
    assert counts() == [0, 0, 0, 1, 100]


def waiting_for(account):
    with as_actor(account):
        return access.count_waiting()


def test_whoever_joined_them_across_desks_may_look_before_taking_them_apart(client, theirs):
    (first, second), pair = theirs.workers, theirs.pair()
    put_together(first, pair)
    settle(second, pair)
    assert page(client, second, "undo_pair", pair.id).status_code == 200


def test_whoever_was_shown_and_is_somebody_else_is_remembered(client):
    twice = Twice(one_desk=True)
    worker, desk = twice.workers[0], twice.desks[0]
    case, far = world.make_case(worker, desk), Twice().people[0]
    typed = {"given_name": "Salma", "family_name": "Idrissi", "sex": "f", "father_name": "Abdelkader"}
    shown = send(client, worker, "write_person", case.id, "sibling", **typed)
    assert shown.status_code == 422
    ids = shown.context["form"].data["shown"]
    assert str(twice.people[0]) in ids
    done = send(client, worker, "write_person", case.id, "sibling", **typed, compared="on", shown=f"{ids} {far} nobody")
    assert done.status_code == 302
    apart = PersonPair.objects.filter(outcome=PairOutcome.APART)
    newcomer = CaseParty.objects.get(case=case).person_id
    assert {frozenset((pair.one_id, pair.other_id)) for pair in apart} == {
        frozenset((newcomer, person)) for person in map(UUID, ids.split())
    }


def test_a_name_in_the_other_script_is_nearly_the_same_as_its_reasons_say(client, ours):
    rows = {row.name: row for row in page(client, ours.workers[0], "show_pair", ours.pair().id).context["rows"]}
    assert rows["father_name"].is_nearly_the_same
    assert (rows["phone"].clashes, rows["phone"].is_nearly_the_same) == (True, False)
    assert not rows["given_name"].clashes, "one of them says nothing there"


@pytest.mark.parametrize(("one", "other", "nearly", "clashes"), [
    ("Zhor", "زهور", True, False), ("Abdelilah", "عبد الإله", True, True), ("Karim", "Hamza", False, True),
    ("Zhor", "Zhor", False, False), ("Zhor", "", False, False),
])  # fmt: skip
def test_two_names_side_by_side(one, other, nearly, clashes):
    row = showing.Row("father_name", "Father", one, other)
    assert (row.is_nearly_the_same, row.clashes) == (nearly, clashes)
