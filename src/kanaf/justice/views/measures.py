"""Pages of measures and stays."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kanaf.actors.actor import ActorRequest
from kanaf.cases import access as cases
from kanaf.foundation import clock
from kanaf.justice import access, policies
from kanaf.justice.forms import measures as forms
from kanaf.justice.services import measures
from kanaf.justice.views.working import Task, carry_out
from kanaf.territory import access as territory


@require_http_methods(["GET", "POST"])
def order_measure(request: ActorRequest, case_id: UUID, procedure_id: UUID) -> HttpResponse:
    """What the judge ordered."""
    file = cases.get_case(request.actor, case_id, to=policies.can_record)
    record = access.get_procedure(file, procedure_id)
    desks = access.desks_of_file(file, clock.now())
    task = Task(
        title=_("Record a measure"),
        form=forms.MeasureForm,
        do=measures.order_measure,
        done=_("The measure is in the file, with the day on which it is looked at again."),
        label=_("Record"),
        given={"procedure": record.id},
        more={"desks": desks, "initial": {"ordered_on": territory.today(), "desk_owing": str(file.case.lead_desk_id)}},
        draft=f"justice:measure:{procedure_id}",
    )
    return carry_out(request, file, task)


@require_http_methods(["GET", "POST"])
def execute_measure(request: ActorRequest, case_id: UUID, measure_id: UUID) -> HttpResponse:
    """It is carried out."""
    file = cases.get_case(request.actor, case_id, to=policies.can_record)
    record = access.get_measure(file, measure_id)
    task = Task(
        title=_("Execution of the measure"),
        form=forms.ExecuteForm,
        do=measures.execute_measure,
        done=_("The execution is in the file."),
        label=_("Record"),
        given={"measure": record.id},
        more={"initial": {"on": territory.today()}},
        version=record.version,
    )
    return carry_out(request, file, task)


@require_http_methods(["GET", "POST"])
def review_measure(request: ActorRequest, case_id: UUID, measure_id: UUID) -> HttpResponse:
    """The judge looked at it again."""
    file = cases.get_case(request.actor, case_id, to=policies.can_record)
    record = access.get_measure(file, measure_id)
    task = Task(
        title=_("Review of the measure"),
        form=forms.ReviewForm,
        do=measures.review_measure,
        done=_("The review is in the file."),
        label=_("Record"),
        given={"measure": record.id},
        more={"initial": {"on": territory.today()}},
        draft=f"justice:review:{measure_id}",
        version=record.version,
    )
    return carry_out(request, file, task)


@require_http_methods(["GET", "POST"])
def end_measure(request: ActorRequest, case_id: UUID, measure_id: UUID) -> HttpResponse:
    """It is over."""
    file = cases.get_case(request.actor, case_id, to=policies.can_record)
    record = access.get_measure(file, measure_id)
    task = Task(
        title=_("End of the measure"),
        form=forms.EndForm,
        do=measures.end_measure,
        done=_("The measure is ended."),
        label=_("Record"),
        given={"measure": record.id},
        more={"initial": {"on": territory.today()}},
        version=record.version,
    )
    return carry_out(request, file, task)


@require_http_methods(["GET", "POST"])
def admit(request: ActorRequest, case_id: UUID, measure_id: UUID) -> HttpResponse:
    """The child is in the centre that carries the measure out."""
    file = cases.get_case(request.actor, case_id, to=policies.can_house)
    record = access.get_measure(file, measure_id)
    task = Task(
        title=_("Admission to the centre"),
        form=forms.AdmitForm,
        do=measures.admit,
        done=_("The stay begins."),
        label=_("Record"),
        given={"measure": record.id},
        more={"initial": {"on": territory.today()}},
    )
    return carry_out(request, file, task)


@require_http_methods(["GET", "POST"])
def follow_stay(request: ActorRequest, case_id: UUID, stay_id: UUID) -> HttpResponse:
    """Observation, orientation, leaving."""
    file = cases.get_case(request.actor, case_id, to=policies.can_house)
    record = access.get_stay(file, stay_id)
    task = Task(
        title=_("What follows in the stay"),
        form=forms.StayForm,
        do=measures.follow_stay,
        done=_("It is in the file."),
        label=_("Record"),
        given={"stay": record.id},
        more={"following": measures.NEXT[record.status], "initial": {"on": territory.today()}},
        draft=f"justice:stay:{stay_id}",
        version=record.version,
    )
    return carry_out(request, file, task)
