"""The two workshops, what was said in them, and what each actor confirms."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kanaf.actors import policies as directory_rules
from kanaf.actors import services as directory
from kanaf.actors.actor import Actor
from kanaf.journal import services as journal
from kanaf.mapping import events
from kanaf.mapping.access.campaigns import standing
from kanaf.mapping.access.workshops import Answered, digest_of
from kanaf.mapping.enums import Part, Verdict, WorkshopKind
from kanaf.mapping.models import Campaign, Presence, Prospect, RoleClaim, Validation, Workshop
from kanaf.mapping.policies import can_answer, can_carry, can_write, is_asked
from kanaf.mapping.services.locking import opened


class TextChanged(Exception):
    """The directory changed after the person read the text she confirms."""


@transaction.atomic
def hold(
    *,
    actor: Actor,
    campaign: UUID,
    kind: WorkshopKind | str,
    held_on: date,
    where: str,
    came: Mapping[UUID, str],
    at: datetime,
) -> Workshop:
    """A workshop and who came: for each actor, the names of the people."""
    file = opened(actor, campaign, can_write)
    listed = set(Prospect.objects.filter(campaign=file.campaign, pk__in=came).values_list("pk", flat=True))
    if listed != set(came):
        raise PermissionDenied
    workshop = Workshop.objects.create(
        campaign=file.campaign, kind=kind, held_on=held_on, where=where, written_by=actor.known_id, written_at=at
    )
    Presence.objects.bulk_create(
        Presence(campaign=file.campaign, workshop=workshop, prospect_id=prospect, who=who)
        for prospect, who in came.items()
    )
    journal.write(
        events.WORKSHOP_HELD,
        actor=actor,
        subject=workshop,
        at=at,
        desk=file.campaign.desk_id,
        campaign=str(campaign),
        kind=str(kind),
        actors=len(came),
    )
    return workshop


@transaction.atomic
def say_roles(
    *,
    actor: Actor,
    workshop: Workshop,
    said_by: UUID | None,
    parts: Mapping[tuple[UUID, str], Part | str],
    at: datetime,
) -> int:
    """All that one actor, or the room, says there; what it said before in this workshop is replaced."""
    file = opened(actor, workshop.campaign_id, can_write)
    concerned = {about for about, _stage in parts} | ({said_by} if said_by else set())
    if Prospect.objects.filter(campaign=file.campaign, pk__in=concerned).count() != len(concerned):
        raise PermissionDenied
    RoleClaim.objects.filter(workshop=workshop, said_by=said_by).delete()
    claims = [
        RoleClaim(
            campaign=file.campaign,
            workshop=workshop,
            said_by_id=said_by,
            about_id=about,
            stage=stage,
            part=part,
            written_by=actor.known_id,
            written_at=at,
        )
        for (about, stage), part in parts.items()
    ]
    RoleClaim.objects.bulk_create(claims)
    journal.write(
        events.ROLES_SAID,
        actor=actor,
        subject=workshop,
        at=at,
        desk=file.campaign.desk_id,
        campaign=str(workshop.campaign_id),
        workshop=str(workshop.pk),
        said_by=str(said_by or ""),
    )
    return len(claims)


@transaction.atomic
def answer(
    *,
    actor: Actor,
    campaign: Campaign,
    answered: Answered,
    verdict: Verdict | str,
    spoke: str,
    digest: str,
    at: datetime,
    workshop: Workshop | None = None,
) -> Validation:
    """An actor's word over the text it read; its own confirmation is a verification of the directory.

    Raises ``TextChanged``.
    """
    service, file = answered.service, standing(actor, campaign)
    if not can_answer(actor, file, service):
        raise PermissionDenied
    if digest != digest_of(service):
        raise TextChanged
    is_own = is_asked(actor, file, service)
    is_carried = is_own and verdict == Verdict.CONFIRMED and directory_rules.can_verify_service(actor, service)
    validation = Validation(
        campaign=campaign,
        workshop=None if is_own else workshop,
        service=service,
        verdict=verdict,
        digest=digest,
        spoke=None if is_own else spoke,
        is_own=is_own,
        written_by=actor.known_id,
        written_at=at,
    )
    validation.save(force_insert=True)
    if is_carried:
        directory.verify_service(actor=actor, service=service, at=at)
    journal.write(
        events.SERVICE_ANSWERED,
        actor=actor,
        subject=validation,
        at=at,
        desk=service.desk_id or campaign.desk_id,
        campaign=str(campaign.pk),
        service=str(service.pk),
        verdict=str(verdict),
        digest=digest,
        is_own=is_own,
    )
    return validation


@transaction.atomic
def carry(*, actor: Actor, validation: Validation, at: datetime) -> Validation:
    """A confirmation spoken in the room becomes « last verified » of the service. Raises ``TextChanged``."""
    found = Validation.objects.select_for_update(of=("self",)).select_related("service").get(pk=validation.pk)
    if not can_carry(actor, found):
        raise PermissionDenied
    if found.digest != digest_of(found.service):
        raise TextChanged
    found.carried_by, found.carried_at = actor.known_id, at
    found.save(update_fields=["carried_by", "carried_at"])
    directory.verify_service(actor=actor, service=found.service, at=at)
    journal.write(
        events.SERVICE_CARRIED,
        actor=actor,
        subject=found,
        at=at,
        campaign=str(found.campaign_id),
        service=str(found.service_id),
    )
    return found
