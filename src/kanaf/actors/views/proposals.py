"""Deciding on what is proposed for the directory."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kanaf.actors import access, policies, services
from kanaf.actors.actor import ActorRequest
from kanaf.actors.enums import DraftTarget
from kanaf.actors.forms import RefusalForm
from kanaf.foundation import clock
from kanaf.foundation.pages import render


@require_safe
def list_drafts(request: ActorRequest) -> HttpResponse:
    """Proposals that wait, one's own or all of them, and the last decided."""
    waiting = list(access.list_drafts(request.actor))
    decided = list(access.list_drafts(request.actor, waiting=False)[:25])
    targets = access.targets_of([*waiting, *decided])
    context = {
        "waiting": [(draft, targets.get(draft.target_id)) for draft in waiting],
        "decided": [(draft, targets.get(draft.target_id)) for draft in decided],
        "decides": policies.can_decide_drafts(request.actor),
    }
    return render(request, "actors/list_drafts.html", context)


@require_safe
def show_draft(request: ActorRequest, draft_id: UUID) -> HttpResponse:
    return _draft_page(request, access.show_draft(request.actor, draft_id), RefusalForm())


@require_POST
def approve_change(request: ActorRequest, draft_id: UUID) -> HttpResponse:
    draft = access.get_draft(request.actor, draft_id, to=policies.can_decide_draft)
    try:
        services.approve_change(actor=request.actor, draft=draft, at=clock.now(), renamed="renamed" in request.POST)
    except services.StaleDraft:
        messages.error(request, _("The entry changed since this proposal was written. Read it again."))
    else:
        messages.success(request, _("The directory is up to date."))
    return redirect("actors:show_draft", draft_id=draft_id)


@require_POST
def refuse_change(request: ActorRequest, draft_id: UUID) -> HttpResponse:
    draft = access.get_draft(request.actor, draft_id, to=policies.can_decide_draft)
    form = RefusalForm(request.POST)
    if not form.is_valid():
        return _draft_page(request, access.show_draft(request.actor, draft_id), form)
    services.refuse_change(actor=request.actor, draft=draft, reason=form.cleaned_data["reason"], at=clock.now())
    messages.success(request, _("The proposal is refused; its author can read why."))
    return redirect("actors:show_draft", draft_id=draft_id)


def _draft_page(request: ActorRequest, shown: access.DraftView, form: RefusalForm) -> HttpResponse:
    context = {
        "shown": shown,
        "draft": shown.draft,
        "can_decide": policies.can_decide_draft(request.actor, shown.draft),
        "can_be_renamed": shown.draft.target_type == DraftTarget.ORGANISATION
        and any(row.column == "name" for row in shown.rows),
        "form": form,
    }
    return render(request, "actors/show_draft.html", context, status=422 if form.errors else 200)
