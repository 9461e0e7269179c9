"""The ways to the committees: in the main row for whoever keeps one, in the account's menu for whoever may sit in one.

Whether somebody sits anywhere is not asked here: every page would pay for it.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kanaf.committees.policies import can_open_some
from kanaf.foundation import navigation


def _keeps(actor: Any) -> bool:
    return actor is not None and can_open_some(actor)


def _works(actor: Any) -> bool:
    return actor is not None and actor.is_professional


navigation.add(_("Committees"), "committees:list", shown_to=_keeps, rank=55)
navigation.add(_("My committees"), "committees:list", shown_to=_works, place="account", rank=14)
navigation.add(_("My calendar"), "committees:calendar", shown_to=_works, place="account", rank=15)
