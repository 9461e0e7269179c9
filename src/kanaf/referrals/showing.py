"""What the pages of a referral show, in words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kanaf.actors.access import desk_by_id, names_of
from kanaf.actors.actor import Actor
from kanaf.cases import access as cases
from kanaf.cases.access.consents import allows
from kanaf.cases.enums import ConsentPurpose, Profile, Risk, Stage
from kanaf.cases.policies import OpenFile
from kanaf.foundation import words
from kanaf.referrals import access, policies, suggesting
from kanaf.referrals.enums import ENDED_BADLY, ReferralKind, ReferralStatus
from kanaf.referrals.ranking import Suggestion
from kanaf.referrals.ranking_words import words_of
from kanaf.referrals.sheets.access import sheets_of
from kanaf.referrals.sheets.policies import can_make, can_see_sheets
from kanaf.territory import access as territory

if TYPE_CHECKING:
    from kanaf.referrals.models import Referral, TransferSummary

Policy = Callable[[Actor, "Referral"], bool]


@dataclass(frozen=True)
class Proposal:
    """A desk in its place among the others, and why."""

    desk: UUID
    name: str
    can_take: bool
    why: list[str]
    refusal: str = ""
    """Why consent does not allow it yet, where that is looked at."""


@dataclass(frozen=True)
class Way:
    """One thing that the reader may do with the referral."""

    label: str
    url: str
    is_button: bool
    is_main: bool


WAYS: tuple[tuple[Policy, str | Promise, str, bool], ...] = (
    (policies.can_reply, gettext_lazy("Answer the question"), "referrals:reply", False),
    (policies.can_ask, gettext_lazy("Ask a question first"), "referrals:ask", False),
    (policies.can_decline, gettext_lazy("Decline"), "referrals:decline", False),
    (policies.can_begin, gettext_lazy("We have begun"), "referrals:begin", True),
    (policies.can_finish, gettext_lazy("Say what came of it"), "referrals:finish", False),
    (policies.can_miss, gettext_lazy("The child did not come"), "referrals:miss", False),
    (policies.can_reassign, gettext_lazy("Give it to a colleague"), "referrals:reassign", False),
    (policies.can_revoke, gettext_lazy("Take back"), "referrals:revoke", False),
)


MAIN = "referrals:reply"
"""What comes before all else for whoever may do it: somebody waits for it."""


def proposals(file: OpenFile, category: str, now: datetime) -> list[Proposal]:
    """The desks that the directory offers for this service, the best first."""
    return [_proposal(one) for one in suggesting.suggestions(file, category, now)[: suggesting.MOST_SHOWN]]


def _proposal(one: Suggestion) -> Proposal:
    return Proposal(one.candidate.desk, one.candidate.name, one.can_take, words_of(one))


def of_referral(actor: Actor, referral: "Referral", now: datetime) -> Mapping[str, Any]:
    """Everything that the page of a referral shows."""
    file = cases.open_file(actor, referral.case_id)
    names = names_of([referral.assigned_to])
    return {
        "referral": referral,
        "can_answer": policies.can_answer(actor, referral),
        "can_receive": referral.status == ReferralStatus.SENT and policies.can_receive(actor, referral),
        "waits_for_chief": _waits_for_chief(actor, referral),
        "ways": [
            Way(str(label), reverse(route, args=[referral.id]), is_button, route == MAIN)
            for may, label, route, is_button in WAYS
            if may(actor, referral)
        ],
        "can_open_file": file is not None,
        "sheets_url": reverse("referrals:sheets", args=[referral.id]) if _has_sheets(actor, referral) else "",
        "is_waiting": policies.can_wait(referral),
        "parts": access.parts_in_words(referral),
        "reason": territory.label_of("decline_reason", referral.decline_reason) if referral.decline_reason else "",
        "questions": access.questions(referral),
        "follower": names.get(referral.assigned_to, "") if referral.assigned_to else "",
        "next": _next(actor, referral, file, now),
        "kept": kept_in_words(access.kept_summary(referral)) if referral.kind == ReferralKind.TRANSFER else None,
        "is_ours_before": policies.works_with_files_at(actor, referral.desk_from_id),
    }


def _has_sheets(actor: Actor, referral: "Referral") -> bool:
    """Whether a sheet can be made, or was."""
    return can_make(actor, referral) or (can_see_sheets(actor, referral) and bool(sheets_of(referral)))


def _waits_for_chief(actor: Actor, referral: "Referral") -> bool:
    """Whether the reader works at the asked desk, but a transfer is for its coordinator to accept."""
    if referral.kind != ReferralKind.TRANSFER or not policies.can_wait(referral):
        return False
    return policies.leads_files_at(actor, referral.desk_to_id) and not policies.can_answer(actor, referral)


def _next(actor: Actor, referral: "Referral", file: OpenFile | None, now: datetime) -> Proposal | None:
    """Whom to ask after one that ended without its service, while nobody was asked since."""
    if referral.status not in ENDED_BADLY or referral.kind != ReferralKind.SERVICE:
        return None
    if file is None or not policies.can_send(actor, file) or access.was_followed(referral):
        return None
    found = suggesting.next_after(file, referral, now)
    if found is None:
        return None
    answer = allows(file, ConsentPurpose.SHARE, desk_by_id(found.candidate.desk))
    return replace(_proposal(found), refusal="" if answer.allowed else str(answer.why))


def kept_in_words(summary: "TransferSummary | None") -> Mapping[str, Any] | None:
    """The summary that both teams keep, and where the file stood when it moved."""
    if summary is None:
        return None
    stood = summary.facts or {}
    lines = [
        (_("Opened"), words.exact(datetime.fromisoformat(stood["opened_at"])) if stood.get("opened_at") else ""),
        (_("Step of the circuit"), Stage(stood["stage"]).label if stood.get("stage") else ""),
        (_("Risk"), Risk(stood["risk"]).label if stood.get("risk") else ""),
        (_("Situation"), Profile(stood["profile"]).label if stood.get("profile") else ""),
    ]
    return {"text": summary.text, "at": summary.kept_at, "lines": [(label, str(value)) for label, value in lines]}
