"""The circuits for everybody, without an account: a page to read on a telephone, the poster, the guide."""

from typing import cast

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from kanaf.actors.actor import ActorRequest
from kanaf.circuit import access_public, public_words, publishing
from kanaf.circuit.drawing.paper import PAPERS, Paper
from kanaf.circuit.editions import stamp, version
from kanaf.circuit.phrases import here, project_note
from kanaf.foundation.access import public
from kanaf.foundation.pages import render


@public
@require_safe
def list_circuits(request: ActorRequest) -> HttpResponse:
    """The circuits in force."""
    editions = access_public.list_editions()
    circuits = [(one.protocol.key, here(one.protocol.name), stamp(one)) for one in editions]
    return render(request, "circuit/public/list.html", {"circuits": circuits})


@public
@require_safe
def show_circuit(request: ActorRequest, dispositif: str) -> HttpResponse:
    """What happens when a child needs help, step by step, and whom to call."""
    edition = access_public.get_edition(dispositif)
    protocol = edition.protocol
    pathway = public_words.chosen(protocol, request.GET.get("situation", ""))
    context = {
        "dispositif": dispositif,
        "name": here(protocol.name),
        "stamp": stamp(edition),
        "note": project_note(protocol) if edition.is_project else "",
        "version": version(edition),
        "source": protocol.source,
        "numbers": edition.numbers,
        "steps": public_words.steps(protocol, pathway),
        "situations": public_words.choices(protocol, pathway),
        "situation": here(pathway.name) if pathway else "",
        "doors": public_words.doors(protocol),
    }
    return render(request, "circuit/public/show.html", context)


@public
@require_safe
def download_guide(_request: ActorRequest, dispositif: str) -> HttpResponse:
    """The guide in the language of the address."""
    language = _language()
    document = publishing.guide(access_public.get_edition(dispositif), language)
    return _file(document, "pdf", f"guide-{dispositif}-{language}.pdf")


@public
@require_safe
def download_poster(_request: ActorRequest, dispositif: str, paper: str, form: str) -> HttpResponse:
    """The wall poster, for a size of paper and as a kind of file."""
    edition = access_public.get_edition(dispositif)
    if paper not in PAPERS or form not in publishing.FORMS:
        raise Http404
    language = _language()
    document = publishing.wall_poster(edition, language, cast(Paper, paper), cast(publishing.Form, form))
    return _file(document, form, f"poster-{paper}-{dispositif}-{language}.{form}")


def _language() -> str:
    return (get_language() or settings.LANGUAGE_CODE)[:2]


def _file(document: bytes, form: str, name: str) -> HttpResponse:
    response = HttpResponse(document, content_type=publishing.TYPES[form])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
