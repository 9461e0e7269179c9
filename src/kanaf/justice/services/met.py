"""A requisition answered by what it asked for: a certificate handed to the court."""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from kanaf.actors.actor import Actor
from kanaf.grants.enums import Compartment
from kanaf.journal import services as journal
from kanaf.justice import events


@transaction.atomic
def meet_requisition(*, actor: Actor, case: UUID, requisition: UUID, at: datetime) -> None:
    """Answered, once; the database asks whether the actor may. What the certificate says stays where it is."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT desk_to, kind, procedure FROM kanaf_requisition_met(%s, %s)", [requisition, at])
        met = cursor.fetchone()
    if met:
        journal.write(
            events.REQUISITION_ANSWERED,
            actor=actor,
            subject=("justice.requisition", requisition),
            at=at,
            file=case,
            compartment=Compartment.JUDICIAL,
            desk=met[0],
            requisition_kind=met[1],
            procedure=str(met[2]),
        )
