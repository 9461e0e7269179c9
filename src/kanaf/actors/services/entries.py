"""What is recorded in the directory without a draft: that somebody checked an entry, and agreements."""

from collections.abc import Sequence
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from kanaf.actors import policies
from kanaf.actors.actor import Actor
from kanaf.actors.enums import AgreementStatus
from kanaf.actors.events import AGREEMENT_RECORDED, ORGANISATION_VERIFIED, SERVICE_VERIFIED
from kanaf.actors.models import Agreement, AgreementParty, Commitment, Organisation, Service
from kanaf.journal import services as journal


@transaction.atomic
def verify_service(*, actor: Actor, service: Service, at: datetime) -> Service:
    """Somebody called or went there and found the entry true."""
    service = Service.objects.select_for_update(of=("self",)).get(pk=service.pk)
    if not policies.can_verify_service(actor, service):
        raise PermissionDenied
    service.last_verified_on, service.verified_by_id = timezone.localdate(at), actor.id
    service.save(update_fields=["last_verified_on", "verified_by"])
    journal.write(SERVICE_VERIFIED, actor=actor, subject=service, at=at)
    return service


@transaction.atomic
def verify_organisation(*, actor: Actor, organisation: Organisation, at: datetime) -> Organisation:
    """Somebody called or went there and found the entry true."""
    organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    if not policies.can_verify_organisation(actor, organisation):
        raise PermissionDenied
    organisation.last_verified_on, organisation.verified_by_id = timezone.localdate(at), actor.id
    organisation.save(update_fields=["last_verified_on", "verified_by"])
    journal.write(ORGANISATION_VERIFIED, actor=actor, subject=organisation, at=at)
    return organisation


@transaction.atomic
def record_agreement(
    *,
    actor: Actor,
    title: str,
    title_ar: str,
    reference: str,
    parties: Sequence[Organisation],
    status: AgreementStatus,
    signed_on: date | None,
    starts_on: date | None,
    ends_on: date | None,
    at: datetime,
    promises: Sequence[tuple[Organisation, str, date | None]] = (),
) -> Agreement:
    """A convention between organisations, as it stands today, with what each promises and by when."""
    if not policies.can_record_agreement(actor):
        raise PermissionDenied
    agreement = Agreement.objects.create(
        title=title,
        title_ar=title_ar,
        reference=reference,
        status=status,
        signed_on=signed_on,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    AgreementParty.objects.bulk_create(
        AgreementParty(agreement=agreement, organisation=organisation) for organisation in parties
    )
    Commitment.objects.bulk_create(
        Commitment(agreement=agreement, organisation=organisation, text=text, due_on=due_on)
        for organisation, text, due_on in promises
    )
    journal.write(AGREEMENT_RECORDED, actor=actor, subject=agreement, at=at, status=str(status))
    return agreement
