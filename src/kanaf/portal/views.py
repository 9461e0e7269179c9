"""Home, desk and file pages, and search."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from kanaf.actors.actor import ActorRequest
from kanaf.cases import access as cases
from kanaf.foundation import clock
from kanaf.foundation.access import public
from kanaf.foundation.pages import render
from kanaf.health import access as health
from kanaf.health.policies import only_cares
from kanaf.justice import access as justice
from kanaf.justice.policies import only_sits
from kanaf.portal import desks, files, finding
from kanaf.territory import access as territory


@public
@require_safe
def home(request: ActorRequest) -> HttpResponse:
    """Where one begins: the public door, one's desk, or one's tools when one works without files."""
    if request.actor.is_anonymous:
        return render(request, "portal/welcome.html", {"numbers": territory.helplines()})
    if only_sits(request.actor) and (courts := justice.my_courts(request.actor)):
        return redirect("justice:show_day", courts[0].slug)
    if only_cares(request.actor) and (hospitals := health.my_hospitals(request.actor)):
        return redirect("health:show_list", hospitals[0].slug)
    mine = desks.file_desks(request.actor)
    if mine:
        return redirect("portal:show_desk", mine[0].slug)
    return render(request, "portal/tools.html", {"posts": desks.posts_in_words(request.actor)})


@require_safe
def show_desk(request: ActorRequest, slug: str) -> HttpResponse:
    """What must we do now, and by when?"""
    now = clock.now()
    page = desks.desk_page(request.actor, slug, now)
    context = {"page": page, "sections": desks.sections(page.rows, now), "now": now}
    return render(request, "portal/desk.html", context)


@require_safe
def show_file(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """Is this child safe, who leads, what is next?"""
    file = cases.get_case(request.actor, case_id)
    page = files.file_page(request.actor, file, clock.now())
    cases.note_reading(file, page.sealed_parts)
    return render(request, "portal/file.html", {"page": page, "file": file, "case": file.case})


@require_safe
def show_history(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """Everything that happened in the file, as far as the reader may know it."""
    file = cases.get_case(request.actor, case_id)
    return render(request, "portal/history.html", {"file": file, "history": files.history(file, most=500)})


@require_http_methods(["GET", "POST"])
def search(request: ActorRequest) -> HttpResponse:
    """Find a file by its code, a child by a name, a service; asked by POST so that no name is in an address."""
    words = request.POST.get("q", "").strip()
    found = finding.find(request.actor, words) if words else None
    return render(request, "portal/search.html", {"words": words, "found": found})
