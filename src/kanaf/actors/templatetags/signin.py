"""What the pages of sign-in need besides the common tags."""

import json
from typing import Any

from django import template
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import mark_safe

register = template.Library()


@register.filter
def as_json(value: Any) -> str:
    """For a ``data-`` attribute, escaped like any other text: our pages hold no inline script."""
    return json.dumps(value, cls=DjangoJSONEncoder)


@register.simple_tag
def organisation_sign_in() -> str:
    """The name of the organisation's own sign-in, empty where none is configured."""
    apps = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", [])
    return str(apps[0]["name"]) if apps else ""


@register.simple_tag
def with_next(route: str, after: str | None) -> str:
    """The address of a page that hands on where to go afterwards."""
    query = f"?{urlencode({'next': after})}" if after else ""
    return mark_safe(reverse(route) + query.replace("&", "&amp;"))  # noqa: S308 - urlencoded above
