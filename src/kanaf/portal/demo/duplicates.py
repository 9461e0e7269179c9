"""A boy whom one desk wrote down twice, in two scripts; and a girl whom a desk of another town knows already."""

from datetime import date, datetime, timedelta

from kanaf.actors.access import actor_of
from kanaf.cases.duplicates import rounds
from kanaf.cases.enums import CaseStatus, PartyRole
from kanaf.cases.models import Case, CaseParty
from kanaf.cases.services import registration
from kanaf.foundation.context import SystemActor, acting_as
from kanaf.persons.enums import Sex
from kanaf.persons.matching.finder import Here, read_now
from kanaf.persons.models import Person
from kanaf.persons.services import Facts
from kanaf.portal.demo.play import TOWNS
from kanaf.portal.demo.world import World

ILYAS = Facts(
    given_name="Ilyas", family_name="Cherkaoui (fictif)", father_name="Abdelilah", mother_name="Zhor", sex=Sex.BOY,
    born_on=date(2014, 9, 3), phone="0600000141",
)  # fmt: skip
ILYAS_IN_ARABIC = Facts(
    given_name_ar="إلياس", family_name_ar="الشرقاوي (خيالي)", father_name="عبد الإله", mother_name="زهور", sex=Sex.BOY,
    born_on=date(2014, 9, 3), nickname="Lyas", numbers={"massar": "K140903141"},
)  # fmt: skip
HAFSA = Facts(
    given_name="Hafsa", family_name="Mernissi (fictif)", father_name="Driss", mother_name="Ghita", sex=Sex.GIRL,
    born_on=date(2012, 2, 17),
)  # fmt: skip
HAFSA_IN_ARABIC = Facts(
    given_name_ar="حفصة", family_name_ar="المرنيسي (خيالي)", father_name="إدريس", mother_name="غيثة", sex=Sex.GIRL,
    born_on=date(2012, 2, 17),
)  # fmt: skip


def play(world: World, now: datetime) -> None:
    """Played last: the clock then compares these few, as it does a moment after each registration."""
    tanger, sale = _oldest(world, "tanger", 2), _oldest(world, "sale", 1)
    Person.objects.filter(is_demo=True).update(compared_at=now)
    if len(tanger) > 1:
        _write(world, "tanger", tanger[0], ILYAS, now - timedelta(days=9))
        _write(world, "tanger", tanger[1], ILYAS_IN_ARABIC, now)
    if tanger and sale:
        _write(world, "tanger", tanger[0], HAFSA, now - timedelta(days=9))
        _write(world, "sale", sale[0], HAFSA_IN_ARABIC, now)
    with acting_as(SystemActor.CLOCK.value):
        rounds.compare_newcomers(now, Here(read_now()))  # nobody else sees these rows yet


def _oldest(world: World, town: str, most: int) -> list[Case]:
    """The owner's own look: open files with a registered child, which no other scene of the end plays in."""
    main = CaseParty.objects.filter(ended_at=None, role=PartyRole.MAIN).values("case_id")
    found = Case.objects.filter(
        lead_desk=world.desks[str(TOWNS[town]["desk"])], status=CaseStatus.OPEN, is_demo=True, protected_author=False,
        id__in=main,
    )  # fmt: skip
    return list(found.order_by("opened_at", "id")[:most])


def _write(world: World, town: str, case: Case, facts: Facts, at: datetime) -> None:
    account = world.accounts[str(TOWNS[town]["worker"])]
    with acting_as(account.id):
        registration.join(actor=actor_of(account.id, at), case=case.id, role=PartyRole.SIBLING, facts=facts, at=at)
