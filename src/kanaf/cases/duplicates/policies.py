"""Who compares two records, says that they are two people, joins them and takes them apart."""

from collections.abc import Collection
from uuid import UUID

from kanaf.actors.actor import Actor
from kanaf.cases.enums import KnownAnswer, MergeState, PairOutcome
from kanaf.cases.models import KnownElsewhere, PersonMerge, PersonPair
from kanaf.grants.enums import Compartment, Level, SubjectKind
from kanaf.grants.powers import FILE_POWERS, bears

IDENTITY = Compartment.IDENTITY


def identifies(role: str) -> bool:
    """Whether the role writes who somebody is, in the files of its desk."""
    return bears(role, SubjectKind.CASE, IDENTITY, Level.WRITE)


def can_list(actor: Actor) -> bool:
    """Whoever works with files; what stands on the list is for each a matter of what they read."""
    return actor.is_active and actor.has_role(*FILE_POWERS)


def can_read(actor: Actor, pair: PersonPair, readable: Collection[UUID]) -> bool:
    """Whoever reads both people."""
    return actor.is_active and {pair.one_id, pair.other_id} <= set(readable)


def can_decide(actor: Actor, pair: PersonPair, *, writes_either: bool) -> bool:
    """Say that they are two people, or propose to join them: while nobody has decided."""
    return actor.is_active and writes_either and pair.outcome == ""


def can_ask_again(actor: Actor, pair: PersonPair, *, writes_either: bool) -> bool:
    """Two people told apart by mistake."""
    return actor.is_active and writes_either and pair.outcome == PairOutcome.APART


def can_settle(actor: Actor, merge: PersonMerge, *, may_settle: bool) -> bool:
    """Join what somebody proposed; ``may_settle`` is the database's answer, which counts the desks that keep both."""
    return actor.is_active and merge.state == MergeState.PROPOSED and may_settle


def can_refuse(actor: Actor, merge: PersonMerge, *, writes_either: bool) -> bool:
    """Any of the two sides, the proposer too."""
    return actor.is_active and merge.state == MergeState.PROPOSED and writes_either


def can_undo(actor: Actor, merge: PersonMerge, *, writes_either: bool) -> bool:
    return actor.is_active and merge.state == MergeState.DONE and writes_either


def leads(actor: Actor, lead_desk: UUID) -> bool:
    """Works at the desk that leads, in a role that writes who somebody is."""
    return actor.is_active and any(identifies(role) for role in actor.roles_at(lead_desk))


def can_answer(actor: Actor, known: KnownElsewhere, *, lead_desk: UUID) -> bool:
    """The desk that leads the file, until it has asked the other one to call."""
    return leads(actor, lead_desk) and known.answer != KnownAnswer.CALL


def can_end(actor: Actor, known: KnownElsewhere, *, through_desk: UUID) -> bool:
    """The desk that was asked to call has called."""
    return leads(actor, through_desk) and known.answer == KnownAnswer.CALL and known.ended_at is None
