"""What is recorded in the directory without a draft: that somebody checked an entry, and agreements."""

from collections.abc import Sequence
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from kanaf.actors import policies
from kanaf.actors.actor import Actor
from kanaf.actors.enums import AgreementStatus
from kanaf.actors.events import AGREEMENT_RECORDED, SERVICE_VERIFIED
from kanaf.actors.models import Agreement, AgreementParty, Organisation, Service
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
) -> Agreement:
    """A convention between organisations, as it stands today."""
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
    journal.write(AGREEMENT_RECORDED, actor=actor, subject=agreement, at=at, status=str(status))
    return agreement
