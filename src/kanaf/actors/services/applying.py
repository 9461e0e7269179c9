"""How an approved draft is written in the directory."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.text import slugify

from kanaf.actors.editing import ROWS, Editable, Value, fields_of
from kanaf.actors.enums import DraftTarget
from kanaf.actors.models import Contact, Organisation, OrganisationName, Phone, Service
from kanaf.actors.policies import Entry
from kanaf.actors.tables import BETWEEN, table_of
from kanaf.foundation.ids import short_code


def apply(target_type: str, target: Entry, wanted: Mapping[str, Value], *, renamed_on: date | None = None) -> Entry:
    """Write each value where it is kept; the entry's own columns in one statement. Raises ``ValidationError``."""
    if target_type == DraftTarget.NEW_SERVICE and isinstance(target, Organisation):
        target = _new_service(target, wanted)
    fields = fields_of(target_type)
    for key, value in wanted.items():
        if key not in fields:
            _write_row(target_type, target, key, value)
        elif key in ROWS:
            _write_rows(target, key, value)
        elif key == "public_phone":
            _write_phone(target, str(value or ""))
        elif not fields[key].language:
            setattr(target, fields[key].attribute, value)
    said = [fields[key] for key in wanted if key in fields and fields[key].language]
    if said:
        _write_names(target, said, wanted, renamed_on)
    return write_entry(target)


def write_entry(target: Entry) -> Entry:
    """Keep an entry's own columns, once they agree with each other."""
    if isinstance(target, Service):
        target.version += 1
    target.full_clean(exclude=["organisation", "desk", "parent_organisation", "verified_by"])
    target.save()
    return target


def slug_for(name: str, otherwise: str) -> str:
    """An address in Latin letters that nobody else has."""
    return f"{slugify(name)[:80] or otherwise}-{short_code(6).lower()}"


def _write_row(target_type: str, target: Any, key: str, value: Value) -> None:
    """Add, correct or remove one row; a row keeps the id it was proposed with."""
    table, rows = table_of(target_type, key), getattr(target, key.partition(BETWEEN)[0])
    row_id = UUID(key.partition(BETWEEN)[2])
    if not isinstance(value, dict):
        rows.filter(pk=row_id).delete()
        return
    row = rows.filter(pk=row_id).first() or rows.model(pk=row_id, **{rows.field.name: target})
    for column in table.columns:
        setattr(row, column.attribute, value[column.key])
    if isinstance(row, Contact) and isinstance(target, Service):
        row.organisation = target.organisation
    row.full_clean()
    row.save()
    if table.key == "names" and row.language == "fr" and getattr(row, "valid_to", None) is None:
        target.name = row.name


def _new_service(organisation: Organisation, wanted: Mapping[str, Value]) -> Service:
    name = str(wanted["name_fr"])
    return Service.objects.create(slug=slug_for(name, "service"), organisation=organisation, name=name)


def _write_rows(target: Any, key: str, value: Value) -> None:
    rows, column = getattr(target, key), ROWS[key]
    wanted = set(value if isinstance(value, list) else [])
    kept = set(rows.values_list(column, flat=True))
    rows.exclude(**{f"{column}__in": wanted}).delete()
    for word in sorted(wanted - kept):
        rows.create(**{column: word})


def _write_phone(target: Entry, number: str) -> None:
    """The first public number changes; what else is known of it, and the other numbers, stay."""
    owner = {"service" if isinstance(target, Service) else "organisation": target}
    known = Phone.objects.filter(**owner, is_public=True).first()
    if known and not number:
        known.delete()
    elif number:
        phone = known or Phone(**owner, is_public=True)
        phone.number = number
        phone.save()


def _write_names(target: Any, fields: list[Editable], wanted: Mapping[str, Value], renamed_on: date | None) -> None:
    for language in {field.language for field in fields}:
        said = {field.column: str(wanted[field.key] or "") for field in fields if field.language == language}
        if not any(said.values()) and not target.names.filter(language=language).exists():
            continue
        if renamed_on and "name" in said and isinstance(target, Organisation):
            _close_name(target, language, said, renamed_on)
        elif isinstance(target, Organisation):
            target.names.update_or_create(
                language=language, valid_to=None, defaults=said, create_defaults={"name": target.name, **said}
            )
        else:
            target.names.update_or_create(
                language=language, defaults=said, create_defaults={"name": target.name, **said}
            )
    if name := wanted.get("name_fr"):
        target.name = str(name)


def _close_name(organisation: Organisation, language: str, said: dict[str, str], renamed_on: date) -> None:
    """A renamed organisation keeps its former name, to the day before the new one begins."""
    former = organisation.names.filter(language=language, valid_to=None).first()
    if former is not None:
        said = {"description": former.description, **said}
        former.valid_to = renamed_on - timedelta(days=1)
        former.save(update_fields=["valid_to"])
    OrganisationName.objects.create(organisation=organisation, language=language, valid_from=renamed_on, **said)
