"""The way to the list of a hospital."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kanaf.foundation.navigation import add
from kanaf.health.policies import CARERS


def cares(actor: Any) -> bool:
    return actor is not None and actor.has_role(*CARERS)


add(_("Children to examine"), "health:my_list", rank=8, shown_to=cares)
