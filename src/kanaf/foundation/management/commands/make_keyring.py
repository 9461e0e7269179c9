"""Make the key ring of a new installation."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from kanaf.foundation.vault import keyring


class Command(BaseCommand):
    help = "Make the key ring if there is none yet, readable by its owner only."
    requires_system_checks: list[str] = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        keyring.ensure(Path(settings.KEYRING_FILE))
