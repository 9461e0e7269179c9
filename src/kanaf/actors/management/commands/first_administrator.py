"""Open the house: the one-use link by which the first administrator comes in."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.urls import reverse
from django.utils import translation

from kanaf.actors.signin.services.opening import AlreadyOpened, open_house
from kanaf.foundation import clock
from kanaf.foundation.context import SystemActor, acting_as


class Command(BaseCommand):
    help = "Print the one-use invitation of the first system administrator. Refused once there is one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the professional address of the administrator")
        parser.add_argument(
            "--organisation", default="Kanaf", help="the organisation that answers for this installation"
        )
        parser.add_argument("--language", choices=["fr", "ar", "en"], default="fr", help="of the link")

    def handle(self, *_args: Any, email: str, organisation: str, language: str, **_options: Any) -> None:
        try:
            validate_email(email)
            with acting_as(SystemActor.OPERATOR.value):
                invitation, token = open_house(email=email, organisation=organisation, at=clock.now())
        except ValidationError as error:
            raise CommandError(f"{email} is not an e-mail address.") from error
        except AlreadyOpened as error:
            raise CommandError(
                "There is a system administrator already. She invites the others, from the page Invitations."
            ) from error
        with translation.override(language):
            link = settings.ORIGIN.rstrip("/") + reverse("signin:accept_invitation", args=[token])
        self.stdout.write(
            f"{invitation.email} opens this link once, before {invitation.expires_at:%Y-%m-%d %H:%M} UTC:"
        )
        self.stdout.write(link)
