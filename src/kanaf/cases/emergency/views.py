"""Pages of emergency access: asking, the little that opens, who did it, and the review."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kanaf.actors import access as actors
from kanaf.actors.actor import Actor, ActorRequest
from kanaf.actors.naming import desk_name
from kanaf.actors.signin.fresh import require_fresh_sign_in
from kanaf.cases import summaries
from kanaf.cases.emergency import access, figures, policies, services, showing
from kanaf.cases.emergency.forms import BreakGlassForm, ReviewForm
from kanaf.foundation import clock, limits
from kanaf.foundation.pages import form_for, render
from kanaf.foundation.vault import blind
from kanaf.journal.services import Refusal

TRIES = 10
WITHIN = timedelta(hours=1)


@require_safe
def list_emergencies(request: ActorRequest) -> HttpResponse:
    """What waits for a review, what I opened, what was opened of our files."""
    now = clock.now()
    listed = access.list_accesses(request.actor, now)
    everything = [*listed.to_review, *listed.mine, *listed.others]
    names = actors.names_of(one.person for one in everything)
    context = {
        "to_review": showing.rows(listed.to_review, names, now),
        "mine": showing.rows(listed.mine, names, now),
        "others": showing.rows(listed.others, names, now),
        "is_reviewer": listed.is_reviewer,
        "may_open": policies.may_open(request.actor),
        "may_count": policies.can_see_figures(request.actor),
    }
    return render(request, "cases/emergency/list.html", context)


@require_http_methods(["GET", "POST"])
@require_fresh_sign_in
def break_glass(request: ActorRequest) -> HttpResponse:
    """Ask for a file by its exact code; whatever is wrong with the code, the answer is the same."""
    desks = access.desks_on_call(request.actor)
    lengths = access.length_choices()
    choices = [(str(desk.id), desk_name(desk)) for desk in desks]
    form = form_for(request, BreakGlassForm, desks=choices, lengths=lengths)
    if form.is_valid():
        answer = _ask(request, form, desks)
        if answer is not None:
            return answer
    context = {"form": form, "longest": lengths[-1]}
    return render(request, "cases/emergency/open.html", context, status=422 if form.errors else 200)


def _ask(request: ActorRequest, form: BreakGlassForm, desks: Sequence[Any]) -> HttpResponse | None:
    """Where to go next, or nothing when the form says why not."""
    actor, now, given = request.actor, clock.now(), form.cleaned_data
    if case := access.whole_file(actor, given["code"], now):
        messages.info(request, _("This file is open to you already, and without an emergency."))
        return redirect("portal:show_file", case.id)
    if mine := access.already_open(actor, given["code"], now):
        return redirect("cases:enter_emergency", mine.id)
    if not _may_try(actor, now):
        form.add_error(None, _("You asked too often. Call the desk that leads the file, or wait an hour."))
        return None
    desk = next(desk for desk in desks if str(desk.id) == given.pop("desk"))
    try:
        opened = services.break_glass(actor=actor, desk=desk, at=now, **given)
    except services.OpensNothing:
        request.kanaf_refused = Refusal(  # type: ignore[attr-defined]
            lambda: services.note_refused(actor=actor, desk=desk.id, at=now)
        )
        form.add_error("code", _("This code opens nothing. Check it, or call the desk that gave it to you."))
        return None
    messages.success(request, _("The file is open to you. Those who lead it and the privacy officer have been told."))
    return redirect("cases:enter_emergency", opened.id)


def _may_try(actor: Actor, now: datetime) -> bool:
    """So many times an hour whatever the answer, and so many files a day."""
    source = blind.index("emergency", str(actor.known_id))
    tries = limits.allow("emergency", source, most=TRIES, within=WITHIN, now=now)
    return tries and access.opened_today(actor, now) < access.MOST_A_DAY


@require_safe
def enter_file(request: ActorRequest, access_id: UUID) -> HttpResponse:
    """The little that opens, under a banner that says until when and that others know."""
    now = clock.now()
    seen = access.get_access(request.actor, access_id, to=access.can_enter)
    file = access.enter(request.actor, seen, now)
    context = {
        "access": seen.access,
        "file": file,
        "case": file.case,
        "safety": summaries.of_safety(file.safety) if file.safety else [],
        "phone": showing.phone_of(file.case.lead_desk),
    }
    return render(request, "cases/emergency/file.html", context)


@require_safe
def show_emergency(request: ActorRequest, access_id: UUID) -> HttpResponse:
    """Who opened, when, why, and what the reviewer said: nothing of the file."""
    now, actor = clock.now(), request.actor
    seen = access.get_access(actor, access_id)
    reads_words = policies.can_read_words(actor, seen.access, leads=seen.leads)
    context = {
        "access": seen.access,
        "lines": showing.lines(seen.access, now, with_words=reads_words),
        "state": showing.state_of(seen.access, now),
        "can_enter": access.can_enter(actor, seen),
        "can_end": access.can_end(actor, seen),
        "can_review": access.can_review(actor, seen),
        "leads": seen.reads,
    }
    return render(request, "cases/emergency/show.html", context)


@require_POST
def end_emergency(request: ActorRequest, access_id: UUID) -> HttpResponse:
    """Finished, or closed by those who lead."""
    access.get_access(request.actor, access_id, to=access.can_end)
    services.end_emergency(actor=request.actor, access_id=access_id, at=clock.now())
    messages.success(request, _("The emergency access is over: it opens nothing any more."))
    return redirect("cases:show_emergency", access_id)


@require_http_methods(["GET", "POST"])
def review_emergency(request: ActorRequest, access_id: UUID) -> HttpResponse:
    """Was it right? Decided on the reason, the hour and the words; the file stays closed."""
    now = clock.now()
    seen = access.get_access(request.actor, access_id, to=access.can_review)
    form = form_for(request, ReviewForm, draft=f"cases:review_emergency:{access_id}")
    if form.is_valid():
        services.review(actor=request.actor, access_id=access_id, at=now, **form.cleaned_data)
        messages.success(request, _("Your decision is written down. Those concerned read it."))
        return redirect("cases:list_emergencies")
    context = {"access": seen.access, "form": form, "lines": showing.lines(seen.access, now, with_words=True)}
    return render(request, "cases/emergency/review.html", context, status=422 if form.errors else 200)


@require_safe
def show_figures(request: ActorRequest) -> HttpResponse:
    """How often, why, and what came of it."""
    return render(request, "cases/emergency/figures.html", {"figures": figures.of_the_year(request.actor, clock.now())})
