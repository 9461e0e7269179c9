"""The ways into the directory."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kanaf.actors import policies
from kanaf.actors.signin import navigation as _signin  # noqa: F401 - registers its own ways
from kanaf.foundation import navigation


def _decides(actor: Any) -> bool:
    return actor is not None and policies.can_decide_drafts(actor)


def _administers(actor: Any) -> bool:
    return actor is not None and policies.can_administer(actor)


navigation.add(_("Directory"), "actors:list_services", rank=60)
navigation.add(_("Directory"), "actors:list_services", shown_to=navigation.anybody, place="public", rank=20)
navigation.add(_("My profile"), "actors:change_profile", place="account", rank=10)
navigation.add(_("Proposals"), "actors:list_drafts", shown_to=_decides, rank=62)
navigation.add(_("Accounts"), "actors:list_accounts", shown_to=_administers, rank=90)
