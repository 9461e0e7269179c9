"""The background process: what must happen again and again, each piece under its named actor."""

import logging
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DatabaseError, InterfaceError, connection

from kanaf.foundation import clock, drafts, limits, mail
from kanaf.foundation.context import SystemActor, acting_as
from kanaf.foundation.models import Answer, Beat, Draft
from kanaf.foundation.registry import Registry
from kanaf.foundation.vault import ephemeral

log = logging.getLogger(__name__)
LAST_WORK = 5
"""Seconds that the work in hand may still take once the process was told to stop."""


@dataclass(frozen=True)
class Round:
    """Something done every ``every`` seconds under ``actor``; stopped at any moment, it starts again."""

    every: float
    actor: SystemActor
    work: Callable[[datetime], object]


rounds: Registry[Round] = Registry("rounds")


def _beat(now: datetime) -> None:
    Beat.objects.update_or_create(name="worker", defaults={"at": now})


def _expire(now: datetime) -> None:
    ephemeral.expire(now)
    Answer.objects.filter(at__lt=now - timedelta(days=3)).delete()
    Draft.objects.filter(saved_at__lt=now - timedelta(days=drafts.DAYS)).delete()
    limits.forget(now - timedelta(days=2))


rounds.register("beat", Round(10, SystemActor.KEEPER, _beat))
rounds.register("expire", Round(3600, SystemActor.KEEPER, _expire))
rounds.register("mail", Round(15, SystemActor.MAILER, mail.send_waiting))


def run(stop: threading.Event) -> None:
    """Do every round in its time until told to stop; a failed round is logged and tried again."""
    due = dict.fromkeys(rounds.keys(), 0.0)
    while not stop.is_set():
        now = clock.now()
        for key in due:
            one = rounds.get(key)
            if one and now.timestamp() >= due[key]:
                due[key] = now.timestamp() + one.every
                _do(key, one, now)
        stop.wait(0.5)


def _do(key: str, one: Round, now: datetime) -> None:
    try:
        with acting_as(one.actor.value):
            one.work(now)
    except (DatabaseError, InterfaceError):
        log.exception("round %s failed; it will be tried again", key)
        connection.close()


def stopping() -> threading.Event:
    """An event that SIGTERM and Ctrl-C set. What waits for a database that is gone is cut by the kernel soon after:
    a transaction that was open rolls back, and its job is done again."""
    stop = threading.Event()

    def ask(*_signal: object) -> None:
        if not stop.is_set():
            signal.alarm(LAST_WORK)
        stop.set()

    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, ask)
    return stop
