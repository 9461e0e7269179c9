"""A drawing set on paper by Typst."""

from pathlib import Path
from typing import Any, Literal

from kanaf.circuit.drawing.flat import marks
from kanaf.circuit.drawing.shapes import Drawing, scaled
from kanaf.foundation.paper import pictures, typeset

SHEET = Path(__file__).parent / "sheet.typ"
POINTS_IN_MM = 72 / 25.4
PAPERS = {"a2": 594.0, "a3": 420.0}
"""How wide a lying sheet is, in millimetres."""
Paper = Literal["a2", "a3"]


def sheet_pdf(drawing: Drawing, paper: Paper = "a2") -> bytes:
    """Tagged PDF, of that size."""
    return typeset(SHEET, _values(drawing, PAPERS[paper] * POINTS_IN_MM / drawing.box.width))


def sheet_png(drawing: Drawing, ppi: int = 96) -> bytes:
    """A picture of it."""
    return pictures(SHEET, _values(drawing, 1), ppi=ppi)[0]


def _values(drawing: Drawing, scale: float) -> dict[str, Any]:
    sized = Drawing(scaled(drawing.box, scale), drawing.language, drawing.title, drawing.description)
    return {
        "width": sized.box.width, "height": sized.box.height, "language": sized.language, "title": sized.title,
        "description": sized.description, "mirrored": sized.is_mirrored, "marks": marks(sized),
    }  # fmt: skip
