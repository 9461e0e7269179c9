"""Home, desk and file pages, and search."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kanaf.actors.actor import ActorRequest
from kanaf.cases import access as cases
from kanaf.cases.emergency.policies import may_open
from kanaf.foundation import clock
from kanaf.foundation.access import public
from kanaf.foundation.pages import render
from kanaf.health import access as health
from kanaf.health.policies import only_cares
from kanaf.justice import access as justice
from kanaf.justice.policies import only_sits
from kanaf.persons import services as persons
from kanaf.portal import desks, files, finding, lists, seeing
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
    return render(request, "portal/desk.html", {"page": page, "now": now})


@require_safe
def list_waiting(request: ActorRequest, slug: str) -> HttpResponse:
    """Everything that is expected of a desk, beyond what its page has room for."""
    desk = desks.get_file_desk(request.actor, slug)
    page, rows, numbers = lists.waiting_page(desk, request.GET.get("page", ""), clock.now())
    return render(request, "portal/waiting.html", {"desk": desk, "page_obj": page, "rows": rows, "numbers": numbers})


@require_safe
def list_files(request: ActorRequest, slug: str) -> HttpResponse:
    """The files that a desk leads: all that are open, one's own, those that are closed."""
    desk = desks.get_file_desk(request.actor, slug)
    shown = request.GET.get("show", "")
    shown = shown if shown in lists.SHOWN else "open"
    counts = lists.counts_of(desk)
    page = lists.files_page(request.actor, desk, shown, request.GET.get("page", ""), counts)
    ways = [{"key": key, "label": label, "count": counts[key]} for key, label in lists.SHOWN.items()]
    return render(request, "portal/files.html", {"desk": desk, "page_obj": page, "ways": ways, "shown": shown})


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


@require_safe
def who_sees_what(request: ActorRequest) -> HttpResponse:
    """The published matrix: role by part of a file, and what each part contains. The same page for every colleague."""
    context = {"lines": seeing.matrix(), "parts": seeing.parts(), "without_files": seeing.without_files()}
    return render(request, "portal/who_sees_what.html", context)


@require_http_methods(["GET", "POST"])
def search(request: ActorRequest) -> HttpResponse:
    """Find a file by its code, a child by a name; asked by POST so that no name is in an address."""
    words = request.POST.get("q", "").strip()
    found = finding.find(request.actor, words) if words else None
    if found:
        persons.note_search(
            actor=request.actor, by="box", found=len(found.people) + len(found.relatives), at=clock.now()
        )
    context = {"words": words, "found": found, "on_call": may_open(request.actor)}
    return render(request, "portal/search.html", context)


@require_POST
def search_as_typed(request: ActorRequest) -> HttpResponse:
    """A fragment for the box: what the words lead to so far. Asked by POST, like the page.

    What is asked at each key is one question, so the journal keeps one entry for a person and a minute in which
    somebody was named; opening a file is journaled as ever, and so is the whole search once it is sent.
    """
    words = request.POST.get("q", "").strip()
    if not finding.may_type(request.actor):
        return render(request, "portal/typed.html", {"is_too_much": True}, status=429)
    found = finding.find(request.actor, words, is_begun=True) if len(words) >= finding.LEAST else None
    if found and found.people and finding.begins(request.actor):
        persons.note_search(actor=request.actor, by="typing", found=len(found.people), at=clock.now())
    box = request.POST.get("box", "")
    return render(request, "portal/typed.html", {"found": found, "box": box if box.isidentifier() else "search"})
