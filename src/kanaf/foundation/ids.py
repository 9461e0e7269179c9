"""Identifiers that tell nothing about the record they name."""

import secrets
from uuid import UUID, uuid4

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Digits and capitals that nobody confuses on the phone: no 0, O, 1, I."""


def new_id() -> UUID:
    """A random UUID, made by the client so that a retry names the same record."""
    return uuid4()


def short_code(length: int = 4) -> str:
    """A random code that a person can dictate."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))
