"""What is printed and shown of a protocol: which version, since when, whether it is a draft, and whom to call."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kanaf.circuit.protocol import Protocol


@dataclass(frozen=True)
class Number:
    """A number to call now: digits, and who answers."""

    number: str
    label: str


@dataclass(frozen=True)
class Edition:
    """One version of a protocol as it goes on paper; a draft has no day on which it came into force."""

    protocol: Protocol
    number: int
    digest: str
    numbers: Sequence[Number]
    as_of: date
    in_force_since: date | None = None

    @property
    def is_draft(self) -> bool:
        return self.in_force_since is None

    @property
    def is_project(self) -> bool:
        """« Projet, à valider » : somebody has still to confirm a delay."""
        return self.is_draft or bool(self.protocol.unconfirmed)


def stamp(edition: Edition) -> str:
    """« Projet, à valider », « brouillon », or nothing."""
    if not edition.is_project:
        return ""
    return _("Draft, not in force") if edition.is_draft else _("Project, to be confirmed")


def version(edition: Edition) -> str:
    """Which version, and since when or of which day."""
    facts = {"number": edition.number, "day": date_format(edition.in_force_since or edition.as_of, "j F Y")}
    if edition.is_draft:
        return _("Version %(number)s, draft of %(day)s.") % facts
    return _("Version %(number)s, in force since %(day)s.") % facts
