"""Count all obligations again from the journal, showing how far it is."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from os import cpu_count
from typing import Any
from uuid import UUID

import django
from django.core.management.base import BaseCommand, CommandParser

from kanaf.circuit import rebuilding


class Command(BaseCommand):
    help = "Count all obligations again from the journal."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--jobs", type=int, default=cpu_count() or 1)

    def handle(self, *_args: Any, jobs: int, **_options: Any) -> None:
        shares = rebuilding.shares(max(1, jobs) * 16)
        done = 0
        with ProcessPoolExecutor(
            max_workers=max(1, jobs), mp_context=get_context("spawn"), initializer=django.setup
        ) as pool:
            for count in pool.map(_one, shares):
                done += count
                self.stdout.write(f"  {done}")


def _one(share: tuple[UUID, UUID]) -> int:
    return sum(rebuilding.rebuild(*share))
