"""A template and plain values in, a document out: tagged PDF, or a picture of its pages."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import typst

Form = Literal["pdf", "png", "svg"]
HOUSE = Path(__file__).resolve().parents[2]
"""Templates may read one another inside the house, and nothing outside it."""
FONTS = Path(__file__).parent / "fonts"


@lru_cache(maxsize=1)
def fonts() -> typst.Fonts:
    """IBM Plex Sans and IBM Plex Sans Arabic: the same paper on every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def typeset(
    template: Path, values: Mapping[str, Any], *, form: Form = "pdf", ppi: int = 96, at: datetime | None = None
) -> bytes:
    """The document of a template, which finds its values in ``json(bytes(sys.inputs.values))``.

    PDF follows PDF/UA-1: structure, language, title and words for pictures, or Typst refuses it. ``at`` is the moment
    it bears; ``ppi`` counts for pictures only, which are of the first page.
    """
    made: Any = typst.compile(
        template, root=HOUSE, font_paths=fonts(), format=form, ppi=ppi if form == "png" else None,
        sys_inputs={"values": json.dumps(values, ensure_ascii=False)},
        pdf_standards=["ua-1"] if form == "pdf" else [], timestamp=int(at.timestamp()) if at else None,
    )  # fmt: skip
    first: bytes = made[0] if isinstance(made, list) else made
    return first


def ask(template: Path, label: str, values: Any) -> Any:
    """What a template works out and marks with a label: one value."""
    found = typst.query(
        template, f"<{label}>", field="value", one=True, root=HOUSE, font_paths=fonts(),
        sys_inputs={"values": json.dumps(values, ensure_ascii=False)},
    )  # fmt: skip
    return json.loads(found)
