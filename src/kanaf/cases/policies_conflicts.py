"""Who says that a file must be hidden from somebody, who takes it back, and who reads the alert about authors."""

from kanaf.actors.actor import Actor
from kanaf.actors.enums import Role
from kanaf.cases.models import RepeatedAuthor
from kanaf.cases.policies import OpenFile
from kanaf.grants.enums import Compartment
from kanaf.grants.models import Exclusion


def can_see_conflicts(actor: Actor, file: OpenFile) -> bool:
    """Whoever reads identities: the reason stands there."""
    return actor.is_active and file.reads(Compartment.IDENTITY)


def can_say_conflict(actor: Actor, file: OpenFile) -> bool:
    """The leading desk, whether the file is open or closed."""
    return actor.is_active and file.writes(Compartment.IDENTITY) and file.writes(Compartment.CORE)


def can_lift(actor: Actor, file: OpenFile, exclusion: Exclusion) -> bool:
    """A supervisor of the leading desk, other than the person who said it: two people."""
    if not can_say_conflict(actor, file) or exclusion.ended_at or exclusion.given_by == actor.id:
        return False
    return Role.SUPERVISOR in actor.roles_at(file.case.lead_desk_id)


def can_read_alert(actor: Actor, alert: RepeatedAuthor) -> bool:
    """The one supervisor it was given to; ``RepeatedAuthor.objects.readable_by`` is its SQL twin."""
    return actor.is_active and alert.supervisor_id is not None and alert.supervisor_id == actor.id


def can_decide_alert(actor: Actor, alert: RepeatedAuthor) -> bool:
    """Once."""
    return can_read_alert(actor, alert) and alert.decided_at is None
