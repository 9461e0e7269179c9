"""Pages on which protocols are read and compared."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from kanaf.actors.actor import ActorRequest
from kanaf.circuit import access_protocols as access
from kanaf.circuit.comparison_page import comparison_page
from kanaf.circuit.numbered import numbered
from kanaf.circuit.version_page import version_page
from kanaf.foundation.pages import render


@require_safe
def list_protocols(request: ActorRequest) -> HttpResponse:
    """What applies where we work, what is being prepared, and what applies elsewhere."""
    shelves = access.list_versions(request.actor)
    return render(request, "circuit/protocols.html", {"shelves": shelves})


@require_safe
def show_version(request: ActorRequest, version_id: UUID) -> HttpResponse:
    """One version as people read it, and what may be done with it."""
    version = access.get_version(request.actor, version_id)
    return render(request, "circuit/version.html", {"page": version_page(request.actor, version), "version": version})


@require_safe
def show_text(request: ActorRequest, version_id: UUID) -> HttpResponse:
    """Its text, line by line, with every mistake at its line."""
    version = access.get_version(request.actor, version_id)
    verdict = access.verdict_on(version.text, dispositif=version.dispositif)
    context = {"version": version, "verdict": verdict, "lines": numbered(version.text, verdict.problems)}
    return render(request, "circuit/text.html", context)


@require_safe
def compare_versions(request: ActorRequest, version_id: UUID, other_id: UUID) -> HttpResponse:
    """What the version changes of the other one: by meaning first, then by lines."""
    version, other = (access.get_version(request.actor, one) for one in (version_id, other_id))
    return render(request, "circuit/compare.html", {"page": comparison_page(other, version)})
