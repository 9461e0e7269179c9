"""Draws the papers of the gallery: ``python -m tests.circuit.gallery``. The pictures are small, the PDFs are the real ones."""

import os
from collections.abc import Iterable
from datetime import date
from io import BytesIO
from pathlib import Path

from PIL import Image

TO = Path(__file__).resolve().parents[2] / "docs" / "gallery"
DAY = date(2026, 11, 24)
COLOURS = 200
SHOWN = (0, 1, 4)
"""The pages of the guide that its picture shows."""


def small(pictures: Iterable[bytes], name: str) -> None:
    """Pictures side by side, in few colours."""
    pages = [Image.open(BytesIO(one)).convert("RGB") for one in pictures]
    whole = Image.new("RGB", (sum(page.width for page in pages) + 12 * (len(pages) - 1), pages[0].height), "#8d9a9b")
    x = 0
    for page in pages:
        whole.paste(page, (x, 0))
        x += page.width + 12
    whole.quantize(COLOURS, dither=Image.Dither.NONE).save(TO / name, "PNG", optimize=True)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kanaf.config.settings.test")
    import django

    django.setup()
    from django.utils.translation import override

    from kanaf.circuit.drawing.paper import sheet_pdf, sheet_png
    from kanaf.circuit.drawing.poster import poster
    from kanaf.circuit.editions import Edition, Number
    from kanaf.circuit.guide import guide_pdf, guide_pictures
    from kanaf.circuit.reading import digest, read
    from kanaf.circuit.seeds import SHIPPED
    from tests.circuit.protocols import rows

    TO.mkdir(parents=True, exist_ok=True)
    protocol = read((SHIPPED / "tanger.yaml").read_text(encoding="utf-8"))
    for language in ("fr", "ar"):
        lines = [row for row in rows("helplines") if row["country"] == protocol.country]
        numbers = tuple(Number(row["number"], row[language]) for row in lines)
        edition = Edition(protocol, 1, digest(protocol), numbers, DAY, DAY)
        with override(language):
            drawing = poster(edition, language)
            (TO / f"poster-a2-tanger.{language}.pdf").write_bytes(sheet_pdf(drawing, "a2"))
            (TO / f"poster-a3-tanger.{language}.pdf").write_bytes(sheet_pdf(drawing, "a3"))
            (TO / f"guide-tanger.{language}.pdf").write_bytes(guide_pdf(edition, language))
            small([sheet_png(drawing, 76)], f"poster-tanger.{language}.png")
            pages = guide_pictures(edition, language, 56)
            small([pages[page] for page in SHOWN], f"guide-tanger.{language}.png")


if __name__ == "__main__":
    main()
