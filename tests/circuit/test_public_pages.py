"""Everybody reads the circuits in force, without an account; nobody reads a draft there."""

from datetime import timedelta

import pytest
from django.http import Http404

from kanaf.circuit import access_public, services
from kanaf.circuit.enums import VersionStatus
from kanaf.circuit.models import ProtocolVersion
from kanaf.circuit.reading import digest, read, write
from kanaf.circuit.seeds import STANDARD
from kanaf.foundation import clock
from kanaf.foundation.context import SystemActor
from kanaf.territory.models import Helpline
from tests.circuit.protocols import TEXTS
from tests.support import as_actor
from tests.territory.support import small_morocco

pytestmark = pytest.mark.django_db
OPERATOR = SystemActor.OPERATOR.value
LIGHT_PAGE = 60_000


@pytest.fixture
def tanger() -> ProtocolVersion:
    small_morocco()
    return services.adopt(actor=OPERATOR, text=TEXTS["tanger"], at=clock.now())


def draft_of(text: str, number: int, status: str = VersionStatus.DRAFT) -> ProtocolVersion:
    protocol = read(text)
    return ProtocolVersion.objects.create(
        dispositif=protocol.key, number=number, status=status, country=protocol.country, places=list(protocol.places),
        text=text, digest=digest(protocol), written_by=OPERATOR, written_at=clock.now(),
    )  # fmt: skip


@pytest.mark.parametrize("status", [VersionStatus.DRAFT, VersionStatus.REVIEW])
def test_a_draft_is_shown_to_nobody(tanger, client, status):
    """Neither the first version of a circuit that has none in force, nor the next of one that has."""
    draft_of(TEXTS["sale"], 1, status)
    draft_of(TEXTS["tanger"].replace("de Tanger", "de Demain"), 2, status)
    with as_actor(None):
        assert [one.protocol.key for one in access_public.list_editions()] == [STANDARD, "tanger"]
        assert access_public.get_edition("tanger").number == 1
        with pytest.raises(Http404):
            access_public.get_edition("sale")
    for page in ("", "guide.pdf", "poster-a3.pdf", "poster-a3.svg"):
        assert client.get(f"/fr/circuit/sale/{page}").status_code == 404
    assert "Demain" not in client.get("/fr/circuit/tanger/").content.decode()


def test_a_version_that_was_replaced_is_no_longer_shown(tanger, client):
    later = clock.now() + timedelta(days=1)
    services.adopt(actor=OPERATOR, text=TEXTS["tanger"].replace("de Tanger", "de Tanger et environs"), at=later)
    page = client.get("/fr/circuit/tanger/").content.decode()
    assert "de Tanger et environs" in page
    assert "Version 2" in page


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_page_says_the_stages_the_numbers_and_where_to_tell(tanger, client, language):
    protocol = read(TEXTS["tanger"])
    page = client.get(f"/{language}/circuit/tanger/").content.decode()
    names = [one.name.said_in(language) for one in (*protocol.stages, *protocol.doors, *protocol.pathways)]
    assert [name for name in names if name.replace("'", "&#x27;") not in page] == []
    assert [line.number for line in Helpline.objects.filter(country="MA") if f"tel:{line.number}" not in page] == []
    assert f"/{language}/report/" in page or "/f/" in page
    assert {"fr": "Projet, à valider", "ar": "مشروع في انتظار المصادقة", "en": "Project, to be confirmed"}[
        language
    ] in page
    assert len(page.encode()) < LIGHT_PAGE / 2


def test_the_order_of_the_stages_follows_the_situation(tanger, client):
    def numbers(query: str) -> list[str]:
        page = client.get(f"/fr/circuit/tanger/{query}").content.decode()
        return [part.partition("<")[0] for part in page.split('path__number" aria-hidden="true">')[1:]]

    assert numbers("") == list("123456")
    assert numbers("?situation=in_conflict") == list("132456")
    assert numbers("?situation=child_marriage") == list("13456")
    assert numbers("?situation=nothing") == list("123456")


@pytest.mark.parametrize(("file", "kind", "start"), [
    ("guide.pdf", "application/pdf", b"%PDF"), ("poster-a2.pdf", "application/pdf", b"%PDF"),
    ("poster-a3.pdf", "application/pdf", b"%PDF"), ("poster-a2.svg", "image/svg+xml", b"<?xml"),
])  # fmt: skip
def test_the_papers_are_downloaded(tanger, client, file, kind, start):
    answer = client.get(f"/ar/circuit/tanger/{file}")
    assert answer.headers["Content-Type"] == kind
    assert answer.content.startswith(start)
    assert answer.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("file", ["poster-a4.pdf", "poster-a2.png", "poster-a2.docx"])
def test_a_paper_that_does_not_exist_is_not_found(tanger, client, file):
    assert client.get(f"/fr/circuit/tanger/{file}").status_code == 404


def test_a_number_that_changes_is_on_the_next_poster(tanger, client):
    assert "2511" in client.get("/fr/circuit/tanger/poster-a3.svg").content.decode()
    Helpline.objects.filter(number="2511").update(number="25110")
    assert ">25110<" in client.get("/fr/circuit/tanger/poster-a3.svg").content.decode()


def test_without_a_circuit_the_page_teaches(client):
    ProtocolVersion.objects.update(status=VersionStatus.SUPERSEDED)
    page = client.get("/fr/circuit/").content.decode()
    assert "Aucun circuit" in page


def test_the_list_names_each_circuit(tanger, client):
    services.adopt(actor=OPERATOR, text=write(read(TEXTS["sale"])), at=clock.now())
    page = client.get("/ar/circuit/").content.decode()
    assert read(TEXTS["sale"]).name.ar in page
    assert read(TEXTS["tanger"]).name.ar in page
