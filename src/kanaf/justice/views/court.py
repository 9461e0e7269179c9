"""Pages of procedures: each asks one thing."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kanaf.actors.actor import ActorRequest
from kanaf.cases import access as cases
from kanaf.cases.policies import OpenFile
from kanaf.foundation import clock
from kanaf.justice import access, policies
from kanaf.justice.forms import court as forms
from kanaf.justice.services import hearings, procedures
from kanaf.justice.views.working import Task, carry_out
from kanaf.territory import access as territory

FIFTEEN = timedelta(days=15)


def _courts(file: OpenFile) -> list[tuple[str, str]]:
    return access.courts_for(file, sorted(policies.COURT_DESKS))


def _desks(file: OpenFile) -> list[tuple[str, str]]:
    return access.desks_of_file(file, clock.now())


@require_http_methods(["GET", "POST"])
def open_procedure(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """A number in the register of a court."""
    file = cases.get_case(request.actor, case_id, to=policies.can_record)
    today = territory.today()
    task = Task(
        title=_("Write a procedure down"),
        form=forms.ProcedureForm,
        do=procedures.open_procedure,
        done=_("The procedure is in the file."),
        label=_("Record"),
        more={
            "desks": _courts(file),
            "initial": {"year": today.year, "on": today, "kind": access.usual_procedure(file)},
        },
        draft=f"justice:procedure:{case_id}",
    )
    return carry_out(request, file, task)


@require_http_methods(["GET", "POST"])
def close_procedure(request: ActorRequest, case_id: UUID, procedure_id: UUID) -> HttpResponse:
    """How it ended; what the court had opened for it closes."""
    file = cases.get_case(request.actor, case_id, to=policies.can_record)
    record = access.get_procedure(file, procedure_id)
    task = Task(
        title=_("Close the procedure"),
        form=forms.CloseProcedureForm,
        do=procedures.close_procedure,
        done=_("The procedure is closed. What the court had opened for it is closed too."),
        label=_("Close the procedure"),
        lead=_("Desks to which the court opened the file for this procedure no longer see it."),
        given={"procedure": record.id},
        more={"initial": {"on": territory.today()}},
        version=record.version,
    )
    return carry_out(request, file, task)


@require_http_methods(["GET", "POST"])
def call_desk(request: ActorRequest, case_id: UUID, procedure_id: UUID) -> HttpResponse:
    """The court opens the file to a desk: the judge, the brigade, a centre."""
    file = cases.get_case(request.actor, case_id, to=policies.can_call)
    record = access.get_procedure(file, procedure_id)
    task = Task(
        title=_("Open the file to a desk"),
        form=forms.CallForm,
        do=procedures.call_desk,
        done=_("The desk sees the file now."),
        label=_("Open the file"),
        given={"procedure": record.id},
        more={"desks": access.courts_for(file, sorted(policies.CALLED))},
    )
    return carry_out(request, file, task)


@require_http_methods(["GET", "POST"])
def set_hearing(request: ActorRequest, case_id: UUID, procedure_id: UUID) -> HttpResponse:
    """When, before whom."""
    file = cases.get_case(request.actor, case_id, to=policies.can_record)
    record = access.get_procedure(file, procedure_id)
    task = Task(
        title=_("Set a hearing"),
        form=forms.HearingForm,
        do=hearings.set_hearing,
        done=_("The hearing is on the list of its day."),
        label=_("Set the hearing"),
        given={"procedure": record.id},
        more={"desks": _courts(file), "initial": {"desk": str(record.court_id)}},
        draft=f"justice:hearing:{procedure_id}",
    )
    return carry_out(request, file, task)


@require_http_methods(["GET", "POST"])
def tell_hearing(request: ActorRequest, case_id: UUID, hearing_id: UUID) -> HttpResponse:
    """Held, moved, cancelled, and whether the child was heard."""
    file = cases.get_case(request.actor, case_id, to=policies.can_record)
    record = access.get_hearing(file, hearing_id)
    task = Task(
        title=_("What came of the hearing"),
        form=forms.TellHearingForm,
        do=hearings.tell_hearing,
        done=_("It is in the file."),
        label=_("Record"),
        given={"hearing": record.id},
        draft=f"justice:told:{hearing_id}",
        version=record.version,
    )
    return carry_out(request, file, task)


@require_http_methods(["GET", "POST"])
def make_requisition(request: ActorRequest, case_id: UUID, procedure_id: UUID) -> HttpResponse:
    """Ask a desk of the file."""
    file = cases.get_case(request.actor, case_id, to=policies.can_require)
    record = access.get_procedure(file, procedure_id)
    task = Task(
        title=_("Make a requisition"),
        form=forms.RequisitionForm,
        do=hearings.make_requisition,
        done=_("Asked. The desk sees it at once."),
        label=_("Ask"),
        given={"procedure": record.id},
        more={"desks": _desks(file), "initial": {"due_on": territory.today() + FIFTEEN}},
        draft=f"justice:requisition:{procedure_id}",
    )
    return carry_out(request, file, task)


@require_http_methods(["GET", "POST"])
def answer_requisition(request: ActorRequest, case_id: UUID, requisition_id: UUID) -> HttpResponse:
    """What was done."""
    file = cases.get_case(request.actor, case_id, to=policies.can_write_justice)
    record = access.get_requisition_to_answer(request.actor, file, requisition_id)
    task = Task(
        title=_("Answer the requisition"),
        form=forms.AnswerForm,
        do=hearings.answer_requisition,
        done=_("Answered. The court sees it."),
        label=_("Answer"),
        lead=record.text or "",
        given={"requisition": record.id},
        draft=f"justice:answer:{requisition_id}",
    )
    return carry_out(request, file, task)


@require_http_methods(["GET", "POST"])
def record_step(request: ActorRequest, case_id: UUID, procedure_id: UUID) -> HttpResponse:
    """A step of kafala, or of a request to marry a minor."""
    file = cases.get_case(request.actor, case_id, to=policies.can_record)
    record = access.get_procedure(file, procedure_id)
    task = Task(
        title=_("Record a step"),
        form=forms.StepForm,
        do=hearings.record_step,
        done=_("The step is in the file."),
        label=_("Record"),
        lead=_("An order of kafala and a notice of abandonment start a delay: its last day is shown."),
        given={"procedure": record.id},
        more={"of": record.kind, "is_open": record.is_open, "initial": {"on": territory.today()}},
    )
    return carry_out(request, file, task)


@require_http_methods(["GET", "POST"])
def receive_minutes(request: ActorRequest, case_id: UUID, procedure_id: UUID) -> HttpResponse:
    """Minutes that reached us."""
    file = cases.get_case(request.actor, case_id, to=policies.can_write_justice)
    record = access.get_procedure(file, procedure_id)
    task = Task(
        title=_("Record minutes"),
        form=forms.MinutesForm,
        do=hearings.receive_minutes,
        done=_("The minutes are in the file."),
        label=_("Record"),
        given={"procedure": record.id},
        more={"desks": _desks(file), "initial": {"drawn_on": territory.today()}},
        draft=f"justice:minutes:{procedure_id}",
    )
    return carry_out(request, file, task)
