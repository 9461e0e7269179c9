"""A template and plain values in, a document out: tagged PDF, or a picture of its pages."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

HOUSE = Path(__file__).resolve().parents[2]
"""Templates may read one another inside the house, and nothing outside it."""
FONTS = Path(__file__).parent / "fonts"
LACKING = "could not be displayed"


@lru_cache(maxsize=1)
def fonts() -> typst.Fonts:
    """IBM Plex Sans and IBM Plex Sans Arabic: the same paper on every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def typeset(template: Path, values: Mapping[str, Any], *, at: datetime | None = None) -> bytes:
    """The document of a template, which finds its values in ``json(bytes(sys.inputs.values))``.

    PDF follows PDF/UA-1 (structure, language, title, words for pictures) or Typst refuses it. Only a character that
    our letters lack is let through: it shows as an empty box, and the document is tagged all the same. ``at`` is the
    moment that it bears.
    """
    try:
        return _document(template, values, at, is_checked=True)
    except typst.TypstError as error:
        if LACKING not in str(error):
            raise
        return _document(template, values, at, is_checked=False)


def _document(template: Path, values: Mapping[str, Any], at: datetime | None, *, is_checked: bool) -> bytes:
    document: bytes = typst.compile(
        template, root=HOUSE, font_paths=fonts(), format="pdf", sys_inputs=_inputs(values),
        pdf_standards=["ua-1"] if is_checked else None,
        timestamp=int(at.timestamp()) if at else None,
    )  # fmt: skip
    return document


def pictures(template: Path, values: Mapping[str, Any], *, ppi: int = 96) -> list[bytes]:
    """Its pages as PNG."""
    made: Any = typst.compile(
        template, root=HOUSE, font_paths=fonts(), format="png", ppi=ppi, sys_inputs=_inputs(values)
    )
    return made if isinstance(made, list) else [made]


def ask(template: Path, label: str, values: Any) -> Any:
    """What a template works out and marks with a label: one value."""
    found = typst.query(
        template, f"<{label}>", field="value", one=True, root=HOUSE, font_paths=fonts(),
        sys_inputs=_inputs(values),
    )  # fmt: skip
    return json.loads(found)


def _inputs(values: Any) -> dict[str, str]:
    return {"values": json.dumps(values, ensure_ascii=False)}
