"""Idempotency: each form carries a key; the first successful answer to a key is the only one."""

import json
from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from kanaf.foundation import clock, drafts
from kanaf.foundation.context import SystemActor
from kanaf.foundation.models import Answer
from kanaf.foundation.vault import ephemeral

FIELD = "_once"
PURPOSE = "answers"
DAYS = 2


def key_of(request: HttpRequest) -> UUID | None:
    """The key of a POST, if it carries a well-formed one."""
    if request.method != "POST":
        return None
    try:
        return UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return None


def owner_of(request: HttpRequest) -> UUID:
    """Whose key it is: two people never share one."""
    return request.actor.id or SystemActor.PUBLIC.value  # type: ignore[attr-defined]


def _path_of(request: HttpRequest) -> str:
    """The address, as a column can hold it."""
    return request.path.replace("\x00", "")[:300]


def claim(request: HttpRequest, key: UUID) -> HttpResponseBase | None:
    """Take the key; if it was taken before, the answer given then. Waits for a twin still at work."""
    made = Answer.objects.bulk_create(
        [Answer(key=key, owner=owner_of(request), path=_path_of(request), at=clock.now())],
        ignore_conflicts=True,
    )
    answer = Answer.objects.filter(key=made[0].key, owner=owner_of(request), path=_path_of(request)).first()
    if answer is None:
        return HttpResponse(_("This form was already sent. Open the page again to send another."), status=409)
    if answer.sealed is None:
        return None
    return _again(bytes(answer.sealed))


def _again(sealed: bytes) -> HttpResponseBase:
    opened = ephemeral.open_sealed(PURPOSE, sealed)
    if opened is None:
        return HttpResponse(_("This form was already sent. Open the page again to send another."), status=409)
    known = json.loads(opened)
    response = HttpResponse(status=known["status"])
    if known["location"]:
        response.headers["Location"] = known["location"]
    return response


def not_yet(response: HttpResponseBase) -> HttpResponseBase:
    """« Sign in first » answers nothing: the same form, sent again afterwards, is sent for the first time."""
    response.kanaf_not_yet = True  # type: ignore[attr-defined]
    return response


def remember(request: HttpRequest, key: UUID, response: HttpResponseBase) -> None:
    """Keep a redirect, which is how every form of ours says yes; let go of the key after anything else."""
    mine = Answer.objects.filter(key=key, owner=owner_of(request))
    is_yes = HTTPStatus.MULTIPLE_CHOICES <= response.status_code < HTTPStatus.BAD_REQUEST
    if not is_yes or getattr(response, "kanaf_not_yet", False):
        mine.delete()
        return
    if form := drafts.form_named(request):
        drafts.drop(owner_of(request), form)
    known = {"status": response.status_code, "location": response.headers.get("Location", "")}
    sealed = ephemeral.seal(PURPOSE, json.dumps(known).encode(), days=DAYS)
    mine.update(status=response.status_code, sealed=sealed)
