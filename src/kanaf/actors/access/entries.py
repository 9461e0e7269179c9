"""Any entry of the directory with all that it keeps in rows, for those who correct it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self
from uuid import UUID

from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from kanaf.actors import policies
from kanaf.actors.actor import Actor
from kanaf.actors.editing import EMPTY, POINTERS, Editable, Words
from kanaf.actors.enums import DraftTarget
from kanaf.actors.models import Agreement, Desk, Organisation, Service, Site
from kanaf.actors.naming import said
from kanaf.actors.policies import Entry
from kanaf.actors.tables import TABLES, Table
from kanaf.territory.models import Place

KINDS = {
    "services": DraftTarget.SERVICE,
    "organisations": DraftTarget.ORGANISATION,
    "desks": DraftTarget.DESK,
    "sites": DraftTarget.SITE,
    "agreements": DraftTarget.AGREEMENT,
}
"""The words of the addresses."""

MODELS: Mapping[str, Any] = {
    DraftTarget.SERVICE: Service,
    DraftTarget.NEW_SERVICE: Organisation,
    DraftTarget.ORGANISATION: Organisation,
    DraftTarget.DESK: Desk,
    DraftTarget.SITE: Site,
    DraftTarget.AGREEMENT: Agreement,
}


@dataclass(frozen=True)
class Line:
    """One row of a table, in words: what it is first, then the rest with its labels."""

    id: UUID | None
    first: str
    rest: list[str]

    @classmethod
    def of(cls, table: Table, row_id: UUID | None, values: Mapping[str, Any], names: Mapping[str, str]) -> Self:
        texts = [(column.label, column.text(values.get(column.key), names)) for column in table.columns]
        told = [_("%(label)s: %(message)s") % {"label": label, "message": text} for label, text in texts[1:]
                if text != EMPTY]  # fmt: skip
        return cls(row_id, texts[0][1], told)

    @property
    def whole(self) -> str:
        return "\n".join([self.first, *self.rest])


@dataclass(frozen=True)
class Listing:
    """One table of an entry, ready to be read."""

    table: Table
    lines: list[Line]

    @property
    def label(self) -> Words:
        return self.table.label


def target_of(target_type: str, target_id: UUID) -> Entry:
    """The entry a draft is about, with its rows; a new service is about its organisation."""
    entry: Entry = _found(MODELS[target_type].objects.filter(pk=target_id), target_type)
    return entry


def get_entry(
    actor: Actor, kind: str, slug: str, *, to: Callable[[Actor, Any], bool] = policies.can_propose_about
) -> tuple[DraftTarget, Entry]:
    """An entry by its address; unknown and hidden ones give the same 404."""
    target_type = KINDS.get(kind)
    if target_type is None:
        raise Http404
    rows = MODELS[target_type].objects
    entry = _found(
        rows.filter(pk=_uuid(slug)) if kind in {"sites", "agreements"} else rows.filter(slug=slug), target_type
    )
    if not to(actor, entry):
        raise Http404
    return target_type, entry


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def _found(entries: Any, target_type: str) -> Any:
    """One query for the entry and one for each of its tables."""
    related = dict.fromkeys([*TABLES[target_type], *_NAMED.get(target_type, ())])
    entry = entries.prefetch_related(*related).first()
    if entry is None:
        raise Http404
    return entry


_NAMED: Mapping[str, tuple[str, ...]] = {
    DraftTarget.SERVICE: ("organisation__names", "organisation__sites__names", "desk", "locations__site"),
    DraftTarget.NEW_SERVICE: ("names",),
    DraftTarget.ORGANISATION: ("desks", "sites__names"),
    DraftTarget.SITE: ("desks", "organisation__names"),
    DraftTarget.DESK: ("organisation__names", "organisation__sites__names"),
    DraftTarget.AGREEMENT: ("parties__names",),
}


def kind_of(entry: Entry) -> tuple[str, str]:
    """The two words of its address."""
    kind = next(kind for kind, target in KINDS.items() if MODELS[target] is type(entry))
    return kind, str(getattr(entry, "slug", entry.pk))


def listings(target_type: str, entry: Entry) -> list[Listing]:
    """All the tables of an entry, in words."""
    found = []
    for table in TABLES[target_type].values():
        rows = [(row.pk, table.values(row)) for row in getattr(entry, table.key).all()]
        names = names_in(table.columns, [values for _id, values in rows])
        found.append(Listing(table, [Line.of(table, row_id, values, names) for row_id, values in rows]))
    return found


def get_table(target_type: str, key: str) -> Table:
    """A word of the address that names no table gives 404."""
    table = TABLES[target_type].get(key)
    if table is None:
        raise Http404
    return table


def row_values(table: Table, entry: Entry, row_id: UUID) -> dict[str, Any]:
    """One row as it stands; one that is gone gives 404."""
    row = next((row for row in getattr(entry, table.key).all() if row.pk == row_id), None)
    if row is None:
        raise Http404
    return table.values(row)


def new_values(table: Table, entry: Entry, today: date) -> dict[str, Any]:
    """What a new row says before anybody fills it."""
    values = table.values(getattr(entry, table.key).model())
    return {**values, "updated": today.isoformat()} if "updated" in values else values


def names_in(columns: Iterable[Editable], rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The names of the places, sites and organisations that these values point to."""
    values, names = list(rows), dict[str, str]()
    for column in columns:
        if column.kind in POINTERS and (ids := {row[column.key] for row in values if row.get(column.key)}):
            names |= {str(one.pk): getattr(one, "full_name", "") or said(one) for one in _pointed(column.kind, ids)}
    return names


def _pointed(kind: str, ids: set[str]) -> Iterable[Any]:
    if kind == "place":
        return Place.objects.select_related("parent").filter(pk__in=ids)
    model: Any = Site if kind == "site" else Organisation
    return list(model.objects.filter(pk__in=ids).prefetch_related("names"))


def choices_for(entry: Entry) -> dict[str, list[tuple[str, str]]]:
    """What a field of this entry may point to: the sites of its organisation, the parties of an agreement."""
    if isinstance(entry, (Service, Desk)):
        return {"site": [(str(site.pk), said(site)) for site in entry.organisation.sites.all()]}
    if isinstance(entry, Organisation):
        return {"site": [(str(site.pk), said(site)) for site in entry.sites.all()]}
    if isinstance(entry, Agreement):
        return {"party": [(str(party.pk), said(party)) for party in entry.parties.all()]}
    return {}


def organisations_named(text: str, limit: int = 8) -> list[Organisation]:
    """Organisations by what was typed: the one that is called so, else those whose names hold these words."""
    named = Organisation.objects.prefetch_related("names")
    exact = named.filter(
        Q(name__iexact=text) | Q(alternate_name__iexact=text) | Q(names__name__iexact=text, names__valid_to=None)
    ).distinct()
    holding = named.filter(Q(name__icontains=text) | Q(names__name__icontains=text)).distinct()
    return list(exact[:limit]) or list(holding[:limit])


def organisation_name(organisation_id: UUID) -> str:
    """How an organisation is called; nobody's id is nobody's name."""
    found = Organisation.objects.prefetch_related("names").filter(pk=organisation_id).first()
    return said(found) if found else ""


def line_of(table: Table, values: Mapping[str, Any]) -> Line:
    """One row in words."""
    return Line.of(table, None, values, names_in(table.columns, [values]))


def home_of(entry: Entry) -> str:
    """The page where an entry is read; a site and an agreement are read on their organisation's."""
    if isinstance(entry, (Service, Organisation, Desk)):
        return reverse(f"actors:show_{type(entry).__name__.lower()}", args=[entry.slug])
    organisation = entry.organisation if isinstance(entry, Site) else entry.parties.first()
    return reverse("actors:show_organisation", args=[organisation.slug]) if organisation else ""


def allow_keeping(actor: Actor) -> None:
    """The door of what is new: hidden from everybody else."""
    if not policies.can_keep_directory(actor):
        raise Http404
