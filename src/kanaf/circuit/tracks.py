"""On which way a kind of desk works: justice, the police and the centres that a judge decides on, or all the others."""

from kanaf.actors.enums import DeskKind

ADMINISTRATIVE, JUDICIAL = "administrative", "judicial"
OF_JUSTICE = frozenset({
    DeskKind.COURT_CELL, DeskKind.PROSECUTION, DeskKind.JUVENILE_JUDGE, DeskKind.MINORS_BRIGADE,
    DeskKind.GENDARMERIE_UNIT, DeskKind.PROTECTION_CENTRE,
})  # fmt: skip


def track_of(desk: str) -> str:
    """The key of the track in which a drawing shows this kind of desk."""
    return JUDICIAL if desk in OF_JUSTICE else ADMINISTRATIVE
