"""Prove the journal's chain."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from kanaf.foundation import clock
from kanaf.foundation.context import SystemActor, acting_as
from kanaf.journal import chain


class Command(BaseCommand):
    help = "Seal what waits, then prove that no entry was altered, removed, added or moved."

    def handle(self, *_args: Any, **_options: Any) -> None:
        with acting_as(SystemActor.SEALER.value):  # whoever is nobody sees an empty journal, which holds always
            chain.seal_everything(clock.now())
            proof = chain.verify()
        for flaw in proof.flaws[:20]:
            self.stdout.write(_("At position %(position)s: %(sentence)s.") % vars(flaw))
        if proof.flaws:
            raise CommandError(
                _(
                    "The journal does not hold: %(count)s flaws. "
                    "Keep this database as it is and tell the privacy officer."
                )
                % {"count": len(proof.flaws)}
            )
        self.stdout.write(
            _("The journal holds: %(sealed)s entries in one chain, %(waiting)s waiting to be sealed.")
            % {"sealed": proof.sealed, "waiting": proof.waiting}
        )
