"""A protocol is written: begun from the version in force, kept with its mistakes, sent without any, or withdrawn."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from kanaf.actors.actor import Actor
from kanaf.circuit import access_protocols as access
from kanaf.circuit import events, policies, reading
from kanaf.circuit.enums import IN_PREPARATION
from kanaf.circuit.models import ProtocolVersion
from kanaf.circuit.protocol import Text
from kanaf.circuit.services.versions import next_number
from kanaf.circuit.verdicts import Verdict
from kanaf.foundation import versions
from kanaf.journal import services as journal


class AlreadyInPreparation(Exception):
    """A version of this dispositif is being prepared: one at a time."""

    def __init__(self, version: ProtocolVersion | None) -> None:
        super().__init__()
        self.version = version


class AlreadyMoved(Exception):
    """Somebody else sent, approved, sent back, published or withdrew it meanwhile."""


class HasMistakes(Exception):
    """The text does not hold together: it stays a draft."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__()
        self.verdict = verdict


@transaction.atomic
def start_draft(*, actor: Actor, version: UUID, at: datetime, is_demo: bool = False) -> ProtocolVersion:
    """Begin the next version from the one in force. Raises ``AlreadyInPreparation``."""
    from_ = _allowed(actor, version, policies.can_start)
    return _begin(actor, from_, from_.dispositif, from_.text, list(from_.places), at, is_demo=is_demo)


@transaction.atomic
def start_protocol(
    *, actor: Actor, version: UUID, dispositif: str, name: Mapping[str, str], place: str, at: datetime
) -> ProtocolVersion:
    """Begin the first protocol of another territory from a version that is in force elsewhere.

    Raises ``AlreadyInPreparation``.
    """
    seats = access.seats_of(actor)
    from_ = access.find_version(actor, version)
    if from_ is None or not policies.can_begin(actor, seats):
        raise PermissionDenied
    if ProtocolVersion.objects.filter(dispositif=dispositif).exists():
        raise AlreadyInPreparation(None)
    said = replace(reading.read(from_.text), key=dispositif, name=Text(**name), places=(place,))
    said = replace(said, obligations=tuple(replace(rule, confirmed=False) for rule in said.obligations))
    begun = ProtocolVersion(country=from_.country, places=[place])
    if not policies.writes(actor, seats, begun):
        raise PermissionDenied
    return _begin(actor, from_, dispositif, reading.write(said), [place], at)


def _begin(
    actor: Actor,
    from_: ProtocolVersion,
    dispositif: str,
    text: str,
    places: list[str],
    at: datetime,
    *,
    is_demo: bool = False,
) -> ProtocolVersion:
    other = ProtocolVersion.objects.filter(dispositif=dispositif, status__in=IN_PREPARATION).first()
    if other:
        raise AlreadyInPreparation(other)
    try:
        with transaction.atomic():
            draft = ProtocolVersion.objects.create(
                dispositif=dispositif, number=next_number(dispositif), country=from_.country, places=places, text=text,
                written_by=actor.known_id, written_at=at, writers=[actor.known_id], based_on=from_, is_demo=is_demo,
            )  # fmt: skip
    except IntegrityError:
        raise AlreadyInPreparation(None) from None
    journal.write(
        events.PROTOCOL_DRAFTED, actor=actor, subject=draft, at=at, dispositif=dispositif, number=draft.number,
        based_on=str(from_.id),
    )  # fmt: skip
    return draft


@transaction.atomic
def write_text(*, actor: Actor, version: UUID, text: str, seen: str | None, at: datetime) -> Verdict:
    """Keep the text as it stands, mistakes and all, and say what it is worth. Raises ``StaleVersion``."""
    ProtocolVersion.objects.select_for_update().filter(id=version).first()
    draft = _allowed(actor, version, policies.can_edit)
    versions.check(draft, seen)
    draft.text, draft.written_at = text, at
    draft.save(update_fields=["text", "written_at", "version"])
    verdict = access.verdict_on(text, dispositif=draft.dispositif)
    journal.write(
        events.PROTOCOL_WRITTEN, actor=actor, subject=draft, at=at, dispositif=draft.dispositif, number=draft.number,
        mistakes=len(verdict.mistakes),
    )  # fmt: skip
    return verdict


@transaction.atomic
def submit(
    *, actor: Actor, version: UUID, members: Collection[UUID], seen: str | None, at: datetime
) -> ProtocolVersion:
    """Send it to the committee, with the organisations that will sign it; from now on its text stays.

    Raises ``HasMistakes`` and ``AlreadyMoved``.
    """
    draft = _allowed(actor, version, policies.can_edit)
    verdict = access.verdict_on(draft.text, dispositif=draft.dispositif)
    if verdict.protocol is None or verdict.mistakes:
        raise HasMistakes(verdict)
    said, digest = verdict.protocol, reading.digest(verdict.protocol)
    known = {one.id for one in access.possible_members(said.country, said.places)}
    if not members or not known.issuperset(members):
        raise PermissionDenied
    values: list[Any] = [version, number_of(seen), digest, said.country, list(said.places), sorted(members)]
    happened("SELECT kanaf_submit_protocol(%s, %s, %s, %s, %s, %s)", values)
    journal.write(
        events.PROTOCOL_SUBMITTED, actor=actor, subject=draft, at=at, dispositif=draft.dispositif, number=draft.number,
        digest=digest, members=[str(member) for member in sorted(members)],
    )  # fmt: skip
    return draft


@transaction.atomic
def withdraw(*, actor: Actor, version: UUID, seen: str | None, at: datetime) -> None:
    """Give the draft up; its text is kept and comes into force never. Raises ``AlreadyMoved``."""
    draft = _allowed(actor, version, policies.can_edit)
    happened("SELECT kanaf_withdraw_protocol(%s, %s)", [version, number_of(seen)])
    journal.write(
        events.PROTOCOL_WITHDRAWN, actor=actor, subject=draft, at=at, dispositif=draft.dispositif, number=draft.number
    )


def _allowed(actor: Actor, version: UUID, may: access.Policy) -> ProtocolVersion:
    """The version as it stands now, if the actor may do that with it. Raises ``PermissionDenied``."""
    seats = access.seats_of(actor)
    found = ProtocolVersion.objects.readable_by(actor, seats).filter(id=version).first()
    if found is None or not may(actor, seats, found):
        raise PermissionDenied
    return found


def number_of(seen: str | None) -> int:
    """The version that the person was looking at; none is never the right one."""
    return int(seen) if seen and seen.isdecimal() else -1


def happened(statement: str, values: list[Any]) -> None:
    """One narrow function, which says whether it did it. Raises ``AlreadyMoved``."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        if not cursor.fetchone()[0]:
            raise AlreadyMoved
