"""The tables of the mapping: no row of theirs hangs on a child."""

from kanaf.mapping.models.campaigns import Campaign, Interview, Prospect, TeamMember
from kanaf.mapping.models.settings import LeastCount
from kanaf.mapping.models.workshops import Presence, RoleClaim, Validation, Workshop

__all__ = [
    "Campaign",
    "Interview",
    "LeastCount",
    "Presence",
    "Prospect",
    "RoleClaim",
    "TeamMember",
    "Validation",
    "Workshop",
]
