"""Correcting the directory: an entry, or one row of what it keeps in rows; each becomes a draft."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kanaf.actors import access, services
from kanaf.actors.actor import ActorRequest
from kanaf.actors.editing import Value, fields_of, values_of
from kanaf.actors.enums import DraftTarget
from kanaf.actors.forms import EditForm
from kanaf.actors.tables import Table, seal_of
from kanaf.foundation import clock
from kanaf.foundation.ids import new_id
from kanaf.foundation.pages import form_for, render, stale


@require_safe
def show_details(request: ActorRequest, entry: str, slug: str) -> HttpResponse:
    """Everything that an entry keeps in rows, each row with its two buttons."""
    target_type, target = access.get_entry(request.actor, entry, slug)
    context = {
        "entry": entry,
        "slug": slug,
        "target": target,
        "listings": access.listings(target_type, target),
        "home": access.home_of(target),
    }
    return render(request, "actors/show_details.html", context)


@require_http_methods(["GET", "POST"])
def propose_change(request: ActorRequest, entry: str, slug: str) -> HttpResponse:
    target_type, target = access.get_entry(request.actor, entry, slug)
    return _propose(request, target_type, target, f"actors:propose_change:{target.pk}")


@require_http_methods(["GET", "POST"])
def propose_service(request: ActorRequest, slug: str) -> HttpResponse:
    _kind, target = access.get_entry(request.actor, "organisations", slug)
    return _propose(request, DraftTarget.NEW_SERVICE, target, f"actors:propose_service:{target.pk}")


def _propose(request: ActorRequest, target_type: DraftTarget, target: Any, draft: str) -> HttpResponse:
    values = values_of(target_type, target)
    form = form_for(
        request,
        EditForm,
        draft=draft,
        editable=fields_of(target_type),
        choices=access.choices_for(target),
        initial=values,
        version=seal_of(values),
    )
    if form.is_valid() and (answer := _offer(request, form, target_type, target, form.values())):
        return answer
    context = {"form": form, "target": target, "is_new": target_type == DraftTarget.NEW_SERVICE}
    return render(request, "actors/propose_change.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def add_row(request: ActorRequest, entry: str, slug: str, table: str) -> HttpResponse:
    target_type, target = access.get_entry(request.actor, entry, slug)
    rows = access.get_table(target_type, table)
    initial = access.new_values(rows, target, timezone.localdate(clock.now()))
    key, draft = rows.row_key(new_id()), f"actors:add_row:{target.pk}:{table}"
    form = _form(request, rows, target, draft, initial, "")
    if form.is_valid() and (
        answer := _offer(request, form, target_type, target, {key: form.values()}, seal_of({key: None}))
    ):
        return answer
    return _page(request, entry, slug, target, rows, form)


@require_http_methods(["GET", "POST"])
def edit_row(request: ActorRequest, entry: str, slug: str, table: str, row_id: UUID) -> HttpResponse:
    target_type, target = access.get_entry(request.actor, entry, slug)
    rows = access.get_table(target_type, table)
    values, key = access.row_values(rows, target, row_id), rows.row_key(row_id)
    form = _form(request, rows, target, f"actors:edit_row:{row_id}", values, seal_of({key: values}))
    if form.is_valid() and (answer := _offer(request, form, target_type, target, {key: form.values()})):
        return answer
    return _page(request, entry, slug, target, rows, form, row_id=row_id)


@require_http_methods(["GET", "POST"])
def remove_row(request: ActorRequest, entry: str, slug: str, table: str, row_id: UUID) -> HttpResponse:
    """Only why is asked; the row stays until somebody else agrees."""
    target_type, target = access.get_entry(request.actor, entry, slug)
    rows = access.get_table(target_type, table)
    values, key = access.row_values(rows, target, row_id), rows.row_key(row_id)
    form = form_for(request, EditForm, draft=f"actors:remove_row:{row_id}", editable={}, version=seal_of({key: values}))
    if form.is_valid() and (answer := _offer(request, form, target_type, target, {key: None})):
        return answer
    return _page(request, entry, slug, target, rows, form, line=access.line_of(rows, values))


def _form(
    request: ActorRequest, rows: Table, target: Any, draft: str, initial: Mapping[str, Any], version: str
) -> EditForm:
    return form_for(
        request,
        EditForm,
        draft=draft,
        editable=rows.fields,
        choices=access.choices_for(target),
        initial=initial,
        version=version,
    )


def _page(
    request: ActorRequest, entry: str, slug: str, target: Any, rows: Table, form: EditForm, **more: Any
) -> HttpResponse:
    context = {"entry": entry, "slug": slug, "target": target, "table": rows, "form": form, **more}
    return render(request, "actors/edit_row.html", context, status=422 if form.errors else 200)


def _offer(
    request: ActorRequest,
    form: EditForm,
    target_type: DraftTarget,
    target: Any,
    values: Mapping[str, Value],
    seen: str | None = None,
) -> HttpResponse | None:
    """Send the proposal; nothing is answered when the form must say why not."""
    try:
        draft = services.propose_change(
            actor=request.actor,
            target_type=target_type,
            target_id=target.pk,
            values=values,
            note=form.cleaned_data["note"],
            at=clock.now(),
            seen=seen or form.seen_version or "",
        )
    except services.NothingChanged:
        form.add_error(None, _("Nothing is different from what the directory says already."))
    except services.Unwritable:
        form.add_error(
            None, _("This cannot stand in the directory: another line says it already, or two answers differ.")
        )
    except services.SeenChanged as changed:
        return _both(request, form, changed.now)
    else:
        messages.success(request, _("Thank you. A directory editor will read your proposal."))
        return redirect("actors:show_draft", draft_id=draft.pk)
    return None


def _both(request: ActorRequest, form: EditForm, now: Mapping[str, Any]) -> HttpResponse:
    """What the entry says by now beside what was typed; a removal types nothing, and is asked again."""
    if not form.editable:
        messages.error(request, _("The entry changed since this proposal was written. Read it again."))
        return redirect(request.path)
    theirs = now if set(now) == set(form.editable) else next(iter(now.values())) or {}
    return stale(request, form, form.shown(theirs), seal_of(now))
