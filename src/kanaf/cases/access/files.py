"""One door to a file: unknown, hidden and forbidden all give the same 404."""

import re
from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from django.db import connection
from django.db.models import F, Func, JSONField
from django.http import Http404

from kanaf.actors.actor import Actor
from kanaf.cases.events.files import CASE_READ
from kanaf.cases.models import Case
from kanaf.cases.policies import OpenFile, can_read
from kanaf.foundation import clock
from kanaf.grants import access as grants
from kanaf.journal import services as journal

CODE = re.compile(r"([A-Z]{2,4})[ -]?([2-9A-Z]{0,10})")
"""The letters of a desk, then those of the file; nothing else that is typed is looked for among codes."""
OPEN_PARTS = Func(
    F("id"),
    template="(SELECT jsonb_object_agg(o.compartment, o.level) FROM kanaf_open(%(expressions)s) o)",
    output_field=JSONField(),
)

Policy = Callable[[Actor, OpenFile], bool]


def parts_of(case_id: UUID) -> Mapping[str, str]:
    """The parts open to the current actor."""
    return grants.compartments_open(case_id)


def open_file(actor: Actor, case_id: UUID) -> OpenFile | None:
    """The file with its open parts, or ``None``; for services, which ask their policy again."""
    readable = Case.objects.readable_by(actor, clock.now()).select_related("lead_desk", "place")
    case = readable.annotate(open_parts=OPEN_PARTS).filter(id=case_id).first()
    return OpenFile(case, vars(case)["open_parts"] or {}) if case else None


def get_case(actor: Actor, case_id: UUID, *, to: Policy = can_read) -> OpenFile:
    """The file, if the actor may do ``to`` with it; else 404."""
    file = open_file(actor, case_id)
    if file is None or not to(actor, file):
        raise Http404
    return file


def coded(actor: Actor, beginning: str, most: int) -> list[Case]:
    """The first files whose code begins so, among those the actor may read: the database looks at these alone.

    With or without its dash; a space may stand there, where a digit says that it is no name.
    """
    typed = CODE.fullmatch(beginning.strip().upper())
    if not typed or (" " in typed[0] and not any(letter.isdigit() for letter in typed[2])):
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT kanaf_files_coded(%s, %s)", [typed[1] + typed[2], most])
        ids = [file for (file,) in cursor.fetchall()]
    return list(Case.objects.readable_by(actor, clock.now()).filter(id__in=ids).order_by("code")) if ids else []


def note_reading(file: OpenFile, compartments: Iterable[str]) -> None:
    """Journal that sealed parts were shown; call it from the view that shows them."""
    shown = sorted(c for c in compartments if file.reads(c))
    if shown:
        journal.note_read(CASE_READ, subject=file.case, file=file.case.id, compartment="core", compartments=shown)
