"""The medical part of a file."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from kanaf.actors.actor import ActorRequest
from kanaf.cases import access as cases
from kanaf.foundation import clock
from kanaf.foundation.pages import render
from kanaf.health import access, policies, showing
from kanaf.health.policies import can_record


@require_safe
def show_file(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """What runs out and when, what was asked, what was done, the certificates, what follows."""
    actor, now = request.actor, clock.now()
    file = cases.get_case(actor, case_id, to=policies.can_see_health)
    folder = access.folder_of(actor, file, now)
    context = {
        "file": file,
        "folder": folder,
        "limits": showing.lines(folder.limits),
        "courses": [(course, can_record(actor, file, course.request)) for course in folder.courses],
        "may_ask": policies.can_ask(actor, file),
        "may_care": policies.can_care(actor, file),
        "may_arrange": policies.can_arrange(actor, file),
        "hospitals": access.hospitals_of(file, now),
    }
    access.note_reading(file)
    return render(request, "health/file.html", context)
