"""Who may edit what the territory says: asked of any actor, since actors stand above the territory."""

from typing import Protocol
from uuid import UUID

EDITORS = ("directory_editor", "privacy_officer")


class TerritoryActor(Protocol):
    """What the territory needs to know of whoever acts."""

    @property
    def id(self) -> UUID | None: ...

    @property
    def is_anonymous(self) -> bool: ...

    def has_role(self, *roles: str) -> bool: ...


def can_edit_settings(actor: TerritoryActor) -> bool:
    """The directory editor and the privacy officer; nobody else, an administrator neither."""
    return actor.has_role(*EDITORS)
