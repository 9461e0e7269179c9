"""Pages of certificates."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kanaf.actors.actor import ActorRequest
from kanaf.cases import access as cases
from kanaf.foundation import clock
from kanaf.health import access, policies, printing
from kanaf.health.forms import certificates as forms
from kanaf.health.services import certificates
from kanaf.health.views.working import Task, carry_out
from kanaf.territory import access as territory


@require_http_methods(["GET", "POST"])
def issue_certificate(request: ActorRequest, case_id: UUID, request_id: UUID) -> HttpResponse:
    """A certificate: its date, its days of incapacity, who paid."""
    file = cases.get_case(request.actor, case_id, to=policies.can_arrange)
    record = access.get_request(file, request_id)
    if not policies.can_record(request.actor, file, record):
        raise Http404
    task = Task(
        title=_("Record a certificate"),
        form=forms.CertificateForm,
        do=certificates.issue_certificate,
        done=_("The certificate is in the file."),
        label=_("Record the certificate"),
        lead=_("What it says of the body stays on paper: here are its date, its days and who paid."),
        given={"request": record.id},
        more={"initial": {"kind": "initial", "issued_on": territory.today()}},
        draft=f"health:certificate:{request_id}",
    )
    return carry_out(request, file, task)


@require_http_methods(["GET", "POST"])
def hand_copy(request: ActorRequest, case_id: UUID, certificate_id: UUID) -> HttpResponse:
    """To whom a certificate was handed."""
    file = cases.get_case(request.actor, case_id, to=policies.can_arrange)
    record = access.get_certificate(file, certificate_id)
    task = Task(
        title=_("A copy was handed over"),
        form=forms.CopyForm,
        do=certificates.hand_copy,
        done=_("It is in the file."),
        label=_("Record"),
        given={"certificate": record.id},
        more={"initial": {"on": territory.today()}},
    )
    return carry_out(request, file, task)


@require_safe
def print_register(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """The register of certificates as PDF, in the language of the page; the journal notes it."""
    file = cases.get_case(request.actor, case_id, to=policies.can_print)
    language = translation.get_language() or "fr"
    paper = printing.register(access.register_of(file), file.case.code, language, clock.now())
    certificates.note_register(file, "pdf")
    response = HttpResponse(paper, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{file.case.code}-certificates.pdf"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
