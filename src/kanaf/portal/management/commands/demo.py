"""Ask about the demonstration, or begin it again."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from kanaf.portal.demo import loading


class Command(BaseCommand):
    help = "Say whether the database holds the demonstration (--check), or load it afresh (reset)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", nargs="?", choices=["check", "reset"], default="check")
        parser.add_argument("--check", action="store_const", const="check", dest="what")
        parser.add_argument("--reset", action="store_const", const="reset", dest="what")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["what"] == "check":
            self.stdout.write("demo" if loading.holds_demo_rows() else "none")
            return
        try:
            loading.clear()
        except loading.RealRowsHere:
            raise CommandError(_("This database holds real work: nothing was changed.")) from None
        call_command("load_demo", stdout=self.stdout)
