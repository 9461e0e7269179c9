"""PDF documents without their hidden parts: author, history, scripts, embedded files, places in pictures."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

import pikepdf
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """A document that is not kept; ``sentence`` says why to the person who sent it."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


HIDDEN = (
    "/Metadata",
    "/PieceInfo",
    "/LastModified",
    "/AA",
    "/OpenAction",
    "/AF",
    "/XFA",
    "/JavaScript",
    "/EmbeddedFiles",
)
ACTIONS = ("/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToR", "/GoToE", "/Rendition", "/Movie", "/Sound")
CARRIERS = ("/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D")
DEEPEST = 60
JPEG_START, JPEG_SCAN, JPEG_PLAIN = b"\xff\xd8", 0xDA, 0xFF
COMMENT, APPLICATIONS, KEPT_APPLICATIONS = 0xFE, range(0xE0, 0xF0), (0xE0, 0xEE)
"""Segments of a JPEG that say how to draw it; the others say who took it, with what, and where."""


def clean(content: bytes) -> bytes:
    """The same pages, nothing else. Raises ``Refused``."""
    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            if pdf.is_encrypted:
                raise Refused(_("This PDF is locked with a password. Save it without one, then add it again."))
            return _stripped(pdf)
    except pikepdf.PasswordError as error:
        raise Refused(_("This PDF is locked with a password. Save it without one, then add it again.")) from error
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError) as error:
        raise Refused(_("This PDF cannot be opened. Print it to a new PDF, then add it again.")) from error


def _stripped(pdf: pikepdf.Pdf) -> bytes:
    if not pdf.pages:
        raise Refused(_("This PDF has no page."))
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    for held in pdf.objects:
        _strip(held, 0)
    _strip(pdf.Root, 0)
    pdf.remove_unreferenced_resources()
    kept = BytesIO()
    pdf.save(kept, object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=True)
    return kept.getvalue()


def _strip(held: Any, depth: int) -> None:
    """Take the hidden parts out of one object and of what it holds directly; the rest is visited by itself."""
    if depth > DEEPEST:
        raise ValueError("nested too deep")
    if isinstance(held, pikepdf.Array):
        _strip_items(held, reversed(range(len(held))), depth)
    elif isinstance(held, (pikepdf.Dictionary, pikepdf.Stream)):
        _strip_items(held, list(held.keys()), depth)
        if isinstance(held, pikepdf.Stream):
            _strip_picture(held)


def _strip_items(held: Any, places: Iterable[Any], depth: int) -> None:
    for place in places:
        inside = held[place]
        if place in HIDDEN or _is_hidden(inside):
            del held[place]
        elif isinstance(inside, (pikepdf.Array, pikepdf.Dictionary)) and not inside.is_indirect:
            _strip(inside, depth + 1)


def _is_hidden(held: Any) -> bool:
    """An action that does more than turn a page, or an annotation that carries a file."""
    if not isinstance(held, pikepdf.Dictionary):
        return False
    return str(held.get("/S", "")) in ACTIONS or str(held.get("/Subtype", "")) in CARRIERS


def _strip_picture(stream: Any) -> None:
    """A photograph inside the page keeps its camera's notes unless they are taken out."""
    kinds = stream.get("/Filter")
    if isinstance(kinds, pikepdf.Array):
        kinds = kinds[0] if len(kinds) == 1 else None
    if str(kinds) == "/DCTDecode":
        raw = stream.read_raw_bytes()
        bare = bare_jpeg(raw)
        if bare != raw:
            stream.write(bare, filter=pikepdf.Name.DCTDecode, decode_parms=stream.get("/DecodeParms"))


def bare_jpeg(raw: bytes) -> bytes:
    """The same picture, bit for bit, without the segments that do not draw anything."""
    if not raw.startswith(JPEG_START):
        return raw
    kept, place = [JPEG_START], 2
    while place + 4 <= len(raw) and raw[place] == JPEG_PLAIN:
        mark = raw[place + 1]
        if mark == JPEG_SCAN:
            return b"".join([*kept, raw[place:]])
        end = place + 2 + int.from_bytes(raw[place + 2 : place + 4], "big")
        if not _tells(mark):
            kept.append(raw[place:end])
        place = end
    return raw


def _tells(mark: int) -> bool:
    """Whether a segment is a comment or a program's own notes."""
    return mark == COMMENT or (mark in APPLICATIONS and mark not in KEPT_APPLICATIONS)
