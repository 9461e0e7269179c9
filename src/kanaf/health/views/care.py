"""Pages of what was done and what follows."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kanaf.actors.actor import Actor, ActorRequest
from kanaf.cases import access as cases
from kanaf.cases.policies import OpenFile
from kanaf.foundation import clock
from kanaf.health import access, policies
from kanaf.health.forms import care as forms
from kanaf.health.forms import fields
from kanaf.health.services import care
from kanaf.health.views.working import Task, carry_out
from kanaf.territory import access as territory


def _recordable(actor: Actor, case_id: UUID, request_id: UUID) -> tuple[OpenFile, UUID, int]:
    """The file and a request of it about which the actor may say what was done; else 404."""
    file = cases.get_case(actor, case_id, to=policies.can_arrange)
    record = access.get_request(file, request_id)
    if not policies.can_record(actor, file, record):
        raise Http404
    return file, record.id, record.version


@require_http_methods(["GET", "POST"])
def record_examination(request: ActorRequest, case_id: UUID, request_id: UUID) -> HttpResponse:
    """It was done."""
    file, record, version = _recordable(request.actor, case_id, request_id)
    now = clock.now()
    task = Task(
        title=_("The examination was done"),
        form=forms.DoneForm,
        do=care.record_examination,
        done=_("It is in the file. The desk that leads it sees that it was done, and never the findings."),
        label=_("Record the examination"),
        given={"request": record},
        more={
            "limits": access.limits_of(file.case, now),
            "with_findings": policies.can_read_findings(request.actor, file),
            "initial": {"when": fields.first_moment(now)},
        },
        answers=_done,
        draft=f"health:done:{request_id}",
        version=version,
        shows_limits=True,
    )
    return carry_out(request, file, task)


def _done(form: forms.DoneForm) -> dict[str, care.Done]:
    given = form.cleaned_data
    plain = fields.without(given, "part_", "limit_")
    return {"done": care.Done(**plain, said=fields.parts_of(given), limits=fields.limits_of(given))}


@require_http_methods(["GET", "POST"])
def answer_limits(request: ActorRequest, case_id: UUID, request_id: UUID) -> HttpResponse:
    """What was given or why not, apart from an examination."""
    file, record, _version = _recordable(request.actor, case_id, request_id)
    now = clock.now()
    task = Task(
        title=_("What was given, or why not"),
        form=forms.AnswerForm,
        do=care.answer_limits,
        done=_("The limits are answered."),
        label=_("Record"),
        given={"request": record},
        more={"limits": access.limits_of(file.case, now), "initial": {"when": fields.first_moment(now)}},
        answers=lambda form: {
            "when": form.cleaned_data["when"],
            "limits": fields.limits_of(form.cleaned_data),
        },
        shows_limits=True,
    )
    return carry_out(request, file, task)


@require_http_methods(["GET", "POST"])
def write_findings(request: ActorRequest, case_id: UUID, request_id: UUID) -> HttpResponse:
    """Findings added afterwards: a result, an opinion."""
    file = cases.get_case(request.actor, case_id, to=policies.can_care)
    record = access.get_request(file, request_id)
    task = Task(
        title=_("Add findings"),
        form=forms.FindingsForm,
        do=care.write_findings,
        done=_("The findings are kept for doctors."),
        label=_("Keep"),
        given={"request": record.id},
        draft=f"health:findings:{request_id}",
    )
    return carry_out(request, file, task)


@require_http_methods(["GET", "POST"])
def plan_follow_ups(request: ActorRequest, case_id: UUID, request_id: UUID) -> HttpResponse:
    """When the child is seen again."""
    file = cases.get_case(request.actor, case_id, to=policies.can_arrange)
    record = access.get_request(file, request_id)
    task = Task(
        title=_("When is the child seen again?"),
        form=forms.FollowUpForm,
        do=care.plan_follow_ups,
        done=_("The dates are in the file; each is called back before it comes."),
        label=_("Keep these dates"),
        lead=_("The days proposed come from the settings of the country. Change them, or empty those you do not want."),
        given={"request": record.id},
        more={"proposed": care.proposed(territory.today())},
        answers=lambda form: {"planned": form.planned},
    )
    return carry_out(request, file, task)


@require_http_methods(["GET", "POST"])
def change_follow_up(request: ActorRequest, case_id: UUID, follow_up_id: UUID) -> HttpResponse:
    """Moved, or what came of it."""
    file = cases.get_case(request.actor, case_id, to=policies.can_arrange)
    record = access.get_follow_up(file, follow_up_id)
    task = Task(
        title=territory.label_of("medical_follow_up", record.kind),
        form=forms.ChangeFollowUpForm,
        do=care.change_follow_up,
        done=_("It is in the file."),
        label=_("Record"),
        given={"follow_up": record.id},
        version=record.version,
    )
    return carry_out(request, file, task)
