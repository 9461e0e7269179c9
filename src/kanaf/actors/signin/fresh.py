"""Dangerous acts ask who is there once more: a password or a factor given within the last quarter of an hour."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import suspend_request
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from kanaf.foundation import repeats

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def is_fresh(request: HttpRequest) -> bool:
    """Whether this session proved who it is recently. In the demonstration nobody has a password to give."""
    if settings.DEMO:
        return True
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - float(records[-1]["at"]) < settings.FRESH_SIGN_IN_SECONDS


def ask_again(request: HttpRequest) -> HttpResponseBase:
    """To the page that asks, and back here with what was posted; without password or factor, to the provider."""
    if not request.user.is_authenticated:
        return repeats.not_yet(redirect_to_login(request.get_full_path()))
    methods = get_adapter().get_reauthentication_methods(request.user)
    to = methods[0]["url"] if methods else reverse("signin:start_oidc")
    return repeats.not_yet(cast("HttpResponseBase", suspend_request(request, to)))


def require_fresh_sign_in(view: View) -> View:
    """Put it on exports, changes of roles, break-glass: any act that a borrowed open session must not do."""

    @wraps(view)
    def ask_first(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_fresh(request):
            return ask_again(request)
        return view(request, *args, **kwargs)

    return cast("View", ask_first)
