"""New entries of the directory, for those who keep it: nothing waits, everything is in the journal."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kanaf.actors import access, policies, services
from kanaf.actors.actor import Actor, ActorRequest
from kanaf.actors.editing import empty_values, fields_of
from kanaf.actors.enums import DraftTarget
from kanaf.actors.forms import AgreementForm, DeskForm, EditForm
from kanaf.foundation import clock
from kanaf.foundation.pages import form_for, render


@require_http_methods(["GET", "POST"])
def add_organisation(request: ActorRequest) -> HttpResponse:
    access.allow_keeping(request.actor)
    form = _form(request, DraftTarget.ORGANISATION, "actors:add_organisation")
    if form.is_valid() and (made := _kept(form, services.add_organisation, actor=request.actor, values=form.values())):
        messages.success(request, _("The organisation is in the directory."))
        return redirect("actors:show_organisation", slug=made.slug)
    return _page(request, form, _("Add an organisation"))


@require_http_methods(["GET", "POST"])
def add_site(request: ActorRequest, slug: str) -> HttpResponse:
    organisation = access.get_organisation(request.actor, slug, to=_keeps)
    form = _form(request, DraftTarget.SITE, f"actors:add_site:{organisation.pk}")
    told: dict[str, Any] = {"actor": request.actor, "organisation": organisation}
    if form.is_valid() and _kept(form, services.add_site, values=form.values(), **told):
        messages.success(request, _("The site is in the directory."))
        return redirect("actors:show_organisation", slug=slug)
    return _page(request, form, _("Add a site"), organisation)


@require_http_methods(["GET", "POST"])
def open_desk(request: ActorRequest, slug: str) -> HttpResponse:
    organisation = access.get_organisation(request.actor, slug, to=_opens)
    form = form_for(
        request,
        DeskForm,
        draft=f"actors:open_desk:{organisation.pk}",
        choices=access.choices_for(organisation),
        initial=empty_values(DraftTarget.DESK),
    )
    if form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("places", "priority")}
        told |= {"actor": request.actor, "organisation": organisation, "values": form.values()}
        told["prefix"] = form.cleaned_data["code_prefix"]
        if made := _kept(form, services.open_desk, **told):
            messages.success(request, _("The desk is open. Give its people their roles."))
            return redirect("actors:list_members", slug=made.slug)
    return _page(request, form, _("Open a desk"), organisation)


@require_http_methods(["GET", "POST"])
def record_agreement(request: ActorRequest, slug: str) -> HttpResponse:
    organisation = access.get_organisation(request.actor, slug, to=_records)
    form = form_for(
        request,
        AgreementForm,
        draft=f"actors:record_agreement:{organisation.pk}",
        organisation=organisation,
        initial=empty_values(DraftTarget.AGREEMENT),
    )
    if form.is_valid():
        told = {key: form.cleaned_data[key] for key in fields_of(DraftTarget.AGREEMENT)}
        parties = [organisation, *form.cleaned_data["others"]]
        services.record_agreement(
            actor=request.actor, parties=parties, promises=form.promises(), at=clock.now(), **told
        )
        messages.success(request, _("The agreement is recorded."))
        return redirect("actors:show_organisation", slug=slug)
    return _page(request, form, _("Record an agreement"), organisation)


def _form(request: ActorRequest, target: DraftTarget, draft: str) -> EditForm:
    return form_for(
        request, EditForm, draft=draft, editable=fields_of(target), initial=empty_values(target), is_direct=True
    )


def _kept(form: EditForm, service: Any, **told: Any) -> Any:
    """What was made, or nothing: the form then says why."""
    try:
        return service(at=clock.now(), **told)
    except services.Unwritable:
        form.add_error(
            None, _("This cannot stand in the directory: another line says it already, or two answers differ.")
        )
        return None


def _page(request: ActorRequest, form: EditForm, title: str, organisation: Any = None) -> HttpResponse:
    context = {"form": form, "title": title, "organisation": organisation}
    return render(request, "actors/add_entry.html", context, status=422 if form.errors else 200)


def _keeps(actor: Actor, _organisation: Any) -> bool:
    return policies.can_keep_directory(actor)


def _opens(actor: Actor, _organisation: Any) -> bool:
    return policies.can_open_desk(actor)


def _records(actor: Actor, _organisation: Any) -> bool:
    return policies.can_record_agreement(actor)
