"""Put a fresh key on the ring and wrap every data key under it."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from kanaf.foundation.vault import ephemeral, keyring, keys


class Command(BaseCommand):
    help = "Rotate the key ring: a new wrapping key, every data key wrapped again. Safe to run again if stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--retire", action="store_true", help="forget the old wrapping keys afterwards")

    def handle(self, *_args: Any, **options: Any) -> None:
        path = Path(settings.KEYRING_FILE)
        keyring.save(keyring.ring().rotated(), path)
        done = keys.rewrap() + ephemeral.rewrap()
        if options["retire"]:
            keyring.save(keyring.ring().without_retired(), path)
        self.stdout.write(
            _("%(count)s keys wrapped again under %(name)s.") % {"count": done, "name": keyring.ring().current}
        )
