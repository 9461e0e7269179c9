"""The way to the protocols."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kanaf.circuit import policies
from kanaf.foundation import navigation


def _takes_part(actor: Any) -> bool:
    return actor is not None and policies.takes_part(actor)


navigation.add(_("Protocols"), "circuit:list_protocols", shown_to=_takes_part, rank=45)
