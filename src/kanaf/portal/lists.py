"""The two long lists of a desk, page by page: everything that is expected of it, and the files that it leads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kanaf.actors import access as actors
from kanaf.actors.actor import Actor
from kanaf.actors.models import Desk
from kanaf.cases.enums import CaseStatus
from kanaf.cases.models import Case
from kanaf.cases.waiting import Waiting
from kanaf.circuit import access as circuit
from kanaf.circuit.access import Numbers
from kanaf.foundation import words
from kanaf.portal import desks

ON_A_PAGE = 25
SHOWN: dict[str, str | Promise] = {"open": _("Open files"), "mine": _("Files I follow"), "closed": _("Closed files")}
"""Which files of the desk: the key is in the address."""


def _page(rows: Any, count: int, number: str) -> "Page[Any]":
    """One page of a list whose length is known, so that no row is opened only to be counted."""
    paginator = Paginator(rows, ON_A_PAGE)
    vars(paginator)["count"] = count
    return paginator.get_page(number)


@dataclass(frozen=True)
class Owed(Sequence[Waiting]):
    """What a desk owes, read only as far as one page goes."""

    desk: UUID
    waiting: int

    def __len__(self) -> int:
        return self.waiting

    def __getitem__(self, part: Any) -> Any:
        return circuit.waiting_at(self.desk, after=part.start, most=part.stop - part.start)


def waiting_page(desk: Desk, number: str, now: datetime) -> "tuple[Page[Any], list[desks.Row], Numbers]":
    """One page of what is expected of a desk, the nearest first, as far as it is counted."""
    numbers = circuit.numbers_of(desk.id, now)
    page = _page(Owed(desk.id, numbers.waiting), numbers.waiting, number)
    return page, desks.rows_of(desk, list(page.object_list)), numbers


@dataclass(frozen=True)
class FileLine:
    """One file of the list: who it is for in words that name nobody, and what comes next."""

    case: Case
    person: str
    worker: str
    next: Waiting | None


def counts_of(desk: Desk) -> dict[str, int]:
    """How many files each way of showing them holds, by the keys of ``SHOWN``."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT all_open, mine, closed FROM kanaf_desk_files(%s)", [desk.id])
        found = cursor.fetchone() or (0, 0, 0)
    return dict(zip(SHOWN, found, strict=True))


def files_page(actor: Actor, desk: Desk, shown: str, number: str, counts: dict[str, int]) -> "Page[FileLine]":
    """One page of the files that a desk leads, the newest first."""
    page = _page(_files(actor, desk, shown), counts[shown], number)
    cases = list(page.object_list)
    names = actors.names_of(case.worker for case in cases if case.worker)
    nearest: dict[UUID, Waiting] = {}
    for owed in circuit.waiting_on(case.id for case in cases):
        nearest.setdefault(owed.file, owed)
    page.object_list = [_line(case, names, nearest.get(case.id)) for case in cases]
    return page


def _files(actor: Actor, desk: Desk, shown: str) -> QuerySet[Case]:
    status = CaseStatus.CLOSED if shown == "closed" else CaseStatus.OPEN
    led = Case.objects.filter(lead_desk=desk, status=status).order_by("-opened_at", "id")
    return led.filter(worker=actor.known_id) if shown == "mine" else led


def _line(case: Case, names: dict[UUID, str], owed: Waiting | None) -> FileLine:
    person = words.person_text(case.sex, years=case.age, is_estimate=case.is_age_estimated)
    return FileLine(case, person, names.get(case.worker, "") if case.worker else "", owed)
