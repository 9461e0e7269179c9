"""Secrets of second factors, sealed under the key ring: a stolen database gives no code."""

import base64
import hashlib
import hmac

from kanaf.foundation.vault.keyring import decrypt, encrypt, ring

ABOUT = b"sign-in.factor"


def _key() -> bytes:
    """Derived from the ring's index key, which a rotation keeps."""
    return hmac.new(ring().index, ABOUT, hashlib.sha256).digest()


def seal(text: str) -> str:
    return base64.b64encode(encrypt(_key(), text.encode(), ABOUT)).decode()


def unseal(sealed: str) -> str:
    return decrypt(_key(), base64.b64decode(sealed), ABOUT).decode()
