"""The colours of the house on a printed sheet, and the styles of its letters. Contrast is at least 4.5 to 1."""

from dataclasses import dataclass

from kanaf.circuit.drawing.pen import Style

INK, SOFT, LINE = "#16242c", "#4a5a63", "#d8cdb8"
LAGOON, DEEP, WASH = "#0e4f4d", "#0a3a39", "#e3efec"
SAND, PAPER, WHITE = "#f6f1e6", "#fffdf9", "#ffffff"
SUN = "#f2b632"
EDGE = "#8d9a9b"

RISKS = {"high": ("#8f1717", "#fbe6e2"), "medium": ("#6f4500", "#fbefd2"), "low": ("#1a5535", "#e1f0e3")}
"""Letters and ground of a delay, by risk."""


@dataclass(frozen=True)
class Tint:
    """A track: its letters, its ground, the line around it."""

    ink: str
    ground: str
    edge: str


COMMON = Tint("#5a4310", "#f3ead3", "#dcc998")
TRACKS = {
    "administrative": Tint("#0e4f4d", "#dcece8", "#a9cdc6"),
    "judicial": Tint("#3a3a78", "#e6e6f3", "#b9b9dc"),
}
OTHERS = [Tint("#7a2f4f", "#f5e3ea", "#dfb5c6"), Tint("#3f5a1e", "#e8efdb", "#c2d3a5")]

TITLE = Style(40, "bold", WHITE)
SUBTITLE = Style(17, "regular", "#d9ece8")
HEADING = Style(19, "bold", DEEP)
LEAD = Style(12.5, "regular", SOFT)
BODY = Style(12.5, "regular", INK)
STRONG = Style(14.4, "semibold", INK)
SMALL = Style(11.5, "regular", SOFT)


def tint(tracks: list[str], key: str) -> Tint:
    """The colours of a track: its own, else the next that nobody has."""
    if key in TRACKS:
        return TRACKS[key]
    unknown = [one for one in tracks if one not in TRACKS]
    return OTHERS[unknown.index(key) % len(OTHERS)] if key in unknown else COMMON
