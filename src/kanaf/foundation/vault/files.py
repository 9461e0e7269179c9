"""Encrypted files: sealed with the subject's data key, named at random, kept through Django's storage."""

from io import BytesIO
from uuid import UUID

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage, storages

from kanaf.foundation.ids import new_id
from kanaf.foundation.vault import keys
from kanaf.foundation.vault.keyring import decrypt, encrypt


def _storage() -> Storage:
    """The storage named ``sealed`` if the installation declares one (S3, say), else the local disk."""
    if "sealed" in settings.STORAGES:
        return storages["sealed"]
    return FileSystemStorage(location=settings.FILES_DIR, directory_permissions_mode=0o700, file_permissions_mode=0o600)


def store(subject: UUID, content: bytes) -> str:
    """Seal and keep bytes; the opaque name to find them again."""
    name = new_id().hex
    sealed = encrypt(keys.get(subject), content, f"file:{name}".encode() + subject.bytes)
    return _storage().save(f"{name[:2]}/{name}", BytesIO(sealed))


def load(subject: UUID, name: str) -> bytes:
    """The bytes kept under that name; raises ``keys.KeyDestroyed`` or ``FileNotFoundError``."""
    with _storage().open(name) as file:
        sealed = file.read()
    plain_name = name.rsplit("/", 1)[-1]
    return decrypt(keys.get(subject), sealed, f"file:{plain_name}".encode() + subject.bytes)


def remove(name: str) -> None:
    """Take the file away; destroying the subject's key already made it unreadable."""
    _storage().delete(name)
