"""A drawing as one SVG file with its letters in it: it looks the same wherever it is opened."""

from base64 import b64encode
from functools import lru_cache
from typing import Any
from unicodedata import category
from xml.sax.saxutils import escape, quoteattr

from kanaf.circuit.drawing.flat import marks
from kanaf.circuit.drawing.shapes import Drawing
from kanaf.foundation.paper.typesetting import HOUSE

LETTERS = HOUSE / "foundation" / "static" / "fonts"
WEIGHTS = {"regular": ("Regular", 400), "semibold": ("SemiBold", 600), "bold": ("Bold", 700)}
LATIN = [("IBM Plex Sans", "IBMPlexSans-{}-Latin1.woff2")]
ARABIC = [*LATIN, ("IBM Plex Sans Arabic", "IBMPlexSansArabic-{}.woff2")]
FAMILIES = "IBM Plex Sans, IBM Plex Sans Arabic, Noto Sans, Noto Sans Arabic, sans-serif"


def svg(drawing: Drawing, *, width_mm: float) -> str:
    """The file, that wide on paper. Texts bear their measured width: other letters are fitted to it."""
    box = drawing.box
    height = round(width_mm * box.height / box.width, 2)
    direction = "rtl" if drawing.is_mirrored else "ltr"
    body = "\n".join(_mark(mark, direction) for mark in marks(drawing))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width_mm:g}mm" height="{height:g}mm"'
        f' viewBox="0 0 {box.width:g} {box.height:g}" role="img" xml:lang="{drawing.language}"'
        f' aria-labelledby="title description" font-family="{FAMILIES}">\n'
        f'<title id="title">{_plain(drawing.title)}</title>\n'
        f'<desc id="description">{_plain(drawing.description)}</desc>\n'
        f"<style>{_letters(drawing.is_mirrored)}</style>\n{body}\n</svg>\n"
    )


def _plain(text: str) -> str:
    """Without the characters that no XML holds: controls, halves of a character, places without one."""
    return escape("".join(letter for letter in text if category(letter) not in {"Cc", "Cs", "Cn"}))


@lru_cache(maxsize=2)
def _letters(with_arabic: bool) -> str:  # noqa: FBT001 - a key of the cache
    faces = []
    for family, file in ARABIC if with_arabic else LATIN:
        for name, weight in WEIGHTS.values():
            data = b64encode((LETTERS / file.format(name)).read_bytes()).decode()
            faces.append(
                f'@font-face{{font-family:"{family}";font-weight:{weight};src:url(data:font/woff2;base64,{data})'
                ' format("woff2")}'
            )
    return "".join(faces)


def _look(mark: dict[str, Any]) -> str:
    stroke = f' stroke="{mark["stroke"]}"' if mark["stroke"] else ""
    return f'fill="{mark["fill"] or "none"}"{stroke}'


def _mark(mark: dict[str, Any], direction: str) -> str:
    if mark["kind"] == "text":
        return _text(mark, direction)
    if mark["kind"] == "box":
        place = " ".join(f'{name}="{mark[name]:g}"' for name in ("x", "y", "width", "height"))
        return f'<rect {place} rx="{mark["radius"]:g}" {_look(mark)}/>'
    if mark["kind"] == "dot":
        radius = mark["width"] / 2
        return f'<circle cx="{mark["x"] + radius:g}" cy="{mark["y"] + radius:g}" r="{radius:g}" {_look(mark)}/>'
    points = " ".join(f"{x:g},{y:g}" for x, y in mark["points"])
    if mark["kind"] == "shape":
        return f'<polygon points="{points}" {_look(mark)}/>'
    dashes = ' stroke-dasharray="3 3"' if mark["is_dashed"] else ""
    return (
        f'<polyline points="{points}" fill="none" stroke="{mark["stroke"]}" stroke-width="{mark["width"]:g}"'
        f' stroke-linejoin="round" stroke-linecap="round"{dashes}/>'
    )


def _text(mark: dict[str, Any], direction: str) -> str:
    """Anchored where reading starts, which is the right edge in Arabic."""
    start = mark["x"] + mark["width"] if direction == "rtl" else mark["x"]
    return (
        f'<text x="{start:g}" y="{mark["y"]:g}" font-size="{mark["size"]:g}"'
        f' font-weight="{WEIGHTS[mark["weight"]][1]}" fill={quoteattr(mark["colour"])} direction="{direction}"'
        f' textLength="{mark["width"]:g}" lengthAdjust="spacingAndGlyphs">{_plain(mark["text"])}</text>'
    )
