"""Who sees what: the published matrix, made of the very powers that the doors and the rows ask."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from kanaf.actors.enums import Role
from kanaf.grants.contents import contained_in
from kanaf.grants.enums import Compartment, Level, SubjectKind
from kanaf.grants.powers import power

NOTHING = "nothing"
SHORT = {Compartment.CORE: _("core")}
"""The one part whose full name would not fit a column."""


@dataclass(frozen=True)
class Cell:
    """The most that one role does in one part: ``read``, ``write`` or ``nothing``."""

    part: Compartment
    most: str

    @property
    def name(self) -> str:
        return str(SHORT.get(self.part, self.part.label))


@dataclass(frozen=True)
class Line:
    """One role and its cell in each part, in their order."""

    role: Role
    cells: tuple[Cell, ...]

    @property
    def name(self) -> str:
        return str(self.role.label)


@dataclass(frozen=True)
class Part:
    """One part, and the kinds of record that it contains."""

    name: str
    holds: list[str]


def matrix() -> list[Line]:
    """Every role that opens files, with the most it may do in each part."""
    lines = [Line(role, tuple(Cell(part, _most(role, part)) for part in Compartment)) for role in Role]
    return [line for line in lines if any(cell.most != NOTHING for cell in line.cells)]


def without_files() -> list[str]:
    """The roles that open no file at all, by name."""
    opening = {line.role for line in matrix()}
    return [str(role.label) for role in Role if role not in opening]


def parts() -> list[Part]:
    return [Part(str(part.label), list(contained_in(part))) for part in Compartment]


def _most(role: Role, part: Compartment) -> str:
    found: Level | None = power(role, SubjectKind.CASE, part)
    return found.value if found else NOTHING
