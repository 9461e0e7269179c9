"""Asking the policy again, inside the lock."""

from collections.abc import Callable
from uuid import UUID

from django.core.exceptions import PermissionDenied

from kanaf.actors.actor import Actor
from kanaf.committees.access.committees import held_in
from kanaf.committees.models import Committee, Meeting
from kanaf.committees.policies import OpenCommittee, can_write
from kanaf.foundation import clock

Policy = Callable[[Actor, OpenCommittee], bool]


def locked(actor: Actor, committee: UUID, to: Policy = can_write) -> OpenCommittee:
    """The committee, kept still until the end of the transaction. Raises ``PermissionDenied``."""
    found = Committee.objects.select_for_update(of=("self",), no_key=True).filter(pk=committee).first()
    if found is None:
        raise PermissionDenied
    file = OpenCommittee(found, held_in(actor, committee, clock.now()))
    if not to(actor, file):
        raise PermissionDenied
    return file


def reading(actor: Actor, committee: UUID, to: Policy) -> OpenCommittee:
    """The same for whoever may not write the committee itself, and so cannot hold it."""
    found = Committee.objects.readable_by(actor, clock.now()).filter(pk=committee).first()
    file = OpenCommittee(found, held_in(actor, committee, clock.now())) if found else None
    if file is None or not to(actor, file):
        raise PermissionDenied
    return file


def meeting_of(file: OpenCommittee, meeting: UUID) -> Meeting:
    """A meeting of this very committee. Raises ``PermissionDenied``."""
    found = Meeting.objects.filter(pk=meeting, committee=file.committee).first()
    if found is None:
        raise PermissionDenied
    return found
