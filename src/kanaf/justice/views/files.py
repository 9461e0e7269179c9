"""The judicial part of a file."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from kanaf.actors.actor import ActorRequest
from kanaf.cases import access as cases
from kanaf.cases.policies import can_decide
from kanaf.foundation.pages import render
from kanaf.justice import access, policies
from kanaf.territory import access as territory


@require_safe
def show_file(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """Where justice stands with this file: what is decided, what was sent, procedures, measures, stays."""
    actor = request.actor
    file = cases.get_case(actor, case_id, to=policies.can_see_justice)
    folder = access.folder_of(actor, file, territory.today())
    decision = folder.decision
    may_approve = bool(
        decision
        and decision.status == "submitted"
        and policies.can_approve_report(actor, file)
        and can_decide(actor, file, writers=access.hands_in(decision))
    )
    context = {
        "file": file,
        "folder": folder,
        "may_approve": may_approve,
        "may_decide": policies.can_decide_to_report(actor, file),
        "may_send": policies.can_write_sheet(actor, file) and access.standing_decision(file) is not None,
        "may_record": policies.can_record(actor, file),
        "may_write": policies.can_write_justice(actor, file),
        "may_require": policies.can_require(actor, file),
        "may_call": policies.can_call(actor, file),
        "may_house": policies.can_house(actor, file),
        "desks": actor.desk_ids,
    }
    access.note_reading(file)
    return render(request, "justice/file.html", context)
