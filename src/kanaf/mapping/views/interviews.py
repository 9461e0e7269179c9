"""Pages: the interview with an actor, and what of it goes to the directory."""

from datetime import time
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kanaf.actors.actor import ActorRequest
from kanaf.foundation import clock
from kanaf.foundation.forms import Form
from kanaf.foundation.pages import form_for, stale
from kanaf.foundation.versions import StaleVersion
from kanaf.mapping import access, policies
from kanaf.mapping.access.workshops import services_named
from kanaf.mapping.forms.interviews import InterviewForm
from kanaf.mapping.services import interviews as services
from kanaf.mapping.views.asking import Page, ask, done
from kanaf.territory import access as territory


def _shown(interview: Any) -> dict[str, Any]:
    """The last version as the form shows it."""
    if interview is None:
        return {"met_on": territory.today()}
    told = interview.told
    hours = {key: time.fromisoformat(value) for key, value in told.items() if key.endswith(("_opens", "_closes"))}
    return {**told, **hours, "met_on": interview.met_on, "spoke_with": interview.spoke_with}


@require_http_methods(["GET", "POST"])
def write(request: ActorRequest, campaign_id: UUID, prospect_id: UUID) -> HttpResponse:
    """The form of the interview: kept every few seconds, and sent as the next version."""
    file = access.get_campaign(request.actor, campaign_id, to=policies.can_write)
    prospect = access.get_prospect(file, prospect_id)
    last = next(iter(access.interviews_of(prospect)), None)
    if last:
        access.note_interview_read(last)
    form = form_for(
        request,
        InterviewForm,
        draft=f"mapping:interview:{prospect_id}",
        version=prospect.version,
        initial=_shown(last),
        services=services_named(prospect.organisation_id),
    )
    if form.is_valid():
        try:
            services.keep(
                actor=request.actor,
                prospect=prospect,
                met_on=form.cleaned_data["met_on"],
                spoke_with=form.cleaned_data["spoke_with"],
                answers=form.answers,
                seen=form.seen_version,
                at=clock.now(),
            )
        except StaleVersion as changed:
            return stale(request, form, _shown(last), changed.current.version)
        return done(request, _("The interview is kept."), "mapping:actor", campaign_id, prospect_id)
    name = access.prospect_name(prospect)
    back = reverse("mapping:actor", args=[campaign_id, prospect_id])
    page = Page(_("Interview: %(name)s") % {"name": name}, back, name, _("Keep this version"))
    return ask(request, page, form)


@require_http_methods(["GET", "POST"])
def propose(request: ActorRequest, campaign_id: UUID, prospect_id: UUID) -> HttpResponse:
    """What the actor said of its services becomes drafts of the directory, which an editor decides."""
    file = access.get_campaign(request.actor, campaign_id, to=policies.can_write)
    prospect = access.get_prospect(file, prospect_id)
    last = next(iter(access.interviews_of(prospect)), None)
    if last is None or prospect.organisation_id is None:
        raise Http404
    form = form_for(request, Form)
    if form.is_valid():
        language = (get_language() or "fr")[:2]
        made = len(services.propose(actor=request.actor, interview=last, language=language, at=clock.now()))
        told = ngettext("%(count)d proposal waits for an editor.", "%(count)d proposals wait for an editor.", made)
        sentence = told % {"count": made} if made else _("The directory says it already: nothing to propose.")
        return done(request, sentence, "mapping:actor", campaign_id, prospect_id)
    lead = _("Each service that was described becomes a proposal. Nothing changes until an editor approves it.")
    name = access.prospect_name(prospect)
    back = reverse("mapping:actor", args=[campaign_id, prospect_id])
    return ask(request, Page(_("Propose it for the directory"), back, name, _("Propose"), lead=lead), form)
