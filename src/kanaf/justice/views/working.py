"""One form, one service, one sentence: what most pages of justice are."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from kanaf.actors.actor import ActorRequest
from kanaf.cases.policies import OpenFile
from kanaf.foundation import clock
from kanaf.foundation.forms import Form
from kanaf.foundation.pages import form_for, keep_typed, render
from kanaf.foundation.versions import StaleVersion
from kanaf.justice.access import note_reading
from kanaf.justice.services import hearings, measures, procedures, sheets

Words = str | Promise


@dataclass(frozen=True)
class Task:
    """What a page asks, what it does with the answer, and the sentence afterwards."""

    title: Words
    form: type[Form]
    do: Callable[..., object]
    done: Words
    label: Words
    lead: Words = ""
    given: Mapping[str, Any] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)
    draft: str = ""
    version: int | None = None
    is_danger: bool = False


REFUSALS = (
    procedures.NumberTaken,
    procedures.NotACourt,
    procedures.AlreadyClosed,
    measures.BeyondMajority,
    measures.AlreadyEnded,
    measures.OutOfOrder,
    hearings.AlreadyTold,
    hearings.NotAStep,
    sheets.NoDecision,
    sheets.WrongDesk,
    sheets.AlreadySent,
    sheets.AlreadyAcknowledged,
    StaleVersion,
)
"""What a service says no with, each in words below."""


def trouble_of(error: Exception) -> tuple[str | None, str]:
    """The field and the sentence for what a service refused."""
    if isinstance(error, measures.BeyondMajority):
        return _beyond(error.named)
    told: dict[type[Exception], tuple[str | None, str]] = {
        procedures.NumberTaken: ("number", _("This register bears this number for another file. Check it.")),
        procedures.NotACourt: ("court", _("This desk keeps no register.")),
        procedures.AlreadyClosed: (None, _("This procedure was closed meanwhile.")),
        measures.AlreadyEnded: (None, _("This measure ended meanwhile.")),
        measures.OutOfOrder: (None, _("This does not come next: open the file again to see where it stands.")),
        hearings.AlreadyTold: (None, _("Somebody said it meanwhile.")),
        hearings.NotAStep: ("kind", _("The law knows no such step in this procedure.")),
        sheets.NoDecision: (None, _("Nothing may leave: no decision to report stands.")),
        sheets.WrongDesk: ("desk_to", _("This desk does not take such a sheet.")),
        sheets.AlreadySent: (None, _("It has left already.")),
        sheets.AlreadyAcknowledged: (None, _("Its receipt was acknowledged meanwhile.")),
        StaleVersion: (None, _("Somebody changed it while you were reading. Read it again, then send.")),
    }  # fmt: skip
    return told[type(error)]


def _beyond(named: str) -> tuple[str, str]:
    if named == "ends_on":
        return named, _("No measure goes beyond majority. If it lasts until then, choose “until majority”.")
    return named, _("No measure goes beyond majority: give a day before it.")


def carry_out(request: ActorRequest, file: OpenFile, task: Task) -> HttpResponse:
    """Show the form, or do it and go back to the judicial part of the file."""
    form = form_for(request, task.form, draft=task.draft, version=task.version, **task.more)
    if form.is_valid():
        try:
            _do(request, file, task, form)
        except REFUSALS as error:
            _refuse(request, form, error)
        else:
            messages.success(request, str(task.done))
            return redirect("justice:show_file", file.case.id)
    note_reading(file)
    context = {"file": file, "form": form, "task": task}
    return render(request, "justice/task.html", context, status=422 if form.errors else 200)


SAME = {"review_on": "next_on"}
"""Fields that a form calls otherwise than its service does."""


def _do(request: ActorRequest, file: OpenFile, task: Task, form: Form) -> None:
    seen = {"seen": form.seen_version} if task.version is not None else {}
    task.do(actor=request.actor, case=file.case.id, at=clock.now(), **task.given, **seen, **form.cleaned_data)


def _refuse(request: ActorRequest, form: Form, error: Exception) -> None:
    """Say at the right field why not; what was typed is kept."""
    name, sentence = trouble_of(error)
    form.add_error(next((field for field in (name, SAME.get(name or "")) if field in form.fields), None), sentence)
    keep_typed(request)
