"""Who writes, reads, approves, signs and publishes a protocol, and who moves a file to another version.

The circuit is made by people who sat together (dossier A, S6 and S17): coordinators write, those who sit on the
coordination committee approve and publish, and each member organisation signs by somebody who answers for it.
"""

from collections.abc import Collection, Iterable
from uuid import UUID

from kanaf.actors.actor import Actor
from kanaf.cases.policies import OpenFile, can_follow
from kanaf.circuit.enums import SHOWN, VersionStatus
from kanaf.circuit.models import ProtocolVersion
from kanaf.circuit.seats import (
    LIFE,
    REVIEWERS,
    REVIEWERS_OF_EVERYWHERE,
    SIGNERS,
    WRITERS,
    WRITERS_ANYWHERE,
    Seat,
)

Seats = Iterable[Seat]


def _holds(seats: Seats, roles: Collection[str]) -> bool:
    return any(not seat.roles.isdisjoint(roles) for seat in seats)


def _sits(seats: Seats, version: ProtocolVersion, roles: Collection[str]) -> bool:
    """A role at a desk that lies in the places of the version."""
    places = set(version.places)
    return _holds((s for s in seats if s.country == version.country and not places.isdisjoint(s.codes)), roles)


def takes_part(actor: Actor) -> bool:
    """Whoever may have something to do with the life of a protocol: the way to the protocols is shown to her."""
    return actor.is_active and actor.has_role(*LIFE)


def can_begin(actor: Actor, seats: Collection[Seat]) -> bool:
    """Whoever may write the protocol of some territory."""
    return writes_anywhere(actor, seats) or (actor.is_active and _holds(seats, WRITERS))


def writes_anywhere(actor: Actor, seats: Collection[Seat]) -> bool:
    """Whoever keeps the settings of the whole installation."""
    return actor.is_active and _holds(seats, WRITERS_ANYWHERE)


def codes_to_write(actor: Actor, seats: Collection[Seat]) -> frozenset[str]:
    """The places for which somebody writes protocols: all in which her desks lie."""
    mine = [seat for seat in seats if not seat.roles.isdisjoint(WRITERS)] if actor.is_active else []
    return frozenset(code for seat in mine for code in seat.codes)


def writes(actor: Actor, seats: Collection[Seat], version: ProtocolVersion) -> bool:
    """Coordinators and secretaries of the territory, and whoever keeps the settings of all."""
    return writes_anywhere(actor, seats) or (actor.is_active and _sits(seats, version, WRITERS))


def reviews(actor: Actor, seats: Collection[Seat], version: ProtocolVersion) -> bool:
    """The committee of the territory; of a protocol for everywhere, those who keep the settings."""
    if not actor.is_active:
        return False
    if not version.places:
        return _holds(seats, REVIEWERS_OF_EVERYWHERE)
    return _sits(seats, version, REVIEWERS)


def signs_for(actor: Actor, seats: Collection[Seat], organisation: UUID) -> bool:
    """Whoever answers for the organisation at one of its desks."""
    return actor.is_active and _holds((seat for seat in seats if seat.organisation == organisation), SIGNERS)


def can_read_version(actor: Actor, seats: Collection[Seat], version: ProtocolVersion) -> bool:
    """What applies or applied, everybody; what is in preparation, those who write, decide and sign it."""
    if version.status in SHOWN or writes(actor, seats, version) or reviews(actor, seats, version):
        return True
    asked = version.status in {VersionStatus.REVIEW, VersionStatus.APPROVED}
    return asked and any(signs_for(actor, seats, organisation) for organisation in version.members)


def can_read_remarks(actor: Actor, seats: Collection[Seat], version: ProtocolVersion) -> bool:
    """What the committee answered stays among those who write and decide."""
    return writes(actor, seats, version) or reviews(actor, seats, version)


def can_start(actor: Actor, seats: Collection[Seat], version: ProtocolVersion) -> bool:
    """A next version begins from the one in force."""
    return version.status == VersionStatus.PUBLISHED and writes(actor, seats, version)


def can_begin_from(actor: Actor, seats: Collection[Seat], version: ProtocolVersion) -> bool:
    """The first protocol of a territory begins from any that is in force."""
    return version.status == VersionStatus.PUBLISHED and can_begin(actor, seats)


def can_edit(actor: Actor, seats: Collection[Seat], version: ProtocolVersion) -> bool:
    """While it is being written; once it is sent its text stays."""
    return version.status == VersionStatus.DRAFT and writes(actor, seats, version)


def can_return(actor: Actor, seats: Collection[Seat], version: ProtocolVersion) -> bool:
    """Back to the table, until it is in force: the committee, and those who write."""
    is_sent = version.status in {VersionStatus.REVIEW, VersionStatus.APPROVED}
    return is_sent and (writes(actor, seats, version) or reviews(actor, seats, version))


def can_approve(actor: Actor, seats: Collection[Seat], version: ProtocolVersion) -> bool:
    """Somebody of the committee whose hand is not in the text: four eyes."""
    is_other = actor.id not in version.writers
    return version.status == VersionStatus.REVIEW and is_other and reviews(actor, seats, version)


def can_sign(actor: Actor, seats: Collection[Seat], version: ProtocolVersion) -> bool:
    """Whoever answers for one of the members, once the committee approved."""
    is_open = version.status == VersionStatus.APPROVED
    return is_open and any(signs_for(actor, seats, organisation) for organisation in version.members)


def can_publish(actor: Actor, seats: Collection[Seat], version: ProtocolVersion) -> bool:
    """Somebody of the committee whose hand is not in the text; the service asks whether every member signed."""
    is_other = actor.id not in version.writers
    return version.status == VersionStatus.APPROVED and is_other and reviews(actor, seats, version)


def can_move(actor: Actor, file: OpenFile) -> bool:
    """The leading desk, while the file is open."""
    return can_follow(actor, file)
