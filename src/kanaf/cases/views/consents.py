"""Pages about consent and assent."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kanaf.actors.actor import ActorRequest
from kanaf.actors.naming import desk_name, person_name
from kanaf.cases import access
from kanaf.cases.access import consents as records
from kanaf.cases.access import people
from kanaf.cases.consent_words import life_in_words
from kanaf.cases.forms.consents import ConsentForm, WithdrawForm
from kanaf.cases.policies import OpenFile, can_work_socially
from kanaf.cases.policies_consent import current, is_void
from kanaf.cases.policies_consent_life import Life
from kanaf.cases.policies_people import can_register
from kanaf.cases.services import consents
from kanaf.cases.views.working import draw
from kanaf.foundation import clock
from kanaf.foundation.pages import form_for, render
from kanaf.grants.enums import Compartment
from kanaf.territory import access as territory

SPOKEN_AT_FIRST = "ary"


@require_GET
def list_consents(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """What holds today, then everything that was ever answered."""
    file = access.get_case(request.actor, case_id, to=records.can_see_consents)
    every = records.consents(file)
    holding, alleged = current(every), records.alleged(file)
    standing = records.lives(records.birth_of(file), holding, clock.now())
    access.note_reading(file, [Compartment.SOCIAL, Compartment.IDENTITY])
    context = {
        "file": file,
        "holding": [_shown(c, is_void=is_void(c, alleged), life=standing[c.id]) for c in holding],
        "before": [_shown(c) for c in every if c not in holding],
        "can_write": can_work_socially(request.actor, file),
    }
    return render(request, "cases/consents/list.html", context)


def _shown(consent: Any, *, is_void: bool = False, life: Life | None = None) -> dict[str, Any]:
    return {
        "life": life,
        "until": life_in_words(life, consent.holds_until) if life else "",
        "consent": consent,
        "desk": desk_name(consent.desk) if consent.desk else "",
        "adult": person_name(consent.adult.person) if consent.adult else "",
        "basis": consent.legal_basis and territory.label_of("legal_basis", consent.legal_basis),
        "is_void": is_void,
    }


@require_http_methods(["GET", "POST"])
def ask_consent(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """The limit first, then what this age calls for."""
    file = access.get_case(request.actor, case_id, to=can_work_socially)
    try:
        question = records.question(file, territory.today())
    except records.AgeUnknown:
        context = {"file": file, "can_register": can_register(request.actor, file)}
        return render(request, "cases/consents/age_unknown.html", context)
    form = form_for(
        request,
        ConsentForm,
        draft=f"cases:ask_consent:{case_id}",
        question=question,
        adults=_adults(file),
        desks=records.recipients(request.actor, file),
        initial=_initial(request),
    )
    if form.is_valid():
        return _record(request, file, form)
    access.note_reading(file, [Compartment.IDENTITY])
    return draw(request, "cases/consents/ask.html", file, form, age=people.age_now(file, territory.today()))


def _initial(request: ActorRequest) -> dict[str, Any]:
    """A link from a referral may say for whom: a desk is no secret."""
    asked = {name: request.GET[name] for name in ("purpose", "desk") if name in request.GET}
    return {"explained_at": clock.now(), "language": SPOKEN_AT_FIRST, **asked}


def _adults(file: OpenFile) -> list[tuple[str, str]]:
    """Those who may be asked, each with what they are to the child."""
    named = []
    for party in people.adults(file, territory.today()):
        relation = party.relation and territory.label_of("caregiver_relation", party.relation)
        what = relation or party.get_role_display()
        named.append((str(party.id), f"{person_name(party.person, get_language())} · {what}"))
    return named


def _record(request: ActorRequest, file: OpenFile, form: ConsentForm) -> HttpResponse:
    try:
        consents.record(actor=request.actor, case=file.case.id, answers=form.answers, at=clock.now())
    except consents.CannotConsent:
        form.add_error("adult", _("This adult cannot be asked to agree for the child. Choose somebody else."))
        return draw(request, "cases/consents/ask.html", file, form)
    if form.is_refusal:
        messages.info(request, _("The refusal is written down, and it is respected: help goes on without it."))
    else:
        messages.success(request, _("The answer is written down."))
    return redirect("cases:list_consents", file.case.id)


@require_http_methods(["GET", "POST"])
def withdraw_consent(request: ActorRequest, case_id: UUID, consent_id: UUID) -> HttpResponse:
    """Consent is taken back; what was opened under it ends."""
    file = access.get_case(request.actor, case_id, to=can_work_socially)
    given = records.get_given(file, consent_id)
    form = form_for(request, WithdrawForm, draft=f"cases:withdraw_consent:{consent_id}")
    if form.is_valid():
        consents.withdraw(
            actor=request.actor, case=case_id, consent_id=consent_id, remark=form.cleaned_data["remark"], at=clock.now()
        )
        messages.success(request, _("The withdrawal is written down."))
        return redirect("cases:list_consents", case_id)
    return draw(request, "cases/consents/withdraw.html", file, form, shown=_shown(given))
