"""Pages about records that may be of one person, and about a child whom another desk may know."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kanaf.actors.actor import Actor, ActorRequest
from kanaf.cases import access as files
from kanaf.cases.duplicates import access, services, showing
from kanaf.cases.duplicates.access import Seen
from kanaf.cases.duplicates.forms import AnswerForm, JoinForm, UndoForm
from kanaf.cases.enums import KnownAnswer, MergeState
from kanaf.cases.models import CaseParty
from kanaf.foundation import clock
from kanaf.foundation.forms import Form
from kanaf.foundation.pages import form_for, render
from kanaf.grants.enums import Compartment
from kanaf.persons import access as persons
from kanaf.persons import merging
from kanaf.persons.matching.explaining import in_words

IDENTITY = [Compartment.IDENTITY]


@require_safe
def list_duplicates(request: ActorRequest) -> HttpResponse:
    """What another desk asks or answers, what waits for a second reviewer, and pairs to compare."""
    actor, now = request.actor, clock.now()
    access.allow_list(actor)
    known = access.known_elsewhere(actor, now)
    pairs = Paginator(access.to_compare(actor, now), access.PAGE).get_page(request.GET.get("page"))
    context = {
        "to_answer": [one for one in known if access.waits(actor, one) and one.known.answer == ""],
        "to_call": [one for one in known if access.waits(actor, one) and one.known.answer == KnownAnswer.CALL],
        "proposals": [_proposal(actor, merge) for merge in access.proposals(actor, now)],
        "pairs": showing.listed(pairs.object_list),
        "page_obj": pairs,
    }
    return render(request, "cases/duplicates/list.html", context)


def _proposal(actor: Actor, merge: Any) -> dict[str, Any]:
    return {"merge": merge, "one": merge.kept, "other": merge.absorbed, "is_mine": merge.proposed_by == actor.id}


@require_safe
def show_pair(request: ActorRequest, pair_id: UUID) -> HttpResponse:
    """Side by side: what agrees, what does not, and where each record is used."""
    seen = access.get_pair(request.actor, pair_id)
    _note_reading(request.actor, [*seen.kept.parts, *seen.other.parts])
    return render(request, "cases/duplicates/pair.html", _about(request.actor, seen))


def _about(actor: Actor, seen: Seen) -> dict[str, Any]:
    is_joined = seen.merge is not None and seen.merge.state == MergeState.DONE
    return {
        "pair": seen.pair,
        "seen": seen,
        "rows": showing.rows(seen.kept.values, seen.other.values),
        "likelihood": showing.likelihood(seen.pair.probability),
        "reasons": [] if is_joined else access.why_alike(actor, seen, clock.now()),
        "taken": showing.labels_of(_taken(seen)),
        "is_joined": is_joined,
        "is_proposed": seen.merge is not None and not is_joined,
        "is_mine": seen.merge is not None and seen.merge.proposed_by == actor.id,
        "can_decide": access.can_decide(actor, seen),
        "can_propose": access.can_propose(actor, seen),
        "can_ask_again": access.can_ask_again(actor, seen),
        "can_settle": access.can_settle(actor, seen),
        "can_refuse": access.can_refuse(actor, seen),
        "can_undo": access.can_undo(actor, seen),
    }


def _taken(seen: Seen) -> list[str]:
    """The fields that come, or would come, from the second record."""
    return list(services.fields_of(seen.merge)) if seen.merge else []


def _note_reading(actor: Actor, parts: list[CaseParty]) -> None:
    """Each file through which an identity was read keeps it."""
    for case in {party.case_id for party in parts}:
        if opened := files.open_file(actor, case):
            files.note_reading(opened, IDENTITY)


@require_http_methods(["GET", "POST"])
def join_pair(request: ActorRequest, pair_id: UUID) -> HttpResponse:
    """Field by field, which of the two is right."""
    actor = request.actor
    seen = access.get_pair(actor, pair_id, to=access.can_propose)
    rows = showing.rows(seen.kept.values, seen.other.values)
    form = form_for(request, JoinForm, draft=f"cases:join_pair:{pair_id}", rows=rows, version=seen.version)
    if form.is_valid() and _join(request, pair_id, form):
        return redirect("cases:show_pair", pair_id)
    _note_reading(actor, [*seen.kept.parts, *seen.other.parts])
    context = {"seen": seen, "pair": seen.pair, "form": form, "same": [row for row in rows if not row.differs]}
    return render(request, "cases/duplicates/join.html", context, status=422 if form.errors else 200)


def _join(request: ActorRequest, pair_id: UUID, form: JoinForm) -> bool:
    try:
        merge = services.join(
            actor=request.actor, pair_id=pair_id, chosen=form.chosen, seen_version=form.seen_version, at=clock.now()
        )
    except services.Changed:
        form.add_error(None, _("One of the records was corrected meanwhile. Look at the two again, then send."))
        return False
    merge.refresh_from_db()
    if merge.state == MergeState.DONE:
        messages.success(request, _("The two records are one. It can be undone any day, without loss."))
    else:
        messages.success(request, _("Proposed. Somebody of the other desk that keeps one of the records decides."))
    return True


@require_POST
def tell_apart(request: ActorRequest, pair_id: UUID) -> HttpResponse:
    """They are two people: nobody asks again."""
    access.get_pair(request.actor, pair_id, to=access.can_decide)
    services.tell_apart(actor=request.actor, pair_id=pair_id, at=clock.now())
    messages.success(request, _("Two people. Nobody will be asked about them again."))
    return redirect("cases:list_duplicates")


@require_POST
def ask_again(request: ActorRequest, pair_id: UUID) -> HttpResponse:
    """They were told apart by mistake."""
    access.get_pair(request.actor, pair_id, to=access.can_ask_again)
    services.ask_again(actor=request.actor, pair_id=pair_id, at=clock.now())
    messages.success(request, _("The question is open again."))
    return redirect("cases:show_pair", pair_id)


@require_POST
def settle_pair(request: ActorRequest, pair_id: UUID) -> HttpResponse:
    """The second reviewer joins them, or somebody says no."""
    approve = request.POST.get("decision") == "join"
    access.get_pair(request.actor, pair_id, to=access.can_settle if approve else access.can_refuse)
    try:
        services.settle(
            actor=request.actor, pair_id=pair_id, approve=approve, seen_version=request.POST.get("version"),
            at=clock.now(),
        )  # fmt: skip
    except services.Changed:
        messages.error(request, _("One of the records was corrected meanwhile. Look at the two again, then decide."))
        return redirect("cases:show_pair", pair_id)
    messages.success(request, _("The two records are one.") if approve else _("They stay two records."))
    return redirect("cases:show_pair", pair_id)


@require_http_methods(["GET", "POST"])
def undo_pair(request: ActorRequest, pair_id: UUID) -> HttpResponse:
    """Two records again, as they were."""
    actor, now = request.actor, clock.now()
    seen = access.get_pair(actor, pair_id, to=access.can_undo)
    assert seen.merge is not None  # noqa: S101 - can_undo says so
    since = [(str(party.id), showing.part_of(party)) for party in access.parts_since(actor, seen.merge, now)]
    form = form_for(request, UndoForm, draft=f"cases:undo_pair:{pair_id}", since=since)
    if form.is_valid() and _undo(request, pair_id, form, now):
        return redirect("cases:show_pair", pair_id)
    taken = merging.unpacked(seen.merge.record).taken
    context = {
        "seen": seen, "pair": seen.pair, "form": form,
        "back": showing.labels_of(list(merging.giving_back(seen.kept.values, taken))),
        "stays": showing.labels_of(merging.corrected_since(seen.kept.values, taken)),
    }  # fmt: skip
    return render(request, "cases/duplicates/undo.html", context, status=422 if form.errors else 200)


def _undo(request: ActorRequest, pair_id: UUID, form: Form, now: datetime) -> bool:
    given = form.cleaned_data
    since = [UUID(party) for party in given.get("since", [])]
    try:
        services.undo(actor=request.actor, pair_id=pair_id, since=since, why=given["why"], at=now)
    except services.JoinedOnwards:
        form.add_error(None, _("This record was joined to another one since. Take those two apart first."))
        return False
    messages.success(request, _("Two records again, as they were."))
    return True


@require_http_methods(["GET", "POST"])
def show_known(request: ActorRequest, known_id: UUID) -> HttpResponse:
    """A child of ours was written down elsewhere, or another desk asks us to call."""
    actor, now = request.actor, clock.now()
    one = access.get_known(actor, known_id)
    form = form_for(request, AnswerForm, may_call=not one.is_apart) if access.can_answer(actor, one) else None
    if form is not None and form.is_valid():
        services.answer(actor=actor, known_id=known_id, answer=form.cleaned_data["answer"], at=now)
        messages.success(request, _("Your answer is kept."))
        return redirect("cases:list_duplicates")
    ours = persons.readable(actor, [one.known.person_id, one.known.newcomer_id], now)
    file = files.open_file(actor, one.known.case_id) or files.open_file(actor, one.known.through_id)
    if file:
        files.note_reading(file, IDENTITY)
    context = {
        "one": one, "form": form, "file": file, "is_ours": one.lead.id in actor.desk_ids,
        "person": ours.get(one.known.person_id) or ours.get(one.known.newcomer_id),
        "likelihood": showing.likelihood(one.known.probability),
        "reasons": in_words(one.known.facts) if one.lead.id in actor.desk_ids else [],
        "can_end": access.can_end(actor, one),
    }  # fmt: skip
    return render(request, "cases/duplicates/known.html", context, status=422 if form and form.errors else 200)


@require_POST
def end_known(request: ActorRequest, known_id: UUID) -> HttpResponse:
    """We have called them."""
    access.get_known(request.actor, known_id, to=access.can_end)
    services.end_known(actor=request.actor, known_id=known_id, at=clock.now())
    messages.success(request, _("Noted."))
    return redirect("cases:list_duplicates")
