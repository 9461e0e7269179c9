"""The words of committees, for templates."""

from typing import Any

from django import template

from kanaf.committees import wording

register = template.Library()

register.filter("owner_name", wording.owner_name)
register.filter("quorum_missing", wording.quorum_missing)
register.filter("who_came", wording.who_came)


@register.filter
def quorum_count(chairs: Any, is_held: bool) -> str:  # noqa: FBT001 - a filter takes its argument by place
    return wording.quorum_count(chairs, is_held=is_held)


@register.filter
def quorum_verdict(chairs: Any, is_held: bool) -> str:  # noqa: FBT001 - a filter takes its argument by place
    return wording.quorum_verdict(chairs, is_held=is_held)


@register.filter
def late_on(action: Any, today: Any) -> bool:
    return bool(action.is_overdue(today))
