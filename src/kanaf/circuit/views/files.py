"""The page on which a file moves to the version in force."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kanaf.actors.actor import ActorRequest
from kanaf.cases import access as cases
from kanaf.circuit import forms, policies
from kanaf.circuit.enums import MoveReason
from kanaf.circuit.services import moving
from kanaf.circuit.wording.shifts import shift_words
from kanaf.foundation import clock
from kanaf.foundation.pages import form_for, render


@require_http_methods(["GET", "POST"])
def move_file(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """See what would change, say why, and move the file; what changed since is shown again first."""
    file = cases.get_case(request.actor, case_id, to=policies.can_move)
    try:
        preview = moving.preview_of(file)
    except moving.NothingToFollow:
        raise Http404 from None
    form = form_for(request, forms.MoveForm, draft=f"circuit:move:{case_id}", version=preview.mark)
    is_other = form.is_bound and form.seen_version != preview.mark
    if form.is_valid() and not is_other:
        given = form.cleaned_data
        try:
            moving.move_file(
                actor=request.actor, case=case_id, reason=MoveReason(given["reason"]), why=given["why"],
                seen=form.seen_version, at=clock.now(),
            )  # fmt: skip
        except moving.PreviewChanged:
            is_other = True
        else:
            messages.success(request, _("The file follows the new version. What is due is counted by it."))
            return redirect("portal:show_file", case_id)
    now = clock.now()
    context = {
        "file": file, "form": form, "preview": preview, "is_other": is_other, "mark": preview.mark,
        "waiting": shift_words(preview.waiting, preview.old, preview.new, now),
        "past": shift_words(preview.past, preview.old, preview.new, now),
    }  # fmt: skip
    return render(
        request, "circuit/move.html", context, status=_status(is_refused=bool(form.errors), is_other=is_other)
    )


def _status(*, is_refused: bool, is_other: bool) -> int:
    if is_other:
        return 409
    return 422 if is_refused else 200
