"""One request, one transaction, one actor; and every POST safe to repeat."""

from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.utils.decorators import sync_only_middleware

from kanaf.foundation import access, clock, companions, context, drafts, readonly, repeats
from kanaf.foundation.models import Beat

Respond = Callable[[HttpRequest], HttpResponseBase]
LIBRARIES = ("allauth.", "django.")
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
WORKER_SILENCE = timedelta(minutes=2)


@sync_only_middleware
def health(get_response: Respond) -> Respond:
    """``/healthz`` answers 200 when web, database and worker are alive, 503 otherwise.

    What areas add is told beside: without it a part of the work is missing, and starting the web again mends nothing.
    """

    def respond(request: HttpRequest) -> HttpResponseBase:
        if request.path != "/healthz":
            return get_response(request)
        try:
            beat = Beat.objects.filter(name="worker").values_list("at", flat=True).first()
        except DatabaseError:
            return JsonResponse({"web": "ok", "database": "down", "worker": "unknown"}, status=503)
        alive = beat is not None and clock.now() - beat < WORKER_SILENCE
        state = {"web": "ok", "database": "ok", "worker": "ok" if alive else "silent"}
        return JsonResponse(state | companions.states(), status=200 if alive else 503)

    return respond


@sync_only_middleware
def no_store(get_response: Respond) -> Respond:
    """No page of ours is kept by a browser or a proxy: Back on a shared PC shows nothing."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        return response

    return respond


class AccessContextMiddleware:
    """Opens the transaction, says who acts, lets the response render inside, rolls back on an exception."""

    sync_capable, async_capable = True, False

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with context.acting_as(None):
            request.actor = context.load_actor(request)  # type: ignore[attr-defined]
            context.become(request.actor.id)  # type: ignore[attr-defined]
            response = self.get_response(request)
            if response.streaming and not getattr(response, "kanaf_holds_no_record", False):
                raise TypeError("A response with records is not streamed: it would be read outside its context.")
            if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
                transaction.set_rollback(True)
        if refused := getattr(request, "kanaf_refused", None):
            _note_refusal(request, refused)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Ask for a sign-in where the view is not public, and keep what was typed meanwhile."""
        if access.is_public(view) or not request.actor.is_anonymous:  # type: ignore[attr-defined]
            return self._read(request, view, args, kwargs)
        if request.method == "POST":
            drafts.park(request)
        return repeats.not_yet(redirect_to_login(request.get_full_path()))

    def _read(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> HttpResponseBase | None:
        """Run our own GET views under the read-only guard; the library's pages keep their own habits."""
        ours = not view.__module__.startswith(LIBRARIES) and not getattr(view, "kanaf_writes_on_get", False)
        if request.method not in SAFE_METHODS or not ours:
            return None
        try:
            with readonly.reading():
                response: HttpResponseBase = view(request, *args, **kwargs)
                if hasattr(response, "render") and callable(response.render):
                    response = response.render()
        except Exception as error:
            self.process_exception(request, error)  # Django calls it for views only, not for this hook
            raise
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Whatever a view changed before it failed is undone."""
        transaction.set_rollback(True)
        if isinstance(exception, Http404 | PermissionDenied):
            request.kanaf_refused = exception  # type: ignore[attr-defined]


Refusal = Callable[[HttpRequest], None]
_refusal_handlers: list[Refusal] = []


def on_refusal(handler: Refusal) -> None:
    """Declared once by ``journal``: refused attempts are written in a transaction of their own."""
    _refusal_handlers[:] = [handler]


def _note_refusal(request: HttpRequest, _refused: Exception) -> None:
    if request.actor.is_anonymous or not request.resolver_match:  # type: ignore[attr-defined]
        return
    with context.acting_as(request.actor.id):  # type: ignore[attr-defined]
        for handler in _refusal_handlers:
            handler(request)


class SafeRepeatMiddleware:
    """A double click, a retry or a replay of one form gets the first answer again and changes nothing."""

    sync_capable, async_capable = True, False

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        key = repeats.key_of(request)
        if key is None:
            return self.get_response(request)
        if (known := repeats.claim(request, key)) is not None:
            return known
        response = self.get_response(request)
        if not connection.needs_rollback:
            repeats.remember(request, key, response)
        return response
