"""A protocol is decided: approved by another person than its writers, signed by every member, put in force."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from kanaf.actors.actor import Actor
from kanaf.circuit import access_protocols as access
from kanaf.circuit import events, policies
from kanaf.circuit.enums import Decision
from kanaf.circuit.models import ProtocolVersion, Signature
from kanaf.circuit.services.drafting import AlreadyMoved, HasMistakes, happened, number_of
from kanaf.foundation.events import EventKind
from kanaf.foundation.ids import new_id
from kanaf.journal import services as journal


class NotAllSigned(Exception):
    """A member has not signed yet: a version applies once every one of them has."""


class AlreadySigned(Exception):
    """The organisation signed this text before."""


@transaction.atomic
def approve(*, actor: Actor, version: UUID, remark: str, seen: str | None, at: datetime) -> None:
    """The committee agrees: the members may sign. Raises ``AlreadyMoved``."""
    found = _allowed(actor, version, policies.can_approve)
    _decide(found, Decision.APPROVED, remark, seen, at)
    _note(events.PROTOCOL_APPROVED, actor, found, at, digest=found.digest)


@transaction.atomic
def send_back(*, actor: Actor, version: UUID, remark: str, seen: str | None, at: datetime) -> None:
    """Back to whoever writes, with a reason; signatures of another text no longer count. Raises ``AlreadyMoved``."""
    found = _allowed(actor, version, policies.can_return)
    _decide(found, Decision.RETURNED, remark, seen, at)
    _note(events.PROTOCOL_RETURNED, actor, found, at, digest=found.digest)


@transaction.atomic
def sign(*, actor: Actor, version: UUID, organisation: UUID, seen: str | None, at: datetime) -> Signature:
    """One signature for one member organisation, by somebody who answers for it.

    Raises ``AlreadyMoved`` and ``AlreadySigned``.
    """
    found = _allowed(actor, version, policies.can_sign)
    if organisation not in found.members or not policies.signs_for(actor, access.seats_of(actor), organisation):
        raise PermissionDenied
    if found.version != number_of(seen):
        raise AlreadyMoved
    try:
        with transaction.atomic():
            signature = Signature.objects.create(
                version=found, organisation_id=organisation, digest=found.digest, signed_by=actor.known_id, signed_at=at
            )
    except IntegrityError:
        raise AlreadySigned from None
    _note(events.PROTOCOL_SIGNED, actor, found, at, digest=found.digest, organisation=str(organisation))
    return signature


@transaction.atomic
def publish(*, actor: Actor, version: UUID, seen: str | None, at: datetime) -> None:
    """Put it in force; the older version is superseded, and files under way keep it.

    Raises ``NotAllSigned``, ``HasMistakes`` and ``AlreadyMoved``.
    """
    found = _allowed(actor, version, policies.can_publish)
    if access.unsigned(found):
        raise NotAllSigned
    verdict = access.verdict_on(found.text, dispositif=found.dispositif)
    if verdict.mistakes:
        raise HasMistakes(verdict)
    happened("SELECT kanaf_publish_protocol(%s, %s, %s)", [version, number_of(seen), at])
    _note(events.PROTOCOL_PUBLISHED, actor, found, at, digest=found.digest)


def _allowed(actor: Actor, version: UUID, may: access.Policy) -> ProtocolVersion:
    found = access.find_version(actor, version)
    if found is None or not may(actor, access.seats_of(actor), found):
        raise PermissionDenied
    return found


def _decide(version: ProtocolVersion, decision: Decision, remark: str, seen: str | None, at: datetime) -> None:
    values: list[Any] = [new_id(), version.id, number_of(seen), decision.value, remark, at]
    happened("SELECT kanaf_review_protocol(%s, %s, %s, %s, %s, %s)", values)


def _note(kind: EventKind, actor: Actor, version: ProtocolVersion, at: datetime, **kept: Any) -> None:
    journal.write(
        kind, actor=actor, subject=version, at=at, dispositif=version.dispositif, number=version.number, **kept
    )
