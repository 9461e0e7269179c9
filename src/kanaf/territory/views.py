"""Pages of the territory: finding a place, and editing what is set for a country."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kanaf.foundation import clock
from kanaf.foundation.forms import VERSION_FIELD
from kanaf.foundation.pages import render
from kanaf.territory import access, services
from kanaf.territory.enums import PlaceLevel, SettingKind
from kanaf.territory.forms import FORMS, NarrowForm, SettingForm
from kanaf.territory.lines import line
from kanaf.territory.policies import TerritoryActor

FEW = 8
FIRST_LIST = "violence_form"


class TerritoryRequest(HttpRequest):
    """A request as the access context leaves it."""

    actor: TerritoryActor


@require_GET
def search_places(request: TerritoryRequest) -> HttpResponse:
    """A page that works without a script: a box, a button, and what was found."""
    asked = request.GET.get("q", "")
    return render(request, "territory/search_places.html", {"asked": asked, "places": _found(request, limit=50)})


@require_GET
def suggest_places(request: TerritoryRequest) -> HttpResponse:
    """A fragment for a form being filled: one radio button for each place found."""
    name = request.GET.get("name", "place")
    context = {
        "places": _found(request, limit=FEW),
        "asked": request.GET.get("q", ""),
        "name": name if name.isidentifier() else "place",
    }
    return render(request, "territory/suggestions.html", context)


def _found(request: TerritoryRequest, *, limit: int) -> list[Any]:
    level = request.GET.get("level", "")
    return access.search_places(
        request.GET.get("q", "")[:100], level=level if level in PlaceLevel.values else None, limit=limit
    )


@require_GET
def list_settings(request: TerritoryRequest) -> HttpResponse:
    """All that a country sets for itself, one door for each kind."""
    access.allow_settings(request.actor)
    return render(request, "territory/list_settings.html", {"kinds": SettingKind.choices})


@require_GET
def list_kind(request: TerritoryRequest, kind: str) -> HttpResponse:
    """The rows of one kind; those that ended stay, after the others."""
    access.allow_settings(request.actor)
    by_list = kind == SettingKind.CODELISTS
    narrow = NarrowForm(request.GET, by_list=by_list)
    chosen = narrow.cleaned_data if narrow.is_valid() else {}
    asked = {"codelist": chosen.get("scheme") or FIRST_LIST} if by_list else {"country": chosen.get("country") or "MA"}
    settings = access.list_settings(request.actor, kind, **asked)
    lines = [line(kind, setting, access.today()) for setting in settings]
    lines.sort(key=lambda row: row.is_ended)
    context = {
        "kind": SettingKind(kind),
        "lines": lines,
        "narrow": NarrowForm(
            initial={"scheme": asked.get("codelist"), "country": asked.get("country")}, by_list=by_list
        ),
    }
    return render(request, "territory/list_kind.html", context)


@require_http_methods(["GET", "POST"])
def add_setting(request: TerritoryRequest, kind: str) -> HttpResponse:
    access.list_settings(request.actor, kind, pk=UUID(int=0))
    form = FORMS[kind](request.POST if request.method == "POST" else None)
    if form.is_valid() and _try(form, lambda values: _add(request, kind, values)):
        messages.success(request, _("The row is added."))
        return redirect("territory:list_kind", kind=kind)
    return _page(request, kind, form, _("Add a row"))


@require_http_methods(["GET", "POST"])
def edit_setting(request: TerritoryRequest, kind: str, setting_id: UUID) -> HttpResponse:
    setting = access.get_setting(request.actor, kind, setting_id)
    form = _edit_form(request, kind, setting)
    try:
        if form.is_valid() and _try(form, lambda values: _edit(request, kind, setting, values)):
            messages.success(request, _("The change is kept."))
            return redirect("territory:list_kind", kind=kind)
    except services.StaleEditError as stale:
        return _stale(request, kind, stale.current)
    return _page(request, kind, form, line(kind, setting, access.today()).title)


def _add(request: TerritoryRequest, kind: str, values: dict[str, Any]) -> None:
    services.add_setting(actor=request.actor, kind=kind, values=values, at=clock.now())


def _edit(request: TerritoryRequest, kind: str, setting: Any, values: dict[str, Any]) -> None:
    version, from_day = _number(request.POST.get(VERSION_FIELD)), values.pop("from_day", None)
    asked = {"actor": request.actor, "kind": kind, "setting": setting, "version": version, "values": values}
    if from_day:
        services.revise_setting(**asked, from_day=from_day, at=clock.now())
    else:
        services.correct_setting(**asked, at=clock.now())


def _number(version: str | None) -> int:
    """A version that is no number is nobody's: the edit is then a stale one."""
    return int(version) if version and version.isascii() and version.isdigit() else 0


def _edit_form(request: TerritoryRequest, kind: str, setting: Any) -> SettingForm:
    initial = {name: getattr(setting, name, None) for name in _fields_of(kind)}
    data = request.POST if request.method == "POST" else None
    return FORMS[kind](data, initial=initial, version=setting.version, is_new=False)


def _fields_of(kind: str) -> list[str]:
    return list(FORMS[kind].base_fields)


def _try(form: SettingForm, change: Any) -> bool:
    """Do it, or say at the top of the form why not."""
    try:
        change(dict(form.cleaned_data))
    except services.OverlapsError:
        form.add_error(None, _("Another row already says something for those days. End it first."))
    except services.TooEarlyError:
        form.add_error("from_day", _("A change must apply from a later day than the row it changes."))
    except services.LocalCodeError:
        form.add_error("code", _("This list follows an official classification: begin your code with L-."))
    return not form.errors


def _page(request: TerritoryRequest, kind: str, form: SettingForm, title: str) -> HttpResponse:
    context = {"kind": SettingKind(kind), "form": form, "title": title}
    return render(request, "territory/edit_setting.html", context, status=422 if form.errors else 200)


def _stale(request: TerritoryRequest, kind: str, current: Any) -> HttpResponse:
    """Both versions on one page: what was typed stays in the form, what is kept stands above it."""
    data = request.POST.copy()
    data["version"] = str(current.version)
    form = FORMS[kind](data, version=current.version, is_new=False)
    rows = [
        {"label": field.label, "value": getattr(current, name, "")}
        for name, field in form.fields.items()
        if name != "from_day"
    ]
    context = {"kind": SettingKind(kind), "form": form, "title": _("Changed meanwhile"), "current": rows}
    return render(request, "territory/edit_setting.html", context, status=409)
