"""The way to the settings, for those who may edit them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kanaf.foundation.navigation import add
from kanaf.territory.policies import can_edit_settings


def _editors(actor: Any) -> bool:
    return actor is not None and can_edit_settings(actor)


add(_("Settings"), "territory:list_settings", shown_to=_editors, rank=80, place="account")
