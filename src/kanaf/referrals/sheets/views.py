"""Pages of referral sheets: made and read by the sender, answered once by a partner without an account.

The partner's page carries no cross-site token because there is no session to abuse. Opening it (GET) changes nothing
and shows nothing, whatever the address: those who scan mails open every link.
"""

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kanaf.actors.actor import ActorRequest
from kanaf.actors.enums import ServiceCategory
from kanaf.actors.naming import desk_name
from kanaf.cases.enums import Urgency
from kanaf.foundation import clock, limits
from kanaf.foundation.access import public
from kanaf.foundation.pages import form_for, render
from kanaf.referrals import access as referrals
from kanaf.referrals.enums import SheetAnswer
from kanaf.referrals.sheets import access, content, policies, secrets, services
from kanaf.referrals.sheets.forms import AnswerForm, CodeForm, MakeForm

if TYPE_CHECKING:
    from kanaf.referrals.models import Referral

TRIES_OF_ONE_LINK = 10


def _address(request: HttpRequest, language: str, link: str) -> str:
    with translation.override(language):
        return request.build_absolute_uri(reverse("referrals:answer_sheet", args=[link]))


@require_http_methods(["GET", "POST"])
def sheets(request: ActorRequest, referral_id: UUID) -> HttpResponse:
    """The sheets of a referral; one more, in a language."""
    referral = referrals.get_referral(request.actor, referral_id, to=policies.can_see_sheets)
    phone = access.registered_phone(referral.desk_to)
    may_make = policies.can_make(request.actor, referral)
    form = form_for(request, MakeForm) if may_make and phone else None
    if form and form.is_valid():
        language = form.cleaned_data["language"]
        sheet = services.make(
            actor=request.actor,
            referral=referral,
            language=language,
            address=lambda link: _address(request, language, link),
            at=clock.now(),
        )
        messages.success(request, _("The sheet is ready."))
        return redirect("referrals:show_sheet", referral_id, sheet.id)
    context = {
        "referral": referral, "form": form, "phone": phone, "may_make": may_make, "sheets": access.sheets_of(referral),
    }  # fmt: skip
    return render(request, "referrals/sheets/list.html", context, status=422 if form and form.errors else 200)


@require_safe
def show_sheet(request: ActorRequest, referral_id: UUID, sheet_id: UUID) -> HttpResponse:
    """The code to read aloud, the number to call, the paper to send."""
    referral: Referral = referrals.get_referral(request.actor, referral_id, to=policies.can_see_sheets)
    sheet = access.get_sheet(referral, sheet_id)
    context = {
        "referral": referral,
        "sheet": sheet,
        "code": secrets.shown(sheet.code) if sheet.code else "",
        "is_open": not sheet.answer and not sheet.withdrawn_at and sheet.expires_at > clock.now(),
    }
    return render(request, "referrals/sheets/show.html", context)


@require_safe
def paper(request: ActorRequest, referral_id: UUID, sheet_id: UUID) -> HttpResponse:
    """The paper as it was sent: the sealed copy."""
    referral = referrals.get_referral(request.actor, referral_id, to=policies.can_see_sheets)
    sheet = access.get_sheet(referral, sheet_id)
    response = HttpResponse(access.paper_of(sheet), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{sheet.reference}.pdf"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
def withdraw(request: ActorRequest, referral_id: UUID, sheet_id: UUID) -> HttpResponse:
    """The link opens nothing any more."""
    referral = referrals.get_referral(request.actor, referral_id, to=policies.can_see_sheets)
    access.get_sheet(referral, sheet_id)
    services.withdraw(actor=request.actor, referral=referral, sheet=sheet_id, at=clock.now())
    messages.success(request, _("Closed. The address on the paper opens nothing any more."))
    return redirect("referrals:sheets", referral_id)


def _allowed(request: HttpRequest, link: str) -> bool:
    """Few tries for one source, and few for one link."""
    now, hour = clock.now(), timedelta(hours=1)
    source = limits.source_of(request, now)
    return limits.allow("sheet", source, most=settings.PUBLIC_CODES_PER_HOUR, within=hour, now=now) and limits.allow(
        "one sheet", secrets.link_blind(link), most=TRIES_OF_ONE_LINK, within=hour, now=now
    )


@csrf_exempt
@public
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The code first; then what is asked; then one answer. Nothing tells a true address from a false one."""
    if request.method != "POST":
        return render(request, "referrals/sheets/code.html", {"form": CodeForm()})
    form = CodeForm(request.POST)
    if not form.is_valid():
        return render(request, "referrals/sheets/code.html", {"form": form}, status=422)
    if not _allowed(request, token):
        return render(request, "referrals/sheets/code.html", {"form": form, "is_too_many": True}, status=429)
    return _open(request, token, form)


def _open(request: HttpRequest, token: str, form: CodeForm) -> HttpResponse:
    code = form.cleaned_data["code"]
    opened = services.open_sheet(token, code)
    if opened is None:
        form.add_error("code", _("This code opens nothing. An address works once, for three days: ask to be called."))
        return render(request, "referrals/sheets/code.html", {"form": form}, status=422)
    answered = AnswerForm(request.POST if "answer" in request.POST else None, may_accept=opened.may_accept)
    if answered.is_valid():
        given = answered.cleaned_data
        answer = SheetAnswer(given["answer"])
        services.answer_sheet(link=token, code=code, answer=answer, reason=given["reason"], at=clock.now())
        context = {"opened": opened, "answer": answer, "desk": desk_name(opened.desk_from)}
        return render(request, "referrals/sheets/thanks.html", context)
    context = {
        "opened": opened,
        "lines": _lines(opened),
        "form": answered,
        "code": code,
    }
    return render(request, "referrals/sheets/opened.html", context, status=422 if answered.errors else 200)


def _lines(opened: services.Opened) -> list[tuple[str, str]]:
    return [
        (_("Sent by"), desk_name(opened.desk_from)),
        (_("Sent to"), desk_name(opened.desk_to)),
        (_("About"), content.child_in_words(opened.sex, opened.age)),
        (_("Service asked for"), str(ServiceCategory(opened.category).label)),
        (_("Urgency"), str(Urgency(opened.urgency).label)),
    ]
