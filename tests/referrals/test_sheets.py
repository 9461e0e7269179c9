"""A sheet on paper and its link: seen by nobody without the code, answered once, and never moving the lead."""

import hashlib
import os
import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection
from django.http import Http404
from django.utils import translation

from kanaf.actors.enums import Role
from kanaf.actors.models import Phone
from kanaf.cases import access as cases
from kanaf.cases.models import Case, Lead
from kanaf.foundation import clock
from kanaf.foundation.context import SystemActor
from kanaf.grants.models import Grant
from kanaf.journal.models import Entry
from kanaf.referrals import services as referrals
from kanaf.referrals import services_steps
from kanaf.referrals.enums import ReferralKind, ReferralStatus, SheetAnswer
from kanaf.referrals.models import Referral, Sheet
from kanaf.referrals.sheets import access, content, secrets, services
from tests import world
from tests.referrals.support import Play, agree_to_everything
from tests.support import as_actor

pytestmark = pytest.mark.django_db
S = ReferralStatus


@pytest.fixture
def play(monkeypatch, settings, tmp_path):
    settings.FILES_DIR = tmp_path
    settings.PUBLIC_CODES_PER_HOUR = 100
    agree_to_everything(monkeypatch)
    return Paper()


class Paper(Play):
    def __init__(self) -> None:
        super().__init__()
        Phone.objects.create(organisation=self.hospital.organisation, number="+212 539 00 00 00")
        Phone.objects.create(organisation=self.other.organisation, number="+212 537 00 00 00")
        Case.objects.filter(pk=self.case.pk).update(sex="f", age=13)

    def make(self, referral=None, account=None, language="fr"):
        self.links: list[str] = []

        def address(link: str) -> str:
            self.links.append(link)
            return f"https://kanaf.example/fr/r/{link}/"

        return self.do(
            account or self.worker, services.make, referral or self.send(), language=language, address=address
        )

    def code_of(self, sheet) -> str:
        with as_actor(self.worker):
            return Sheet.objects.get(pk=sheet.pk).code

    def answer(self, sheet, answer, reason=""):
        return services.answer_sheet(
            link=self.links[-1], code=self.code_of(sheet), answer=answer, reason=reason, at=clock.now()
        )


def words_of(pdf: bytes) -> str:
    """Every string of the structure and of the pages that a reader could find, roughly."""
    with pikepdf.open(BytesIO(pdf)) as document:
        streams = [bytes(held.read_bytes()) for held in document.objects if isinstance(held, pikepdf.Stream)]
    return b" ".join([pdf, *streams]).decode("latin-1")


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_paper_is_tagged_in_its_language_and_names_nobody(play, language):
    sheet = play.make(language=language)
    with as_actor(play.worker):
        made = access.paper_of(Sheet.objects.get(pk=sheet.pk))
    assert hashlib.sha256(made).hexdigest() == sheet.digest
    with pikepdf.open(BytesIO(made)) as document:
        assert str(document.Root.Lang) == language
        assert document.Root.MarkInfo.Marked
        assert len(document.pages) == 1
        title = str(document.docinfo["/Title"])
    assert sheet.reference in title
    text = words_of(made)
    for hidden in (play.case.code, "Un examen", play.code_of(sheet), str(play.case.id)):
        assert hidden not in text
    if out := os.environ.get("KANAF_SHEETS"):
        Path(out, f"sheet.{language}.pdf").write_bytes(made)


def test_the_copy_is_sealed_on_disk(play, settings):
    sheet = play.make()
    kept = (Path(settings.FILES_DIR) / sheet.file).read_bytes()
    assert not kept.startswith(b"%PDF")
    assert sheet.reference.encode() not in kept


@pytest.mark.parametrize(
    ("age", "said"), [(0, "0 à 5"), (13, "13 à 15"), (17, "16 à 17"), (18, "18 ans et plus"), (None, "")]
)
def test_an_age_is_said_as_a_band(age, said):
    with translation.override("fr"):
        assert said in content.band(age)
        assert "13 ans" not in content.child_in_words("f", age)


def everything() -> list:
    """Every row that a link could touch, as the database holds it."""
    with connection.cursor() as cursor:
        found = []
        for table in ("referrals_referral", "referrals_sheet", "grants_grant", "journal_entry", "foundation_attempt"):
            cursor.execute(f"SELECT t::text FROM {table} t ORDER BY 1")
            found.append(cursor.fetchall())
    return found


def test_opening_the_link_changes_nothing_and_shows_nothing(play, client):
    sheet = play.make()
    before = everything()
    for method in (client.get, client.head):
        page = method(f"/fr/r/{play.links[-1]}/")
        assert page.status_code == 200
        assert sheet.reference not in page.content.decode()
    unknown = client.get("/fr/r/nobody-knows-this/")
    assert unknown.status_code == 200  # nothing tells a true link from a false one
    assert everything() == before


def test_the_code_opens_what_is_asked_without_identity_or_narrative(play, client):
    sheet = play.make()
    page = client.post(f"/fr/r/{play.links[-1]}/", {"code": secrets.shown(play.code_of(sheet)).lower()})
    body = page.content.decode()
    assert page.status_code == 200
    assert sheet.reference in body
    for hidden in (play.case.code, "Un examen", "13 ans,"):
        assert hidden not in body
    assert Referral.objects.get().status == S.SENT


@pytest.mark.parametrize(
    ("answer", "status"),
    [(SheetAnswer.RECEIVED, S.RECEIVED), (SheetAnswer.ACCEPTED, S.ACCEPTED), (SheetAnswer.DECLINED, S.DECLINED)],
)
def test_it_is_answered_once_by_post(play, client, answer, status):
    referral = play.send()
    sheet = play.make(referral)
    form = {"code": play.code_of(sheet), "answer": answer.value, "reason": "no_capacity"}
    page = client.post(f"/fr/r/{play.links[-1]}/", form)
    assert page.status_code == 200, page.content.decode()
    referral.refresh_from_db()
    sheet.refresh_from_db()
    assert (referral.status, sheet.answer) == (status, answer)
    kept = Entry.objects.get(kind="referrals.sheet_answered")
    assert (kept.actor, kept.kept["answer"]) == (SystemActor.PUBLIC.value, answer)
    again = client.post(f"/fr/r/{play.links[-1]}/", form)
    assert again.status_code == 422
    assert Entry.objects.filter(kind="referrals.sheet_answered").count() == 1
    if status == S.DECLINED:
        assert Entry.objects.get(kind="referrals.declined").kept["category"] == "medical"
        assert not Grant.objects.filter(basis=referral.id, valid__contains=clock.now()).exists()


def test_accepting_on_paper_opens_no_part_and_moves_no_lead(play):
    referral = play.send()
    sheet = play.make(referral)
    given = set(Grant.objects.values_list("id", "valid"))
    assert play.answer(sheet, SheetAnswer.ACCEPTED)
    assert set(Grant.objects.values_list("id", "valid")) == given
    assert Lead.objects.get(case=play.case).desk == play.desk
    with as_actor(play.doctor):
        assert set(cases.parts_of(play.case.id)) == {"core"}


@pytest.mark.parametrize("kind", [ReferralKind.HANDOVER, ReferralKind.TRANSFER])
def test_a_whole_file_is_never_accepted_on_paper(play, client, kind):
    sheet = play.make(play.send(kind))
    with pytest.raises(DatabaseError, match="refused"):
        play.answer(sheet, SheetAnswer.ACCEPTED)
    form = {"code": play.code_of(sheet), "answer": "accepted"}
    assert client.post(f"/fr/r/{play.links[-1]}/", form).status_code == 422
    assert Lead.objects.get(case=play.case).desk == play.desk
    assert play.answer(sheet, SheetAnswer.RECEIVED)
    assert Case.objects.get(pk=play.case.pk).lead_desk == play.desk


def test_what_came_of_it_is_then_written_by_the_sender(play):
    referral = play.send()
    assert play.answer(play.make(referral), SheetAnswer.ACCEPTED)
    play.do(play.worker, services_steps.begin, referral)
    play.do(play.worker, referrals.finish, referral, outcome="Vu par téléphone (fictif)")
    referral.refresh_from_db()
    assert referral.status == S.DONE
    theirs = play.do(play.doctor, referrals.accept, play.send(category="legal"), answer="")
    with pytest.raises(referrals.AlreadyAnswered):  # the desk has an account: it speaks for itself
        play.do(play.worker, services_steps.begin, theirs)


def test_five_wrong_codes_end_the_link(play, client):
    sheet = play.make()
    for _try in range(5):
        assert client.post(f"/fr/r/{play.links[-1]}/", {"code": "ZZZZZZ"}).status_code == 422
    assert client.post(f"/fr/r/{play.links[-1]}/", {"code": play.code_of(sheet)}).status_code == 422
    sheet.refresh_from_db()
    assert sheet.wrong_codes == 5


def test_guessing_is_slowed_down(play, client, settings):
    settings.PUBLIC_CODES_PER_HOUR = 3
    answers = [client.post("/fr/r/no-such-link/", {"code": "ABCDEF"}).status_code for _try in range(5)]
    assert answers == [422, 422, 422, 429, 429]


@pytest.mark.parametrize("how", ["expired", "withdrawn", "made again", "revoked"])
def test_a_link_that_ended_opens_nothing(play, how):
    referral = play.send()
    sheet = play.make(referral)
    link, code = play.links[-1], play.code_of(sheet)
    assert timedelta(hours=71) < sheet.expires_at - clock.now() <= timedelta(hours=72)
    if how == "expired":
        Sheet.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    elif how == "withdrawn":
        play.do(play.worker, services.withdraw, referral, sheet=sheet.id)
    elif how == "made again":
        play.make(referral)
    else:
        play.do(play.worker, referrals.revoke, referral, reason="safety")
    assert services.open_sheet(link, code) is None
    assert not services.answer_sheet(link=link, code=code, answer=SheetAnswer.ACCEPTED, reason="", at=clock.now())


def test_the_code_of_one_sheet_opens_no_other(play):
    first = play.make()
    link = play.links[-1]
    second = play.make(play.send(category="legal"))
    assert services.open_sheet(link, play.code_of(second)) is None
    assert services.open_sheet(link, play.code_of(first)).reference == first.reference


def test_strangers_and_the_asked_desk_see_neither_sheet_nor_code(play):
    referral = play.send()
    sheet = play.make(referral)
    for account in [
        play.doctor,  # of the asked desk: the code is read aloud to it
        play.taker,  # elsewhere
        world.make_worker(play.desk, Role.FACILITATOR),  # of the sender, without files
    ]:
        with as_actor(account):
            assert not Sheet.objects.exists()
            with pytest.raises(Http404):
                access.get_sheet(referral, sheet.id)
        with pytest.raises((PermissionDenied, referrals.AlreadyAnswered, Referral.DoesNotExist)):
            play.make(referral, account=account)


def test_without_a_registered_number_there_is_no_link(play):
    Phone.objects.all().delete()
    with pytest.raises(services.NoNumber):
        play.make()


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM kanaf_open_sheet(%(link)s, %(code)s)",
        "SELECT * FROM kanaf_answer_sheet(%(link)s, %(code)s, 'accepted', '', now())",
        "UPDATE referrals_sheet SET expires_at = now() + interval '1 year'",
        "UPDATE referrals_sheet SET answer = 'accepted', answered_at = now()",
        "UPDATE referrals_sheet SET wrong_codes = 0",
    ],
)
def test_nobody_with_an_account_answers_in_the_partners_place(play, statement):
    sheet = play.make()
    given = {"link": bytes(sheet.link_blind), "code": bytes(sheet.code_blind)}
    for account in (play.worker, play.doctor):
        with pytest.raises(DatabaseError), as_actor(account), connection.cursor() as cursor:
            cursor.execute(statement, given)


def test_neither_link_nor_code_stands_in_the_database_in_clear(play):
    sheet = play.make()
    code, link = play.code_of(sheet), play.links[-1]
    with connection.cursor() as cursor:
        cursor.execute("SELECT s::text FROM referrals_sheet s")
        row = cursor.fetchone()[0]
    assert not re.search(f"{code}|{re.escape(link)}", row)
    assert link.encode().hex() not in row
    assert code.encode().hex() not in row
