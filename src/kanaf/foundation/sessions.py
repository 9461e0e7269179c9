"""Sessions kept in the database, sealed: a stolen backup tells nobody who was working on what."""

import json
from base64 import b64decode, b64encode
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore

from kanaf.foundation.vault import ephemeral

PURPOSE = "sessions"
DAYS = 1


class SessionStore(DatabaseSessionStore):
    """Django's own store; only the way the content is written differs."""

    def encode(self, session_dict: dict[str, Any]) -> str:
        return b64encode(ephemeral.seal(PURPOSE, json.dumps(session_dict).encode(), days=DAYS)).decode()

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        opened = ephemeral.open_sealed(PURPOSE, b64decode(session_data))
        return json.loads(opened) if opened else {}
