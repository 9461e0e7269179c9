"""The doors to what was taken back."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404

from kanaf.actors.actor import Actor
from kanaf.cases.access import open_file
from kanaf.cases.policies import OpenFile
from kanaf.foundation import clock
from kanaf.referrals.models import StopNotice
from kanaf.referrals.stops import policies


@dataclass(frozen=True)
class OpenStop:
    """A notice, and the file as far as it is open to the actor: for the desk that is told, it is not."""

    notice: StopNotice
    file: OpenFile | None


Policy = Callable[[Actor, StopNotice, OpenFile | None], bool]


def get_stop(actor: Actor, referral_id: UUID, *, to: Policy = policies.can_read_stop) -> OpenStop:
    """The notice about one referral, if the actor may do ``to`` with it; else 404."""
    readable = StopNotice.objects.readable_by(actor, clock.now()).select_related("desk_from", "desk_to")
    notice = readable.filter(referral_id=referral_id).first()
    if notice is None:
        raise Http404
    file = open_file(actor, notice.case_id)
    if not to(actor, notice, file):
        raise Http404
    return OpenStop(notice, file)


def stops_of(actor: Actor, file: OpenFile) -> list[StopNotice]:
    """Who was told to stop using something of this file, those that have not answered first."""
    if not policies.can_see_stops(actor, file):
        return []
    found = StopNotice.objects.readable_by(actor, clock.now()).filter(case=file.case).select_related("desk_to")
    return sorted(found, key=lambda notice: (notice.acknowledged_at is not None, -notice.told_at.timestamp()))
