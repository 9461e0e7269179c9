"""Pages of requests and appointments: each asks one thing."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kanaf.actors.actor import ActorRequest
from kanaf.cases import access as cases
from kanaf.cases.access import incidents
from kanaf.cases.policies import OpenFile
from kanaf.foundation import clock, words
from kanaf.health import access, policies
from kanaf.health.enums import Wish
from kanaf.health.forms import requests as forms
from kanaf.health.forms.fields import first_moment
from kanaf.health.services import requests
from kanaf.health.views.working import Task, carry_out
from kanaf.territory import access as territory


@require_http_methods(["GET", "POST"])
def request_examination(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """Ask for an examination."""
    file = cases.get_case(request.actor, case_id, to=policies.can_ask)
    desks, facts = access.hospitals_of(file, clock.now()), _facts(file)
    first: dict[str, Any] = {
        "kind": "sexual_assault" if access.limits_of(file.case, clock.now()) else "general",
        "desk_to": desks[0][0] if desks else "",
        "urgency": file.case.risk,
        "incidents": [fact for fact, _label in facts],
        "examiner": Wish.NOT_ASKED,
        "language": "ary",
    }
    task = Task(
        title=_("Ask for an examination"),
        form=forms.RequestForm,
        do=requests.request_examination,
        done=_("Asked. The hospital sees it, with the limits that run."),
        label=_("Ask"),
        lead="" if desks else _("No hospital has this file yet: refer it first, then ask here."),
        more={"desks": desks, "facts": facts, "initial": first},
        answers=lambda form: form.answers,
        draft=f"health:request:{case_id}",
        shows_limits=True,
    )
    return carry_out(request, file, task)


def _facts(file: OpenFile) -> list[tuple[str, str]]:
    """The incidents, by their kind and their moment."""
    return [
        (
            str(incident.id),
            " · ".join(
                [
                    territory.label_of("violence_form", incident.form),
                    words.exact(incident.happened_at) if incident.happened_at else _("moment not known"),
                ]
            ),
        )
        for incident in incidents.incidents(file)
    ]


@require_http_methods(["GET", "POST"])
def withdraw(request: ActorRequest, case_id: UUID, request_id: UUID) -> HttpResponse:
    """It is no longer asked for."""
    file = cases.get_case(request.actor, case_id, to=policies.can_ask)
    record = access.get_request(file, request_id)
    task = Task(
        title=_("Take the request back"),
        form=forms.SureForm,
        do=requests.withdraw,
        done=_("The request is taken back."),
        label=_("Take it back"),
        lead=_("The hospital no longer finds it among what waits."),
        given={"request": record.id},
        version=record.version,
    )
    return carry_out(request, file, task)


@require_http_methods(["GET", "POST"])
def refuse(request: ActorRequest, case_id: UUID, request_id: UUID) -> HttpResponse:
    """The child does not want it."""
    file = cases.get_case(request.actor, case_id, to=policies.can_arrange)
    record = access.get_request(file, request_id)
    task = Task(
        title=_("The child does not want the examination"),
        form=forms.SureForm,
        do=requests.refuse,
        done=_("It is written down. It can be asked for again whenever the child wants."),
        label=_("Record the refusal"),
        lead=_(
            "Nobody examines a child who says no. The limits stop being asked for; if the child changes their mind, ask"
            " again and they run again."
        ),
        given={"request": record.id},
        version=record.version,
        shows_limits=True,
    )
    return carry_out(request, file, task)


@require_http_methods(["GET", "POST"])
def book(request: ActorRequest, case_id: UUID, request_id: UUID) -> HttpResponse:
    """Give an appointment."""
    file = cases.get_case(request.actor, case_id, to=policies.can_arrange)
    record = access.get_request(file, request_id)
    task = Task(
        title=_("Give an appointment"),
        form=forms.BookForm,
        do=requests.book,
        done=_("The appointment is in the file."),
        label=_("Give the appointment"),
        given={"request": record.id},
        more={"initial": {"when": first_moment(clock.now())}},
        version=record.version,
        shows_limits=True,
    )
    return carry_out(request, file, task)


@require_http_methods(["GET", "POST"])
def tell_visit(request: ActorRequest, case_id: UUID, visit_id: UUID) -> HttpResponse:
    """What came of an appointment."""
    file = cases.get_case(request.actor, case_id, to=policies.can_arrange)
    record = access.get_visit(file, visit_id)
    task = Task(
        title=_("What came of the appointment"),
        form=forms.VisitForm,
        do=requests.tell_visit,
        done=_("It is in the file."),
        label=_("Record"),
        lead=words.exact(record.at),
        given={"visit": record.id},
        version=record.version,
    )
    return carry_out(request, file, task)
