"""The ways to one's alerts, to the protocols, and for everybody to the circuits."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kanaf.circuit import policies
from kanaf.foundation import navigation
from kanaf.grants.powers import FILE_POWERS


def _works_with_files(actor: Any) -> bool:
    return actor is not None and actor.has_role(*FILE_POWERS)


def _takes_part(actor: Any) -> bool:
    return actor is not None and policies.takes_part(actor)


navigation.add(_("Alerts"), "circuit:list_alerts", shown_to=_works_with_files, rank=15)
navigation.add(_("Protocols"), "circuit:list_protocols", shown_to=_takes_part, rank=45)
navigation.add(_("What happens next"), "circuit:list_circuits", shown_to=navigation.anybody, place="public", rank=15)
