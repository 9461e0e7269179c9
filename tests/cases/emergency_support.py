"""A night: a file of one desk, somebody on call at another, the privacy officer asleep."""

from datetime import timedelta
from typing import Any

from django.db import connection

from kanaf.actors.enums import DeskKind, Role
from kanaf.actors.models import Account
from kanaf.cases.emergency import access, services
from kanaf.cases.enums import PartyRole
from kanaf.cases.models import EmergencyAccess
from kanaf.cases.services import notes, registration, safety
from kanaf.foundation import clock
from kanaf.grants.models import Grant
from kanaf.persons.services import Facts
from tests import world
from tests.support import as_actor

WORDS = "La mère appelle, l'enfant est dehors (fictif)"
CHILD = "Yasmine"


class Night:
    """Who is there, and the one act of it."""

    def __init__(self) -> None:
        self.lead, self.far = world.make_desk(), world.make_desk(kind=DeskKind.MINORS_BRIGADE, takes_reports=False)
        self.worker = world.make_worker(self.lead)
        self.boss = world.make_worker(self.lead, Role.DESK_COORDINATOR)
        self.officer = world.make_worker(self.far, Role.POLICE_OFFICER)
        self.colleague = world.make_worker(self.far, Role.POLICE_OFFICER)
        self.house = world.make_desk(kind=DeskKind.ADMINISTRATION, takes_reports=False)
        self.privacy = world.make_worker(self.house, Role.PRIVACY_OFFICER)
        self.case = world.make_case(self.worker, self.lead)
        with as_actor(self.worker):
            self.write(world.actor(self.worker))

    def write(self, actor: Any) -> None:
        """Something in every place that must stay closed, and in those that open."""
        now, case = clock.now(), self.case.id
        facts = Facts(given_name=CHILD, family_name="Fictif", sex="f", phone="0600000001")
        registration.join(actor=actor, case=case, role=PartyRole.MAIN, facts=facts, at=now)
        safety.write_safety(
            actor=actor, case=case, sleeps_where="Chez sa tante (fictif)", is_safe_tonight=True,
            who_has_access="La tante (fictif)", author_has_access=False, siblings_at_risk=False,
            what_we_do="Appeler la tante (fictif)", review_on=now.date(), at=now,
        )  # fmt: skip
        for part in ("social", "psychological", "judicial"):
            notes.add_note(actor=actor, case=case, compartment=part, text="Une note cachée (fictif)", at=now)

    def open(self, account: Account | None = None, **given: Any) -> EmergencyAccess:
        account = account or self.officer
        asked = {"code": self.case.code, "desk": self.far, "reason": "danger_now", "hours": 2, "words": WORDS}
        with as_actor(account):
            return services.break_glass(actor=world.actor(account), at=clock.now(), **{**asked, **given})

    def enter(self, opened: EmergencyAccess, account: Account | None = None) -> access.EmergencyFile:
        account = account or self.officer
        with as_actor(account):
            actor = world.actor(account)
            seen = access.get_access(actor, opened.id, to=access.can_enter)
            file = access.enter(actor, seen, clock.now())
            assert [one.name for one in file.people]
            assert file.safety is None or file.safety.sleeps_where
            return file

    def review(self, opened: EmergencyAccess, outcome: str = "justified", account: Account | None = None) -> None:
        account = account or self.privacy
        with as_actor(account):
            services.review(
                actor=world.actor(account),
                access_id=opened.id,
                outcome=outcome,
                remark="Fondé (fictif)",
                at=clock.now(),
            )


def time_passes(opened: EmergencyAccess, hours: float) -> None:
    """As if it had been opened so many hours earlier."""
    span = timedelta(hours=hours)
    kept = EmergencyAccess.objects.get(id=opened.id)
    EmergencyAccess.objects.filter(id=opened.id).update(
        opened_at=kept.opened_at - span, until=kept.until - span, review_due_at=kept.review_due_at - span
    )
    for grant in Grant.objects.filter(basis=opened.id):
        grant.valid = (grant.valid.lower - span, grant.valid.upper - span)
        grant.save(update_fields=["valid"])


def seen_by(account: Account) -> dict[str, int]:
    """How many rows of each closed table the account sees."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relkind = 'r' ORDER BY 1")
        tables = [name for (name,) in cursor.fetchall()]
    counts = " UNION ALL ".join(f"SELECT '{table}', count(*) FROM {table}" for table in tables)
    with as_actor(account), connection.cursor() as cursor:
        cursor.execute(counts)
        return dict(cursor.fetchall())
