"""Where people are signed in: noted coarsely, sealed, ended at will."""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from kanaf.actors.actor import Actor
from kanaf.actors.models import OpenSession
from kanaf.actors.signin import agents
from kanaf.actors.signin.events import SESSIONS_ENDED
from kanaf.foundation.sessions import SessionStore
from kanaf.foundation.vault import blind, ephemeral
from kanaf.journal import services as journal

PURPOSE = "open sessions"
DAYS = 1
SEEN = "kanaf_seen"
COARSE = timedelta(minutes=10)
"""A presence is noted at most this often: enough to recognise a session, too little to watch somebody work."""


def index_of(key: str) -> bytes:
    return blind.index("session", key)


def note_presence(request: HttpRequest, at: datetime) -> None:
    """Remember this session in its owner's list; most requests write nothing."""
    seen = request.session.get(SEEN)
    key = request.session.session_key
    if key is None or (seen and seen[0] == key and at.timestamp() - seen[1] < COARSE.total_seconds()):
        return
    request.session[SEEN] = [key, at.timestamp()]
    said = {"key": key, **agents.describe(request.headers.get("User-Agent", ""))}
    noted: dict[str, Any] = {
        "account_id": request.user.pk,
        "sealed": ephemeral.seal(PURPOSE, json.dumps(said).encode(), days=DAYS),
        "seen_at": at,
    }
    OpenSession.objects.update_or_create(key=index_of(key), defaults=noted, create_defaults=noted | {"made_at": at})
    OpenSession.objects.filter(seen_at__lt=at - timedelta(seconds=settings.SESSION_COOKIE_AGE) - COARSE).delete()


def said_of(session: OpenSession) -> dict[str, Any] | None:
    """The session's key and browser, or ``None`` once the seal expired."""
    opened = ephemeral.open_sealed(PURPOSE, bytes(session.sealed))
    return json.loads(opened) if opened else None


def _end(sessions: QuerySet[OpenSession]) -> int:
    """The cookie of each opens nothing any more."""
    count = 0
    for session in sessions:
        if said := said_of(session):
            SessionStore(said["key"]).delete()
        session.delete()
        count += 1
    return count


@transaction.atomic
def end_session(*, actor: Actor, session: OpenSession, at: datetime) -> None:
    """One of one's own sessions, on a machine left behind."""
    _end(OpenSession.objects.filter(pk=session.pk, account=actor.known_id))
    journal.write(SESSIONS_ENDED, actor=actor, subject=("actors.account", actor.known_id), at=at, count=1)


@transaction.atomic
def end_other_sessions(*, actor: Actor, key: str, at: datetime) -> int:
    """Everywhere but here."""
    count = end_all_of(actor.known_id, but=key)
    journal.write(SESSIONS_ENDED, actor=actor, subject=("actors.account", actor.known_id), at=at, count=count)
    return count


def end_all_of(account_id: UUID, *, but: str = "") -> int:
    """For a change of password or a closed account, which journal themselves."""
    sessions = OpenSession.objects.filter(account=account_id)
    return _end(sessions.exclude(key=index_of(but)) if but else sessions)


def forget(key: str | None) -> None:
    """The person signed out: the line leaves her list."""
    if key:
        OpenSession.objects.filter(key=index_of(key)).delete()
