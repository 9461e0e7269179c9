"""New entries of the directory, written at once by those who keep it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from kanaf.actors import policies
from kanaf.actors.actor import Actor
from kanaf.actors.editing import Value
from kanaf.actors.enums import DraftTarget
from kanaf.actors.events import DESK_OPENED, ORGANISATION_ADDED, SITE_ADDED
from kanaf.actors.models import Desk, DeskArea, Organisation, Site
from kanaf.actors.services.applying import apply, slug_for
from kanaf.actors.services.drafts import Unwritable
from kanaf.journal import services as journal
from kanaf.territory.models import Place

New = TypeVar("New", Organisation, Site, Desk)


@transaction.atomic
def add_organisation(*, actor: Actor, values: Mapping[str, Value], at: datetime) -> Organisation:
    """A body that the directory did not know; raises ``Unwritable``."""
    if not policies.can_keep_directory(actor):
        raise PermissionDenied
    name = str(values["name_fr"])
    made = Organisation.objects.create(slug=slug_for(name, "organisation"), name=name, kind=str(values["kind"]))
    _fill(DraftTarget.ORGANISATION, made, values)
    journal.write(ORGANISATION_ADDED, actor=actor, subject=made, at=at)
    return made


@transaction.atomic
def add_site(*, actor: Actor, organisation: Organisation, values: Mapping[str, Value], at: datetime) -> Site:
    """A place where an organisation receives people; raises ``Unwritable``."""
    if not policies.can_keep_directory(actor):
        raise PermissionDenied
    made = Site(organisation=organisation, name=str(values["name_fr"]), is_shelter=bool(values["is_shelter"]))
    made.place_id = values["place"]  # type: ignore[assignment]
    made.save()
    _fill(DraftTarget.SITE, made, values)
    journal.write(SITE_ADDED, actor=actor, subject=made, at=at)
    return made


@transaction.atomic
def open_desk(
    *,
    actor: Actor,
    organisation: Organisation,
    values: Mapping[str, Value],
    prefix: str,
    places: Sequence[Place],
    priority: int,
    at: datetime,
) -> Desk:
    """A new working post, and the places whose reports it answers for; raises ``Unwritable``."""
    if not policies.can_open_desk(actor):
        raise PermissionDenied
    made = Desk(organisation=organisation, slug=slug_for(str(values["name"]), "desk"), prefix=prefix)
    _fill(DraftTarget.DESK, made, values)
    DeskArea.objects.bulk_create(DeskArea(desk=made, place=place, priority=priority) for place in places)
    journal.write(DESK_OPENED, actor=actor, subject=made, at=at, desk=made.pk)
    return made


def _fill(target_type: DraftTarget, made: New, values: Mapping[str, Value]) -> None:
    try:
        apply(target_type, made, values)
    except ValidationError:
        raise Unwritable from None
