"""Pages: what each actor confirmed and when, on screen and on paper; and the actor's own answer."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kanaf.actors.actor import ActorRequest
from kanaf.foundation import clock
from kanaf.foundation.pages import form_for, render
from kanaf.mapping import access, policies
from kanaf.mapping import paper as sheets
from kanaf.mapping.access.workshops import last_workshop, text_lines
from kanaf.mapping.forms.workshops import AnswerForm
from kanaf.mapping.services import workshops as services
from kanaf.mapping.views.asking import Page, ask, done

LANGUAGES = ("fr", "ar")


@require_safe
def show(request: ActorRequest, campaign_id: UUID) -> HttpResponse:
    """Service by service: what its actor said, when, by whom, and whether the directory changed since."""
    file = access.get_campaign(request.actor, campaign_id)
    rows = access.services_of(file.campaign)
    context = {
        "campaign": file.campaign,
        "rows": rows,
        "waiting": sum(row.last is None for row in rows),
        "can_write": policies.can_write(request.actor, file),
        "carried": {row.last.pk for row in rows if row.last and policies.can_carry(request.actor, row.last)},
    }
    return render(request, "mapping/services.html", context)


@require_safe
def asked(request: ActorRequest) -> HttpResponse:
    """What one's own desks are asked to confirm."""
    return render(request, "mapping/asked.html", {"asked": access.asked_of(request.actor)})


@require_http_methods(["GET", "POST"])
def answer(request: ActorRequest, campaign_id: UUID, service_id: UUID) -> HttpResponse:
    """The text as the directory has it, and the actor's word on it."""
    file, found = access.get_answerable(request.actor, campaign_id, service_id)
    is_own = policies.is_asked(request.actor, file, found.service)
    form = form_for(request, AnswerForm, is_own=is_own, initial={"digest": found.digest})
    to = reverse("mapping:asked") if is_own else reverse("mapping:services", args=[campaign_id])
    if form.is_valid():
        try:
            services.answer(
                actor=request.actor,
                campaign=file.campaign,
                answered=found,
                verdict=form.cleaned_data["verdict"],
                spoke=form.cleaned_data.get("spoke", ""),
                digest=form.cleaned_data["digest"],
                workshop=None if is_own else last_workshop(file.campaign),
                at=clock.now(),
            )
        except services.TextChanged:
            form = form_for(request, AnswerForm, is_own=is_own)
            form.add_error(None, _("The directory changed meanwhile. Read the text again."))
        else:
            messages.success(request, _("The answer is kept, with its day and the text it is about."))
            return redirect(to)
    page = Page(found.name, to, _("Services"), _("Sign"))
    return ask(request, page, form, text=text_lines(found.service), digest=found.digest[:12])


@require_POST
def carry(request: ActorRequest, campaign_id: UUID, validation_id: UUID) -> HttpResponse:
    """An editor takes a confirmation spoken in the room over to the directory."""
    file = access.get_campaign(request.actor, campaign_id)
    validation = access.get_validation(file, validation_id)
    if not policies.can_carry(request.actor, validation):
        raise Http404
    try:
        services.carry(actor=request.actor, validation=validation, at=clock.now())
    except services.TextChanged:
        messages.error(request, _("The directory changed since: ask the actor again."))
        return redirect("mapping:services", campaign_id)
    return done(request, _("The directory says who verified it, today."), "mapping:services", campaign_id)


@require_safe
def paper(request: ActorRequest, campaign_id: UUID, language: str) -> HttpResponse:
    """The table as PDF, in French or in Arabic."""
    file = access.get_campaign(request.actor, campaign_id)
    if language not in LANGUAGES:
        raise Http404
    content = sheets.draw(file.campaign, access.services_of, language, clock.now())
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{campaign_id.hex[:8]}-{language}.pdf"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
