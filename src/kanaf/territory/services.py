"""Every change of the territory: loading places, and editing dated settings so that the past stays told."""

from copy import copy
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from kanaf.foundation.ids import new_id
from kanaf.journal import services as journal
from kanaf.territory import places, seeds
from kanaf.territory.access.settings import MODELS, AnySetting
from kanaf.territory.events import PLACES_LOADED, SETTING_ADDED, SETTING_CORRECTED, SETTING_REVISED
from kanaf.territory.gazetteer import Gazetteer
from kanaf.territory.models import (
    AgeLimit,
    CodelistEntry,
    ConsentRule,
    DelaySetting,
    Helpline,
    LegalReference,
    ReportingDuty,
    place_id,
)
from kanaf.territory.policies import TerritoryActor, can_edit_settings

DATED = (Helpline, DelaySetting, ConsentRule, LegalReference, ReportingDuty, AgeLimit)
Changes = dict[str, tuple[Any, Any]]


class OverlapsError(Exception):
    """Two rows would say two things of the same matter on the same day."""


class StaleEditError(Exception):
    """Somebody else changed the row since it was shown; ``current`` is what it says now."""

    def __init__(self, current: AnySetting) -> None:
        self.current = current
        super().__init__()


class TooEarlyError(Exception):
    """A change cannot apply from a day on or before the first day of what it changes."""


class LocalCodeError(Exception):
    """In a list that follows an official classification, our own codes begin with ``L-``."""


@transaction.atomic
def load_places(
    *, actor: UUID, gazetteer: Gazetteer, at: datetime, progress: places.Progress | None = None
) -> places.Loaded:
    """Store the places of a country, and give it the default settings it has not got yet."""
    loaded = places.store(gazetteer, progress=progress)
    seeds.plant_defaults(gazetteer.country)
    journal.write(
        PLACES_LOADED,
        actor=actor,
        subject=("territory.country", place_id(gazetteer.country, "")),
        at=at,
        country=gazetteer.country,
        places=loaded.places,
        census_rows=loaded.census_rows,
    )
    return loaded


@transaction.atomic
def add_setting(*, actor: TerritoryActor, kind: str, values: dict[str, Any], at: datetime) -> AnySetting:
    """A new row. Raises ``OverlapsError`` and ``LocalCodeError``."""
    _require_editor(actor)
    setting = MODELS[kind](id=new_id(), **values)
    _check_code(setting)
    _save(setting)
    journal.write(SETTING_ADDED, actor=actor, subject=setting, at=at, setting=kind, values=_told(values))
    return setting


@transaction.atomic
def correct_setting(
    *,
    actor: TerritoryActor,
    kind: str,
    setting: AnySetting,
    version: int,
    values: dict[str, Any],
    at: datetime,
) -> AnySetting:
    """Mend a row as if it had always said so.

    Raises ``StaleEditError``, ``OverlapsError`` and ``LocalCodeError``.
    """
    _require_editor(actor)
    setting = _locked(kind, setting, version)
    changes = _apply(setting, values)
    if changes:
        _check_code(setting)
        setting.version += 1
        _save(setting)
        told = _told(changes)
        journal.write(SETTING_CORRECTED, actor=actor, subject=setting, at=at, setting=kind, changes=told)
    return setting


@transaction.atomic
def revise_setting(
    *,
    actor: TerritoryActor,
    kind: str,
    setting: AnySetting,
    version: int,
    values: dict[str, Any],
    from_day: date,
    at: datetime,
) -> AnySetting:
    """End the row the day before ``from_day`` and open its successor: deadlines already set do not move.

    Raises ``StaleEditError``, ``OverlapsError`` and ``TooEarlyError``.
    """
    _require_editor(actor)
    ending = _locked(kind, setting, version)
    if not isinstance(ending, DATED):
        raise TypeError(f"{kind} is not a dated setting")
    if ending.valid_from and from_day <= ending.valid_from:
        raise TooEarlyError
    successor = copy(ending)
    successor.id, successor.version, successor._state.adding = new_id(), 1, True  # noqa: SLF001
    changes = _apply(successor, values)
    successor.valid_from = from_day
    ending.valid_to, ending.version = from_day - timedelta(days=1), ending.version + 1
    _save(ending)
    _save(successor)
    journal.write(
        SETTING_REVISED,
        actor=actor,
        subject=successor,
        at=at,
        setting=kind,
        changes=_told(changes),
        from_day=from_day,
        replaces=ending.pk,
    )
    return successor


def _require_editor(actor: TerritoryActor) -> None:
    if not can_edit_settings(actor):
        raise PermissionDenied


def _locked(kind: str, setting: AnySetting, version: int) -> AnySetting:
    model: Any = MODELS[kind]
    current: AnySetting = model.objects.select_for_update().get(pk=setting.pk)
    if current.version != version:
        raise StaleEditError(current)
    return current


def _apply(setting: AnySetting, values: dict[str, Any]) -> Changes:
    changes = {name: (before, value) for name, value in values.items() if (before := getattr(setting, name)) != value}
    for name, (_before, value) in changes.items():
        setattr(setting, name, value)
    return changes


def _told(values: dict[str, Any]) -> dict[str, Any]:
    """Values as the journal keeps them."""
    return {name: [str(v) for v in value] if isinstance(value, tuple) else str(value) for name, value in values.items()}


def _check_code(setting: AnySetting) -> None:
    if not isinstance(setting, CodelistEntry) or setting.official:
        return
    if not setting.code.startswith(setting.codelist.local_prefix):
        raise LocalCodeError


def _save(setting: AnySetting) -> None:
    """The database refuses two rows for one day; the words for it are the form's."""
    try:
        with transaction.atomic():
            setting.save()
    except IntegrityError as refused:
        raise OverlapsError from refused
