"""Every component on one page, in both directions: what tests and people look at before they draw a page."""

from datetime import datetime, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.forms import BooleanField, CharField, ChoiceField, EmailField, MultipleChoiceField, Textarea
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from kanaf.foundation import clock
from kanaf.foundation.access import public
from kanaf.foundation.forms import DayField, Form, MomentField, Section
from kanaf.foundation.pages import render
from kanaf.foundation.widgets import Checkboxes, Radios

WHO = [
    ("adult", gettext_lazy("An adult who is worried")),
    ("child", gettext_lazy("I am the one who needs help")),
    ("professional", gettext_lazy("A professional")),
]
HINTS = {
    "adult": gettext_lazy("neighbour, parent, teacher…"),
    "child": gettext_lazy("I am under 18"),
    "professional": gettext_lazy("school, health, association"),
}


class ExampleForm(Form):
    """One field of each kind, under two headings."""

    sections = [
        Section(gettext_lazy("Who"), ["who", "name", "born_on"], gettext_lazy("What you know is enough.")),
        Section(gettext_lazy("What happened"), ["happened_at", "story", "needs"]),
    ]
    who = ChoiceField(label=gettext_lazy("Who are you?"), choices=WHO, widget=Radios(hints=HINTS))
    name = CharField(label=gettext_lazy("Name"), required=False, help_text=gettext_lazy("In the script you prefer."))
    born_on = DayField(label=gettext_lazy("Born on"), required=False, help_text=gettext_lazy("For example 12 3 2015"))
    happened_at = MomentField(label=gettext_lazy("When did it happen?"), required=False)
    story = CharField(label=gettext_lazy("What do you know?"), widget=Textarea)
    needs = MultipleChoiceField(
        label=gettext_lazy("Needed today"),
        required=False,
        widget=Checkboxes,
        choices=[("doctor", gettext_lazy("A doctor")), ("roof", gettext_lazy("A place to sleep"))],
    )
    email = EmailField(label=gettext_lazy("E-mail"), required=False)
    told = BooleanField(
        label=gettext_lazy("The child has been told"),
        required=False,
        help_text=gettext_lazy("In words of his or her age."),
    )


@public
@require_GET
def show_gallery(request: HttpRequest) -> HttpResponse:
    """The components with fictional words; no record is read."""
    now = clock.now()
    context = {
        "waiting": _waiting(now),
        "form": ExampleForm(),
        "refused": ExampleForm(
            {"no-born_on_day": "31", "no-born_on_month": "2", "no-born_on_year": "2015"}, prefix="no"
        ),
        "page_obj": Paginator(range(60), 20).page(2),
        "numbers": _numbers(),
        "kinds": ["info", "success", "warning", "error"],
        **_file(now),
    }
    return render(request, "foundation/gallery.html", context)


@public
@require_GET
def show_light_gallery(request: HttpRequest) -> HttpResponse:
    """The same parts on the light base, as a person without an account sees them."""
    return render(request, "foundation/gallery_light.html", {"numbers": _numbers(), "form": LightForm()})


class LightForm(Form):
    """One question on a light page."""

    who = ChoiceField(label=gettext_lazy("Who are you?"), choices=WHO, widget=Radios(hints=HINTS))


@public
@require_GET
def show_paper_gallery(request: HttpRequest) -> HttpResponse:
    """The sheet to print."""
    return render(request, "foundation/gallery_paper.html", _file(clock.now()))


def _numbers() -> list[dict[str, str]]:
    return [
        {"label": _("Children, free"), "number": "2511"},
        {"label": _("Police"), "number": "19"},
        {"label": _("Gendarmerie"), "number": "177"},
    ]


def _waiting(now: datetime) -> list[dict[str, Any]]:
    hours = timedelta(hours=1)
    return [
        {
            "at": now - 2 * hours,
            "title": _("First contact with the child"),
            "risk": "high",
            "code": "TNG-7Q4K",
            "sex": "f",
            "years": 13,
            "details": _("reported by the school"),
            "action": _("Note the contact"),
            "is_main": True,
        },
        {
            "at": now + hours,
            "title": _("Answer the hospital"),
            "risk": "high",
            "code": "TNG-M2XD",
            "sex": "m",
            "years": 15,
        },
        {
            "at": now + 48 * hours,
            "title": _("Have the plan approved"),
            "risk": "medium",
            "code": "TNG-4HRW",
            "sex": "m",
            "years": 7,
        },
        {
            "at": now + 96 * hours,
            "title": _("Home visit"),
            "risk": "low",
            "code": "TNG-9PLB",
            "sex": "f",
            "years": 2,
        },
    ]


def _file(now: datetime) -> dict[str, Any]:
    hours = timedelta(hours=1)
    sealed = _("Medical part: kept for the hospital and the judge.")
    return {
        "steps": [
            {"label": _("Detection"), "state": "done"},
            {"label": _("Immediate assistance"), "state": "done"},
            {"label": _("Report to justice"), "state": "current"},
            {"label": _("Social assessment"), "state": "todo"},
            {"label": _("Accompaniment"), "state": "todo"},
        ],
        "entries": [
            {
                "at": now - 3 * hours,
                "title": _("Report sent to the prosecutor"),
                "who": "Samira (fictif)",
                "text": _("We remain responsible until it is acknowledged."),
            },
            {"at": now - 20 * hours, "title": _("Referral accepted by the hospital"), "sealed": sealed},
            {"at": now - 24 * 9 * hours, "title": _("File opened"), "who": "UPE Tanger"},
        ],
        "rows": [
            {"label": _("Name"), "value": "Salma B. (fictif)", "change_url": "#form"},
            {
                "label": _("Where the child sleeps tonight"),
                "value": _("At her aunt's"),
                "change_url": "#form",
            },
            {"label": _("Medical"), "sealed": sealed},
        ],
        "pairs": [(_("Open files"), 61), (_("People"), 4)],
        "late_at": now - 2 * hours,
    }
