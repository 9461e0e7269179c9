"""One file with a row in every table of every part, in each state that a desk may meet it in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from kanaf.actors.actor import Actor
from kanaf.actors.enums import Role, ServiceCategory
from kanaf.actors.models import Account, Desk
from kanaf.cases.access import open_file, work
from kanaf.cases.enums import CaseStatus, ConsentPurpose
from kanaf.cases.models import Case, Note, Reopening
from kanaf.cases.policies import OpenFile
from kanaf.cases.services import consents, notes
from kanaf.foundation import clock
from kanaf.foundation.vault import keys
from kanaf.grants.contents import contents
from kanaf.grants.enums import Compartment
from kanaf.justice.models import Measure, Review
from kanaf.referrals import services as referrals
from kanaf.referrals.enums import ReferralKind
from kanaf.referrals.models import Referral
from tests import world
from tests.matrix import places
from tests.support import as_actor

EVERY = tuple(part.value for part in Compartment)
READ, WRITE = "read", "write"
WHOLE: Mapping[str, str] = dict.fromkeys(EVERY, WRITE)
CORE_ONLY: Mapping[str, str] = {"core": READ}
NOTHING: Mapping[str, str] = {}
SHARED: Mapping[str, str] = {**dict.fromkeys(EVERY, READ), "medical": WRITE}
"""A hospital that was given every part reads them, and writes its own."""
NOT_OF_A_FILE = {
    "grants_grant", "journal_entry", "persons_person", "persons_identifier", "cases_report",
    "cases_triage", "cases_reportstatement", "cases_reportaddition", "cases_reportcontact", "cases_complaint",
    "cases_complaintstatement", "referrals_transfersummary", "referrals_stopnotice", "circuit_obligation",
    "referrals_conferenceminute", "grants_exclusion", "cases_emergencyaccess",
    "health_findings", "cases_personpair", "cases_personmerge", "cases_knownelsewhere",
}  # fmt: skip
"""Rows of other subjects, of the desk itself, of a table to which one must have sat or of doctors: each has its own
test."""
NEVER_CHANGED = {
    "circuit_followedprotocol", "health_request", "health_visit", "health_followup", "health_examination",
    "health_limitanswer", "health_certificate", "health_copy",
}  # fmt: skip
"""Written by narrow functions only, or under rules of their own: what was done only grows, and the lead arranges."""


@dataclass
class World:
    """The file, the desk that leads it, the hospital, another desk; and one person for each role at each."""

    case: Case
    letters: Mapping[str, places.Place]
    taker: places.Place
    referral: Referral | None = None

    @property
    def lead(self) -> places.Place:
        return self.letters["a"]

    @property
    def hospital(self) -> places.Place:
        return self.letters["h"]


def build() -> World:
    """The world of the routes, with what its file had not yet: a page of justice and another opening."""
    made = places.build()
    case = Case.objects.get(pk=made["a"].ids["case_id"])
    Reopening.objects.create(case=case, reason="new_facts", reopened_by=made["a"].writer.id, reopened_at=clock.now())
    for part in work.WRITABLE:
        if not Note.objects.filter(case=case, compartment=part).exists():
            _note_by_owner(case, part)
    _review(made["a"])
    _agree(made["a"], made["b"].desk)
    return World(case, made, made["b"])


def _review(place: places.Place) -> None:
    """A measure was looked at again."""
    measure = Measure.objects.filter(case=place.ids["case_id"]).first()
    assert measure is not None
    Review.objects.create(
        case_id=measure.case_id, measure=measure, on=clock.now().date(), outcome="kept", child_heard=True,
        note=place.word("judicial"), written_by=place.writer.id, written_at=clock.now(),
    )  # fmt: skip


def _agree(place: places.Place, desk: Desk) -> None:
    """The child and the adult let the file pass to the other desk."""
    said = consents.Answers(
        purpose=ConsentPurpose.SHARE, limit_explained_at=clock.now(), language="ary", child_agrees=True, desk=desk.id,
        adult=place.ids["party_id"], adult_agrees=True,
    )  # fmt: skip
    do(place.writer, lambda actor: consents.record(
        actor=actor, case=place.ids["case_id"], answers=said, at=clock.now()
    ))  # fmt: skip


def _note_by_owner(case: Case, part: str) -> None:
    Note.objects.create(
        case=case, compartment=part, desk_id=case.lead_desk_id, text="Une note (fictif)", written_by=case.id,
        written_at=clock.now(),
    )  # fmt: skip


@dataclass(frozen=True)
class State:
    """How one desk meets the file: what it was given of each part, and whether the file is open and ours to carry."""

    name: str
    at: Callable[[World], places.Place]
    given: Mapping[str, str]
    arrange: Callable[[World], None] = lambda _world: None
    is_open: bool = True


def do(account: Account, step: Callable[[Actor], Any]) -> Any:
    with as_actor(account):
        return step(world.actor(account))


def _refer(made: World) -> Referral:
    """Every part is offered, so that only the role limits what is read."""
    hospital = made.hospital
    with as_actor(made.lead.writer):
        made.referral = referrals.send(
            actor=world.actor(made.lead.writer), case=made.case.id, desk_to=hospital.desk, kind=ReferralKind.SERVICE,
            category=ServiceCategory.LEGAL, service=None, compartments=list(EVERY), urgency="low",
            message="Un avis (fictif)", at=clock.now(),
        )  # fmt: skip
    return made.referral


def _forget_former(made: World) -> None:
    """What the world of the routes had referred to the hospital ends: one referral is tried at a time."""
    for referral in Referral.objects.filter(case=made.case, status__in=["sent", "received", "asked", "accepted"]):
        do(made.lead.writer, lambda actor, one=referral: referrals.revoke(
            actor=actor, referral=one, reason="need_gone", at=clock.now()
        ))  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE grants_grant SET valid = tstzrange(lower(valid), now()) WHERE reason = 'conference'"
            " AND NOT isempty(valid)"
        )


def offered(made: World) -> None:
    _forget_former(made)
    _refer(made)


def accepted(made: World) -> None:
    offered(made)
    do(made.hospital.people[Role.DOCTOR], lambda actor: referrals.accept(
        actor=actor, referral=made.referral, answer="", at=clock.now()
    ))  # fmt: skip


def finished(made: World) -> None:
    accepted(made)
    do(made.hospital.people[Role.DOCTOR], lambda actor: referrals.finish(
        actor=actor, referral=made.referral, outcome="", at=clock.now()
    ))  # fmt: skip


def declined(made: World) -> None:
    offered(made)
    do(made.hospital.people[Role.DOCTOR], lambda actor: referrals.decline(
        actor=actor, referral=made.referral, reason="no_capacity", answer="", at=clock.now()
    ))  # fmt: skip


def closed(made: World) -> None:
    Case.objects.filter(pk=made.case.pk).update(status=CaseStatus.CLOSED, closed_at=clock.now())


def handed_over(made: World) -> None:
    """The lead moves in the instant in which the other desk accepts; the old team keeps the core for a while."""
    with as_actor(made.lead.writer):
        sent = referrals.send(
            actor=world.actor(made.lead.writer), case=made.case.id, desk_to=made.taker.desk, kind=ReferralKind.HANDOVER,
            category=ServiceCategory.SOCIAL, service=None, compartments=["core"], urgency="low", message="À vous (fictif)",
            at=clock.now(),
        )  # fmt: skip
    do(made.taker.writer, lambda actor: referrals.accept(actor=actor, referral=sent, answer="", at=clock.now()))


def lead(made: World) -> places.Place:
    return made.lead


def hospital(made: World) -> places.Place:
    return made.hospital


def taker(made: World) -> places.Place:
    return made.taker


STATES = (
    State("open, at the desk that leads", lead, WHOLE),
    State("closed, at the desk that leads", lead, WHOLE, closed, is_open=False),
    State("handed over, at the desk that leads now", taker, WHOLE, handed_over),
    State("handed over, at the desk that led", lead, CORE_ONLY, handed_over),
    State("referral offered", hospital, CORE_ONLY, offered),
    State("referral accepted", hospital, SHARED, accepted),
    State("referral finished", hospital, NOTHING, finished),
    State("referral declined", hospital, NOTHING, declined),
    State("a desk that was never asked", taker, NOTHING),
)


def tables() -> dict[str, str]:
    """The tables of a file, each with the column that names the file."""
    found = {one.table: "case_id" for one in contents if one.table not in NOT_OF_A_FILE}
    return {**found, "cases_case": "id", "circuit_followedprotocol": "file"}


def by_part(*, to_change: bool) -> str:
    """One statement for every table: ``(table, part, rows)`` as the rows themselves allow."""
    asked = []
    for table, column in tables().items():
        content = contents.get(table)
        assert content is not None
        part = "compartment" if content.says_its_part else f"'{content.parts[0].value}'"
        if not to_change:
            asked.append(f"SELECT '{table}', {part}, count(*) FROM {table} WHERE {column} = %(file)s GROUP BY 2")
        elif table not in NEVER_CHANGED:
            inner = f"SELECT {part} AS part FROM {table} WHERE {column} = %(file)s FOR UPDATE"
            asked.append(f"SELECT '{table}', part, count(*) FROM ({inner}) held GROUP BY 2")
    return " UNION ALL ".join(asked)


def rows_open(account: Account, case: Case, *, to_change: bool) -> dict[tuple[str, str], int]:
    """What hand-written SQL by this person finds."""
    with as_actor(account), connection.cursor() as cursor:
        cursor.execute(by_part(to_change=to_change), {"file": case.id})
        return {(table, part): rows for table, part, rows in cursor.fetchall() if rows}


def door(account: Account, case: Case) -> tuple[set[str], set[str]]:
    """The parts that the door of the file opens to read, and those in which a note may be written, really written."""
    actor = world.actor(account)
    with as_actor(account):
        file = open_file(actor, case.id)
        if file is None:
            return set(), set()
        reads = {part for part in EVERY if file.reads(part)}
        shown = {note.compartment for note in work.notes(file)}
        assert shown == reads & set(work.WRITABLE), "a note is read with its part"
        return reads, {part for part in work.WRITABLE if _writes(actor, file, part)}


def _writes(actor: Actor, file: OpenFile, part: str) -> bool:
    try:
        with transaction.atomic():
            notes.add_note(actor=actor, case=file.case.id, compartment=part, text="Essai (fictif)", at=clock.now())
            transaction.set_rollback(True)
    except PermissionDenied:
        return False
    return True


def forget() -> None:
    """As at the start of another request."""
    keys._cache().clear()
