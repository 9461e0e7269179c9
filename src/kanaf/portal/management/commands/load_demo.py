"""Load the demonstration territory."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from kanaf.foundation import clock
from kanaf.portal.demo import loading


class Command(BaseCommand):
    help = "Load the demonstration: organisations, desks, accounts and forty fictional files."

    def handle(self, *_args: Any, **_options: Any) -> None:
        if loading.holds_demo_rows():
            self.stdout.write(_("The demonstration is already here."))
            return
        try:
            count = loading.load(clock.now(), self._show)
        except loading.RealRowsHere:
            raise CommandError(
                _("This database holds real work: the demonstration is not loaded into it. Use another KANAF_HOME.")
            ) from None
        self.stdout.write(_("The demonstration is loaded: %(count)s fictional files.") % {"count": count})

    def _show(self, done: int, of: int) -> None:
        if done % 5 == 0 or done == of:
            self.stdout.write(f"  {done}/{of}")
            self.stdout.flush()
