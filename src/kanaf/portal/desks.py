"""The desk page: what waits for us, most urgent first; what we wait for; how much we carry."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.http import Http404
from django.utils.translation import gettext as _

from kanaf.actors import access as actors
from kanaf.actors.actor import Actor
from kanaf.actors.enums import Role
from kanaf.actors.models import Desk
from kanaf.actors.naming import desk_name
from kanaf.cases.access import birthdays as consents
from kanaf.cases.access import conflicts
from kanaf.cases.access.birthdays import Birthday
from kanaf.cases.duplicates import access as duplicates
from kanaf.cases.emergency import access as emergencies
from kanaf.cases.emergency.policies import may_open_from
from kanaf.cases.models import Case, Report
from kanaf.cases.policies_medical import MEDICAL_KEYS
from kanaf.cases.waiting import Waiting
from kanaf.circuit import access as circuit
from kanaf.circuit.access import Numbers
from kanaf.circuit.access_alerts import count_alerts
from kanaf.foundation import words
from kanaf.portal import duties
from kanaf.referrals import access as referrals
from kanaf.referrals.conferences.access import planned_for
from kanaf.referrals.models import Conference, Referral, reference_of
from kanaf.referrals.policies import works_with_files_at

MOST_SHOWN = 25


@dataclass(frozen=True)
class Row:
    """One thing due, ready for ``components/due_row.html``."""

    due: datetime
    title: str
    action_url: str
    action_label: str
    risk: str
    code: str
    person: str
    is_main: bool


@dataclass(frozen=True)
class Load:
    """Files one person follows."""

    name: str
    files: int


@dataclass(frozen=True)
class DeskPage:
    """Everything the desk page shows, in words and numbers."""

    desk: Desk
    rows: list[Row]
    numbers: Numbers
    we_wait_for: list[Referral]
    in_hand: list[Referral]
    conferences: list[Conference]
    loads: list[Load]
    alerts: int
    birthdays: list[Birthday]
    emergencies: int
    may_open_in_emergency: bool

    @property
    def not_shown(self) -> bool:
        """Whether more waits than the page shows."""
        return self.numbers.waiting > len(self.rows)

    comparisons: int
    duplicates: int

    @property
    def open_files(self) -> int:
        return sum(load.files for load in self.loads)


def file_desks(actor: Actor) -> list[Desk]:
    """The desks where the actor works with files, by name."""
    found = actors.desks_by_id(d for d in actor.desk_ids if works_with_files_at(actor, d))
    return sorted(found.values(), key=lambda desk: desk.name)


def get_file_desk(actor: Actor, slug: str) -> Desk:
    """A desk where the actor works with files; else 404."""
    desk = next((d for d in file_desks(actor) if d.slug == slug), None)
    if desk is None:
        raise Http404
    return desk


def desk_page(actor: Actor, slug: str, now: datetime) -> DeskPage:
    """The page of one desk; 404 for whoever does not work with files there."""
    desk = get_file_desk(actor, slug)
    return DeskPage(
        desk=desk,
        rows=rows_of(desk, _one_medical_limit_a_file(circuit.waiting_at(desk.id, most=2 * MOST_SHOWN))[:MOST_SHOWN]),
        numbers=circuit.numbers_of(desk.id, now),
        we_wait_for=referrals.we_wait_for(actor, [desk.id]),
        in_hand=referrals.in_hand(actor, [desk.id]),
        conferences=planned_for(actor, [desk.id]),
        loads=_loads(desk),
        alerts=count_alerts(actor, now),
        birthdays=consents.birthdays(actor, desk.id, now),
        emergencies=emergencies.on_our_files([desk.id], now),
        may_open_in_emergency=may_open_from(actor, desk.id),
        comparisons=conflicts.count_my_alerts(actor),
        duplicates=duplicates.count_waiting(),
    )


def _loads(desk: Desk) -> list[Load]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT worker, files FROM kanaf_desk_load(%s)", [desk.id])
        found = cursor.fetchall()
    names = actors.names_of(worker for worker, _files in found)
    loads = [Load(names.get(worker, _("without a worker")), files) for worker, files in found]
    return sorted(loads, key=lambda load: -load.files)


def rows_of(desk: Desk, due: list[Waiting]) -> list[Row]:
    """What is due, each with its file and where it is done; the first is the most urgent."""
    cases = Case.objects.in_bulk({owed.file for owed in due})
    reports = Report.objects.in_bulk({owed.file for owed in due}.difference(cases))
    return [_row(desk, owed, cases, reports, is_main=index == 0) for index, owed in enumerate(due)]


def _one_medical_limit_a_file(waiting: Iterable[Waiting]) -> list[Waiting]:
    """The nearest medical limit of a file stands for the others: they are met by the same examination."""
    kept: list[Waiting] = []
    seen: set[UUID] = set()
    for owed in waiting:
        if owed.rule in MEDICAL_KEYS:
            if owed.file in seen:
                continue
            seen.add(owed.file)
        kept.append(owed)
    return kept


def _row(desk: Desk, owed: Waiting, cases: dict[UUID, Case], reports: dict[UUID, Report], *, is_main: bool) -> Row:
    case, report = cases.get(owed.file), reports.get(owed.file)
    return Row(
        due=owed.due_at,
        title=owed.title,
        action_url=duties.url_of(owed, leads=case is None or case.lead_desk_id == desk.id),
        action_label=str(duties.duty_of(owed).action),
        risk=owed.risk,
        code=case.code if case else _reference(owed, report),
        person=words.person_text(case.sex, years=case.age, is_estimate=case.is_age_estimated) if case else "",
        is_main=is_main,
    )


def _reference(owed: Waiting, report: Report | None) -> str:
    """What a desk calls something when it may not read the file: of a sharing taken back, its own referral."""
    if owed.rule == "sharing_stop" and owed.about:
        return reference_of(UUID(owed.about))
    return report.reference if report else ""


def posts_in_words(actor: Actor) -> list[tuple[str, str]]:
    """The desks and roles of somebody who works without files."""
    found = actors.desks_by_id(actor.desk_ids)
    return [
        (desk_name(found[post.desk_id]), str(Role(post.role).label))
        for post in actor.memberships
        if post.desk_id in found
    ]
