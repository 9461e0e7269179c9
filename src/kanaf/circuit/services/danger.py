"""A high risk waits for nobody's silence: the supervisor of the desk knows at once."""

from datetime import datetime
from uuid import UUID

from django.db import connection

from kanaf.circuit import events
from kanaf.circuit.enums import Rung
from kanaf.circuit.ladder import climb
from kanaf.circuit.models import Alert
from kanaf.circuit.services.escalation import AT_ONCE, standing
from kanaf.foundation.context import SystemActor
from kanaf.foundation.ids import new_id
from kanaf.journal import services as journal

RULES = ["triage", "first_contact"]
"""What begins when danger becomes known: a report that says so, and a child to be seen at once."""


def tell_danger(now: datetime) -> int:
    """Tell each danger once, to the supervisor or to whoever stands nearest; how many."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM kanaf_danger_untold(%s, %s, %s, %s)", [now, RULES, Alert.DANGER, AT_ONCE])
        found = cursor.fetchall()
    return sum(_tell(now, *row) for row in found)


def _tell(
    now: datetime, file: UUID, protocol: UUID, rule: str, desk: UUID, began_at: datetime, due_at: datetime
) -> int:
    rung, people = climb(Rung.SUPERVISOR, standing(desk, file, now))
    if not people:
        return 0
    Alert.objects.bulk_create(
        [
            Alert(
                id=new_id(), person_id=person, rung=rung, desk_id=desk, file=file, protocol_id=protocol, rule=rule,
                about=Alert.DANGER, began_at=began_at, risk="high", due_at=due_at, at=now, mail_at=now,
            )
            for person in people
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    journal.write(
        events.DANGER_TOLD, actor=SystemActor.CLOCK.value, subject=("circuit.obligation", file), at=now, file=file,
        desk=desk, rule=rule, about=Alert.DANGER, step=0, rung=rung.value, told=[str(person) for person in people],
    )  # fmt: skip
    return 1
