"""The way to the day of a court desk."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kanaf.foundation.navigation import add
from kanaf.justice.policies import COURT


def sits(actor: Any) -> bool:
    return actor is not None and actor.has_role(*COURT)


add(_("Our day"), "justice:my_day", rank=8, shown_to=sits)
