"""Questions about grants, for the areas above."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from kanaf.actors.actor import Actor
from kanaf.actors.models import Membership
from kanaf.grants.enums import Reason
from kanaf.grants.models import Exclusion, Grant


def may(subject: UUID, compartment: str, level: str) -> bool:
    """What the database itself answers for the current actor."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kanaf_can(%s, %s, %s)", [subject, compartment, level])
        return bool(cursor.fetchone()[0])


def compartments_open(subject: UUID) -> dict[str, str]:
    """The compartments open to the current actor: ``{compartment: "read" | "write"}``, in one query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT compartment, level FROM kanaf_open(%s)", [subject])
        return dict(cursor.fetchall())


def readable(actor: Actor, kind: str, compartment: str, level: str, at: datetime) -> QuerySet[Grant, UUID]:
    """Ids of the subjects that the actor may open: to filter a queryset with."""
    return Grant.objects.usable_by(actor, kind, compartment, level, at).subjects()


def readable_in(
    actor: Actor, kinds: Sequence[str], compartment: str, level: str, at: datetime
) -> QuerySet[Grant, UUID]:
    """The same of subjects of any of those kinds."""
    return Grant.objects.usable_in(actor, kinds, compartment, level, at).subjects()


def hidden_from(actor: Actor) -> QuerySet[Exclusion, UUID]:
    """Ids of what a conflict of interest hides from the actor: to leave out of a queryset."""
    return Exclusion.objects.hiding_from(actor).values_list("subject_id", flat=True)


def in_emergency(actor: Actor, at: datetime) -> QuerySet[Grant, UUID]:
    """Ids of the files that the actor opened in an emergency that still lasts."""
    return Grant.objects.in_emergency(actor, at).subjects()


def grants_on(subject: UUID, at: datetime) -> list[Grant]:
    """Who can see what of a subject now, and why; with the desks."""
    return list(
        Grant.objects.active(at)
        .filter(subject_id=subject)
        .select_related("desk")
        .order_by("given_at", "compartment", "desk_id")
    )


def desks_with_access(subjects: Iterable[UUID], at: datetime) -> dict[UUID, set[UUID]]:
    """For each subject, the desks that hold any grant now; an emergency of one person is none."""
    found: dict[UUID, set[UUID]] = {}
    held = Grant.objects.active(at).filter(subject_id__in=list(subjects)).exclude(reason=Reason.BREAK_GLASS)
    for subject, desk in held.values_list("subject_id", "desk_id"):
        found.setdefault(subject, set()).add(desk)
    return found


def closed_desks(subject: UUID) -> set[UUID]:
    """The desks that may not be asked for this subject, for whoever reads its identities; never say why on a page."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kanaf_closed_desks(%s)", [subject])
        return {desk for (desk,) in cursor.fetchall()}


def people_apart(subject: UUID, at: datetime) -> set[UUID]:
    """The people from whom this subject is hidden today, as far as the reader may know the conflicts."""
    found = Exclusion.objects.in_force().filter(subject_id=subject)
    ours = found.exclude(organisation=None).values("organisation_id")
    posts = Membership.objects.valid_at(at).filter(desk__organisation_id__in=ours)
    named = found.exclude(account=None).values_list("account_id", flat=True)
    return {*posts.values_list("account_id", flat=True), *named}
