"""The background process: rounds and deferred jobs."""

import asyncio
import contextlib
import threading
from typing import Any

from django.core.management.base import BaseCommand
from procrastinate.contrib.django import app

from kanaf.foundation import worker


class Command(BaseCommand):
    help = "Run the background work until told to stop."

    def handle(self, *_args: Any, **_options: Any) -> None:
        stop = worker.stopping()
        rounds = threading.Thread(target=worker.run, args=[stop], name="rounds", daemon=True)
        rounds.start()
        try:
            asyncio.run(_jobs(stop))
        finally:  # when the jobs fall, the rounds stop too: whoever watches starts the whole again
            stop.set()
            rounds.join(timeout=worker.LAST_WORK)


async def _jobs(stop: threading.Event) -> None:
    runner = app.with_connector(app.connector.get_worker_connector())
    async with runner.open_async():
        working = asyncio.create_task(runner.run_worker_async(install_signal_handlers=False, wait=True))
        while not stop.is_set() and not working.done():
            await asyncio.sleep(0.3)
        working.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await working
