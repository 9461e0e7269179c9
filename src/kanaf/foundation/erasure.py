"""What happens to each field of each record when a person's data is erased: declared by every area that holds any."""

from dataclasses import dataclass
from enum import Enum

from kanaf.foundation.registry import Registry


class Sensitivity(Enum):
    """What a field says: about who somebody is, about what they live through, or neither."""

    PERSONAL = "personal"
    SENSITIVE = "sensitive"
    PLAIN = "plain"


class ErasureAction(Enum):
    """What erasure does to a field."""

    KEEP = "keep"
    BLANK = "blank"
    DESTROY_KEY = "destroy_key"


@dataclass(frozen=True)
class ErasureRule:
    """One field of one model, with the reason that a privacy officer can read."""

    model: str
    field: str
    sensitivity: Sensitivity
    action: ErasureAction
    why: str


rules: Registry[ErasureRule] = Registry("erasure rules")


def declare(model: str, sensitivity: Sensitivity, action: ErasureAction, fields: str, why: str) -> None:
    """Give several fields of a model (names separated by spaces) the same rule; a field has only one."""
    for field in fields.split():
        rules.register(f"{model}.{field}", ErasureRule(model, field, sensitivity, action, why))


def keep(model: str, fields: str, *, why: str) -> None:
    """Plain values that name nobody and outlive the person: they feed the figures."""
    declare(model, Sensitivity.PLAIN, ErasureAction.KEEP, fields, why)


def blank(model: str, fields: str, *, why: str, sensitivity: Sensitivity = Sensitivity.PERSONAL) -> None:
    """Values in clear that could lead back to a person: emptied in their rows."""
    declare(model, sensitivity, ErasureAction.BLANK, fields, why)


def seal(model: str, fields: str, *, why: str, sensitivity: Sensitivity = Sensitivity.SENSITIVE) -> None:
    """Sealed values: destroying the data key of their subject erases them wherever they were copied."""
    declare(model, sensitivity, ErasureAction.DESTROY_KEY, fields, why)


def rule_for(model: str, field: str) -> ErasureRule | None:
    """The rule of one field, ``None`` when nobody declared it."""
    return rules.get(f"{model}.{field}")
