"""Two nights: an emergency access that was reviewed, and one that waits for the privacy officer."""

from datetime import datetime, time, timedelta

from django.db import transaction

from kanaf.actors.access import actor_of
from kanaf.cases.emergency import services
from kanaf.cases.enums import CaseStatus
from kanaf.cases.events import emergency as events
from kanaf.cases.models import Case, EmergencyAccess, EmergencyNotice, SafetyPlan
from kanaf.foundation.context import SystemActor, acting_as
from kanaf.grants.models import Grant
from kanaf.journal import services as journal
from kanaf.portal.demo.world import World
from kanaf.territory import access as territory

REVIEWER = "privacy@demo.kanaf.example"
FOUND = "Retrouvée à la gare routière, elle refuse de rentrer. La permanence de l'UPE ne répond pas. (fictif)"
BROUGHT = "Amené aux urgences par un voisin. À qui peut-on le remettre cette nuit ? (fictif)"
NIGHTS = (
    (
        "brigade@demo.kanaf.example", "brigade-tanger", 9, time(23, 40), 4, "missing", FOUND,
    ),
    (
        "hopital-sale@demo.kanaf.example", "hopital-sale", 1, time(2, 15), 2, "brought_in", BROUGHT,
    ),
)  # fmt: skip
SAID = "Appel de permanence vérifié, consultation de neuf minutes, dossier rendu au bureau de suivi. (fictif)"


@transaction.atomic
def play(world: World, now: datetime) -> None:
    """For each night a file that was open by then, and another each time; no file, no night."""
    with_plan = SafetyPlan.objects.values("case")
    led = Case.objects.filter(lead_desk=world.desks["upe-tanger"], status=CaseStatus.OPEN, id__in=with_plan)
    zone = territory.working_calendar().zone
    today = now.astimezone(zone).date()
    for email, desk, days, hour, hours, reason, words in NIGHTS:
        at = min(datetime.combine(today - timedelta(days=days - 1), hour, tzinfo=zone), now - timedelta(hours=5))
        known = EmergencyAccess.objects.values("case")
        case = led.filter(opened_at__lt=at).exclude(id__in=known).order_by("-opened_at").first()
        if case is None:
            continue
        account = world.accounts[email]
        with acting_as(account.id):
            opened = services.break_glass(
                actor=actor_of(account.id, now), code=case.code, desk=world.desks[desk], reason=reason, hours=hours,
                words=words, at=at,
            )  # fmt: skip
        _happened(opened, at, at + timedelta(hours=hours))
        if days > 1:
            _reviewed(world, opened, at + timedelta(hours=11), now)


def _happened(opened: EmergencyAccess, at: datetime, until: datetime) -> None:
    """It was then, those concerned had their mail, and it is over."""
    due = opened.review_due_at - opened.opened_at
    EmergencyAccess.objects.filter(id=opened.id).update(
        opened_at=at, until=until, ended_at=until, review_due_at=at + due
    )
    Grant.objects.filter(basis=opened.id).update(valid=(at, until), until=until, given_at=at)
    EmergencyNotice.objects.filter(access=opened).update(at=at, mailed_at=at)
    with acting_as(SystemActor.CLOCK.value):
        journal.write(
            events.ENDED, actor=SystemActor.CLOCK.value, subject=opened, at=until, file=opened.case_id,
            desk=opened.desk_id, how="its time was over",
        )  # fmt: skip


def _reviewed(world: World, opened: EmergencyAccess, at: datetime, now: datetime) -> None:
    account = world.accounts[REVIEWER]
    with acting_as(account.id):
        services.review(actor=actor_of(account.id, now), access_id=opened.id, outcome="justified", remark=SAID, at=at)
    EmergencyAccess.objects.filter(id=opened.id).update(reviewed_at=at)
