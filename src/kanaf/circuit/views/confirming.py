"""What the pages of one step have in common: the version at the head, and an honest word to whoever comes late."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kanaf.actors.actor import ActorRequest
from kanaf.foundation.forms import Form
from kanaf.foundation.pages import render

if TYPE_CHECKING:
    from kanaf.circuit.models import ProtocolVersion


def answer(
    request: ActorRequest, template: str, version: "ProtocolVersion", form: Form, **context: Any
) -> HttpResponse:
    """The page of one step."""
    given = {"version": version, "form": form, **context}
    return render(request, template, given, status=422 if form.errors else 200)


def late(request: ActorRequest, version_id: UUID) -> HttpResponse:
    """Somebody was quicker: look again."""
    messages.warning(request, _("Somebody decided about this version meanwhile. Here is where it stands now."))
    return redirect("circuit:show_version", version_id)
