"""What a thief would try: hand-written SQL as the web role, and calls with identifiers that are not theirs."""

import json
from datetime import timedelta
from io import StringIO
from typing import Any

import psycopg
import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection

from kanaf.actors import policies as people
from kanaf.actors.actor import Actor, Post
from kanaf.actors.enums import DeskKind, Role
from kanaf.cases.access import get_complaint, parts_of
from kanaf.cases.enums import ComplaintAbout
from kanaf.cases.models import Complaint
from kanaf.cases.policies_consent import Answer
from kanaf.cases.services import complaints, notes
from kanaf.cases.services.complaints import Grievance
from kanaf.cases.services.reports import NoDeskTakesReports, codes
from kanaf.foundation import clock, drafts
from kanaf.foundation.context import SystemActor
from kanaf.foundation.database import roles
from kanaf.foundation.ids import new_id
from kanaf.foundation.models import Draft, SealedMail
from kanaf.grants.models import Grant
from kanaf.journal import chain
from kanaf.journal.models import Seal
from kanaf.referrals import policies, services
from kanaf.referrals.enums import ReferralKind
from kanaf.referrals.services_transfers import Request
from tests import databases, world
from tests.architecture.attacking import run, touches_nothing
from tests.support import as_actor

pytestmark = pytest.mark.django_db


class Scene:
    """A file of one desk, referred to another; a third person at each desk holds a role that opens no file."""

    def __init__(self) -> None:
        self.desk, self.other = world.make_desk(), world.make_desk(kind=DeskKind.HOSPITAL_UNIT)
        self.worker, self.guest = world.make_worker(self.desk), world.make_worker(self.other)
        self.bystander = world.make_worker(self.desk, Role.FACILITATOR)
        self.idler = world.make_worker(self.other, Role.FACILITATOR)
        self.lawyer = world.make_worker(self.other, Role.LAWYER)
        self.secretary = world.make_worker(self.desk, Role.COMMITTEE_SECRETARY)
        self.case = world.make_case(self.worker, self.desk)
        self.own = world.make_case(self.guest, self.other)
        self.second = world.make_case(self.worker, self.desk)
        for part in ("social", "psychological"):
            self.note(part)

    def note(self, part: str) -> None:
        with as_actor(self.worker):
            notes.add_note(
                actor=world.actor(self.worker),
                case=self.case.id,
                compartment=part,
                text="Une note (fictif)",
                at=clock.now(),
            )

    def send(self, kind: ReferralKind = ReferralKind.SERVICE, parts: Any = ("identity", "medical", "social")) -> Any:
        with as_actor(self.worker):
            return services.send(
                actor=world.actor(self.worker),
                case=self.case.id,
                desk_to=self.other,
                kind=kind,
                category="medical",
                service=None,
                compartments=parts,
                urgency="high",
                message="Examen (fictif)",
                at=clock.now(),
                transfer=Request("family_moved", "Résumé (fictif)") if kind == ReferralKind.TRANSFER else None,
            )

    def accept(self, referral: Any, account: Any = None) -> Any:
        account = account or self.guest
        with as_actor(account):
            return services.accept(actor=world.actor(account), referral=referral, answer="Oui (fictif)", at=clock.now())

    def parts(self, account: Any) -> dict[str, str]:
        with as_actor(account):
            return dict(parts_of(self.case.id))


@pytest.fixture
def scene(monkeypatch):
    monkeypatch.setattr(services, "allows", lambda *_args: Answer(allowed=True, why=""))
    return Scene()


def given(scene: Scene, referral: Any) -> dict[str, Any]:
    return {
        "case": scene.case.id,
        "own": scene.own.id,
        "second": scene.second.id,
        "desk": scene.desk.id,
        "other": scene.other.id,
        "basis": referral.id,
        "fresh": new_id(),
    }


# A file is no person: linked under one's own file it would be writable, and outlive the referral.
LINKS = {
    "a file read by referral, under one's own file": "SELECT kanaf_link(%(case)s, %(own)s, 'identity')",
    "a file read by referral, in another part": "SELECT kanaf_link(%(case)s, %(own)s, 'social')",
    "its core": "SELECT kanaf_link(%(case)s, %(own)s, 'core')",
    "a file that is no file yet": "SELECT kanaf_link(%(fresh)s, %(fresh)s, 'identity')",
}


@pytest.mark.parametrize("statement", LINKS.values(), ids=LINKS.keys())
def test_only_people_are_reached_through_a_file(scene, statement):
    referral = scene.send(parts=("identity", "medical", "social"))
    scene.accept(referral)
    before = scene.parts(scene.guest)
    with pytest.raises(DatabaseError):
        run(scene.guest, statement, **given(scene, referral))
    with as_actor(scene.guest), connection.cursor() as cursor:
        cursor.execute("SELECT kanaf_can(%s, 'identity', 'write')", [scene.case.id])
        assert cursor.fetchone()[0] is False
    assert scene.parts(scene.guest) == before


OFFERS = {
    "take what was offered to the desk": ("idler", "SELECT kanaf_take(%(case)s, %(basis)s)"),
    "take the lead": ("idler", "SELECT kanaf_move_lead(%(case)s, %(basis)s, NULL)"),
    "take the lead as its lawyer": ("lawyer", "SELECT kanaf_move_lead(%(case)s, %(basis)s, NULL)"),
    "end it for the desk": ("idler", "SELECT kanaf_end(%(case)s, %(basis)s, %(other)s)"),
    "end it for another desk": ("bystander", "SELECT kanaf_end(%(case)s, %(basis)s, %(desk)s)"),
    "take a hand-over and leave the lead where it is": ("guest", "SELECT kanaf_take(%(case)s, %(basis)s)"),
    "end the lead's own access": ("guest", "SELECT kanaf_end(%(case)s, NULL, %(desk)s)"),
    "give the lead away": (
        "worker",
        "SELECT kanaf_give(%(fresh)s, %(case)s, %(other)s, 'core', 'write', 'lead', %(basis)s, NULL, false)",
    ),
    "give with the reason of a court": (
        "worker",
        "SELECT kanaf_give(%(fresh)s, %(case)s, %(other)s, 'core', 'write', 'court', %(basis)s, NULL, false)",
    ),
    "open a hand-over at once": (
        "worker",
        "SELECT kanaf_give(%(fresh)s, %(case)s, %(other)s, 'core', 'write', 'handover', %(basis)s, NULL, false)",
    ),
    "give what one holds no access to": (
        "guest",
        "SELECT kanaf_give(%(fresh)s, %(case)s, %(other)s, 'medical', 'write', 'referral', %(basis)s, NULL, false)",
    ),
}


@pytest.mark.parametrize(("who", "statement"), OFFERS.values(), ids=OFFERS.keys())
def test_access_is_given_taken_and_ended_only_by_those_who_may(scene, who, statement):
    referral = scene.send(ReferralKind.HANDOVER)
    before = list(Grant.objects.order_by("id").values())
    assert touches_nothing(getattr(scene, who), statement, **given(scene, referral)) or (
        list(Grant.objects.order_by("id").values()) == before
    )


def test_a_hand_over_is_not_finished_like_a_service(scene):
    """Finishing ends what the referral opened, and a hand-over opened the lead: nobody would hold the file."""
    referral = scene.accept(scene.send(ReferralKind.HANDOVER))
    assert not policies.can_finish(world.actor(scene.guest), referral)
    with as_actor(scene.guest), pytest.raises(services.AlreadyAnswered):
        services.finish(actor=world.actor(scene.guest), referral=referral, outcome="Fini (fictif)", at=clock.now())
    assert scene.parts(scene.guest)["core"] == "write"


def test_the_lead_cannot_end_its_own_access_under_the_hand_over(scene):
    referral = scene.accept(scene.send(ReferralKind.HANDOVER))
    run(scene.guest, "SELECT kanaf_end(%(case)s, %(basis)s, %(other)s)", **given(scene, referral))
    assert scene.parts(scene.guest)["core"] == "write"


@pytest.mark.parametrize("kind", ReferralKind)
def test_who_may_not_take_a_file_over_is_told_so(scene, kind):
    """A lawyer of the receiving desk cannot write the core, so she cannot take a whole file."""
    referral = scene.send(kind)
    chief = world.make_worker(scene.other, Role.DESK_COORDINATOR)
    assert policies.can_answer(world.actor(scene.guest), referral) == (kind != ReferralKind.TRANSFER)
    assert policies.can_answer(world.actor(chief), referral)
    assert policies.can_answer(world.actor(scene.lawyer), referral) == (kind == ReferralKind.SERVICE)


ENTRY = """
    INSERT INTO journal_entry ({columns}, at, actor, kind, subject_type, subject, compartment, kept)
    VALUES ({values}, now(), kanaf_actor(), 'x', 'x', kanaf_actor(), 'core', '{{}}')
"""
ROWS = {
    "the lead is pushed to a desk that did not ask": (
        "worker",
        "UPDATE cases_lead SET desk_id = %(other)s WHERE case_id = %(case)s",
    ),
    "a note moves to another file": ("worker", "UPDATE cases_note SET case_id = %(second)s"),
    "a note moves to another part": ("worker", "UPDATE cases_note SET compartment = 'judicial'"),
    "what is owed moves to another file": ("worker", "UPDATE circuit_obligation SET file = %(second)s"),
    "what is owed becomes another thing": (
        "secretary",
        "UPDATE circuit_obligation SET rule = 'other' WHERE file = %(case)s",
    ),
    "what is owed is put off": ("worker", "UPDATE circuit_obligation SET due_at = now() + interval '9 years'"),
    "what is owed is forgotten": ("worker", "DELETE FROM circuit_obligation"),
    "a file follows another protocol": ("worker", "UPDATE circuit_followedprotocol SET protocol_id = NULL"),
    "a referral asks for more than was sent": (
        "guest",
        "UPDATE referrals_referral SET compartments = array['core', 'judicial'] WHERE id = %(basis)s",
    ),
    "a referral moves to another file": (
        "guest",
        "UPDATE referrals_referral SET case_id = %(own)s WHERE id = %(basis)s",
    ),
    "a referral moves to another desk": (
        "worker",
        "UPDATE referrals_referral SET desk_to_id = %(desk)s WHERE id = %(basis)s",
    ),
    "the journal's shortcut is moved": (
        "worker",
        "INSERT INTO journal_watermark (id, below) VALUES (1, '999999999') ON CONFLICT (id) DO UPDATE SET below = '9'",
    ),
    "an entry hides behind a transaction of its own choice": (
        "worker",
        ENTRY.format(columns="xid", values="'3'"),
    ),
    "an entry takes the number of another": (
        "worker",
        ENTRY.format(columns="id, xid", values="999999999, pg_current_xact_id()"),
    ),
    "the history of the schema is forgotten": ("worker", "DELETE FROM django_migrations"),
    "mails are read": ("worker", "SELECT 1 FROM foundation_sealedmail"),
}


@pytest.mark.parametrize(("who", "statement"), ROWS.values(), ids=ROWS.keys())
def test_rows_stay_where_they_belong(scene, who, statement):
    SealedMail.objects.create(sealed=b"x", made_at=clock.now())
    assert touches_nothing(getattr(scene, who), statement, **given(scene, scene.send()))


@pytest.mark.parametrize("system", [SystemActor.SEALER, SystemActor.KEEPER, SystemActor.MAILER])
def test_the_web_login_is_no_background_task(system):
    """Whatever it claims to be: it signs no chain, reads no mail and no draft of somebody else."""
    ask = "SELECT set_config('kanaf.actor', %s, false), 1"
    for role, expected in ((roles.WEB, False), (roles.WORKER, True)):
        with psycopg.connect(databases.address(connection.settings_dict["NAME"], role), autocommit=True) as other:
            other.execute(ask, [str(system.value)])
            assert other.execute("SELECT kanaf_is_system(%s)", [system.name.lower()]).fetchone() == (expected,)


def complaint_of(desk: Any, told_by: Any) -> Any:
    with as_actor(told_by):
        complaints.record_complaint(
            actor=world.actor(told_by),
            grievance=Grievance(about=ComplaintAbout.WORKER, what="Un collègue crie (fictif)", desk_concerned=desk),
            complaint=new_id(),
            at=clock.now(),
        )
    return Complaint.objects.get()


def test_a_receipt_never_says_the_code_of_somebody_elses_complaint(client, scene):
    """The key of a form comes from the browser: it may be the identifier of a complaint seen at work."""
    world.make_desk(kind=DeskKind.COORDINATION, prefix="COO")
    complaint = complaint_of(scene.desk, scene.worker)
    client.force_login(scene.guest)
    sent = {"about": "worker", "desk": str(scene.desk.id), "what": "essai (fictif)", "_once": str(complaint.id)}
    page = client.post("/fr/complaints/new/", sent).content.decode()
    assert codes.shown(codes.code_of(codes.COMPLAINT, complaint.id)) not in page
    assert complaint.reference not in page


def test_a_complaint_never_comes_to_the_desk_it_is_about(scene):
    """However often it is handed over: named first, or found to be concerned on the way."""
    first, second = (world.make_desk(kind=DeskKind.COORDINATION, prefix=p) for p in ("COA", "COB"))
    complaint = complaint_of(scene.desk, scene.worker)
    seen = [scene.desk]
    for _turn in range(3):
        complaint.refresh_from_db()
        assert complaint.handled_by not in seen
        seen.append(complaint.handled_by)
        chief = world.make_worker(complaint.handled_by, Role.SUPERVISOR)
        with as_actor(chief):
            file = get_complaint(world.actor(chief), complaint.id)
            try:
                complaints.pass_complaint(actor=world.actor(chief), file=file, at=clock.now())
            except NoDeskTakesReports:
                break
    assert {first, second} <= set(seen)


def test_nobody_names_herself_as_stand_in():
    """A coordinator cannot give herself a role at her desk; standing in for who holds it would be the same."""
    chief, desk = new_id(), new_id()
    actor = Actor(id=chief, memberships=(Post(desk, Role.DESK_COORDINATOR),))
    absent = [Post(desk, Role.DOCTOR)]
    assert people.can_name_cover(actor, absent, new_id())
    assert not people.can_name_cover(actor, absent, chief)


def parked(client: Any, **fields: str) -> int:
    client.post("/fr/profile/", {"name": "un texte (fictif)", "_draft": "tests:attack", **fields})
    return Draft.objects.filter(owner=OWNER).count()


OWNER = new_id()
TOKENS = {
    "of today": (timedelta(0), 1),
    "of the last day that a draft lives": (timedelta(days=drafts.DAYS), 1),
    "older than any draft": (timedelta(days=drafts.DAYS + 1), 0),
}


@pytest.mark.parametrize(("age", "kept"), TOKENS.values(), ids=TOKENS.keys())
def test_a_page_left_open_says_whose_it_is_for_a_week_and_not_for_ever(client, monkeypatch, age, kept):
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now - age)
    token = drafts.owner_token(OWNER)
    monkeypatch.setattr(clock, "now", lambda: now)
    assert parked(client, _owner=token) == kept
    assert parked(client, _owner=token.replace(str(OWNER), str(new_id()))) == kept


def test_whoever_has_no_session_fills_nobodys_drawer(client):
    token = drafts.owner_token(OWNER)
    for number in range(drafts.PARKED_PER_HOUR + 5):
        parked(client, _owner=token, _draft=f"tests:{number}")
    assert Draft.objects.filter(owner=OWNER).count() == drafts.PARKED_PER_HOUR
    for number in range(100):
        run(None, "SELECT kanaf_park_draft(%(o)s, %(f)s, 'x', now())", o=OWNER, f=f"sql {number}")
    run(None, "SELECT kanaf_park_draft(%(o)s, 'large', %(s)s, now())", o=new_id(), s=b"x" * 300_000)
    assert Draft.objects.filter(owner=OWNER).count() == drafts.MOST_FORMS
    assert not Draft.objects.filter(form="large").exists()


NULS = {
    "a draft": ("/fr/drafts/", {"_draft": "a\x00b", "text": "x\x00"}),
    "a form": ("/fr/profile/", {"_draft": "a\x00b", "_once": str(new_id()), "name": "x\x00"}),
    "an address": ("/fr/%00/", {"_once": str(new_id())}),
}


@pytest.mark.parametrize(("address", "sent"), NULS.values(), ids=NULS.keys())
def test_a_character_that_no_column_holds_breaks_nothing(client, address, sent):
    client.raise_request_exception = False
    for account in (None, world.make_worker(world.make_desk())):
        if account:
            client.force_login(account)
        assert client.post(address, {**sent, "_owner": drafts.owner_token(OWNER)}).status_code < 500


def old_entry() -> None:
    """An entry of a transaction that is over, as every entry is a second later; nothing is sealed yet."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM journal_watermark")
        cursor.execute(
            "INSERT INTO journal_entry (xid, at, actor, kind, subject_type, subject, compartment, kept)"
            " VALUES ('3', now(), gen_random_uuid(), 'x', 'x', gen_random_uuid(), 'core', '{}')"
        )


def test_the_journal_is_proved_by_somebody_who_sees_it(scene):
    """The command runs under a runtime login: as nobody it would see an empty journal, and call it whole."""
    old_entry()
    said = StringIO()
    with as_actor(None):
        call_command("verify_journal", stdout=said)
    assert Seal.objects.count() == 1
    assert "1 ent" in said.getvalue()


def test_the_signed_head_is_written_although_nobody_acts_after_the_commit(
    monkeypatch, tmp_path, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(chain, "head_file", lambda: tmp_path / "journal.head")
    old_entry()
    with django_capture_on_commit_callbacks() as left, as_actor(SystemActor.SEALER):
        assert chain.seal_some(clock.now()) == 1
    with as_actor(None):
        for callback in left:
            callback()
    assert json.loads(chain.head_file().read_text())["position"] == 1


def test_an_entry_that_the_sealer_passed_over_is_a_flaw():
    old_entry()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO journal_watermark (id, below) VALUES (1, '9')")
    assert [flaw.sentence for flaw in chain.verify().flaws if "never sealed" in flaw.sentence]
