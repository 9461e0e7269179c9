"""The life of a consent in four files: one that ends soon, one that has ended, a birthday, and one that was taken back."""

from datetime import datetime, timedelta
from typing import Any

from kanaf.actors.access import actor_of
from kanaf.actors.actor import Actor
from kanaf.cases.enums import CaseStatus, ConsentPurpose, ConsentState, PartyRole
from kanaf.cases.models import Case, CaseParty, Consent
from kanaf.cases.services import consent_clock, consents
from kanaf.foundation import words
from kanaf.foundation.context import SystemActor, acting_as
from kanaf.persons.ages import birthday
from kanaf.portal.demo.play import TOWNS
from kanaf.portal.demo.world import World
from kanaf.referrals.enums import IN_HAND, WAITING
from kanaf.referrals.models import Referral

TOWN: dict[str, Any] = TOWNS["tanger"]
CHILDREN = range(12, 17)
SOON, OVER, SINCE = timedelta(days=18), timedelta(days=2), timedelta(days=9)
SAID = "Expliqué en darija, avec des dessins. (fictif)"


def play(world: World, now: datetime) -> None:
    """On files of one town whose consent nothing else has touched; the clock then tells what it found."""
    worker = world.accounts[str(TOWN["worker"])]
    files = _files(world)
    with acting_as(worker.id):
        actor = actor_of(worker.id, now)
        for case, until in zip(files, (now + SOON, now - OVER), strict=False):
            _ends(_agree(actor, case, now), until)
        for case in files[2:3]:
            _grow(case, 15, now)
            _outgrow(_agree(actor, case, now), now)
        _take_back(actor, world, now)
    with acting_as(SystemActor.CLOCK.value):
        consent_clock.watch(now)


def _files(world: World) -> list[Case]:
    """Open files of children old enough to be asked, in which nobody was asked yet."""
    registered = CaseParty.objects.filter(role=PartyRole.MAIN, ended_at=None).values("case")
    found = Case.objects.filter(
        lead_desk=world.desks[TOWN["desk"]], status=CaseStatus.OPEN, age__in=CHILDREN, id__in=registered
    ).exclude(id__in=Consent.objects.values("case"))
    return list(found.order_by("opened_at")[:3])


def _agree(actor: Actor, case: Case, now: datetime) -> Consent:
    adult = CaseParty.objects.filter(case=case, role=PartyRole.CAREGIVER, ended_at=None).first()
    answers = consents.Answers(
        purpose=ConsentPurpose.SERVICES, limit_explained_at=now - timedelta(hours=1), language="ary", child_agrees=True,
        adult=adult.id if adult else None, adult_agrees=True if adult else None, remark=SAID,
    )  # fmt: skip
    return consents.record(actor=actor, case=case.id, answers=answers, at=now)


def _ends(consent: Consent, until: datetime) -> None:
    """As if it had been agreed to nearly a year ago."""
    Consent.objects.filter(pk=consent.pk).update(holds_until=until)


def _grow(case: Case, years: int, now: datetime) -> None:
    """The child had that birthday some days ago."""
    main = CaseParty.objects.select_related("person").get(case=case, role=PartyRole.MAIN, ended_at=None)
    born = birthday((words.local(now) - SINCE).date(), -years)
    main.person.born_on, main.person.is_birth_estimated = born, False
    main.person.save(update_fields=["born_on", "is_birth_estimated"])
    Case.objects.filter(pk=case.pk).update(age=years)


def _outgrow(consent: Consent, now: datetime) -> None:
    """It was given before that birthday: the child was asked for assent, and an adult agreed."""
    Consent.objects.filter(pk=consent.pk).update(
        child_kind="written_assent", recorded_at=now - timedelta(days=60), limit_explained_at=now - timedelta(days=60)
    )


def _take_back(actor: Actor, world: World, now: datetime) -> None:
    """The consent under the newest referral that no other scene uses is withdrawn; nobody has confirmed yet."""
    sent = Referral.objects.filter(
        desk_from=world.desks[TOWN["desk"]], desk_to=world.desks[TOWN["listening"][0]], status__in=[*WAITING, *IN_HAND]
    )
    for referral in sent.order_by("-sent_at"):
        given = Consent.objects.filter(
            case=referral.case_id, desk=referral.desk_to_id, state=ConsentState.GIVEN, withdrawn_at=None
        ).first()
        if given:
            consents.withdraw(actor=actor, case=referral.case_id, consent_id=given.id, remark=SAID, at=now)
            return
