"""Fictional people, desks and services for the tests of this area."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from kanaf.actors.enums import DeskKind, OrganisationKind, Role
from kanaf.actors.models import (
    Account,
    Desk,
    Membership,
    Organisation,
    OrganisationName,
    Service,
    ServiceAtLocation,
    ServiceName,
    Site,
)
from kanaf.territory.models import Place
from tests.territory.support import small_morocco

AT = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
LONG_AGO = date(2020, 1, 1)
_number = count(1)


def place(code: str = "01.511.01.0") -> Place:
    """A real place of the small Morocco."""
    return Place.objects.filter(code=code).first() or small_morocco()[code]


def tanger() -> Place:
    return place("01.511.01.0")


def account(name: str = "Samira (fictif)", **fields: Any) -> Account:
    return Account.objects.create_user(f"person{next(_number)}@example.org", "secret", name=name, **fields)


def organisation(name: str = "Association Nour (fictif)", **fields: Any) -> Organisation:
    made = Organisation.objects.create(
        slug=f"organisation-{next(_number)}",
        name=name,
        **{"kind": OrganisationKind.ASSOCIATION, **fields},
    )
    OrganisationName.objects.create(organisation=made, language="fr", name=name)
    return made


def desk(name: str = "UPE Tanger (fictif)", **fields: Any) -> Desk:
    fields.setdefault("organisation", None)
    fields["organisation"] = fields["organisation"] or organisation()
    return Desk.objects.create(
        slug=f"desk-{next(_number)}", name=name, **{"kind": DeskKind.UPE, "prefix": "TNG", **fields}
    )


def member(at_desk: Desk | None = None, role: str = Role.SOCIAL_WORKER, **fields: Any) -> Account:
    """An account with one open post."""
    person = fields.pop("person", None) or account(**fields)
    Membership.objects.create(account=person, desk=at_desk or desk(), role=role, since=LONG_AGO)
    return person


def site(**fields: Any) -> Site:
    return Site.objects.create(
        **{
            "organisation": fields.get("organisation") or organisation(),
            "name": "Siège",
            "place": fields.get("place") or tanger(),
            **fields,
        }
    )


def service(name: str = "Écoute des enfants (fictif)", **fields: Any) -> Service:
    """A service with its French words, at a site unless ``site=None``."""
    words = {key: fields.pop(key) for key in ("description", "referral_route") if key in fields}
    arabic = fields.pop("name_ar", "")
    of = fields.pop("organisation", None) or organisation()
    where = fields.pop("site") if "site" in fields else site(organisation=of)
    made = Service.objects.create(slug=f"service-{next(_number)}", name=name, organisation=of, **fields)
    ServiceName.objects.create(service=made, language="fr", name=name, **words)
    if arabic:
        ServiceName.objects.create(service=made, language="ar", name=arabic)
    if where is not None:
        ServiceAtLocation.objects.create(service=made, site=where)
    return made
