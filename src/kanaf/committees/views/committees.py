"""Pages: the committees one may read, one committee, its seats and who sits in them."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kanaf.actors.actor import ActorRequest
from kanaf.actors.naming import desk_name
from kanaf.committees import access, policies
from kanaf.committees.access import actions as decided
from kanaf.committees.access import meetings as meeting
from kanaf.committees.forms import committees as forms
from kanaf.committees.services import committees as services
from kanaf.committees.views.asking import Page, ask, done
from kanaf.foundation import clock
from kanaf.foundation.pages import form_for, render, stale
from kanaf.foundation.versions import StaleVersion
from kanaf.territory import access as territory

if TYPE_CHECKING:
    from kanaf.actors.models import Desk
    from kanaf.committees.policies import OpenCommittee


@require_safe
def list_all(request: ActorRequest) -> HttpResponse:
    """The committees in which one sits, or which one keeps."""
    can_open = policies.can_open_some(request.actor)
    rows = access.list_committees(request.actor)
    return render(request, "committees/list.html", {"rows": rows, "can_open": can_open})


@require_http_methods(["GET", "POST"])
def open_one(request: ActorRequest) -> HttpResponse:
    """A new committee, with the seats of its kind."""
    desks = access.desks_of_secretary(request.actor)
    form = form_for(
        request,
        forms.OpenForm,
        draft="committees:open",
        desks=[(str(desk.id), desk_name(desk)) for desk in desks],
        places=_places(desks),
        initial={"desk": str(desks[0].id)},
    )
    if form.is_valid():
        made = services.open_committee(
            actor=request.actor,
            desk=next(desk for desk in desks if str(desk.id) == form.cleaned_data["desk"]),
            kind=form.cleaned_data["kind"],
            place=territory.get_place(UUID(form.cleaned_data["place"])),
            names=form.names,
            at=clock.now(),
        )
        return done(request, _("The committee is open. Say now who sits in it."), "committees:show", made.id)
    page = Page(_("Open a committee"), reverse("committees:list"), _("Committees"), _("Open"))
    return ask(request, page, form)


def _places(desks: "list[Desk]") -> list[tuple[str, str]]:
    """The places of these desks, from their own to the widest."""
    found: dict[str, str] = {}
    for desk in desks:
        for place in reversed(desk.place.lineage if desk.place else []):
            found[str(place)] = territory.get_place(place).name
    return list(found.items())


@require_safe
def show(request: ActorRequest, committee_id: UUID) -> HttpResponse:
    """Who sits, what is empty, when we meet, what is to do."""
    file = access.get_committee(request.actor, committee_id)
    seats, actions = access.seats_of(file.committee), decided.actions_of(file)
    context = {
        "committee": file.committee,
        "seats": seats,
        "vacant": sum(drawn.is_vacant for drawn in seats),
        "next": meeting.next_meeting(file),
        "meetings": access.meetings_of(file),
        "actions": actions,
        **vars(decided.answers_for(request.actor, actions)),
        "today": territory.today(),
        "can_write": policies.can_write(request.actor, file),
        "plan": access.plan_of(file) if file.committee.kind.has_plan else None,
    }
    return render(request, "committees/show.html", context)


def _back_to(file: "OpenCommittee") -> tuple[str, str]:
    return reverse("committees:show", args=[file.committee.id]), file.committee.name


@require_http_methods(["GET", "POST"])
def change_settings(request: ActorRequest, committee_id: UUID) -> HttpResponse:
    """Names, notice and quorum."""
    file = access.get_committee(request.actor, committee_id, to=policies.can_write)
    now = {name: getattr(file.committee, name) for name in forms.SettingsForm.base_fields}
    form = form_for(
        request,
        forms.SettingsForm,
        draft=f"committees:settings:{committee_id}",
        version=file.committee.version,
        initial=now,
    )
    if form.is_valid():
        try:
            services.change_settings(
                actor=request.actor,
                committee=committee_id,
                names=form.names,
                notice_days=form.cleaned_data["notice_days"],
                quorum_percent=form.cleaned_data["quorum_percent"],
                seen=form.seen_version,
                at=clock.now(),
            )
        except StaleVersion:
            return stale(request, form, now, file.committee.version)
        return done(request, _("The settings are kept."), "committees:show", committee_id)
    return ask(request, Page(_("Settings of the committee"), *_back_to(file), _("Keep")), form)


@require_http_methods(["GET", "POST"])
def add_seat(request: ActorRequest, committee_id: UUID) -> HttpResponse:
    """One more place at the table."""
    file = access.get_committee(request.actor, committee_id, to=policies.can_write)
    form = form_for(request, forms.SeatForm, draft=f"committees:seat:{committee_id}")
    if form.is_valid():
        services.add_seat(actor=request.actor, committee=committee_id, at=clock.now(), **form.answers)
        return done(request, _("The seat is added. It is vacant."), "committees:show", committee_id)
    return ask(request, Page(_("Add a seat"), *_back_to(file), _("Add")), form)


@require_http_methods(["GET", "POST"])
def change_seat(request: ActorRequest, committee_id: UUID, seat_id: UUID) -> HttpResponse:
    """What the seat asks, or its end."""
    file = access.get_committee(request.actor, committee_id, to=policies.can_write)
    seat = access.get_seat(file, seat_id)
    now = {name: getattr(seat, name) for name in ("category", "is_chair", "is_required", "ended_on")}
    now["secrecy"] = seat.is_bound
    form = form_for(request, forms.ChangeSeatForm, version=seat.version, initial=now)
    if form.is_valid():
        try:
            services.change_seat(actor=request.actor, seat=seat, seen=form.seen_version, at=clock.now(), **form.answers)
        except services.SeatInUse:
            form.add_error(None, _("Another seat chairs, or somebody sits here on that day."))
        except StaleVersion:
            return stale(request, form, now, seat.version)
        else:
            return done(request, _("The seat is changed."), "committees:show", committee_id)
    label = territory.label_of("committee_seat", seat.category)
    return ask(request, Page(_("Change the seat"), *_back_to(file), _("Keep"), lead=label), form)


@require_http_methods(["GET", "POST"])
def name_member(request: ActorRequest, committee_id: UUID, seat_id: UUID) -> HttpResponse:
    """Somebody sits here."""
    file = access.get_committee(request.actor, committee_id, to=policies.can_write)
    seat = access.get_seat(file, seat_id)
    form = form_for(
        request,
        forms.MemberForm,
        draft=f"committees:member:{seat_id}",
        initial={"since": territory.today()},
    )
    if form.is_valid():
        try:
            services.name_member(
                actor=request.actor,
                seat=seat,
                sitter=form.sitter,
                at=clock.now(),
                **{name: form.cleaned_data[name] for name in ("is_substitute", "since", "until")},
            )
        except services.SeatTaken:
            form.add_error(None, _("Somebody holds this seat on one of these days. End that term first."))
        else:
            return done(request, _("The seat is filled."), "committees:show", committee_id)
    label = territory.label_of("committee_seat", seat.category)
    return ask(request, Page(_("Name somebody to the seat"), *_back_to(file), _("Name this person"), lead=label), form)


@require_http_methods(["GET", "POST"])
def end_term(request: ActorRequest, committee_id: UUID, term_id: UUID) -> HttpResponse:
    """Somebody leaves."""
    file = access.get_committee(request.actor, committee_id, to=policies.can_write)
    term = access.get_term(file, term_id)
    form = form_for(request, forms.EndForm, initial={"until": territory.today()})
    if form.is_valid():
        services.end_term(actor=request.actor, term=term, at=clock.now(), **form.cleaned_data)
        return done(request, _("The term ends on that day."), "committees:show", committee_id)
    return ask(request, Page(_("End the term"), *_back_to(file), _("End the term")), form)
