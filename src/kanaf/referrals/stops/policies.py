"""Who reads that a sharing was taken back, and who answers that it is used no more."""

from kanaf.actors.actor import Actor
from kanaf.cases.policies import OpenFile
from kanaf.grants.enums import Compartment
from kanaf.referrals.models import StopNotice
from kanaf.referrals.policies import works_with_files_at


def can_see_stops(actor: Actor, file: OpenFile) -> bool:
    """Whoever reads the consents of the file."""
    return actor.is_active and file.reads(Compartment.SOCIAL)


def can_read_stop(actor: Actor, notice: StopNotice, file: OpenFile | None) -> bool:
    """The desk that is told, and whoever reads the consents; ``StopNotice.objects.readable_by`` is the SQL twin."""
    return works_with_files_at(actor, notice.desk_to_id) or (file is not None and can_see_stops(actor, file))


def can_acknowledge(actor: Actor, notice: StopNotice, file: OpenFile | None) -> bool:
    """The desk that is told; for one that answered on paper, whoever writes the consents and telephones to it."""
    if notice.acknowledged_at is not None:
        return False
    by_telephone = notice.by_telephone and file is not None and file.writes(Compartment.SOCIAL)
    return works_with_files_at(actor, notice.desk_to_id) or (actor.is_active and by_telephone)
