"""Pages of the assessment."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kanaf.actors.actor import ActorRequest
from kanaf.cases import access, policies, summaries
from kanaf.cases.access import work
from kanaf.cases.enums import Approval
from kanaf.cases.forms.assessments import AssessmentForm, assessment_values
from kanaf.cases.policies import OpenFile
from kanaf.cases.services import assessments
from kanaf.cases.services.approvals import WaitsForApproval
from kanaf.cases.views.deciding import Question, decide
from kanaf.cases.views.working import done, draw
from kanaf.foundation import clock, pages
from kanaf.foundation.pages import form_for
from kanaf.foundation.versions import StaleVersion
from kanaf.grants.enums import Compartment


@require_http_methods(["GET", "POST"])
def write_assessment(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """Write the assessment in course, or begin the next one from what is known."""
    file = access.get_case(request.actor, case_id, to=policies.can_assess)
    latest = work.latest_assessment(file)
    in_pen = latest is not None and latest.status in work.IN_PEN
    is_initial = latest.is_initial if latest and in_pen else work.needs_initial_assessment(file.case)
    form = form_for(
        request,
        AssessmentForm,
        draft=f"cases:write_assessment:{case_id}",
        is_initial=is_initial,
        version=work.mark_of(latest),
        initial=assessment_values(latest) if latest else {"risk": file.case.risk},
    )
    if form.is_valid() and (answer := _write(request, file, form)):
        return answer
    if latest:
        access.note_reading(file, [Compartment.SOCIAL])
    waits = bool(latest and latest.status == Approval.SUBMITTED)
    return draw(
        request,
        "cases/tasks/assessment.html",
        file,
        form,
        is_initial=is_initial,
        waits=waits,
        lines=summaries.of_assessment(latest) if latest and waits else [],
        remark=latest.remark if latest and in_pen else None,
    )


def _write(request: ActorRequest, file: OpenFile, form: AssessmentForm) -> HttpResponse | None:
    """The answer once written; ``None`` when the form says why not."""
    try:
        assessments.write_assessment(
            actor=request.actor,
            case=file.case.id,
            seen=form.seen_version,
            submit=form.is_sent,
            at=clock.now(),
            **form.answers,
        )
    except WaitsForApproval:
        form.add_error(None, _("An assessment waits for approval. Your text is kept here as a draft."))
        return None
    except StaleVersion:
        current = work.latest_assessment(file)
        theirs = assessment_values(current)
        return pages.stale(request, form, theirs, work.mark_of(current))
    if form.is_sent:
        return done(request, file, _("Sent. Somebody else approves it or sends it back."))
    return done(request, file, _("Kept. It is not sent yet."))


@require_http_methods(["GET", "POST"])
def approve_assessment(request: ActorRequest, case_id: UUID, assessment_id: UUID) -> HttpResponse:
    """Read what a colleague wrote, then approve it or send it back."""
    file = access.get_case(request.actor, case_id, to=policies.can_approve_some)
    record = work.get_assessment(file, assessment_id)
    question = Question(
        record=record,
        title=_("Approve the assessment"),
        name="assessment",
        lines=summaries.of_assessment(record),
        decide=assessments.decide_assessment,
    )
    return decide(request, file, question)
