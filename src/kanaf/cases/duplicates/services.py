"""Deciding about two records: two people, or one; and taking apart again what was joined by mistake."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from kanaf.actors.actor import Actor
from kanaf.cases.duplicates import access
from kanaf.cases.duplicates.access import Seen
from kanaf.cases.enums import MergeState, PairFinder, PairOutcome
from kanaf.cases.events import duplicates as events
from kanaf.cases.models import KnownElsewhere, PersonMerge, PersonPair
from kanaf.cases.services.reports.doors import ask
from kanaf.foundation.ids import new_id
from kanaf.grants.enums import Compartment
from kanaf.journal import services as journal
from kanaf.persons import access as persons
from kanaf.persons import events as person_events
from kanaf.persons import merging

IDENTITY = Compartment.IDENTITY
RECORD = PersonMerge._meta.get_field("record")
WHY = PersonMerge._meta.get_field("why_undone")


class Changed(Exception):
    """One of the records was corrected after it was looked at: it must be compared again."""


class JoinedOnwards(Exception):
    """The record that stays was joined to another one since: that is undone first."""


@transaction.atomic
def remember_apart(*, actor: Actor, person: UUID, others: Iterable[UUID], at: datetime) -> int:
    """Whoever wrote somebody down compared them with these, and said it is somebody else; how many are remembered."""
    others = list(others)
    readable = persons.readable(actor, [person, *others], at) if others else {}
    if person not in readable:
        return 0
    pairs = [sorted((person, other)) for other in readable if other != person]
    for one, other in pairs:
        pair, is_new = PersonPair.objects.get_or_create(
            one_id=one, other_id=other, defaults={
                "probability": 0.0, "found_by": PairFinder.WORKER, "found_at": at, "outcome": PairOutcome.APART,
                "decided_by": actor.known_id, "decided_at": at,
            },
        )  # fmt: skip
        if is_new:
            _note(events.TOLD_APART, actor, pair, at)
    return len(pairs)


@transaction.atomic
def tell_apart(*, actor: Actor, pair_id: UUID, at: datetime) -> None:
    """They are two people; nobody asks about them again. Raises ``PermissionDenied``."""
    seen = _seen(actor, pair_id, at)
    if not access.can_decide(actor, seen):
        raise PermissionDenied
    if seen.merge:
        ask("kanaf_refuse_merge", seen.merge.id, at)
    _decide(seen.pair, PairOutcome.APART, actor, at)
    _note(events.TOLD_APART, actor, seen.pair, at)


@transaction.atomic
def ask_again(*, actor: Actor, pair_id: UUID, at: datetime) -> None:
    """They were told apart by mistake. Raises ``PermissionDenied``."""
    seen = _seen(actor, pair_id, at)
    if not access.can_ask_again(actor, seen):
        raise PermissionDenied
    pair = seen.pair
    pair.outcome, pair.decided_by, pair.decided_at = "", None, None
    pair.save(update_fields=["outcome", "decided_by", "decided_at"])
    _note(events.ASKED_AGAIN, actor, pair, at)


def _decide(pair: PersonPair, outcome: str, actor: Actor, at: datetime) -> None:
    pair.outcome, pair.decided_by, pair.decided_at = outcome, actor.known_id, at
    pair.save(update_fields=["outcome", "decided_by", "decided_at"])


@transaction.atomic
def join(*, actor: Actor, pair_id: UUID, chosen: Iterable[str], seen_version: str | None, at: datetime) -> PersonMerge:
    """Join the two records, the fields ``chosen`` taken from the one that goes behind.

    Where two desks keep them it is a proposal, and a reviewer of the other desk settles it.
    Raises ``PermissionDenied``, ``Changed``.
    """
    seen = _seen(actor, pair_id, at)
    if not access.can_propose(actor, seen):
        raise PermissionDenied
    if seen.version != seen_version:
        raise Changed
    assert seen.proposing_desk is not None  # noqa: S101 - can_propose says so
    fields = [name for name in merging.differing(seen.kept.values, seen.other.values) if name in set(chosen)]
    merge = PersonMerge.objects.create(
        id=new_id(), kept=seen.kept.person, absorbed=seen.other.person, pair=seen.pair, record=json.dumps(fields),
        proposed_by=actor.known_id, proposed_desk_id=seen.proposing_desk, proposed_at=at,
    )  # fmt: skip
    _note(events.MERGE_PROPOSED, actor, seen.pair, at, fields=fields)
    if not seen.needs_two:
        _merge(actor, seen, merge, fields, at)
    return merge


@transaction.atomic
def settle(*, actor: Actor, pair_id: UUID, approve: bool, seen_version: str | None, at: datetime) -> None:
    """The second reviewer joins them or does not; the proposer may take it back.

    Raises ``PermissionDenied``, ``Changed``.
    """
    seen = _seen(actor, pair_id, at)
    merge = seen.merge
    if merge is None or not (access.can_settle if approve else access.can_refuse)(actor, seen):
        raise PermissionDenied
    if not approve:
        ask("kanaf_refuse_merge", merge.id, at)
        _note(events.MERGE_REFUSED, actor, seen.pair, at)
        return
    if seen.version != seen_version:
        raise Changed
    _merge(actor, seen, merge, fields_of(merge), at)


def _merge(actor: Actor, seen: Seen, merge: PersonMerge, fields: Sequence[str], at: datetime) -> None:
    """First the two become one, which lets both desks write it; then the fields."""
    taken = merging.taking(seen.kept.values, seen.other.values, set(fields))
    memory = merging.Memory(seen.kept.values, taken)
    ask("kanaf_merge_people", merge.id, RECORD.seal(merge.kept_id, merging.packed(memory)), at)
    merging.write(actor=actor, person_id=merge.kept_id, values={name: one.after for name, one in taken.items()}, at=at)
    journal.write(
        person_events.PERSON_MERGED, actor=actor, subject=("persons.person", merge.absorbed_id), at=at,
        compartment=IDENTITY,
    )  # fmt: skip
    _note(events.MERGE_DONE, actor, seen.pair, at, fields=sorted(taken), reviewers=1 + seen.needs_two)


@transaction.atomic
def undo(*, actor: Actor, pair_id: UUID, since: Sequence[UUID], why: str, at: datetime) -> None:
    """Two records again, as they were: what was corrected since stays, and the parts ``since`` go to the second one.

    Raises ``PermissionDenied``, ``JoinedOnwards``.
    """
    seen = _seen(actor, pair_id, at)
    merge = seen.merge
    if merge is None or not access.can_undo(actor, seen):
        raise PermissionDenied
    if seen.kept.person.merged_into_id:
        raise JoinedOnwards
    taken = merging.unpacked(merge.record).taken
    left, later = _left_to_later(merge, taken)
    back = merging.giving_back(seen.kept.values, {name: one for name, one in taken.items() if name not in left})
    merging.write(actor=actor, person_id=merge.kept_id, values=back, at=at)
    why_sealed = WHY.seal(merge.kept_id, why)
    ask("kanaf_undo_merge", merge.id, list(since), why_sealed, at, list(later), list(later.values()))
    note_undone(actor, merge.absorbed_id, merge.pair_id, sorted(back), at)


def note_undone(actor: Actor, absorbed: UUID, pair: UUID, fields: list[str], at: datetime) -> None:
    """Two people again: the index hears of the one who stands again, the history which fields went back."""
    about: dict[str, Any] = {"actor": actor, "at": at, "compartment": IDENTITY}
    journal.write(person_events.PERSON_UNMERGED, subject=("persons.person", absorbed), **about)
    journal.write(events.MERGE_UNDONE, subject=("cases.personpair", pair), fields=fields, **about)


def _left_to_later(merge: PersonMerge, taken: dict[str, merging.Taken]) -> tuple[set[str], dict[UUID, bytes]]:
    """The fields that a later joining of the same record took over: they say now what that one brought.

    Where it found there what this one had brought, it will remember what was there before this one: undone later too,
    it brings nobody's data back to the wrong person. These memories, sealed, by the joining that they are of.
    """
    left: set[str] = set()
    rewritten: dict[UUID, bytes] = {}
    for other, record in _later(merge):
        theirs = merging.unpacked(record)
        still = set(taken) - left
        left |= still & set(theirs.taken)
        found = {name for name, value in merging.before(theirs, still).items() if value == taken[name].after}
        if found:
            rewritten[other] = RECORD.seal(merge.kept_id, merging.packed(_without(theirs, taken, found)))
    return left, rewritten


def _without(theirs: merging.Memory, taken: dict[str, merging.Taken], names: set[str]) -> merging.Memory:
    """A memory in which these fields say what they said before an earlier joining."""
    old = {name: taken[name].before for name in names}
    again = {name: merging.Taken(old[name], one.after) for name, one in theirs.taken.items() if name in names}
    return merging.Memory(theirs.stayed | old, theirs.taken | again, theirs.is_whole)


def _later(merge: PersonMerge) -> list[tuple[UUID, str | None]]:
    """The later joinings of the same record and what each remembers, of people whom the actor may not read too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, record FROM kanaf_later_joinings(%s)", [merge.id])
        return [(other, RECORD.unseal(bytes(record))) for other, record in cursor.fetchall()]


@transaction.atomic
def answer(*, actor: Actor, known_id: UUID, answer: str, at: datetime) -> KnownElsewhere:
    """Let the other desk know, or not. Raises ``PermissionDenied``."""
    found = access.get_known(actor, known_id)
    if not access.can_answer(actor, found):
        raise PermissionDenied
    ask("kanaf_answer_known", known_id, answer, at)
    journal.write(
        events.KNOWN_ANSWERED, actor=actor, subject=found.known, at=at, file=found.known.case_id, desk=found.lead.id,
        compartment=IDENTITY, answer=answer,
    )  # fmt: skip
    return found.known


@transaction.atomic
def end_known(*, actor: Actor, known_id: UUID, at: datetime) -> None:
    """The call was made. Raises ``PermissionDenied``."""
    found = access.get_known(actor, known_id)
    if not access.can_end(actor, found):
        raise PermissionDenied
    ask("kanaf_end_known", known_id, at)
    journal.write(
        events.KNOWN_ENDED, actor=actor, subject=found.known, at=at, file=found.known.through_id,
        desk=found.through.id, compartment=IDENTITY,
    )  # fmt: skip


def fields_of(merge: PersonMerge) -> list[str]:
    """The fields that come from the record that goes behind: a list while it is proposed, then with what they held."""
    if merge.state == MergeState.PROPOSED:
        return list(json.loads(merge.record or "[]"))
    return list(merging.unpacked(merge.record).taken)


def _seen(actor: Actor, pair_id: UUID, at: datetime) -> Seen:
    """The pair as it is once nobody else decides about it, or corrects one of the two."""
    ask("kanaf_hold_pair", pair_id)
    seen = access.find(actor, pair_id, at)
    if seen is None:
        raise PermissionDenied
    return seen


def _note(kind: Any, actor: Actor, pair: PersonPair, at: datetime, **kept: Any) -> None:
    journal.write(kind, actor=actor, subject=pair, at=at, compartment=IDENTITY, **kept)
