"""The life of a referral, in one place: from each state, what may be done, by whom, and where that leads.

The database holds the same table (``kanaf_referral_life``), and a test holds the two together.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from kanaf.referrals.enums import WAITING, WHOLE, ReferralKind
from kanaf.referrals.enums import ReferralStatus as S


class Act(StrEnum):
    """What may be done with a referral that was sent."""

    RECEIVE = "receive"
    ASK = "ask"
    REPLY = "reply"
    ACCEPT = "accept"
    DECLINE = "decline"
    REASSIGN = "reassign"
    BEGIN = "begin"
    FINISH = "finish"
    MISS = "miss"
    REVOKE = "revoke"
    EXPIRE = "expire"


class Side(StrEnum):
    """On which side somebody stands. ``STAND_IN`` is the sender of what was accepted on paper, who writes down
    what the other desk says by telephone; ``LINK`` is that desk itself, without an account; ``CLOCK`` is time."""

    SENDER = "sender"
    RECIPIENT = "recipient"
    STAND_IN = "stand_in"
    LINK = "link"
    CLOCK = "clock"


@dataclass(frozen=True)
class Move:
    """Where an act leads, and the sides that may do it."""

    to: S
    by: frozenset[Side]


def _by(*sides: Side) -> frozenset[Side]:
    return frozenset(sides)


ASKED_DESK = _by(Side.RECIPIENT, Side.LINK)
HANDS = _by(Side.RECIPIENT, Side.STAND_IN)

LIFE: Mapping[S, Mapping[Act, Move]] = {
    S.SENT: {
        Act.RECEIVE: Move(S.RECEIVED, ASKED_DESK),
        Act.ASK: Move(S.ASKED, _by(Side.RECIPIENT)),
        Act.ACCEPT: Move(S.ACCEPTED, ASKED_DESK),
        Act.DECLINE: Move(S.DECLINED, ASKED_DESK),
        Act.REASSIGN: Move(S.SENT, _by(Side.RECIPIENT)),
        Act.REVOKE: Move(S.REVOKED, _by(Side.SENDER)),
        Act.EXPIRE: Move(S.EXPIRED, _by(Side.CLOCK)),
    },
    S.RECEIVED: {
        Act.ASK: Move(S.ASKED, _by(Side.RECIPIENT)),
        Act.ACCEPT: Move(S.ACCEPTED, ASKED_DESK),
        Act.DECLINE: Move(S.DECLINED, ASKED_DESK),
        Act.REASSIGN: Move(S.RECEIVED, _by(Side.RECIPIENT)),
        Act.REVOKE: Move(S.REVOKED, _by(Side.SENDER)),
        Act.EXPIRE: Move(S.EXPIRED, _by(Side.CLOCK)),
    },
    S.ASKED: {
        Act.REPLY: Move(S.RECEIVED, _by(Side.SENDER)),
        Act.ACCEPT: Move(S.ACCEPTED, ASKED_DESK),
        Act.DECLINE: Move(S.DECLINED, ASKED_DESK),
        Act.REASSIGN: Move(S.ASKED, _by(Side.RECIPIENT)),
        Act.REVOKE: Move(S.REVOKED, _by(Side.SENDER)),
        Act.EXPIRE: Move(S.EXPIRED, _by(Side.CLOCK)),
    },
    S.ACCEPTED: {
        Act.REASSIGN: Move(S.ACCEPTED, _by(Side.RECIPIENT)),
        Act.BEGIN: Move(S.IN_PROGRESS, HANDS),
        Act.FINISH: Move(S.DONE, HANDS),
        Act.MISS: Move(S.NOT_ATTENDED, HANDS),
        Act.REVOKE: Move(S.REVOKED, _by(Side.SENDER)),
    },
    S.IN_PROGRESS: {
        Act.REASSIGN: Move(S.IN_PROGRESS, _by(Side.RECIPIENT)),
        Act.FINISH: Move(S.DONE, HANDS),
        Act.MISS: Move(S.NOT_ATTENDED, HANDS),
        Act.REVOKE: Move(S.REVOKED, _by(Side.SENDER)),
    },
    S.DECLINED: {},
    S.DONE: {},
    S.NOT_ATTENDED: {},
    S.REVOKED: {},
    S.EXPIRED: {},
}


def move(kind: str, status: str, act: Act) -> Move | None:
    """The move, or ``None`` where it cannot be. Once a whole file is accepted, its referral has nothing left to do;
    and nobody takes the lead of a file through a link."""
    found = LIFE[S(status)].get(act)
    if found is None or kind not in WHOLE:
        return found
    if status not in WAITING:
        return None
    return Move(found.to, found.by - {Side.LINK}) if act is Act.ACCEPT else found


def may_move(kind: str, status: str, act: Act, side: Side) -> bool:
    """Whether that side may do that act in that state."""
    found = move(kind, status, act)
    return found is not None and side in found.by


def rows() -> list[tuple[str, str, str, str, str]]:
    """Every change of state as ``(kind, before, act, after, side)``: what the database's twin holds."""
    return sorted(_rows())


def _rows() -> Iterator[tuple[str, str, str, str, str]]:
    for kind in ReferralKind:
        for status in S:
            for act in Act:
                found = move(kind, status, act)
                for side in found.by if found else ():
                    yield kind.value, status.value, act.value, found.to.value, side.value  # type: ignore[union-attr]


WRITES: Mapping[Act, tuple[str, ...]] = {
    Act.RECEIVE: ("status", "received_at"),
    Act.ASK: ("status", "received_at"),
    Act.REPLY: ("status",),
    Act.ACCEPT: ("status", "received_at", "answered_at", "answered_by", "answer", "access_until"),
    Act.DECLINE: ("status", "received_at", "answered_at", "answered_by", "answer", "decline_reason"),
    Act.REASSIGN: ("assigned_to",),
    Act.BEGIN: ("status", "started_at"),
    Act.FINISH: ("status", "done_at", "outcome", "result"),
    Act.MISS: ("status", "done_at", "outcome"),
    Act.REVOKE: ("status", "revoked_at", "revoke_reason"),
    Act.EXPIRE: ("status", "expired_at"),
}
"""The columns that each act may change, and no other: what was asked and what was answered stay as they were."""
