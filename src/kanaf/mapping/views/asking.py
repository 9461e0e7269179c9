"""What the small pages have in common: one question, the way back, one button."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise

from kanaf.actors.actor import ActorRequest
from kanaf.foundation.forms import Form
from kanaf.foundation.pages import render

Words = str | Promise


@dataclass(frozen=True)
class Page:
    """A page that asks: its title, where it comes from, its button, and a sentence under the title."""

    title: Words
    back: str
    back_label: Words
    button: Words
    lead: Words = ""
    is_danger: bool = False


def ask(request: ActorRequest, page: Page, form: Form, **more: object) -> HttpResponse:
    """The question, 422 when what was sent is refused."""
    context = {"page": page, "form": form, **more}
    return render(request, "mapping/ask.html", context, status=422 if form.errors else 200)


def done(request: ActorRequest, sentence: Words, to: str, *args: object) -> HttpResponse:
    """To the next page, with one sentence about what was done."""
    messages.success(request, str(sentence))
    return redirect(to, *args)
