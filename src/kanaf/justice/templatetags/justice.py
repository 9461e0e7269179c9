"""Small questions of the judicial pages."""

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def of(rows: Mapping[Any, Any], key: Any) -> Any:
    """``{{ folder.reviews|of:measure.id }}``: what stands under a key, or nothing."""
    return rows.get(key, ())
