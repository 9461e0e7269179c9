"""A small world to test in: places, desks, people and files, arranged as the owner."""

from datetime import timedelta
from typing import Any

from kanaf.actors.access import actor_of
from kanaf.actors.actor import Actor
from kanaf.actors.enums import DeskKind, OrganisationKind, Role
from kanaf.actors.models import Account, Desk, Membership, Organisation
from kanaf.cases.enums import Profile, Risk
from kanaf.cases.models import Case
from kanaf.cases.services.opening import open_case
from kanaf.foundation import clock
from kanaf.foundation.ids import short_code
from kanaf.territory.models import Place
from tests.support import as_actor
from tests.territory.support import small_morocco

TANGER = "01.511.01.0"


def tanger() -> Place:
    """The commune of Tanger, with the places around it."""
    found = Place.objects.filter(code=TANGER).first()
    return found or small_morocco()[TANGER]


def make_desk(*, kind: DeskKind = DeskKind.UPE, prefix: str = "TNG", place: Place | None = None, **more: Any) -> Desk:
    """A desk of an organisation of its own, in charge of its place."""
    place = place or tanger()
    tag = short_code(6).lower()
    organisation = Organisation.objects.create(
        slug=f"org-{tag}",
        kind=more.pop("organisation_kind", OrganisationKind.ASSOCIATION),
        name=f"Organisation {tag} (fictif)",
    )
    desk = Desk.objects.create(
        slug=f"desk-{tag}",
        organisation=organisation,
        kind=kind,
        name=f"Desk {tag} (fictif)",
        place=place,
        prefix=prefix,
        takes_reports=more.pop("takes_reports", True),
        **more,
    )
    desk.covers.add(place)
    return desk


def make_worker(desk: Desk, role: Role = Role.SOCIAL_WORKER, **more: Any) -> Account:
    """An account with one post, held since last month."""
    tag = short_code(8).lower()
    account = Account.objects.create_user(
        f"{tag}@example.org", "a long password", name=f"Worker {tag} (fictif)", **more
    )
    Membership.objects.create(account=account, desk=desk, role=role, since=(clock.now() - timedelta(days=30)).date())
    return account


def actor(account: Account) -> Actor:
    """The account as it acts now."""
    return actor_of(account.id, clock.now())


def make_case(account: Account, desk: Desk, **more: Any) -> Case:
    """A file opened by the account at its desk."""
    given = {"risk": Risk.MEDIUM, "profile": Profile.VICTIM, "at": clock.now(), "place": desk.place, **more}
    with as_actor(account):
        return open_case(actor=actor(account), desk=desk, **given)
