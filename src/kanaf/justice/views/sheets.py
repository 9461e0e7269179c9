"""Pages of sheets: written, read again, sent, acknowledged, taken out."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kanaf.actors.actor import ActorRequest
from kanaf.cases import access as cases
from kanaf.cases.policies import OpenFile
from kanaf.foundation import clock, pages
from kanaf.foundation.pages import form_for, render
from kanaf.foundation.versions import StaleVersion
from kanaf.grants.enums import Compartment
from kanaf.justice import access, composing, policies, printing
from kanaf.justice.access import folder
from kanaf.justice.enums import SheetKind, SheetStatus, Topic
from kanaf.justice.forms.sheets import ReceiptForm, RegisterForm, SendForm, SheetForm, sheet_values
from kanaf.justice.services import sheets
from kanaf.justice.views.working import Task, carry_out, trouble_of
from kanaf.territory import access as territory

SHOWN = [Compartment.JUDICIAL, Compartment.IDENTITY, Compartment.SOCIAL]
LANGUAGES = ("fr", "ar")
TYPES = {"pdf": printing.PDF, "docx": printing.WORD}


@require_http_methods(["GET", "POST"])
def write_sheet(request: ActorRequest, case_id: UUID, kind: str) -> HttpResponse:
    """The sheet as the file fills it, to be read and mended before it leaves."""
    file = cases.get_case(request.actor, case_id, to=policies.can_write_sheet)
    wanted = _kind(kind)
    draft = folder.draft_of(file, wanted)
    if draft is None and wanted == SheetKind.PROSECUTOR and access.standing_decision(file) is None:
        return redirect("justice:write_decision", case_id)
    language = draft.language if draft else _language(request)
    form = form_for(
        request,
        SheetForm,
        draft=f"justice:write_sheet:{wanted}:{case_id}:{language}",
        kind=wanted,
        desks=access.courts_for(file, policies.TAKES[wanted]),
        version=draft.version if draft else 0,
        initial=sheet_values(draft) if draft else _first(file, wanted, language),
    )
    if form.is_valid() and (answer := _write(request, file, wanted, form)):
        return answer
    cases.note_reading(file, SHOWN)
    context = {"file": file, "form": form, "kind": wanted, "language": language, "draft": draft}
    return render(request, "justice/write_sheet.html", context, status=422 if form.errors else 200)


def _kind(kind: str) -> SheetKind:
    if kind not in SheetKind.values:
        raise Http404
    return SheetKind(kind)


def _language(request: ActorRequest) -> str:
    asked = request.GET.get("sheet") or request.POST.get("language") or translation.get_language() or ""
    return asked if asked in LANGUAGES else LANGUAGES[0]


def _first(file: OpenFile, kind: SheetKind, language: str) -> dict[str, str]:
    composed = composing.compose(file, kind, language, territory.today())
    asked = folder.asked_inquiry(file) if kind == SheetKind.INQUIRY else None
    to = {"desk_to": str(asked.desk_from_id)} if asked else {}
    return {"language": language, **to, **composed}


def _write(request: ActorRequest, file: OpenFile, kind: SheetKind, form: SheetForm) -> HttpResponse | None:
    try:
        record = sheets.write_sheet(
            actor=request.actor, case=file.case.id, kind=kind, desk_to=UUID(form.cleaned_data["desk_to"]),
            language=form.cleaned_data["language"], content=form.content, justified=form.justified,
            seen=form.seen_version, at=clock.now(),
        )  # fmt: skip
    except StaleVersion:
        current = folder.draft_of(file, kind)
        return pages.stale(request, form, sheet_values(current), current.version) if current else None
    except (sheets.NoDecision, sheets.WrongDesk) as error:
        name, sentence = trouble_of(error)
        form.add_error(name, sentence)
        return None
    return redirect("justice:show_sheet", file.case.id, record.id)


@require_safe
def show_sheet(request: ActorRequest, case_id: UUID, sheet_id: UUID) -> HttpResponse:
    """Read again before it leaves; afterwards, what left."""
    file = cases.get_case(request.actor, case_id, to=policies.can_see_justice)
    record = access.get_sheet(request.actor, file, sheet_id)
    is_draft = record.status == SheetStatus.DRAFT
    may_write = is_draft and policies.can_write_sheet(request.actor, file)
    justified = [(Topic(topic).label, why) for topic, why in (record.justified or {}).items()]
    context = {
        "file": file,
        "sheet": record,
        "parts": composing.parts_of(record.content or {}, SheetKind(record.kind), record.language),
        "justified": justified if policies.can_write_sheet(request.actor, file) else [],
        "form": SendForm(version=record.version) if may_write else None,
        "may_write": may_write,
        "may_acknowledge": policies.can_acknowledge(request.actor, record)
        and policies.can_write_justice(request.actor, file),
    }
    access.note_reading(file)
    return render(request, "justice/sheet.html", context)


@require_POST
def send_sheet(request: ActorRequest, case_id: UUID, sheet_id: UUID) -> HttpResponse:
    """It leaves."""
    file = cases.get_case(request.actor, case_id, to=policies.can_write_sheet)
    record = access.get_sheet(request.actor, file, sheet_id)
    form = form_for(request, SendForm)
    try:
        sheets.send_sheet(actor=request.actor, case=case_id, sheet=record.id, seen=form.seen_version, at=clock.now())
    except (StaleVersion, sheets.AlreadySent, sheets.NoDecision) as error:
        messages.warning(request, trouble_of(error)[1])
    else:
        messages.success(request, _("It has left. The desk sees it at once; we wait for its receipt."))
    return redirect("justice:show_sheet", case_id, sheet_id)


@require_http_methods(["GET", "POST"])
def acknowledge_sheet(request: ActorRequest, case_id: UUID, sheet_id: UUID) -> HttpResponse:
    """The receipt, with the number of our register."""
    file = cases.get_case(request.actor, case_id, to=policies.can_write_justice)
    record = access.get_sheet(request.actor, file, sheet_id)
    if not policies.can_acknowledge(request.actor, record):
        raise Http404
    is_report = record.kind == SheetKind.PROSECUTOR
    today = territory.today()
    first = {"year": today.year, "registered_on": today, "procedure_kind": access.usual_procedure(file)}
    task = Task(
        title=_("Acknowledge receipt"),
        form=RegisterForm if is_report else ReceiptForm,
        do=sheets.acknowledge_sheet,
        done=_("Receipt acknowledged. The desk that reported knows."),
        label=_("Acknowledge receipt"),
        lead=_("The desk that reported is told that you have it, and under which number.") if is_report else "",
        given={"sheet": record.id},
        more={"initial": first} if is_report else {},
        draft=f"justice:acknowledge:{sheet_id}",
    )
    return carry_out(request, file, task)


@require_safe
def take_sheet(request: ActorRequest, case_id: UUID, sheet_id: UUID, kind: str) -> HttpResponse:
    """The sheet as PDF or Word: the copy that left, or a draft that says so; the journal notes it."""
    file = cases.get_case(request.actor, case_id, to=policies.can_see_justice)
    record = access.get_sheet(request.actor, file, sheet_id)
    if kind not in TYPES:
        raise Http404
    content = sheets.paper_of(record, file.case.code, kind, clock.now())
    sheets.note_taking_out(record, kind)
    response = HttpResponse(content, content_type=TYPES[kind])
    name = f"{file.case.code}-{record.id.hex[:6]}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
