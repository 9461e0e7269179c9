"""The doors to pairs of records, to what joined them and to words from another desk."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.http import Http404

from kanaf.actors import access as actors
from kanaf.actors.actor import Actor
from kanaf.actors.models import Desk
from kanaf.cases.duplicates import policies
from kanaf.cases.enums import KnownAnswer, MergeState
from kanaf.cases.models import Case, CaseParty, KnownElsewhere, PersonMerge, PersonPair
from kanaf.foundation import clock
from kanaf.foundation.vault import keys
from kanaf.grants import access as grants
from kanaf.grants.enums import Compartment, Level
from kanaf.persons import access as persons
from kanaf.persons import merging
from kanaf.persons.matching.explaining import Reason
from kanaf.persons.models import Person

PAGE = 25
MOST_LISTED = 100
"""Pairs on the list at once: the likeliest are decided first, and others follow."""
MOST_WORDS = 50
UNSHARED = "unshared"
"""The obstacle of a proposal whose desk does not read both records any more."""


@dataclass(frozen=True)
class Side:
    """One record of a pair: the person, what it says by field, and the files that the reader may open."""

    person: Person
    values: dict[str, merging.Value]
    parts: Sequence[CaseParty]
    is_written: bool
    """Whether the reader may correct it."""


@dataclass(frozen=True)
class Seen:
    """A pair as one reader sees it: the older record first."""

    pair: PersonPair
    kept: Side
    other: Side
    merge: PersonMerge | None
    """What was proposed, or done."""
    needs_two: bool
    obstacle: str
    """In one word, what stands in the way of joining them."""
    may_settle: bool
    proposing_desk: UUID | None
    """For which desk the reader may propose."""

    @property
    def writes_either(self) -> bool:
        return self.kept.is_written or self.other.is_written

    @property
    def version(self) -> str:
        """What the reader had before the eyes: the two records, and the very proposal."""
        proposal = f".{self.merge.id}" if self.merge else ""
        return f"{self.kept.person.version}.{self.other.person.version}{proposal}"


Policy = Callable[[Actor, Seen], bool]


def can_see(actor: Actor, seen: Seen) -> bool:
    return policies.can_read(actor, seen.pair, {seen.kept.person.id, seen.other.person.id})


def can_decide(actor: Actor, seen: Seen) -> bool:
    return policies.can_decide(actor, seen.pair, writes_either=seen.writes_either)


def can_propose(actor: Actor, seen: Seen) -> bool:
    return can_decide(actor, seen) and seen.merge is None and not seen.obstacle and seen.proposing_desk is not None


def can_ask_again(actor: Actor, seen: Seen) -> bool:
    return policies.can_ask_again(actor, seen.pair, writes_either=seen.writes_either)


def can_settle(actor: Actor, seen: Seen) -> bool:
    if seen.merge is None or seen.obstacle:
        return False
    return policies.can_settle(actor, seen.merge, may_settle=seen.may_settle)


def can_refuse(actor: Actor, seen: Seen) -> bool:
    return seen.merge is not None and policies.can_refuse(actor, seen.merge, writes_either=seen.writes_either)


def can_undo(actor: Actor, seen: Seen) -> bool:
    return seen.merge is not None and policies.can_undo(actor, seen.merge, writes_either=seen.writes_either)


def allow_list(actor: Actor) -> None:
    """404 for whoever has nothing to do with files."""
    if not policies.can_list(actor):
        raise Http404


def to_compare(actor: Actor, at: datetime) -> list[PersonPair]:
    """Pairs that nobody decided or proposed to join yet, the likeliest first, where the actor reads both people."""
    proposed = PersonMerge.objects.filter(state=MergeState.PROPOSED).values("pair")
    open_ = PersonPair.objects.readable_by(actor, at).filter(outcome="").exclude(id__in=proposed)
    standing = open_.filter(one__merged_into=None, other__merged_into=None)
    found = list(standing.select_related("one", "other")[:MOST_LISTED])
    keys.preload(person for pair in found for person in (pair.one_id, pair.other_id))
    return [pair for pair in found if keys.opens(pair.one_id) and keys.opens(pair.other_id)]


def proposals(actor: Actor, at: datetime) -> list[PersonMerge]:
    """Joinings that wait for a second reviewer, as far as the actor reads both people."""
    waiting = PersonMerge.objects.readable_by(actor, at).filter(state=MergeState.PROPOSED)
    return list(waiting.select_related("kept", "absorbed", "proposed_desk"))


def find(actor: Actor, pair_id: UUID, at: datetime) -> Seen | None:
    """One pair whole, or ``None``; for services, which ask their policy again."""
    pair = PersonPair.objects.readable_by(actor, at).filter(pk=pair_id).select_related("one", "other").first()
    if pair is None:
        return None
    standing = PersonMerge.objects.readable_by(actor, at).filter(state__in=[MergeState.PROPOSED, MergeState.DONE])
    merge = standing.filter(pair=pair).first()
    first, second = (pair.one, pair.other) if _came_first(pair.one, pair.other) else (pair.other, pair.one)
    if merge and merge.kept_id == second.id:
        first, second = second, first
    keys.preload([first.id, second.id])
    kept, other = (_side(person, actor, at) for person in (first, second))
    return Seen(pair, kept, other, merge, *_settling(first.id, second.id, merge))


def _came_first(one: Person, other: Person) -> bool:
    return (one.registered_at, one.id) <= (other.registered_at, other.id)


def _side(person: Person, actor: Actor, at: datetime) -> Side:
    held = CaseParty.objects.filter(person=person, case__in=Case.objects.readable_by(actor, at), ended_at=None)
    return Side(
        person, merging.values_of(person), list(held.select_related("case", "case__lead_desk").order_by("added_at")),
        is_written=grants.may(person.id, Compartment.IDENTITY, Level.WRITE),
    )  # fmt: skip


def _settling(one: UUID, other: UUID, merge: PersonMerge | None) -> tuple[bool, str, bool, UUID | None]:
    """Whether two reviewers are needed, what stands in the way, whether this actor may settle, and for which desk
    they may propose."""
    proposed = [merge.proposed_by, merge.proposed_desk_id] if merge else [None, None]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kanaf_merge_needs_two(%s, %s), kanaf_merge_obstacle(%s, %s), kanaf_proposing_desk(%s, %s),"
            " kanaf_may_settle(%s, %s, %s, %s), kanaf_proposal_stands(%s, %s, %s)",
            [*[one, other] * 4, *proposed, one, other, proposed[1]],
        )
        needs_two, obstacle, desk, may_settle, stands = cursor.fetchone()
    is_shared = stands or merge is None or merge.state != MergeState.PROPOSED
    return bool(needs_two), str(obstacle or ("" if is_shared else UNSHARED)), bool(may_settle), desk


def get_pair(actor: Actor, pair_id: UUID, *, to: Policy = can_see) -> Seen:
    """The pair, if the actor may do ``to`` with it; else 404."""
    seen = find(actor, pair_id, clock.now())
    if seen is None or not to(actor, seen):
        raise Http404
    return seen


def why_alike(actor: Actor, seen: Seen, at: datetime) -> tuple[Reason, ...]:
    """The fields that agree and that do not, in words; nothing while the index is away."""
    try:
        found = persons.alike(actor, persons.traits_of(seen.other.person), at)
    except persons.IndexIsAway:
        return ()
    return next((one.reasons for one in found if one.person.id == seen.kept.person.id), ())


def merges_of(actor: Actor, people: Iterable[UUID], at: datetime) -> dict[UUID, list[PersonMerge]]:
    """The joinings that made these records, which the actor may take apart; by the record that stays."""
    found: dict[UUID, list[PersonMerge]] = {}
    for merge in PersonMerge.objects.readable_by(actor, at).filter(kept_id__in=list(people), state=MergeState.DONE):
        found.setdefault(merge.kept_id, []).append(merge)
    return found


def parts_since(actor: Actor, merge: PersonMerge, at: datetime) -> list[CaseParty]:
    """Parts in files that the joined record has taken since, as far as the actor opens them."""
    held = CaseParty.objects.filter(person_id=merge.kept_id, case__in=Case.objects.readable_by(actor, at))
    return list(held.filter(added_at__gte=merge.decided_at).exclude(id__in=merge.moved).select_related("case"))


@dataclass(frozen=True)
class Known:
    """A word from one desk to another about a child: whose it is, and which desk is on the other side."""

    known: KnownElsewhere
    lead: Desk
    through: Desk
    is_apart: bool
    """The file is hidden from the other desk: it must not be asked to call."""


def known_elsewhere(actor: Actor, at: datetime, ids: Sequence[UUID] | None = None) -> list[Known]:
    """Words to the actor's desks, the newest first."""
    found = KnownElsewhere.objects.readable_by(actor, at)
    known = list(found.filter(id__in=ids) if ids is not None else found[:MOST_WORDS])
    with connection.cursor() as cursor:
        cursor.execute("SELECT known, desk, through, is_apart FROM kanaf_known_desks(%s)", [[k.id for k in known]])
        about = {row[0]: row[1:] for row in cursor.fetchall()}
    desks = actors.desks_by_id(desk for lead, through, _apart in about.values() for desk in (lead, through))
    sides = [(one, about[one.id]) for one in known if one.id in about]
    return [Known(one, desks[lead], desks[through], is_apart) for one, (lead, through, is_apart) in sides]


def can_answer(actor: Actor, one: Known) -> bool:
    return policies.can_answer(actor, one.known, lead_desk=one.lead.id)


def can_end(actor: Actor, one: Known) -> bool:
    return policies.can_end(actor, one.known, through_desk=one.through.id)


def get_known(actor: Actor, known_id: UUID, *, to: Callable[[Actor, Known], bool] | None = None) -> Known:
    """One of them, if the actor may do ``to`` with it; else 404."""
    found = known_elsewhere(actor, clock.now(), [known_id])
    if not found or (to and not to(actor, found[0])):
        raise Http404
    return found[0]


def count_waiting() -> int:
    """Words from other desks and pairs that wait for the current actor, in one question."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT words + pairs FROM kanaf_duplicates_waiting()")
        return int(cursor.fetchone()[0])


def waits(actor: Actor, one: Known) -> bool:
    """Whether the actor's desk has something to do about it."""
    unanswered = one.known.answer == "" and one.lead.id in actor.desk_ids
    to_call = one.known.answer == KnownAnswer.CALL and one.known.ended_at is None and one.through.id in actor.desk_ids
    return unanswered or to_call
