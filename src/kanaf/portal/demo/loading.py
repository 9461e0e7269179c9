"""Loading, recognising and taking away the demonstration."""

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from kanaf.actors.models import Account, Desk
from kanaf.circuit import services as circuit
from kanaf.circuit.seeds import SHIPPED, plant
from kanaf.foundation.context import SystemActor, acting_as
from kanaf.journal import chain
from kanaf.mapping import seeds as mapping_seeds
from kanaf.portal.demo import (
    answers,
    clinic,
    committees,
    conflicts,
    court,
    duplicates,
    emergencies,
    handovers,
    mapping,
    play,
    protocols,
    world,
)  # fmt: skip
from kanaf.portal.demo.stories import write_stories

KEPT = ("django_migrations", "django_content_type", "auth_", "territory_", "grants_rolepower", "procrastinate_")
"""Tables (or beginnings of names) that a reset leaves alone: the ground, not the demonstration."""

PROTOCOLS = ("tanger", "sale")

Progress = Callable[[int, int], None]


class RealRowsHere(Exception):
    """The database holds something that is not the demonstration: it is not touched."""


def holds_demo_rows() -> bool:
    return Account.objects.filter(is_demo=True).exists() or Desk.objects.filter(is_demo=True).exists()


def holds_real_rows() -> bool:
    return Account.objects.filter(is_demo=False).exists() or Desk.objects.filter(is_demo=False).exists()


def load(now: datetime, progress: Progress) -> int:
    """Build the world and play every story; how many. Run by the owner, acting as the people of the story."""
    if holds_real_rows():
        raise RealRowsHere
    with acting_as(SystemActor.DEMO.value):
        made = world.build(now.date())
        adopt_protocols(now)
    stories = write_stories(now)
    for number, story in enumerate(stories, 1):
        with transaction.atomic():
            play.Player(made, story, now).play()
        progress(number, len(stories))
    court.Court(made, now).play()
    with transaction.atomic():
        handovers.enrich(made, now)
    with transaction.atomic():
        conflicts.play(made, now)
    with transaction.atomic():
        clinic.Clinic(made, now).play()
    play.mark_reports()
    with transaction.atomic():
        answers.play(made, now)
    protocols.play(made, now)
    committees.convene_all(made, now)
    emergencies.play(made, now)
    mapping.draw_all(made, now)
    with transaction.atomic():
        duplicates.play(made, now)
    return len(stories)


def adopt_protocols(now: datetime) -> None:
    """The two dispositifs of the demonstration follow their own protocols."""
    for name in PROTOCOLS:
        text = (SHIPPED / f"{name}.yaml").read_text(encoding="utf-8")
        circuit.adopt(actor=SystemActor.DEMO.value, text=text, at=now, is_demo=True)


def clear() -> None:
    """Take the demonstration away, journal included; refuse if anything real is here."""
    if holds_real_rows():
        raise RealRowsHere
    tables = [t for t in connection.introspection.table_names() if not t.startswith(KEPT)]
    journal = [t for t in tables if t.startswith("journal_") and t != "journal_watermark"]
    with transaction.atomic(), connection.cursor() as cursor:
        for table in journal:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_append_only")
        cursor.execute(f"TRUNCATE {', '.join(tables)}")
        for table in journal:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {table}_append_only")
    plant()
    mapping_seeds.plant()
    chain.head_file().unlink(missing_ok=True)
    shutil.rmtree(Path(settings.FILES_DIR), ignore_errors=True)
