"""Documents: known by what they are, stripped of what they tell, sealed on the disk."""

import contextlib
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from kanaf.actors.enums import Role
from kanaf.cases import documents
from kanaf.cases.documents import Refused
from kanaf.cases.documents_pdf import bare_jpeg
from kanaf.cases.models import Attachment
from kanaf.cases.services import attachments
from kanaf.foundation import clock
from kanaf.journal.models import Entry
from tests import world
from tests.cases.following import Following, begin, forget_keys, strangers
from tests.support import as_actor

GPS, MAKER = 0x8825, 0x010F


def photograph(kind: str = "JPEG") -> bytes:
    """A picture that says with what it was taken, and where."""
    told = Image.Exif()
    told[MAKER] = "SECRET-CAMERA"
    told[GPS] = {1: "N", 2: (35.0, 46.0, 12.0), 3: "W", 4: (5.0, 48.0, 0.0)}
    kept = BytesIO()
    picture = Image.effect_noise((64, 32), 80).convert("RGB")
    picture.save(kept, kind, exif=told, **({"comment": b"SECRET-COMMENT"} if kind == "JPEG" else {}))
    return kept.getvalue()


def paper(*, password: str | None = None, owner: str = "") -> bytes:
    """A PDF with everything that hides in one."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    with pdf.open_metadata() as told:
        told["dc:creator"] = ["SECRET-CREATOR"]
    pdf.docinfo["/Author"] = "SECRET-AUTHOR"
    pdf.attachments["secret.txt"] = b"SECRET-FILE"
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="SECRET-SCRIPT")
    launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="SECRET-LAUNCH")
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=launch)
    pdf.pages[0].obj.Annots = pikepdf.Array([link])
    picture = pikepdf.Stream(pdf, photograph())
    picture.Type, picture.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    picture.Width, picture.Height, picture.BitsPerComponent = 64, 32, 8
    picture.ColorSpace, picture.Filter = pikepdf.Name.DeviceRGB, pikepdf.Name.DCTDecode
    pdf.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=picture))
    pdf.pages[0].Contents = pikepdf.Stream(pdf, b"q 64 0 0 32 0 0 cm /Im0 Do Q")
    kept = BytesIO()
    locked = pikepdf.Encryption(user=password or "", owner=owner) if password or owner else False
    pdf.save(kept, encryption=locked)
    return kept.getvalue()


def unfolded(content: bytes) -> bytes:
    """A PDF with every stream open, so that nothing hides in the compression."""
    kept = BytesIO()
    with pikepdf.open(BytesIO(content)) as pdf:
        pdf.save(
            kept,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            compress_streams=False,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    return kept.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_no_longer_says_where_it_was_taken(kind):
    content = photograph(kind)
    assert Image.open(BytesIO(content)).getexif()[MAKER] == "SECRET-CAMERA"
    clean = documents.clean(content).content
    assert b"SECRET" not in clean
    shown = Image.open(BytesIO(clean))
    assert not dict(shown.getexif())
    assert shown.size == (64, 32)


def test_a_pdf_says_nothing_but_its_pages():
    content = paper()
    assert b"SECRET-AUTHOR" in unfolded(content)
    clean = documents.clean(content)
    assert clean.media_type == "application/pdf"
    told = unfolded(clean.content)
    assert b"SECRET" not in told
    assert b"/JavaScript" not in told
    with pikepdf.open(BytesIO(clean.content)) as pdf:
        assert len(pdf.pages) == 1
        assert "/Im0" in pdf.pages[0].Resources.XObject


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90\x00\x03\x00\x00\x00",
        b"PK\x03\x04" + b"\x00" * 40,
        b"GIF89a\x01\x00",
        b"%PDF-1.7 broken",
        b"\xff\xd8\xff\xe0 broken",
        b"\x89PNG\r\n\x1a\nbroken",
        paper(password="locked"),
        paper(owner="locked"),
        b"a" * (documents.LARGEST + 1),
    ],
)
def test_what_we_do_not_keep_is_refused_with_a_sentence(content):
    with pytest.raises(Refused) as refused:
        documents.clean(content)
    assert str(refused.value.sentence).endswith(".")


def test_plain_text_is_kept_in_both_scripts():
    assert documents.clean("مرحبا\nBonjour".encode()).media_type.startswith("text/plain")


@given(st.binary(max_size=400), st.sampled_from([b"", b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"]))
def test_no_bytes_break_the_check(content, mark):
    with contextlib.suppress(Refused):
        documents.clean(mark + content)


@given(st.binary(max_size=300))
def test_no_bytes_break_the_taking_out_of_notes(content):
    assert bare_jpeg(b"\xff\xd8" + content).startswith(b"\xff\xd8")


@pytest.fixture
def following(db: None) -> Following:
    return begin()


def send(following: Following, content: bytes, name: str = "photo.jpg", account=None, **more):
    sent = {
        "title": "Certificat de naissance (fictif)",
        "compartment": "identity",
        "document": SimpleUploadedFile(name, content),
        **more,
    }
    return following.client(account).post(following.page("add_attachment"), sent)


def test_a_document_is_sealed_on_the_disk_and_comes_out_clean(following):
    assert following.client().get(following.page("add_attachment")).status_code == 200
    marker = "TEXTE TRÈS RECONNAISSABLE (fictif)"
    assert send(following, marker.encode(), "note.txt").status_code == 302
    kept = Attachment.objects.get(case=following.case)
    on_disk = (Path(settings.FILES_DIR) / kept.stored).read_bytes()
    assert marker.encode() not in on_disk
    forget_keys()
    response = following.client().get(following.page("download_attachment", kept.id))
    assert response.content.decode() == marker
    assert response["Content-Disposition"].startswith('attachment; filename="')
    assert "(fictif)" not in response["Content-Disposition"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox")
    assert response["Cache-Control"] == "no-store"
    read = Entry.objects.get(kind="cases.attachment_read", subject=kept.id)
    assert (read.actor, read.compartment, read.file) == (following.worker.id, "identity", following.case.id)


def test_a_program_called_pdf_is_refused_and_the_title_stays(following):
    page = send(following, b"MZ\x90\x00" + b"\x00" * 64, "certificat.pdf")
    assert page.status_code == 422
    assert "document" in page.context["form"].errors
    assert "Certificat de naissance (fictif)" in page.content.decode()
    assert not Attachment.objects.exists()


def test_a_document_that_is_too_large_is_said_to_be_too_large(following):
    page = send(following, b"a" * (documents.LARGEST + 1_200_000), "long.txt")
    assert page.status_code == 422
    assert page.context["form"].errors["document"] == [str(documents.TOO_LARGE)]
    page = send(following, b"a" * (documents.LARGEST + 1), "long.txt")
    assert page.context["form"].errors["document"] == [str(documents.TOO_LARGE)]


def test_a_document_is_found_only_by_those_who_read_its_part(following):
    send(following, photograph())
    kept = Attachment.objects.get(case=following.case)
    address = following.page("download_attachment", kept.id)
    readers = {"follows": following.worker, "reads identities": world.make_worker(following.desk, Role.DOCTOR)}
    for reason, account in readers.items():
        assert following.client(account).get(address).status_code == 200, reason
    secretary = world.make_worker(following.desk, Role.COMMITTEE_SECRETARY)  # reads the core and nothing else
    for reason, account in {**strangers(following), "reads the core only": secretary}.items():
        client = following.client(account)
        assert client.get(address).status_code == 404, reason
        assert client.get(following.page("add_attachment")).status_code == 404, reason
        with as_actor(account), pytest.raises(PermissionDenied):
            attachments.add_attachment(
                actor=world.actor(account),
                case=following.case.id,
                compartment="social",
                title="…",
                content=b"...",
                at=clock.now(),
            )
