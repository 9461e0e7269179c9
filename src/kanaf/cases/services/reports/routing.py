"""Which desk answers for what was told: always some desk, so that nothing told is lost."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from kanaf.actors import access as actors
from kanaf.actors.enums import DeskKind
from kanaf.actors.models import Desk
from kanaf.actors.models.desks import DeskArea
from kanaf.territory.models import Place

NEAREST_TO_ALL = (DeskKind.COORDINATION, DeskKind.HELPLINE, DeskKind.CAPE, DeskKind.UPE, DeskKind.LISTENING_CENTRE)
"""Who receives what no desk covers: coordination first."""


class NoDeskTakesReports(Exception):
    """No desk of this installation takes reports: the page keeps what was typed and says whom to call."""


def desk_for(place: Place | None) -> Desk:
    """The desk in charge of a place; else one inside it; else the one that answers for the rest.

    Raises ``NoDeskTakesReports``.
    """
    if place is not None and (desk := actors.desk_in_charge(place) or _desk_inside(place)):
        return desk
    taking = Desk.objects.filter(is_active=True, takes_reports=True).select_related("place")
    return _first(taking, place)


def _desk_inside(place: Place) -> Desk | None:
    areas = DeskArea.objects.filter(place__lineage__contains=[place.pk], desk__is_active=True, desk__takes_reports=True)
    first = areas.select_related("desk").order_by("priority", "desk__slug").first()
    return first.desk if first else None


def complaint_desk_for(concerned: Desk | None, *, but: Iterable[UUID] = ()) -> Desk:
    """A coordination desk outside the desk concerned and outside its organisation; else any desk outside it.

    ``but`` are desks that it concerns too, or that handed it over before.

    Raises ``NoDeskTakesReports``.
    """
    handling = Q(kind=DeskKind.COORDINATION) | Q(takes_reports=True)
    desks = Desk.objects.filter(handling, is_active=True).exclude(pk__in=list(but)).select_related("place")
    if concerned is None:
        pool = list(desks)
    else:
        others = list(desks.exclude(pk=concerned.pk))
        pool = [desk for desk in others if desk.organisation_id != concerned.organisation_id] or others
    coordination = [desk for desk in pool if desk.kind == DeskKind.COORDINATION]
    return _first(coordination or pool, concerned.place if concerned else None)


def _first(desks: Iterable[Desk], place: Place | None) -> Desk:
    """The nearest, by how many divisions it shares with the place; then by kind; then always the same one."""
    here = set(place.lineage) if place else set[UUID]()

    def rank(desk: Desk) -> tuple[int, int, str]:
        shared = len(here.intersection(desk.place.lineage)) if desk.place else 0
        kind = NEAREST_TO_ALL.index(DeskKind(desk.kind)) if desk.kind in NEAREST_TO_ALL else len(NEAREST_TO_ALL)
        return -shared, kind, desk.slug

    ranked = sorted(desks, key=rank)
    if not ranked:
        raise NoDeskTakesReports
    return ranked[0]
