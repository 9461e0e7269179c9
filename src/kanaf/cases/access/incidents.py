"""The incidents of a file."""

from uuid import UUID

from django.http import Http404

from kanaf.actors.actor import Actor
from kanaf.cases.models import Incident
from kanaf.cases.policies import OpenFile
from kanaf.grants.enums import Compartment


def can_see_incidents(actor: Actor, file: OpenFile) -> bool:
    """Whoever may open the social part."""
    return actor.is_active and file.reads(Compartment.SOCIAL)


def incidents(file: OpenFile) -> list[Incident]:
    """The newest first; those without a known time after the others."""
    if not file.reads(Compartment.SOCIAL):
        return []
    found = Incident.objects.filter(case=file.case).select_related("place__parent")
    return sorted(found, key=lambda i: (i.happened_at is None, -(i.happened_at or i.recorded_at).timestamp()))


def get_incident(file: OpenFile, incident_id: UUID) -> Incident:
    found = Incident.objects.filter(case=file.case, id=incident_id).select_related("place__parent").first()
    if found is None or not file.reads(Compartment.SOCIAL):
        raise Http404
    return found
