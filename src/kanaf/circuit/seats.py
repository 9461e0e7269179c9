"""Where somebody sits in the circuits, and which roles write, decide and sign a protocol.

The circuit is made by people who sat together (dossier A, S6 and S17): coordinators write, those who sit on the
coordination committee approve and publish, and each member organisation signs by somebody who answers for it.
"""

from dataclasses import dataclass
from uuid import UUID

from kanaf.actors.enums import Role

WRITERS = frozenset({Role.DESK_COORDINATOR, Role.COMMITTEE_SECRETARY})
"""In the territory of the protocol."""
WRITERS_ANYWHERE = frozenset({Role.DIRECTORY_EDITOR})
"""Whoever keeps the settings of the whole installation helps every territory to write; she approves nothing there."""
REVIEWERS = frozenset({Role.SUPERVISOR, Role.PROSECUTOR, Role.JUVENILE_JUDGE, Role.COMMITTEE_SECRETARY})
"""Those who sit on the committee, in the territory of the protocol."""
REVIEWERS_OF_EVERYWHERE = frozenset({Role.DIRECTORY_EDITOR, Role.PRIVACY_OFFICER})
"""A protocol that names no place holds wherever there is no other: no territory decides it."""
SIGNERS = frozenset({Role.DESK_COORDINATOR, Role.SUPERVISOR, Role.PROSECUTOR, Role.JUVENILE_JUDGE})
"""Those who answer for their organisation, at one of its desks."""
LIFE = WRITERS | WRITERS_ANYWHERE | REVIEWERS | REVIEWERS_OF_EVERYWHERE | SIGNERS
"""All who have a part in the life of a protocol."""


@dataclass(frozen=True)
class Seat:
    """One desk of the actor: her roles there, its organisation, and the codes of every place that it lies in."""

    desk: UUID
    organisation: UUID
    roles: frozenset[str]
    country: str = ""
    codes: frozenset[str] = frozenset()
