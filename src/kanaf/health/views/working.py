"""One form, one service, one sentence: what most pages of health are."""

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
from kanaf.health import showing
from kanaf.health.access import limits_of, note_reading
from kanaf.health.services import care, certificates, requests, working

Words = str | Promise


def as_typed(form: Form) -> Mapping[str, Any]:
    return form.cleaned_data


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
    answers: Callable[[Any], Mapping[str, Any]] = as_typed
    draft: str = ""
    version: int | None = None
    shows_limits: bool = False


REFUSALS = (
    working.NoLongerWaits,
    requests.AlreadyTold,
    care.AlreadyTold,
    care.NotYet,
    certificates.NotExamined,
    StaleVersion,
)
"""What a service says no with, each in words below."""


def trouble_of(error: Exception) -> str:
    """The sentence for what a service refused."""
    told: dict[type[Exception], str] = {
        working.NoLongerWaits: _("This examination was done, refused or taken back meanwhile."),
        requests.AlreadyTold: _("Somebody said it meanwhile."),
        care.AlreadyTold: _("Somebody said it meanwhile."),
        care.NotYet: _("This moment is still to come. Give when it happened."),
        certificates.NotExamined: _("Nothing is certified before the examination is done."),
        StaleVersion: _("Somebody changed it while you were reading. Open it again: nothing is lost."),
    }
    return told[type(error)]


def carry_out(request: ActorRequest, file: OpenFile, task: Task) -> HttpResponse:
    """Show the form, or do it and go back to the medical part of the file."""
    form = form_for(request, task.form, draft=task.draft, version=task.version, **task.more)
    if form.is_valid():
        try:
            _do(request, file, task, form)
        except REFUSALS as error:
            form.add_error(None, trouble_of(error))
            keep_typed(request)
        else:
            messages.success(request, str(task.done))
            return redirect("health:show_file", file.case.id)
    note_reading(file)
    limits = showing.lines(limits_of(file.case, clock.now())) if task.shows_limits else []
    context = {"file": file, "form": form, "task": task, "limits": limits}
    return render(request, "health/task.html", context, status=422 if form.errors else 200)


def _do(request: ActorRequest, file: OpenFile, task: Task, form: Form) -> None:
    seen = {"seen": form.seen_version} if task.version is not None else {}
    answers = task.answers(form)
    task.do(actor=request.actor, case=file.case.id, at=clock.now(), **task.given, **seen, **answers)
