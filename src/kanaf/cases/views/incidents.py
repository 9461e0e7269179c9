"""Pages about what happened."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kanaf.actors.actor import ActorRequest
from kanaf.cases import access
from kanaf.cases.access import incidents as records
from kanaf.cases.enums import HappenedPrecision
from kanaf.cases.forms.incidents import IncidentForm
from kanaf.cases.people_words import theirs_of
from kanaf.cases.policies import can_work_socially
from kanaf.cases.policies_medical import counted_from
from kanaf.cases.services import incidents
from kanaf.cases.views.working import draw
from kanaf.foundation import clock
from kanaf.foundation.pages import form_for, render, stale
from kanaf.foundation.versions import StaleVersion
from kanaf.grants.enums import Compartment
from kanaf.territory import access as territory


@require_GET
def list_incidents(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """Every incident of the file, in words."""
    file = access.get_case(request.actor, case_id, to=records.can_see_incidents)
    listed = [_shown(incident) for incident in records.incidents(file)]
    access.note_reading(file, [Compartment.SOCIAL])
    context = {"file": file, "incidents": listed, "can_write": can_work_socially(request.actor, file)}
    return render(request, "cases/incidents/list.html", context)


def _shown(incident: Any) -> dict[str, Any]:
    return {
        "incident": incident,
        "form": territory.label_of("violence_form", incident.form),
        "place_kind": incident.place_kind and territory.label_of("occurrence_place", incident.place_kind),
        "relation": incident.author_relation and territory.label_of("author_relation", incident.author_relation),
        "counted_from": counted_from(incident),
    }


@require_http_methods(["GET", "POST"])
def add_incident(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """Write an incident down; the medical limits start by themselves."""
    file = access.get_case(request.actor, case_id, to=can_work_socially)
    form = form_for(request, IncidentForm, draft=f"cases:add_incident:{case_id}")
    if form.is_valid():
        incidents.record(actor=request.actor, case=case_id, facts=form.facts, at=clock.now())
        messages.success(request, _("The incident is written down."))
        return redirect("cases:list_incidents", case_id)
    return draw(request, "cases/incidents/write.html", file, form)


@require_http_methods(["GET", "POST"])
def edit_incident(request: ActorRequest, case_id: UUID, incident_id: UUID) -> HttpResponse:
    """Correct an incident; its limits are counted again."""
    file = access.get_case(request.actor, case_id, to=can_work_socially)
    incident = records.get_incident(file, incident_id)
    initial = _initial(incident)
    form = form_for(
        request, IncidentForm, draft=f"cases:edit_incident:{incident_id}", initial=initial, version=incident.version
    )
    if form.is_valid():
        try:
            incidents.edit(
                actor=request.actor,
                case=case_id,
                incident_id=incident_id,
                facts=form.facts,
                seen_version=form.seen_version,
                at=clock.now(),
            )
        except StaleVersion as error:
            return stale(request, form, theirs_of(form, initial), error.current.version)
        messages.success(request, _("The correction is kept."))
        return redirect("cases:list_incidents", case_id)
    access.note_reading(file, [Compartment.SOCIAL])
    return draw(request, "cases/incidents/write.html", file, form, incident=incident)


def _initial(incident: Any) -> dict[str, Any]:
    """The incident as its form shows it."""
    return {
        "form": incident.form, "danger": incident.is_danger_now, "online": incident.is_online,
        "narrative": incident.narrative or "", "precision": incident.precision, "medical": incident.needs_medical_clock,
        "place": incident.place.full_name if incident.place else "", "place_kind": incident.place_kind,
        "relation": incident.author_relation,
        "minor": "" if incident.author_is_minor is None else "yes" if incident.author_is_minor else "no",
        **_times(incident),
    }  # fmt: skip


def _times(incident: Any) -> dict[str, Any]:
    start = incident.happened_at and timezone.localtime(incident.happened_at)
    end = incident.happened_until and timezone.localtime(incident.happened_until)
    match incident.precision:
        case HappenedPrecision.HOUR:
            return {"moment": start}
        case HappenedPrecision.DAY:
            return {"day": start and start.date()}
        case HappenedPrecision.PERIOD:
            return {"first_day": start and start.date(), "last_day": end and end.date()}
    return {}
