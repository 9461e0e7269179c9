"""The way to the mapping: in the account's menu, for those whose role reads it or is asked to confirm."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kanaf.foundation import navigation
from kanaf.mapping.policies import can_see_maps, can_set_least


def _reads(actor: Any) -> bool:
    return actor is not None and (can_see_maps(actor) or can_set_least(actor))


def _is_at_work(actor: Any) -> bool:
    return actor is not None and actor.is_professional


navigation.add(_("Mapping of actors"), "mapping:list", shown_to=_reads, place="account", rank=16)
navigation.add(_("Our services to confirm"), "mapping:asked", shown_to=_is_at_work, place="account", rank=17)
