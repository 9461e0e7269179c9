"""The way to the committees, for whoever sits in one or keeps one."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kanaf.committees.access.committees import sits_somewhere
from kanaf.foundation import navigation


def _concerned(actor: Any) -> bool:
    return actor is not None and sits_somewhere(actor)


navigation.add(_("Committees"), "committees:list", shown_to=_concerned, rank=55)
navigation.add(_("My calendar"), "committees:calendar", shown_to=_concerned, place="account", rank=15)
