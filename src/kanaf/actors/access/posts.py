"""Desks and names asked by the areas above: they know an id, and want the desk or the words."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import F, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, NullIf
from django.http import Http404
from django.utils.translation import get_language

from kanaf.actors import naming
from kanaf.actors.models import Account, Desk


def desk_by_id(desk_id: UUID) -> Desk:
    """A desk that works today; else 404."""
    desk = Desk.objects.filter(id=desk_id, is_active=True).select_related("place", "organisation").first()
    if desk is None:
        raise Http404
    return desk


def desks_by_id(desk_ids: Iterable[UUID]) -> dict[UUID, Desk]:
    """The desks of those ids, in one query."""
    return Desk.objects.select_related("place", "organisation").in_bulk(set(desk_ids))


def name_of(account: Combinable) -> Subquery:
    """The same inside another question: the name of the account with that id, or nothing."""
    arabic = (get_language() or "")[:2] == "ar"
    known = Coalesce(NullIf("name_ar", Value("")), "name") if arabic else F("name")
    return Subquery(Account.objects.filter(id=account).annotate(said=known).values("said")[:1])


def names_of(account_ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Names of professionals in the reader's script; system actors have none."""
    known = Account.objects.filter(id__in={i for i in account_ids if i}).only("id", "name", "name_ar")
    return {account.id: naming.person_name(account) for account in known}
