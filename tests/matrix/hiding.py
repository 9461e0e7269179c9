"""Changes what stands in a part, as its owner: whoever may not read that part must see nothing of the change."""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from kanaf.cases.models import (
    Assessment,
    Attachment,
    Case,
    CaseParty,
    Closure,
    Consent,
    Contact,
    Incident,
    Note,
    PlanAction,
    SafetyPlan,
)
from kanaf.foundation import clock
from kanaf.justice.models import Hearing, Measure, Procedure, Requisition, Review, Stay, Step
from kanaf.referrals.models import ConferenceMinute
from tests.matrix import places

PAGES = (
    ("portal:show_desk", "slug"), ("portal:list_waiting", "slug"), ("portal:list_files", "slug"),
    ("portal:show_file", "case"), ("portal:show_history", "case"),
    ("cases:list_reports", ""), ("cases:list_complaints", ""), ("circuit:list_alerts", ""),
    ("cases:show_people", "case"), ("cases:list_incidents", "case"), ("cases:list_consents", "case"),
    ("referrals:list_conferences", "case"), ("referrals:list_stops", "case"), ("justice:show_file", "case"),
    ("actors:list_services", ""), ("actors:list_desks", ""), ("portal:home", ""),
)  # fmt: skip
"""The lists, the counts and the calendars that somebody may hold against what is hidden."""
FORGETTING = re.compile(r'(name="csrfmiddlewaretoken" value|name="_?once\w*" value|nonce|name="key" value)="[^"]*"')

HEARD = re.compile(r'<p class="figure">.*?</dl>', re.DOTALL)
"""The one number that crosses the parts, as the published page says: how often the child was heard, in all."""


def plain(answer: HttpResponse) -> str:
    """A page without what changes at each request, and without the one number that everybody is told."""
    return HEARD.sub("", FORGETTING.sub("", answer.content.decode(errors="replace")))


def pages(client: Client, place: places.Place, case: Case, **asked: str) -> dict[str, tuple[int, str]]:
    """Every page as this person is answered, without what changes at each request."""
    found = {}
    for route, names in PAGES:
        args = {"slug": [place.desk.slug], "case": [case.id], "": []}[names]
        answer = client.get(reverse(route, args=args), asked)
        found[route] = (answer.status_code, plain(answer))
    return found


def search(client: Client, words: str) -> str:
    """The answer of the search box, with the words themselves taken out."""
    answer = client.post(reverse("portal:search"), {"q": words})
    return plain(answer).replace(words, "…")


def _social(case: Case) -> None:
    Incident.objects.filter(case=case).update(form="L-2", is_online=True)
    Assessment.objects.filter(case=case).update(risk="high", status="approved", approved_at=clock.now())
    SafetyPlan.objects.filter(case=case).update(is_safe_tonight=False, author_has_access=True)
    PlanAction.objects.filter(case=case).update(due_on=clock.now().date() - timedelta(days=9))
    Closure.objects.filter(case=case).update(status="returned")
    Consent.objects.filter(case=case).update(recorded_at=clock.now() - timedelta(days=400))


def _judicial(case: Case) -> None:
    Review.objects.filter(case=case).delete()
    Step.objects.filter(case=case).delete()
    Stay.objects.filter(case=case).delete()
    Hearing.objects.filter(case=case).update(status="held", child_heard=True)
    Requisition.objects.filter(case=case).update(answered_at=clock.now(), answered_by=case.id)
    Measure.objects.filter(case=case).update(status="ended", ended_on=clock.now().date(), end_reason="lifted")
    Procedure.objects.filter(case=case).update(closed_on=clock.now().date(), outcome="dismissed")


def _identity(case: Case) -> None:
    CaseParty.objects.filter(case=case).exclude(role="main").update(relation="neighbour", lives_with_child=False)


def _nothing(_case: Case) -> None:
    """Only what is written in that part by name."""


CHANGES: Mapping[str, Callable[[Case], None]] = {
    "social": _social, "judicial": _judicial, "identity": _identity, "medical": _nothing, "psychological": _nothing,
}  # fmt: skip


def change(case: Case, part: str) -> None:
    """Take away what was written in that part, and turn what has a state over."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    for model in (Note, Contact, Attachment, ConferenceMinute):
        model.objects.filter(case=case, compartment=part).delete()
    CHANGES[part](case)
