"""What the page of a version shows: its words, who signs it, what may be done with it and with what it compares."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from kanaf.actors.actor import Actor
from kanaf.circuit import access_protocols as access
from kanaf.circuit import policies
from kanaf.circuit.enums import Decision
from kanaf.circuit.models import ProtocolVersion, Review
from kanaf.circuit.verdicts import Verdict
from kanaf.circuit.wording.rules import ProtocolWords, protocol_words


@dataclass(frozen=True)
class Act:
    """One thing that the reader may do with the version; the first is the main one."""

    label: str
    url: str


@dataclass(frozen=True)
class Remark:
    """What the committee answered once."""

    review: Review
    decision: str
    who: str


@dataclass(frozen=True)
class VersionPage:
    """Everything the page shows; ``words`` is missing while the text is no protocol."""

    words: ProtocolWords | None
    verdict: Verdict
    members: list[access.Member]
    remarks: list[Remark]
    acts: list[Act]
    others: list[ProtocolVersion]
    written_by: str
    published_by: str
    may_begin_elsewhere: bool


def version_page(actor: Actor, version: ProtocolVersion) -> VersionPage:
    """Gather the page of a version already opened for the actor."""
    verdict = access.verdict_on(version.text, dispositif=version.dispositif)
    reviews = access.reviews_of(version)
    names = access.names_of([version.written_by, version.published_by, *(one.decided_by for one in reviews)])
    return VersionPage(
        words=protocol_words(verdict.protocol, verdict.marks) if verdict.protocol else None,
        verdict=verdict,
        members=access.members_of(version),
        remarks=[Remark(one, _decided(one), names.get(one.decided_by, "")) for one in reviews],
        acts=acts(actor, version),
        others=access.versions_of(actor, version),
        written_by=names.get(version.written_by, ""),
        published_by=names.get(version.published_by, "") if version.published_by else "",
        may_begin_elsewhere=_may_begin_elsewhere(actor, version),
    )


def _may_begin_elsewhere(actor: Actor, version: ProtocolVersion) -> bool:
    may = policies.can_begin_from(actor, access.seats_of(actor), version)
    return may and bool(access.places_to_begin(actor, version))


def _decided(review: Review) -> str:
    return _("approved") if review.decision == Decision.APPROVED else _("sent back")


def acts(actor: Actor, version: ProtocolVersion) -> list[Act]:
    """The ways on from a version, for whoever may take them."""
    seats = access.seats_of(actor)
    ways = [
        (policies.can_edit, _("Write in it"), "circuit:edit_draft"),
        (policies.can_edit, _("Send it to the committee"), "circuit:submit_draft"),
        (policies.can_approve, _("Answer for the committee"), "circuit:review_version"),
        (_may_sign, _("Sign for our organisation"), "circuit:sign_version"),
        (_may_publish, _("Put it in force"), "circuit:publish_version"),
        (policies.can_start, _("Begin the next version"), "circuit:start_draft"),
        (policies.can_return, _("Send it back to be rewritten"), "circuit:return_version"),
        (policies.can_edit, _("Withdraw the draft"), "circuit:withdraw_draft"),
    ]
    return [Act(label, reverse(route, args=[version.id])) for may, label, route in ways if may(actor, seats, version)]


def _may_sign(actor: Actor, seats: policies.Seats, version: ProtocolVersion) -> bool:
    return policies.can_sign(actor, list(seats), version) and bool(access.to_sign(actor, version))


def _may_publish(actor: Actor, seats: policies.Seats, version: ProtocolVersion) -> bool:
    return policies.can_publish(actor, list(seats), version) and not access.unsigned(version)
