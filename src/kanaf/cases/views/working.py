"""What the pages of work on a file have in common: shown with the file's code, and nothing typed is lost."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise

from kanaf.actors.actor import ActorRequest
from kanaf.cases.policies import OpenFile
from kanaf.foundation.forms import Form
from kanaf.foundation.pages import render


def draw(
    request: ActorRequest, template: str, file: OpenFile, form: Form | None = None, **context: Any
) -> HttpResponse:
    """The page of one piece of work."""
    refused = form is not None and bool(form.errors)
    return render(request, template, {"file": file, "form": form, **context}, status=422 if refused else 200)


def done(request: ActorRequest, file: OpenFile, sentence: str | Promise) -> HttpResponse:
    """Back to the file, with one sentence about what was done."""
    messages.success(request, str(sentence))
    return redirect("portal:show_file", file.case.id)
