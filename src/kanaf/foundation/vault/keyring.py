"""The key ring: the keys that wrap data keys, kept in a file outside the database or in the environment.

The file is JSON: ``{"current": "k1", "wrapping": {"k1": base64}, "index": base64, "signing": base64}``.
"""

import base64
import json
import os
import secrets
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.conf import settings

KEY_BYTES = 32
NONCE_BYTES = 12


class KeyRingUnusable(Exception):
    """The key ring is missing, unreadable or open to others; the message says what to do."""


@dataclass(frozen=True)
class KeyRing:
    """Wrapping keys by name, the one in use, the index key and the journal's signing key."""

    current: str
    wrapping: dict[str, bytes]
    index: bytes
    signing: bytes

    def wrap(self, key: bytes, about: bytes) -> tuple[str, bytes]:
        """Seal a data key under the current wrapping key, bound to what it is the key of."""
        return self.current, encrypt(self.wrapping[self.current], key, about)

    def unwrap(self, name: str, wrapped: bytes, about: bytes) -> bytes:
        if name not in self.wrapping:
            raise KeyRingUnusable(
                f"The key ring has no key {name!r}: it is not the ring of this database. "
                "Restore the key ring file that belongs to it."
            )
        return decrypt(self.wrapping[name], wrapped, about)

    def signing_key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.signing)

    def rotated(self) -> "KeyRing":
        """The same ring with a fresh current wrapping key; the old ones stay until nothing needs them."""
        name = f"k{max((int(k[1:]) for k in self.wrapping), default=0) + 1}"
        wrapping = {**self.wrapping, name: secrets.token_bytes(KEY_BYTES)}
        return KeyRing(name, wrapping, self.index, self.signing)

    def without_retired(self) -> "KeyRing":
        """Only the current wrapping key: what was sealed under the others is gone with them."""
        return KeyRing(self.current, {self.current: self.wrapping[self.current]}, self.index, self.signing)

    def to_json(self) -> str:
        return json.dumps(
            {
                "current": self.current,
                "wrapping": {name: _text(key) for name, key in self.wrapping.items()},
                "index": _text(self.index),
                "signing": _text(self.signing),
            },
            indent=1,
        )


def encrypt(key: bytes, plain: bytes, about: bytes) -> bytes:
    """AES-256-GCM: a random nonce, then the sealed bytes; ``about`` is authenticated but not hidden."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, about)


def decrypt(key: bytes, sealed: bytes, about: bytes) -> bytes:
    """The inverse of ``encrypt``; raises ``cryptography.exceptions.InvalidTag`` if anything was altered."""
    return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], about)


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _read(text: str) -> KeyRing:
    try:
        data = json.loads(text)
        wrapping = {name: base64.b64decode(key) for name, key in data["wrapping"].items()}
        ring = KeyRing(data["current"], wrapping, base64.b64decode(data["index"]), base64.b64decode(data["signing"]))
    except (ValueError, KeyError, TypeError) as error:
        raise KeyRingUnusable("The key ring is not readable: restore it from its backup.") from error
    if ring.current not in wrapping or any(len(key) != KEY_BYTES for key in wrapping.values()):
        raise KeyRingUnusable("The key ring is incomplete: restore it from its backup.")
    return ring


def fresh() -> KeyRing:
    """A new ring for a first start."""
    signing = Ed25519PrivateKey.generate().private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    return KeyRing("k1", {"k1": secrets.token_bytes(KEY_BYTES)}, secrets.token_bytes(KEY_BYTES), signing)


def save(ring: KeyRing, path: Path) -> None:
    """Write the ring whole or not at all, readable by its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(f".{os.getpid()}.new")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(ring.to_json())
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    forget()


def ensure(path: Path) -> None:
    """Make the ring on the first start; never replace one that exists."""
    if not path.exists() and "KANAF_KEYRING" not in os.environ:
        save(fresh(), path)


@lru_cache(maxsize=1)
def _loaded(path: str, _changed_at: int) -> KeyRing:
    file = Path(path)
    if file.stat().st_mode & 0o077:
        raise KeyRingUnusable(f"The key ring is open to other people. Run: chmod 600 {path}")
    return _read(file.read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _from_environment(text: str) -> KeyRing:
    return _read(text)


def ring() -> KeyRing:
    """The key ring in force, read again when its file changed."""
    if text := os.environ.get("KANAF_KEYRING"):
        return _from_environment(text)
    path = Path(settings.KEYRING_FILE)
    if not path.exists():
        raise KeyRingUnusable(f"There is no key ring at {path}. Restore it, or run ./kanaf up once to make it.")
    return _loaded(str(path), path.stat().st_mtime_ns)


def forget() -> None:
    """Drop what is held in memory, after a rotation."""
    _loaded.cache_clear()
    _from_environment.cache_clear()
