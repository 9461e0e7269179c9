"""What was typed is never lost: drafts on the server, sealed under keys that expire in a week.

A form that asks for it carries ``_draft`` (which form) and ``_owner`` (whose, signed), so that even a
form sent after the session ended comes back once the same person has signed in again.
"""

import json
from datetime import timedelta
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.db import connection
from django.http import HttpRequest, QueryDict

from kanaf.foundation import clock, limits
from kanaf.foundation.models import Draft
from kanaf.foundation.vault import ephemeral

FORM_FIELD, OWNER_FIELD = "_draft", "_owner"
NOT_KEPT = {FORM_FIELD, OWNER_FIELD, "csrfmiddlewaretoken", "_once", "password", "version"}
PURPOSE = "drafts"
DAYS = 7
MOST_BYTES = 200_000
MOST_FORMS = 50
"""Drafts of one person: the oldest makes room for a new one."""
PARKED_PER_HOUR, HOUR = 40, timedelta(hours=1)
_signer = Signer(salt="kanaf.drafts")

Values = dict[str, list[str]]


def owner_token(owner: UUID) -> str:
    """What the page carries to say whose form it is."""
    return _signer.sign(f"{owner} {clock.now().date().toordinal()}")


def _owner_of(token: str) -> UUID | None:
    """Whose form it was; nobody's once drafts of that day have expired: what a page says is no key for ever."""
    try:
        owner, _space, day = _signer.unsign(token).partition(" ")
        known = UUID(owner)
        age = clock.now().date().toordinal() - int(day)
    except (BadSignature, ValueError):
        return None
    return known if 0 <= age <= DAYS else None


def form_named(request: HttpRequest) -> str:
    """Which form a request says it is; a character that no column holds names none."""
    return request.POST.get(FORM_FIELD, "").replace("\x00", "")[:200]


def _values(request: HttpRequest) -> bytes | None:
    values = {name: request.POST.getlist(name) for name in request.POST if name not in NOT_KEPT}
    raw = json.dumps(values, ensure_ascii=False).encode()
    return raw if len(raw) <= MOST_BYTES else None


def save(request: HttpRequest, owner: UUID) -> bool:
    """Keep the fields of a form as they stand; false if there is no form named or too much text."""
    form, raw = form_named(request), _values(request)
    if not form or raw is None:
        return False
    sealed = ephemeral.seal(PURPOSE, raw, days=DAYS)
    Draft.objects.update_or_create(owner=owner, form=form, defaults={"sealed": sealed, "saved_at": clock.now()})
    newest = Draft.objects.filter(owner=owner).order_by("-saved_at", "id").values("id")[:MOST_FORMS]
    Draft.objects.filter(owner=owner).exclude(id__in=newest).delete()
    return True


def park(request: HttpRequest) -> None:
    """Keep a form that arrived after its session ended, for the person it belongs to."""
    form, raw, now = form_named(request), _values(request), clock.now()
    owner = _owner_of(request.POST.get(OWNER_FIELD, ""))
    if not form or raw is None or owner is None:
        return
    if not limits.allow("park", limits.source_of(request, now), most=PARKED_PER_HOUR, within=HOUR, now=now):
        return
    sealed = ephemeral.seal(PURPOSE, raw, days=DAYS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT kanaf_park_draft(%s, %s, %s, %s)", [owner, form, sealed, now])


def load(owner: UUID | None, form: str) -> Values | None:
    """The fields kept for a form, or ``None``."""
    draft = Draft.objects.filter(owner=owner, form=form).first() if owner else None
    opened = draft and ephemeral.open_sealed(PURPOSE, bytes(draft.sealed))
    return json.loads(opened) if opened else None


def drop(owner: UUID, form: str) -> None:
    """The form was sent: its draft has done its work."""
    Draft.objects.filter(owner=owner, form=form).delete()


def as_posted(kept: Values) -> QueryDict:
    """The draft in the shape of a posted form, for the widgets to read."""
    posted = QueryDict(mutable=True)
    for name, values in kept.items():
        posted.setlist(name, values)
    return posted
