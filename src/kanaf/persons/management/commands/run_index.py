"""The process that keeps the index of people; with ``--ask``, whether it answers."""

import signal
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from kanaf.persons.matching import finder, keeping


class Command(BaseCommand):
    help = "Keep the index of people and answer at the address in KANAF_INDEX until told to stop."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--ask", action="store_true", help="only ask the process that runs whether it answers")

    def handle(self, *_args: Any, ask: bool, **_options: Any) -> None:
        if not settings.PERSON_INDEX:
            raise CommandError("KANAF_INDEX says no address.")
        if ask:
            if not finder.answers():
                raise CommandError(f"Nobody answers at {settings.PERSON_INDEX}.")
            return
        for stop in (signal.SIGTERM, signal.SIGINT):  # it writes nothing, and has nothing to finish
            signal.signal(stop, signal.SIG_DFL)
        keeping.serve(settings.PERSON_INDEX)
