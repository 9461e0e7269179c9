"""What waits for a hospital."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from kanaf.actors.actor import ActorRequest
from kanaf.foundation import clock
from kanaf.foundation.pages import render
from kanaf.health import access, showing


@require_safe
def my_list(request: ActorRequest) -> HttpResponse:
    """The list of the one hospital where I work, or of the first of them."""
    mine = access.my_hospitals(request.actor)
    if not mine:
        raise Http404
    return redirect("health:show_list", mine[0].slug)


@require_safe
def show_list(request: ActorRequest, slug: str) -> HttpResponse:
    """Who must be seen first, and by when."""
    desk = access.get_hospital(request.actor, slug)
    page = access.list_page(request.actor, desk, clock.now())
    others = [hospital for hospital in access.my_hospitals(request.actor) if hospital.id != desk.id]
    rows = {
        "to_answer": [(row, showing.lines(row.shown_limits)) for row in page.to_answer],
        "to_see": [(row, showing.lines(row.shown_limits)) for row in page.to_see],
    }
    return render(request, "health/list.html", {"page": page, "others": others, **rows})
