"""Pages of stage, worker, closing and opening again."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kanaf.actors.actor import ActorRequest
from kanaf.cases import access, policies, summaries
from kanaf.cases.access import work
from kanaf.cases.access.closing import what_is_open
from kanaf.cases.access.colleagues import colleagues
from kanaf.cases.enums import Stage
from kanaf.cases.forms.closing import ClosingForm, ReopeningForm
from kanaf.cases.forms.followup import StageForm, WorkerForm
from kanaf.cases.policies import OpenFile
from kanaf.cases.services import closing, stages, workers
from kanaf.cases.services.approvals import WaitsForApproval
from kanaf.cases.views.deciding import Question, decide
from kanaf.cases.views.working import done, draw
from kanaf.foundation import clock, pages
from kanaf.foundation.pages import form_for
from kanaf.foundation.versions import StaleVersion
from kanaf.grants.enums import Compartment


@require_http_methods(["GET", "POST"])
def move_stage(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """Move the file to another of the six steps."""
    file = access.get_case(request.actor, case_id, to=policies.can_follow)
    form = form_for(request, StageForm, version=file.case.version, initial={"stage": file.case.stage})
    if form.is_valid():
        stage = Stage(form.cleaned_data["stage"])
        try:
            stages.move_stage(actor=request.actor, case=case_id, stage=stage, seen=form.seen_version, at=clock.now())
        except StaleVersion:
            return pages.stale(request, form, {"stage": file.case.stage}, file.case.version)
        return done(request, file, _("The file is now at « %(stage)s ».") % {"stage": stage.label})
    return draw(request, "cases/tasks/stage.html", file, form)


@require_http_methods(["GET", "POST"])
def assign_worker(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """Give the file to a colleague of the desk that leads."""
    file = access.get_case(request.actor, case_id, to=policies.can_assign)
    people = colleagues(file, clock.now())
    worker = str(file.case.worker or "")
    form = form_for(request, WorkerForm, colleagues=people, version=file.case.version, initial={"worker": worker})
    if form.is_valid():
        try:
            workers.assign_worker(
                actor=request.actor,
                case=case_id,
                worker=UUID(form.cleaned_data["worker"]),
                seen=form.seen_version,
                at=clock.now(),
            )
        except workers.CannotFollow:
            form.add_error("worker", _("This colleague no longer follows files at this desk."))
        except StaleVersion:
            return pages.stale(request, form, {"worker": worker}, file.case.version)
        else:
            name = dict(people)[form.cleaned_data["worker"]]
            return done(request, file, _("%(name)s follows the file from now.") % {"name": name})
    return draw(request, "cases/tasks/worker.html", file, form)


@require_http_methods(["GET", "POST"])
def close_file(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """Ask to close; somebody else decides."""
    file = access.get_case(request.actor, case_id, to=policies.can_assess)
    before = work.latest_closure(file)
    form = form_for(request, ClosingForm, draft=f"cases:close_file:{case_id}", risk=file.case.risk)
    things: list[str] = []
    if form.is_valid():
        answer, things = _ask(request, file, form)
        if answer:
            return answer
    waiting = work.closure_in_course(file)
    things = things or what_is_open(file, form.data.get("reason", ""))
    if before:
        access.note_reading(file, [Compartment.SOCIAL])
    return draw(
        request,
        "cases/closing/close.html",
        file,
        form,
        things=things,
        waiting=waiting,
        remark=before.remark if before and not waiting else None,
    )


def _ask(request: ActorRequest, file: OpenFile, form: ClosingForm) -> tuple[HttpResponse | None, list[str]]:
    """The answer once asked; else what holds the file open."""
    try:
        closing.ask_closure(actor=request.actor, case=file.case.id, at=clock.now(), **form.answers)
    except closing.StillOpen as still:
        form.add_error(None, _("The file cannot close yet: look at what is still open."))
        return None, still.things
    except WaitsForApproval:
        form.add_error(None, _("Closing was already asked and waits for a decision."))
        return None, []
    return done(request, file, _("Asked. The file stays open until somebody else agrees.")), []


@require_http_methods(["GET", "POST"])
def approve_closure(request: ActorRequest, case_id: UUID, closure_id: UUID) -> HttpResponse:
    """Read why a colleague wants to close, then decide."""
    file = access.get_case(request.actor, case_id, to=policies.can_approve_some)
    record = work.get_closure(file, closure_id)
    question = Question(
        record=record,
        title=_("Approve the closing"),
        name="closure",
        lines=summaries.of_closure(record),
        decide=closing.decide_closure,
    )
    return decide(request, file, question)


@require_http_methods(["GET", "POST"])
def reopen_file(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """Open a closed file again, with the same lead."""
    file = access.get_case(request.actor, case_id, to=policies.can_reopen)
    form = form_for(request, ReopeningForm)
    if form.is_valid():
        closing.reopen(actor=request.actor, case=case_id, at=clock.now(), **form.cleaned_data)
        return done(request, file, _("The file is open again. Its first steps are due once more."))
    return draw(request, "cases/closing/reopen.html", file, form)
