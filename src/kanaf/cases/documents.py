"""Checking documents by what they are, not by what they are called, and taking out what they tell of their maker."""

import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from kanaf.cases import documents_pdf
from kanaf.cases.documents_pdf import Refused

__all__ = ["LARGEST", "Clean", "Refused", "clean", "extension_of"]

LARGEST = 10 * 1024 * 1024
MOST_PIXELS = 60_000_000
TEXT, PDF, JPEG, PNG = "text/plain; charset=utf-8", "application/pdf", "image/jpeg", "image/png"
EXTENSIONS: Mapping[str, str] = {TEXT: "txt", PDF: "pdf", JPEG: "jpg", PNG: "png"}
MARKS: Mapping[bytes, str] = {b"%PDF-": PDF, b"\xff\xd8\xff": JPEG, b"\x89PNG\r\n\x1a\n": PNG}
ALLOWED_CONTROLS = {"\t", "\n", "\r", "\f"}


@dataclass(frozen=True)
class Clean:
    """A document that says nothing but what is written or shown in it."""

    media_type: str
    content: bytes


def clean(content: bytes) -> Clean:
    """The document without its hidden parts. Raises ``Refused`` with the sentence for the person."""
    if not content:
        raise Refused(_("This file is empty."))
    if len(content) > LARGEST:
        raise Refused(TOO_LARGE)
    media_type = sniff(content)
    cleaners: Mapping[str, Callable[[bytes], bytes]] = {
        PDF: documents_pdf.clean,
        JPEG: _clean_image,
        PNG: _clean_image,
        TEXT: bytes,
    }
    stripped = cleaners[media_type](content)
    if len(stripped) > LARGEST:
        raise Refused(TOO_LARGE)
    return Clean(media_type, stripped)


TOO_LARGE: Promise = _("This file is too large: 10 MB at most. Send it in parts, or a photograph with fewer details.")
NOT_KNOWN: Promise = _("This file is none of those we keep: PDF, JPEG or PNG picture, or plain text.")
BROKEN_IMAGE: Promise = _("This picture cannot be opened. Take it again, or save it again as JPEG or PNG.")


def sniff(content: bytes) -> str:
    """The real type, by the first bytes; text only if every character of it is one. Raises ``Refused``."""
    for mark, media_type in MARKS.items():
        if content.startswith(mark):
            return media_type
    if _is_text(content):
        return TEXT
    raise Refused(NOT_KNOWN)


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return all(character.isprintable() or character in ALLOWED_CONTROLS for character in _visible(text))


def _visible(text: str) -> Iterator[str]:
    """The characters that must be ordinary: marks of direction and joining belong to Arabic writing."""
    joining = {"\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\ufeff", "\u00a0", "\u202f", "\u2028", "\u2029"}
    return (character for character in text if character not in joining)


def _clean_image(content: bytes) -> bytes:
    """Drawn again dot by dot: no camera, no place, no date, no hidden thumbnail."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _drawn_again(content)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused(BROKEN_IMAGE) from error


def _drawn_again(content: bytes) -> bytes:
    with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise Refused(TOO_LARGE)
        kind = "PNG" if picture.format == "PNG" else "JPEG"
        upright = ImageOps.exif_transpose(picture)
        shown = upright.convert("RGBA" if kind == "PNG" and _is_see_through(upright) else "RGB")
    bare = Image.new(shown.mode, shown.size)
    bare.paste(shown)
    drawn = BytesIO()
    bare.save(drawn, kind, **({"quality": 88, "optimize": True} if kind == "JPEG" else {"optimize": True}))
    return drawn.getvalue()


def _is_see_through(picture: Image.Image) -> bool:
    return "A" in picture.getbands() or "transparency" in picture.info


def extension_of(media_type: str) -> str:
    return EXTENSIONS.get(media_type, "bin")
