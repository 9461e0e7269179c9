"""How an approved draft is written in the directory."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.text import slugify

from kanaf.actors.editing import ROWS, Editable, Value, fields_of
from kanaf.actors.enums import DraftTarget
from kanaf.actors.models import Organisation, OrganisationName, Phone, Service
from kanaf.foundation.ids import short_code

Entry = Service | Organisation


def apply(target_type: str, target: Entry, wanted: Mapping[str, Value], *, renamed_on: date | None = None) -> Entry:
    """Write each value where it is kept; the entry's own columns in one statement."""
    if target_type == DraftTarget.NEW_SERVICE and isinstance(target, Organisation):
        target = _new_service(target, wanted)
    fields = fields_of(target_type)
    for key, value in wanted.items():
        if fields[key].language:
            continue
        if key in ROWS:
            _write_rows(target, key, value)
        elif key == "public_phone":
            _write_phone(target, str(value or ""))
        else:
            setattr(target, key, value)
    _write_names(target, [fields[key] for key in wanted if fields[key].language], wanted, renamed_on)
    if isinstance(target, Service):
        target.version += 1
    target.full_clean(exclude=["organisation", "desk", "place", "parent_organisation", "verified_by"])
    target.save()
    return target


def _new_service(organisation: Organisation, wanted: Mapping[str, Value]) -> Service:
    name = str(wanted["name_fr"])
    slug = f"{slugify(name)[:90] or 'service'}-{short_code(6).lower()}"
    return Service.objects.create(slug=slug, organisation=organisation, name=name)


def _write_rows(target: Any, key: str, value: Value) -> None:
    rows, column = getattr(target, key), ROWS[key]
    wanted = set(value if isinstance(value, list) else [])
    kept = set(rows.values_list(column, flat=True))
    rows.exclude(**{f"{column}__in": wanted}).delete()
    for word in sorted(wanted - kept):
        rows.create(**{column: word})


def _write_phone(target: Entry, number: str) -> None:
    owner = "service" if isinstance(target, Service) else "organisation"
    Phone.objects.filter(**{owner: target}, is_public=True).delete()
    if number:
        Phone.objects.create(**{owner: target}, number=number, is_public=True)


def _write_names(target: Entry, fields: list[Editable], wanted: Mapping[str, Value], renamed_on: date | None) -> None:
    for language in {field.language for field in fields}:
        said = {field.column: str(wanted[field.key] or "") for field in fields if field.language == language}
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
