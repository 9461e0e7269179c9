"""One page for three decisions: read what a colleague wrote, then approve it or send it back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from kanaf.actors.access import names_of
from kanaf.actors.actor import ActorRequest
from kanaf.cases import access, policies
from kanaf.cases.access import work
from kanaf.cases.enums import Approval
from kanaf.cases.forms.assessments import DecisionForm
from kanaf.cases.policies import OpenFile
from kanaf.cases.services.approvals import AlreadyDecided
from kanaf.cases.services.closing import StillOpen
from kanaf.cases.summaries import Line
from kanaf.cases.views.working import done, draw
from kanaf.foundation import clock
from kanaf.foundation.pages import form_for
from kanaf.foundation.versions import StaleVersion
from kanaf.grants.enums import Compartment


@dataclass(frozen=True)
class Question:
    """What is decided on: its words, and the service that records the decision."""

    record: Any
    title: str
    name: str
    lines: Sequence[Line]
    decide: Callable[..., object]
    extra: dict[str, Any] = field(default_factory=dict)


def decide(request: ActorRequest, file: OpenFile, question: Question) -> HttpResponse:
    """Four eyes: whoever wrote any version of it finds no such page."""
    record = question.record
    if not policies.can_decide(request.actor, file, writers=work.hands_in(record)):
        raise Http404
    kept = {"draft": f"cases:decide:{record.id}", "version": record.version}
    form = form_for(request, DecisionForm, **kept)
    trouble = ""
    if form.is_valid():
        trouble = _record(request, file.case.id, question, form)
        if not trouble:
            return done(request, file, _("Approved.") if form.approves else _("Sent back with your remarks."))
        form = DecisionForm(owner=request.actor.id, **kept)
        form.restore(request.POST)
    access.note_reading(file, [Compartment.SOCIAL])
    return draw(
        request,
        "cases/tasks/decide.html",
        file,
        form,
        title=question.title,
        lines=question.lines,
        trouble=trouble,
        record=record,
        writer=names_of([record.written_by]).get(record.written_by, ""),
        is_waiting=record.status == Approval.SUBMITTED,
        **question.extra,
    )


def _record(request: ActorRequest, case_id: UUID, question: Question, form: DecisionForm) -> str:
    """Empty once the decision is recorded; else the sentence that says why it was not."""
    try:
        question.decide(
            actor=request.actor,
            case=case_id,
            approve=form.approves,
            remark=form.cleaned_data["remark"],
            seen=form.seen_version,
            at=clock.now(),
            **{question.name: question.record.id},
        )
    except (StaleVersion, AlreadyDecided):
        return _("It changed while you were reading. Read it again before you decide.")
    except StillOpen as still:
        return _("The file cannot close yet. %(things)s") % {"things": " ".join(still.things)}
    return ""
