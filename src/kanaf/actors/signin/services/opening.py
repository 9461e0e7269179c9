"""The first desk of an empty installation, and the invitation to it."""

from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from kanaf.actors.enums import DeskKind, OrganisationKind, Role
from kanaf.actors.models import Desk, Invitation, Membership, Organisation, OrganisationName
from kanaf.actors.signin.services.invitations import invite_first_administrator


class AlreadyOpened(Exception):
    """Somebody administers this installation."""


@transaction.atomic
def open_house(*, email: str, organisation: str, at: datetime) -> tuple[Invitation, str]:
    """Run again before anybody came in, it replaces the link; ``invite_first_administrator`` journals it."""
    if Membership.objects.valid_at(at).filter(role=Role.SYSTEM_ADMINISTRATOR).exists():
        raise AlreadyOpened
    desk = _administration(organisation, at)
    waiting = Invitation.objects.filter(desk=desk, role=Role.SYSTEM_ADMINISTRATOR, accepted_at=None, withdrawn_at=None)
    waiting.update(withdrawn_at=at)
    return invite_first_administrator(email=email, desk=desk, role=Role.SYSTEM_ADMINISTRATOR, at=at)


def _administration(name: str, at: datetime) -> Desk:
    slug = slugify(name) or "organisation"
    organisation, is_new = Organisation.objects.get_or_create(
        slug=slug, defaults={"name": name, "kind": OrganisationKind.ASSOCIATION}
    )
    if is_new:
        OrganisationName.objects.create(organisation=organisation, language="fr", name=name, valid_from=at.date())
    return Desk.objects.get_or_create(
        slug=f"administration-{slug}"[:90],
        defaults={
            "organisation": organisation,
            "kind": DeskKind.ADMINISTRATION,
            "name": "Administration de Kanaf",
            "name_ar": "إدارة كنف",
            "name_en": "Administration of Kanaf",
        },
    )[0]
