"""Blind indexes: find an exact value without storing it."""

import hashlib
import hmac

from kanaf.foundation.vault.keyring import ring

DIGEST_BYTES = 16


def index(purpose: str, value: str) -> bytes:
    """16 bytes of HMAC-SHA256 of the value for one purpose; equal values of two purposes never match."""
    message = f"{purpose}\x00{value}".encode()
    return hmac.new(ring().index, message, hashlib.sha256).digest()[:DIGEST_BYTES]
