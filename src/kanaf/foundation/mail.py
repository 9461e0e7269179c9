"""Mails wait sealed in the database until the worker sends them; none is lost with a process."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from kanaf.foundation import clock
from kanaf.foundation.models import SealedMail
from kanaf.foundation.vault import ephemeral

PURPOSE = "mails"
DAYS = 7
MOST_ATTEMPTS = 8


class SealedOutbox(BaseEmailBackend):
    """Django's mail backend: keeps instead of sending."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            content = {
                "subject": str(message.subject),
                "body": str(message.body),
                "to": list(message.to),
                "from": message.from_email,
            }
            sealed = ephemeral.seal(PURPOSE, json.dumps(content).encode(), days=DAYS)
            SealedMail.objects.create(sealed=sealed, made_at=clock.now())
        return len(email_messages)


def waiting() -> list[tuple[SealedMail, dict[str, Any]]]:
    """Mails not sent yet, opened; those whose key expired are dropped."""
    found = []
    for mail in SealedMail.objects.filter(sent_at=None, attempts__lt=MOST_ATTEMPTS).order_by("made_at")[:50]:
        opened = ephemeral.open_sealed(PURPOSE, bytes(mail.sealed))
        if opened is None:
            mail.delete()
            continue
        found.append((mail, json.loads(opened)))
    return found


def send_waiting(now: datetime) -> int:
    """Send what waits through the real transport, if one is configured; how many left."""
    if not getattr(settings, "SMTP_BACKEND", ""):
        return 0
    sent = 0
    with get_connection(settings.SMTP_BACKEND) as transport:
        for mail, content in waiting():
            message = EmailMessage(content["subject"], content["body"], content["from"], content["to"])
            mail.attempts += 1
            if transport.send_messages([message]):
                mail.sent_at, sent = now, sent + 1
            mail.save(update_fields=["attempts", "sent_at"])
    return sent
