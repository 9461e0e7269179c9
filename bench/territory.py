"""A large territory, written with COPY as the owner: sealed like the real one, and nobody real in it."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction

from kanaf.actors.enums import DeskKind, OrganisationKind, Role, ServiceCategory
from kanaf.actors.models import Account, Desk, DeskArea, Membership, Organisation, Service, ServiceName
from kanaf.cases.enums import Profile, Risk, Stage
from kanaf.circuit.models import ProtocolVersion
from kanaf.circuit.seeds import STANDARD
from kanaf.foundation.ids import short_code
from kanaf.foundation.vault import keys
from kanaf.foundation.vault.keyring import encrypt
from kanaf.grants.enums import Compartment
from kanaf.persons.models import Person
from kanaf.territory.models import Place
from kanaf.territory.places import load as load_places

DESKS = 60
SERVICES = 2000
DUE_RULES = ("first_contact", "follow_up", "case_review")
BATCH = 5000


@dataclass(frozen=True)
class Territory:
    """The desks and one worker at each."""

    desks: list[Desk]
    workers: list[Account]
    protocol: UUID


def ground() -> Territory:
    """Places, desks, workers and a directory: the same at every size."""
    load_places()
    provinces = list(Place.objects.filter(level="province").order_by("code"))
    desks = [_desk(number, provinces[number % len(provinces)]) for number in range(DESKS)]
    workers = [_worker(number, desk) for number, desk in enumerate(desks)]
    _directory(desks)
    return Territory(desks, workers, ProtocolVersion.objects.get(dispositif=STANDARD).pk)


def _desk(number: int, place: Place) -> Desk:
    organisation = Organisation.objects.create(
        slug=f"bench-{number}", kind=OrganisationKind.PROTECTION_UNIT, name=f"UPE {place.name_fr} {number} (fictif)"
    )
    desk = Desk.objects.create(
        slug=f"bench-desk-{number}", organisation=organisation, kind=DeskKind.UPE, name=organisation.name,
        name_ar=f"وحدة {place.name_ar} (خيالي)", place=place, prefix="BEN", takes_reports=True, is_demo=True,
    )  # fmt: skip
    DeskArea.objects.create(desk=desk, place=place)
    return desk


def _worker(number: int, desk: Desk) -> Account:
    account = Account.objects.create_user(
        f"worker{number}@bench.example", None, name=f"Worker {number} (fictif)", is_demo=True
    )
    Membership.objects.create(
        account=account, desk=desk, role=Role.SOCIAL_WORKER, since=datetime.now(UTC).date() - timedelta(days=30)
    )
    return account


def _directory(desks: Sequence[Desk]) -> None:
    categories = list(ServiceCategory)
    for number in range(SERVICES):
        desk, category = desks[number % DESKS], categories[number % len(categories)]
        service = Service.objects.create(
            slug=f"bench-service-{number}", organisation=desk.organisation, desk=desk, categories=[category],
            name=f"{category.label} {number} (fictif)", minimum_age=number % 6, maximum_age=17, is_demo=True,
        )  # fmt: skip
        ServiceName.objects.create(
            service=service,
            language="fr",
            name=f"Accueil et soutien {number}",
            description="Écoute, accompagnement, orientation (fictif)",
        )
        ServiceName.objects.create(
            service=service,
            language="ar",
            name=f"الاستقبال والدعم {number}",
            description="الاستماع والمواكبة والتوجيه (خيالي)",
        )


def load_files(territory: Territory, size: int, seed: int = 7) -> float:
    """Write ``size`` files with their keys, access, leads, people and what is owed; files a second."""
    random, started = Random(seed), time.perf_counter()
    for start in range(0, size, BATCH):
        rows = _batch(territory, range(start, min(start + BATCH, size)), random)
        with transaction.atomic(), connection.cursor() as cursor:
            for table, (columns, values) in rows.items():
                with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
                    for row in values:
                        copy.write_row(row)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # the checks of the next batch were planned for empty tables
        print(f"  {min(start + BATCH, size)}/{size}", flush=True)
    return size / (time.perf_counter() - started)


CHOOSE = """
    CREATE TEMPORARY TABLE known ON COMMIT DROP AS
    SELECT p.id AS person, c.id AS file
    FROM (SELECT id, row_number() OVER (ORDER BY id) %% (SELECT count(*) FROM cases_case) AS number FROM persons_person
          WHERE id NOT IN (SELECT id FROM grants_subject) ORDER BY id LIMIT %s) p
    JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS number FROM cases_case) c USING (number)
"""
KNOWN = (
    "INSERT INTO grants_subject (id, kind) SELECT person, 'person' FROM known",
    (
        "INSERT INTO grants_subjectlink (id, subject_id, through_id, compartment, level)"
        " SELECT gen_random_uuid(), person, file, 'identity', 'write' FROM known"
    ),
    (
        "INSERT INTO cases_caseparty (id, case_id, person_id, role, relation, added_at)"
        " SELECT gen_random_uuid(), file, person, 'sibling', '', now() FROM known"
    ),
)


def put_in_files(many: int | None) -> None:
    """So many of those who were sealed beside the files, or all, get a part in one, so that each desk reads its share."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(CHOOSE, [many])
        for statement in KNOWN:
            cursor.execute(statement)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


Rows = dict[str, tuple[Sequence[str], list[Sequence[Any]]]]

COLUMNS: dict[str, Sequence[str]] = {
    "grants_subject": ("id", "kind"),
    "grants_subjectlink": ("id", "subject_id", "through_id", "compartment", "level"),
    "grants_grant": (
        "id", "subject_id", "desk_id", "compartment", "level", "reason", "valid", "is_offer", "given_by", "given_at",
    ),
    "foundation_datakey": ("subject", "kind", "ring_key", "wrapped"),
    "cases_case": (
        "id", "code", "place_id", "lead_desk_id", "worker", "status", "stage", "risk", "profile", "sex", "age",
        "is_age_estimated", "opened_at", "closed_at", "protected_author", "is_demo", "version",
    ),
    "cases_lead": ("id", "case_id", "desk_id", "during"),
    "persons_person": (
        "id", "given_name", "family_name", "given_name_ar", "is_birth_estimated", "sex", "languages", "registered_at",
        "version", "is_demo",
    ),
    "cases_caseparty": ("id", "case_id", "person_id", "role", "relation", "added_at"),
    "circuit_obligation": (
        "file", "number", "protocol_id", "rule", "about", "desk", "risk", "began_at", "due_at", "is_done", "steps_at",
        "steps_done",
    ),
    "journal_entry": ("xid", "at", "actor", "desk", "kind", "subject_type", "subject", "file", "compartment", "kept"),
}  # fmt: skip


def _batch(territory: Territory, numbers: range, random: Random) -> Rows:
    rows: Rows = {table: (columns, []) for table, columns in COLUMNS.items()}
    for number in numbers:
        for table, row in _file(territory, number, random):
            rows[table][1].append(row)
    return rows


def _file(territory: Territory, number: int, random: Random) -> Iterator[tuple[str, Sequence[Any]]]:
    desk, worker = territory.desks[number % DESKS], territory.workers[number % DESKS]
    case, person, now = uuid4(), uuid4(), datetime.now(UTC)
    opened = now - timedelta(days=random.uniform(0, 700))
    since = f"[{opened.isoformat()},)"
    risk = random.choice(list(Risk)).value
    is_open = random.random() < 0.6
    yield "grants_subject", (case, "case")
    yield "grants_subject", (person, "person")
    yield "grants_subjectlink", (uuid4(), person, case, "identity", "write")
    for part in Compartment:
        yield "grants_grant", (uuid4(), case, desk.id, part.value, "write", "lead", since, False, worker.id, opened)
    yield from (_key(case, "case"), _key(person, "person"))
    yield "cases_case", (
        case, f"BEN-{short_code(7)}", desk.place_id, desk.id, worker.id, "open" if is_open else "closed",
        random.choice(list(Stage)).value, risk, random.choice(list(Profile)).value, random.choice("fm"),
        random.randint(1, 17), False, opened, None if is_open else now, False, True, 1,
    )  # fmt: skip
    yield "cases_lead", (uuid4(), case, desk.id, since)
    yield "persons_person", (
        person, _seal("given_name", person, "Salma"), _seal("family_name", person, f"{number} (fictif)"),
        _seal("given_name_ar", person, "سلمى"), False, "f", "", opened, 1, True,
    )  # fmt: skip
    yield "cases_caseparty", (uuid4(), case, person, "main", "", opened)
    for order, rule in enumerate(DUE_RULES[: random.randint(0, 3)]):
        due = now + timedelta(hours=random.uniform(-72, 900))
        yield "circuit_obligation", (
            case, order, territory.protocol, rule, "", desk.id, risk, opened, due, False, "{}", 0,
        )  # fmt: skip
    for kind in ("cases.opened", "cases.read"):
        yield "journal_entry", (1, opened, worker.id, desk.id, kind, "cases.case", case, case, "core", "{}")


def _key(subject: UUID, kind: str) -> tuple[str, Sequence[Any]]:
    key, name, wrapped = keys.make(subject)
    _HELD[subject] = key
    return "foundation_datakey", (subject, kind, name, wrapped)


_HELD: dict[UUID, bytes] = {}


def _seal(field: str, subject: UUID, value: str) -> bytes:
    column = Person._meta.get_field(field)
    return subject.bytes + encrypt(_HELD[subject], value.encode(), column.about + subject.bytes)  # type: ignore[union-attr]
