"""The first way: one's desk."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kanaf.foundation.navigation import add
from kanaf.grants.powers import FILE_POWERS


def works_with_files(actor: Any) -> bool:
    return actor is not None and actor.has_role(*FILE_POWERS)


add(_("Who sees what"), "portal:who_sees_what", rank=30, place="account")
add(_("Our desk"), "portal:home", rank=10, shown_to=works_with_files)
