"""The doors to complaints, and the desks one may complain of."""

from collections.abc import Callable
from uuid import UUID

from django.db.models import F, QuerySet
from django.http import Http404

from kanaf.actors.actor import Actor
from kanaf.actors.enums import DeskKind
from kanaf.actors.models import Desk
from kanaf.cases.events.reports import COMPLAINT_READ
from kanaf.cases.models import Complaint, ComplaintStatement
from kanaf.cases.policies import OpenComplaint, can_read_complaint
from kanaf.foundation import clock
from kanaf.foundation.vault import keys
from kanaf.grants import access as grants
from kanaf.journal import services as journal
from kanaf.territory.models import Place

Policy = Callable[[Actor, OpenComplaint], bool]


def get_complaint(actor: Actor, complaint_id: UUID, *, to: Policy = can_read_complaint) -> OpenComplaint:
    """The complaint, if the actor may do ``to`` with it; else 404."""
    found = list_complaints(actor).filter(id=complaint_id).first()
    file = OpenComplaint(found, grants.compartments_open(complaint_id)) if found else None
    if file is None or not to(actor, file):
        raise Http404
    return file


def read_complaint(file: OpenComplaint) -> ComplaintStatement | None:
    """What it says, where that part is open; the reading is journaled."""
    complaint = file.complaint
    keys.preload([complaint.id])
    statement = ComplaintStatement.objects.filter(complaint=complaint).first() if file.reads("social") else None
    journal.note_read(
        COMPLAINT_READ, subject=complaint, file=complaint.id, compartment="core", desk=complaint.handled_by_id
    )
    return statement


def list_complaints(actor: Actor) -> QuerySet[Complaint]:
    """The complaints the actor's desks handle: unanswered first, the soonest due first."""
    readable = grants.readable(actor, "report", "core", "read", clock.now())
    found = Complaint.objects.filter(id__in=readable).select_related("desk_concerned", "handled_by__place")
    return found.order_by(F("answered_at").desc(nulls_first=True), "due_at", "id")


def desks_at(place: Place) -> list[Desk]:
    """The desks of a place that a complaint may name. Shelters are never on a public page."""
    desks = Desk.objects.filter(is_active=True, is_shelter=False, place__lineage__contains=[place.pk])
    hidden = [DeskKind.PROGRAMME, DeskKind.ADMINISTRATION]
    return list(desks.exclude(kind__in=hidden).select_related("organisation").order_by("name", "id"))
