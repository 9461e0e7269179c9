"""The words and small marks that every template may use."""

from datetime import date, datetime
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kanaf.foundation import clock, words
from kanaf.foundation.forms import IDEMPOTENCY_FIELD, fresh_key

register = template.Library()


@register.filter
def due(at: datetime | words.DuePhrase | None, now: datetime | None = None) -> words.DuePhrase | None:
    """``{{ at|due }}`` is the phrase; ``.exact`` and ``.state`` are there too."""
    if at is None or isinstance(at, words.DuePhrase):
        return at
    return words.due(at, now or clock.now())


@register.filter
def when(at: datetime | None, now: datetime | None = None) -> SafeString | str:
    """A moment in words, inside a ``time`` element that carries the exact one."""
    if not at:
        return ""
    phrase = words.when(at, now or clock.now())
    return format_html('<time datetime="{}" title="{}">{}</time>', at.isoformat(), words.exact(at), phrase)


@register.filter
def exact(at: datetime | None) -> str:
    """A moment with nothing left to guess, for paper and proof."""
    return words.exact(at) if at else ""


@register.filter
def day(value: date | datetime | None) -> SafeString | str:
    """A day in words, with its year when it is not this one."""
    if not value:
        return ""
    there = words.local(value).date() if isinstance(value, datetime) else value
    phrase = words.day(there, words.local(clock.now()).date())
    return format_html('<time datetime="{}">{}</time>', there.isoformat(), phrase)


@register.filter
def date_text(value: date | None) -> str:
    """« 12 mars 2026 », without the day of the week."""
    return words.date_text(value) if value else ""


@register.filter
def hour(value: datetime | None) -> str:
    return words.hour(value) if value else ""


@register.filter
def age(years: int | None) -> str:
    return words.age_text(years=years)


@register.simple_tag
def person(sex: str | None, **age: Any) -> str:
    """``{% person child.sex years=13 %}`` → « fille, 13 ans »; also ``months`` and ``is_estimate``."""
    known = {name: value for name, value in age.items() if value not in {None, ""}}
    return words.person_text(sex, **known)


@register.filter
def ltr(value: Any) -> SafeString:
    """Codes, telephone numbers and addresses keep their own direction in an Arabic sentence."""
    return format_html('<bdi dir="ltr" class="code">{}</bdi>', value)


@register.filter
def bdi(value: Any) -> SafeString:
    """A name keeps its own direction, whichever script it is in."""
    return format_html('<bdi dir="auto">{}</bdi>', value)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A drawing from the sprite; arrows turn with the direction; silent unless it has a label."""
    directional = " icon--directional" if name in {"arrow", "back", "chevron", "send"} else ""
    href = f"{static('img/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="icon{}" role="img" aria-label="{}"><use href="{}"></use></svg>',
            directional,
            label,
            href,
        )
    return format_html('<svg class="icon{}" aria-hidden="true"><use href="{}"></use></svg>', directional, href)


@register.simple_tag
def once() -> SafeString:
    """The key of a form that has no fields of its own: one button, one effect."""
    return format_html('<input type="hidden" name="{}" value="{}">', IDEMPOTENCY_FIELD, fresh_key())
