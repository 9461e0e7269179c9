"""Names in the reader's language, for templates."""

from typing import Any

from django import template

from kanaf.actors import naming

register = template.Library()


@register.filter
def said(thing: Any, field: str = "name") -> str:
    """``{{ service|said:"referral_route" }}``: that field in the reader's language, else in another."""
    return naming.said(thing, field)


@register.filter
def desk_name(desk: Any) -> str:
    return naming.desk_name(desk)


@register.filter
def entry_name(entry: Any) -> str:
    return naming.entry_name(entry)


@register.filter
def person_name(person: Any) -> str:
    return naming.person_name(person)


@register.filter
def digits(number: str) -> str:
    """A number as ``tel:`` wants it."""
    return "".join(sign for sign in number if sign.isdigit() or sign == "+")
