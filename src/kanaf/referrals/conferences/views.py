"""Pages of case conferences."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kanaf.actors.access import desks_by_id
from kanaf.actors.actor import ActorRequest
from kanaf.actors.naming import desk_name
from kanaf.cases import access as cases
from kanaf.foundation import clock
from kanaf.foundation.forms import Form
from kanaf.foundation.pages import form_for, render, stale
from kanaf.foundation.versions import StaleVersion
from kanaf.grants.enums import Compartment
from kanaf.referrals.conferences import access, forms, policies, services
from kanaf.referrals.conferences.access import OpenConference
from kanaf.referrals.enums import ConferenceStatus


@require_safe
def list_conferences(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """The conferences of one file, the next one first."""
    file = cases.get_case(request.actor, case_id)
    context = {
        "file": file,
        "conferences": access.of_case(request.actor, case_id),
        "can_call": policies.can_call(request.actor, file),
    }
    return render(request, "referrals/conferences/list.html", context)


@require_http_methods(["GET", "POST"])
def call(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """Invite desks round the table."""
    file = cases.get_case(request.actor, case_id, to=policies.can_call)
    desks = access.desks_to_invite(file, clock.now())
    form = form_for(request, forms.CallForm, draft=f"conferences:call:{case_id}", desks=desks)
    if form.is_valid():
        given = form.cleaned_data
        invited = list(desks_by_id(UUID(desk) for desk in given.pop("desks")).values())
        try:
            called = services.call(actor=request.actor, case=case_id, desks=invited, at=clock.now(), **given)
        except services.NoConsent as blocked:
            form.add_error("desks", f"{desk_name(blocked.desk)}: {blocked.answer.why}")
        except services.NobodyInvited:
            form.add_error("desks", _("Invite at least one other desk."))
        else:
            messages.success(request, _("The desks are invited: the meeting stands on their page."))
            return redirect("referrals:show_conference", called.id)
    context = {"file": file, "form": form}
    return render(request, "referrals/conferences/call.html", context, status=422 if form.errors else 200)


@require_safe
def show_conference(request: ActorRequest, conference_id: UUID) -> HttpResponse:
    """Who, when, what was said as far as the reader may know it, and who does what."""
    actor = request.actor
    table = access.get_conference(actor, conference_id)
    minutes = access.minutes_of(table)
    if table.file:
        cases.note_reading(table.file, [m.compartment for m in minutes if m.compartment != Compartment.CORE])
    chairs = access.can_chair(actor, table)
    decisions = access.decisions_of(table)
    written = {minute.compartment for minute in minutes}
    context = {
        "table": table,
        "conference": table.conference,
        "minutes": minutes,
        "closed": access.closed_parts(table) if table.conference.status == ConferenceStatus.HELD else [],
        "writable": [(part, part.label, part in written) for part in access.writable_parts(actor, table)],
        "decisions": [(one, policies.can_finish_decision(actor, one, chairs=chairs)) for one in decisions],
        "can_change": access.can_change(actor, table),
        "can_decide": access.can_decide(actor, table),
        "can_open_file": table.file is not None,
    }
    return render(request, "referrals/conferences/show.html", context)


def _draw(request: ActorRequest, template: str, table: OpenConference, form: Form, **more: Any) -> HttpResponse:
    context = {"table": table, "conference": table.conference, "form": form, **more}
    return render(request, f"referrals/conferences/{template}.html", context, status=422 if form.errors else 200)


def _back(request: ActorRequest, table: OpenConference, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect("referrals:show_conference", table.conference.id)


@require_http_methods(["GET", "POST"])
def move(request: ActorRequest, conference_id: UUID) -> HttpResponse:
    """Another day, another place."""
    table = access.get_conference(request.actor, conference_id, to=access.can_change)
    record = table.conference
    initial = {"planned_at": record.planned_at, "where": record.where}
    form = form_for(request, forms.MoveForm, version=record.version, initial=initial)
    if form.is_valid():
        try:
            services.move(
                actor=request.actor, conference=record.id, seen=form.seen_version, at=clock.now(), **form.cleaned_data
            )
        except StaleVersion:
            return stale(request, form, initial, record.version)
        return _back(request, table, _("Moved. The invited desks see the new day."))
    return _draw(request, "move", table, form)


@require_POST
def cancel(request: ActorRequest, conference_id: UUID) -> HttpResponse:
    """There is no meeting."""
    table = access.get_conference(request.actor, conference_id, to=access.can_change)
    services.cancel(actor=request.actor, conference=conference_id, at=clock.now())
    return _back(request, table, _("Cancelled. What the invitation had opened is closed."))


@require_http_methods(["GET", "POST"])
def hold(request: ActorRequest, conference_id: UUID) -> HttpResponse:
    """It took place: who was there."""
    table = access.get_conference(request.actor, conference_id, to=access.can_change)
    seats = access.seats_as_choices(table)
    initial = {"held_at": clock.now(), "came": [value for value, _label in seats]}
    form = form_for(request, forms.HoldForm, seats=seats, initial=initial)
    if form.is_valid():
        given = form.cleaned_data
        services.hold(
            actor=request.actor,
            conference=conference_id,
            came=[UUID(desk) for desk in given["came"]],
            held_at=given["held_at"],
            at=clock.now(),
        )
        return _back(request, table, _("Written down. Now the minutes, and who does what."))
    return _draw(request, "hold", table, form)


def _part(compartment: str) -> Compartment:
    try:
        return Compartment(compartment)
    except ValueError:
        raise Http404 from None


@require_http_methods(["GET", "POST"])
def write_minutes(request: ActorRequest, conference_id: UUID, compartment: str) -> HttpResponse:
    """What was said, in one part."""
    part = _part(compartment)

    def may(actor: Any, found: OpenConference) -> bool:
        return part in access.writable_parts(actor, found)

    table = access.get_conference(request.actor, conference_id, to=may)
    minute = next((one for one in access.minutes_of(table) if one.compartment == part), None)
    initial = {"text": minute.text} if minute else {}
    version = minute.version if minute else None
    draft = f"conferences:minutes:{conference_id}:{part}"
    form = form_for(request, forms.MinutesForm, draft=draft, version=version, initial=initial)
    if form.is_valid():
        try:
            services.write_minutes(
                actor=request.actor,
                conference=conference_id,
                compartment=part,
                text=form.cleaned_data["text"],
                seen=form.seen_version,
                at=clock.now(),
            )
        except StaleVersion as newer:
            return stale(request, form, initial, newer.current.version)
        return _back(request, table, _("The minutes are kept."))
    return _draw(request, "minutes", table, form, part=part.label, is_core=part == Compartment.CORE)


@require_http_methods(["GET", "POST"])
def decide(request: ActorRequest, conference_id: UUID) -> HttpResponse:
    """Who does what, by when."""
    table = access.get_conference(request.actor, conference_id, to=access.can_decide)
    seats = access.seats_as_choices(table)
    form = form_for(request, forms.DecideForm, draft=f"conferences:decide:{conference_id}", seats=seats)
    if form.is_valid():
        services.decide(
            actor=request.actor,
            conference=conference_id,
            desk=UUID(form.cleaned_data["desk"]),
            text=form.cleaned_data["text"],
            due_at=form.due_at,
            at=clock.now(),
        )
        return _back(request, table, _("Decided. The desk is reminded of it in time."))
    return _draw(request, "decide", table, form)


@require_POST
def finish_decision(request: ActorRequest, conference_id: UUID, decision_id: UUID) -> HttpResponse:
    """Done."""
    table = access.get_conference(request.actor, conference_id)
    decision = access.get_decision(table, decision_id)
    if decision.done_at is None and not policies.can_finish_decision(
        request.actor, decision, chairs=access.can_chair(request.actor, table)
    ):
        raise Http404
    services.finish_decision(actor=request.actor, conference=conference_id, decision=decision_id, at=clock.now())
    return _back(request, table, _("Done. Thank you."))
