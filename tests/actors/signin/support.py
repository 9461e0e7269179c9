"""People with passwords, factors and mails, all fictional."""

import re
import time
from typing import Any

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.test import Client
from django.urls import reverse

from kanaf.actors.models import Account
from tests.actors.support import member

PASSWORD = "quatre mots bien choisis"


def person(at_desk: Any = None, **fields: Any) -> Account:
    """A colleague with a post and a password."""
    found = member(at_desk, **fields)
    found.set_password(PASSWORD)
    found.save()
    return found


def with_application(account: Account) -> str:
    """Give the account an authenticator application and recovery codes; its secret."""
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(account, secret)
    RecoveryCodes.activate(account)
    return secret


def code_of(secret: str) -> str:
    """What the application shows now."""
    value = (
        next(totp.yield_hotp_counters_from_time())
        if hasattr(totp, "yield_hotp_counters_from_time")
        else int(time.time()) // 30
    )
    return str(totp.format_hotp_value(totp.hotp_value(secret, value)))


def give_password(client: Client, email: str, password: str = PASSWORD, **more: str) -> Any:
    return client.post(reverse("account_login"), {"login": email, "password": password, **more})


def sign_in(client: Client, account: Account, secret: str = "") -> Any:
    """All the way in."""
    answer = give_password(client, account.email)
    if secret:
        answer = client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    return answer


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def mails() -> list[dict[str, Any]]:
    """What was sent: pytest-django keeps it in memory."""
    return [{"subject": m.subject, "body": m.body, "to": m.to} for m in mail.outbox]


def link_in(content: str, language: str = "fr") -> str:
    """The path of the link of a mail."""
    found = re.search(rf"http://testserver(/{language}/\S+)", content)
    assert found, content
    return found[1]


def text_of(answer: Any) -> str:
    return str(answer.content.decode())
