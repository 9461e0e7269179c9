"""Model fields whose values are sealed: typed in Python, bytes in the database, useless to a thief.

Each names (``key=``) the attribute of its row that holds the subject whose data key seals the value.
A value stays sealed in memory until somebody reads it, so a list costs nothing for what it does not show.
"""

import json
from datetime import date
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.core.exceptions import FieldError
from django.db import models

from kanaf.foundation.vault import keys
from kanaf.foundation.vault.keyring import decrypt, encrypt

V = TypeVar("V")


class Erased(str):
    """What reads where a value was: empty, and false."""

    __slots__ = ()


ERASED = Erased("")
SUBJECT_BYTES = 16


class _Sealed(Generic[V]):
    """Bytes as they came from the database, not opened yet."""

    __slots__ = ("token",)

    def __init__(self, token: bytes) -> None:
        self.token = token


class _Opener:
    """Opens the value at the first read and keeps it on the instance."""

    def __init__(self, field: "SealedField") -> None:
        self.field = field

    def __get__(self, instance: models.Model | None, owner: type[models.Model]) -> Any:
        if instance is None:
            return self
        name = self.field.attname
        if name not in instance.__dict__:
            instance.refresh_from_db(fields=[name])
        value = instance.__dict__[name]
        if isinstance(value, _Sealed):
            value = instance.__dict__[name] = self.field.unseal(value.token)
        return value

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class SealedField(models.BinaryField):  # type: ignore[type-arg]
    """Base of the sealed fields; lookups on the content are refused, because they could never match."""

    def __init__(self, *args: Any, key: str = "", **kwargs: Any) -> None:
        self.key = key
        kwargs.setdefault("null", True)
        kwargs.setdefault("blank", True)
        kwargs["editable"] = kwargs.get("editable", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "key": self.key, "editable": True}

    def contribute_to_class(self, cls: type[models.Model], name: str, **kwargs: Any) -> None:  # type: ignore[override]
        super().contribute_to_class(cls, name, **kwargs)
        setattr(cls, self.attname, _Opener(self))

    @property
    def about(self) -> bytes:
        """What the seal is bound to, so that a value cannot be moved to another column."""
        return f"{self.model._meta.db_table}.{self.column}".encode()

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        raise FieldError(f"{self.name} is sealed: it cannot be searched, sorted or compared in the database.")

    def get_transform(self, lookup_name: str) -> Any:  # noqa: ARG002 - Django's signature
        raise FieldError(f"{self.name} is sealed: it cannot be transformed in the database.")

    def from_db_value(self, value: Any, *_: Any) -> Any:
        return None if value is None else _Sealed[Any](bytes(value))

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: ARG002, FBT001 - Django's signature
        value = model_instance.__dict__.get(self.attname)
        if isinstance(value, _Sealed):
            return value.token
        if value is None or isinstance(value, Erased):
            return None
        return self.seal(getattr(model_instance, self.key), value)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: ARG002, FBT001, FBT002
        return None if value is None else connection.Database.Binary(value)

    def get_default(self) -> Any:
        return None

    def seal(self, subject: UUID, value: Any) -> bytes:
        """``subject + nonce + sealed bytes``; for doors that write the row through a function."""
        return subject.bytes + encrypt(keys.get(subject), self.encode(value), self.about + subject.bytes)

    def unseal(self, token: bytes) -> Any:
        subject = UUID(bytes=token[:SUBJECT_BYTES])
        try:
            key = keys.get(subject)
        except keys.KeyDestroyed:
            return ERASED
        return self.decode(decrypt(key, token[SUBJECT_BYTES:], self.about + subject.bytes))

    def encode(self, value: Any) -> bytes:
        raise NotImplementedError

    def decode(self, raw: bytes) -> Any:
        raise NotImplementedError

    def value_to_string(self, obj: models.Model) -> str:  # noqa: ARG002 - Django's signature
        raise FieldError(f"{self.name} is sealed: it is not serialised.")


class SealedText(SealedField):
    """Free text, a name, a phone number, an address."""

    def encode(self, value: Any) -> bytes:
        return str(value).encode()

    def decode(self, raw: bytes) -> str:
        return raw.decode()


class SealedDate(SealedField):
    """A day, of birth most often."""

    def encode(self, value: Any) -> bytes:
        if not isinstance(value, date):
            raise TypeError(f"{self.name} takes a date")
        return value.isoformat().encode()

    def decode(self, raw: bytes) -> date:
        return date.fromisoformat(raw.decode())


class SealedJSON(SealedField):
    """A small structure of plain values."""

    def encode(self, value: Any) -> bytes:
        return json.dumps(value, ensure_ascii=False).encode()

    def decode(self, raw: bytes) -> Any:
        return json.loads(raw)
