"""Pages on which a version is begun, written, sent to the committee and withdrawn."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kanaf.actors.actor import ActorRequest
from kanaf.actors.naming import said
from kanaf.circuit import access_protocols as access
from kanaf.circuit import forms, policies
from kanaf.circuit.numbered import numbered
from kanaf.circuit.services import drafting
from kanaf.circuit.verdicts import Verdict
from kanaf.circuit.views.confirming import answer, late
from kanaf.foundation import clock, pages
from kanaf.foundation.pages import form_for, render
from kanaf.foundation.versions import StaleVersion


@require_http_methods(["GET", "POST"])
def start_draft(request: ActorRequest, version_id: UUID) -> HttpResponse:
    """Begin the next version; if one is being prepared, go there."""
    version = access.get_version(request.actor, version_id, to=policies.can_start)
    form = form_for(request, forms.ConfirmForm, version=version.version)
    if form.is_valid():
        try:
            draft = drafting.start_draft(actor=request.actor, version=version_id, at=clock.now())
        except drafting.AlreadyInPreparation as already:
            messages.info(request, _("A version is being prepared already: here it is."))
            return redirect("circuit:show_version", already.version.id if already.version else version_id)
        messages.success(request, _("The draft begins with the text in force. Nothing changes for anybody yet."))
        return redirect("circuit:edit_draft", draft.id)
    return answer(request, "circuit/start.html", version, form)


@require_http_methods(["GET", "POST"])
def begin_protocol(request: ActorRequest, version_id: UUID) -> HttpResponse:
    """Begin the first protocol of our territory from one that is in force elsewhere."""
    version = access.get_version(request.actor, version_id, to=policies.can_begin_from)
    places = access.places_to_begin(request.actor, version)
    form = form_for(request, forms.BeginForm, draft=f"circuit:begin:{version_id}", places=places)
    if form.is_valid():
        given = form.cleaned_data
        try:
            draft = drafting.start_protocol(
                actor=request.actor, version=version_id, dispositif=given["dispositif"], name=form.name,
                place=given["place"], at=clock.now(),
            )  # fmt: skip
        except drafting.AlreadyInPreparation:
            form.add_error("dispositif", _("A protocol has this name already: open it from the list, or take another."))
        else:
            messages.success(request, _("The draft is there. Every delay in it is to be confirmed by your committee."))
            return redirect("circuit:edit_draft", draft.id)
    return answer(request, "circuit/begin.html", version, form)


@require_http_methods(["GET", "POST"])
def edit_draft(request: ActorRequest, version_id: UUID) -> HttpResponse:
    """Write in the text; every mistake is told at its line, and stops nobody from keeping the draft."""
    version = access.get_version(request.actor, version_id, to=policies.can_edit)
    initial = {"text": version.text}
    form = form_for(
        request, forms.TextForm, draft=f"circuit:edit:{version_id}", version=version.version, initial=initial
    )
    if form.is_valid():
        text = form.cleaned_data["text"]
        try:
            verdict = drafting.write_text(
                actor=request.actor, version=version_id, text=text, seen=form.seen_version, at=clock.now()
            )
        except StaleVersion as stale:
            theirs = access.get_version(request.actor, version_id)
            return pages.stale(request, form, {"text": theirs.text}, stale.current.version)
        messages.success(request, _kept(verdict))
        return redirect("circuit:edit_draft", version_id)
    shown = form.fit()
    verdict = access.verdict_on(shown, dispositif=version.dispositif)
    lines = numbered(shown + "\n" * forms.ROOM, verdict.problems)
    return answer(request, "circuit/edit.html", version, form, verdict=verdict, lines=lines)


def _kept(verdict: Verdict) -> str:
    count = len(verdict.mistakes)
    if not count:
        return _("Draft kept, without a mistake: it can be sent to the committee.")
    return ngettext(
        "Draft kept. %(count)s mistake is to be corrected before it is sent.",
        "Draft kept. %(count)s mistakes are to be corrected before it is sent.",
        count,
    ) % {"count": count}


@require_http_methods(["GET", "POST"])
def submit_draft(request: ActorRequest, version_id: UUID) -> HttpResponse:
    """Choose who signs, and send it to the committee; a text with mistakes is not sent."""
    version = access.get_version(request.actor, version_id, to=policies.can_edit)
    verdict = access.verdict_on(version.text, dispositif=version.dispositif)
    if verdict.protocol is None or verdict.mistakes:
        return render(request, "circuit/submit_mistakes.html", {"version": version, "verdict": verdict})
    possible = access.possible_members(verdict.protocol.country, verdict.protocol.places)
    choices = [(str(one.id), said(one)) for one in possible]
    initial = {"members": [str(one) for one in version.members] or [code for code, _name in choices]}
    form = form_for(request, forms.SubmitForm, version=version.version, organisations=choices, initial=initial)
    if form.is_valid():
        try:
            members = [UUID(one) for one in form.cleaned_data["members"]]
            drafting.submit(
                actor=request.actor, version=version_id, members=members, seen=form.seen_version, at=clock.now()
            )
        except (drafting.AlreadyMoved, drafting.HasMistakes):
            return late(request, version_id)
        messages.success(request, _("Sent. The committee reads it; its text stays as it is until they answer."))
        return redirect("circuit:show_version", version_id)
    return answer(request, "circuit/submit.html", version, form, verdict=verdict)


@require_http_methods(["GET", "POST"])
def withdraw_draft(request: ActorRequest, version_id: UUID) -> HttpResponse:
    """Give it up."""
    version = access.get_version(request.actor, version_id, to=policies.can_edit)
    form = form_for(request, forms.ConfirmForm, version=version.version)
    if form.is_valid():
        try:
            drafting.withdraw(actor=request.actor, version=version_id, seen=form.seen_version, at=clock.now())
        except drafting.AlreadyMoved:
            return late(request, version_id)
        messages.success(request, _("Withdrawn. Its text is kept; it will never apply."))
        return redirect("circuit:list_protocols")
    return answer(request, "circuit/withdraw.html", version, form)
