"""Words of the codelists, on medical pages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django import template

from kanaf.health.enums import Says
from kanaf.territory import access as territory

register = template.Library()


@dataclass(frozen=True)
class Said:
    """What the child said of one part, in words; a no is drawn apart."""

    label: str
    is_no: bool


@register.filter
def words_of(code: str, scheme: str) -> str:
    """``{{ request.kind|words_of:"examination_kind" }}``."""
    return territory.label_of(scheme, code)


@register.filter
def parts(said: Mapping[str, str] | None) -> Iterator[tuple[str, Said]]:
    """What the child said, part by part, in the order of the codelist's codes."""
    for code, value in (said or {}).items():
        yield territory.label_of("examination_part", code), Said(str(Says(value).label), value == Says.REFUSES)
