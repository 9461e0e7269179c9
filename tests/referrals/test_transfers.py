"""Story 5: a family moves from Salé to Tanger, and the file with it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection

from kanaf.actors.enums import Role
from kanaf.cases import access as cases
from kanaf.cases.models import Case, Lead
from kanaf.foundation import clock
from kanaf.grants.models import Grant
from kanaf.journal.models import Entry
from kanaf.referrals import access, services
from kanaf.referrals.enums import ReferralKind
from kanaf.referrals.models import Referral, TransferSummary
from tests import world
from tests.referrals.support import Play, agree_to_everything
from tests.support import as_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def play(monkeypatch):
    agree_to_everything(monkeypatch)
    return Play()


def parts(play, account) -> dict[str, str]:
    with as_actor(account):
        return dict(cases.parts_of(play.case.id))


def after(play, days: int) -> None:
    """As if so many days had gone by: every access that ends, ends so much earlier."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE grants_grant SET valid = tstzrange(lower(valid) - %s, upper(valid) - %s) WHERE upper(valid) IS NOT NULL AND NOT isempty(valid)",
            [timedelta(days=days), timedelta(days=days)],
        )


def test_responsibility_moves_at_acceptance_only_and_by_a_coordinator(play):
    asked = play.send(ReferralKind.TRANSFER)
    assert Case.objects.get(pk=play.case.pk).lead_desk == play.desk
    assert parts(play, play.taker) == {"core": "read"}
    with pytest.raises(services.AlreadyAnswered):
        play.do(play.taker, services.accept, asked, answer="")  # a worker there, who answers for no desk
    play.do(play.taker, services.receive, asked)
    assert Case.objects.get(pk=play.case.pk).lead_desk == play.desk
    play.do(play.chief, services.accept, asked, answer="")
    leads = list(Lead.objects.filter(case=play.case).order_by("during"))
    assert [lead.desk for lead in leads] == [play.desk, play.other]
    assert leads[0].during.upper == leads[1].during.lower
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_old_team_reads_on_for_thirty_days_then_keeps_the_summary_alone(play):
    asked = play.do(play.chief, services.accept, play.send(ReferralKind.TRANSFER), answer="Bienvenue (fictif)")
    asked.refresh_from_db()
    assert timedelta(days=29) < asked.access_until - clock.now() <= timedelta(days=30)
    assert set(parts(play, play.worker)) == {"core", "identity", "social", "psychological", "medical", "judicial"}
    assert set(parts(play, play.worker).values()) == {"read"}
    after(play, 29)
    assert "social" in parts(play, play.worker)
    after(play, 2)
    assert parts(play, play.worker) == {}
    with as_actor(play.worker):
        kept = access.kept_summary(Referral.objects.get(pk=asked.pk))
        assert kept.text == "Ce que nous avons fait (fictif)"
        assert kept.facts["risk"] == play.case.risk
        assert not Referral.objects.get(pk=asked.pk).message  # the file's own words are closed with the file
    assert parts(play, play.chief)["core"] == "write"


def test_it_is_written_down_on_both_sides(play):
    asked = play.do(play.chief, services.accept, play.send(ReferralKind.TRANSFER), answer="")
    kept = Entry.objects.get(kind="referrals.transferred").kept
    assert (kept["desk_from"], kept["desk_to"], kept["reason"]) == (
        str(play.desk.id),
        str(play.other.id),
        "family_moved",
    )
    for account in (play.worker, play.chief):
        with as_actor(account):
            kinds = set(Entry.objects.filter(subject=asked.id).values_list("kind", flat=True))
            assert kinds >= {"referrals.sent", "referrals.accepted", "referrals.transferred"}


def test_a_declined_transfer_moves_nothing(play):
    asked = play.send(ReferralKind.TRANSFER)
    play.do(play.chief, services.decline, asked, reason="out_of_area", answer="")
    assert Case.objects.get(pk=play.case.pk).lead_desk == play.desk
    assert parts(play, play.chief) == {}
    assert not TransferSummary.objects.exists()


def test_strangers_read_no_summary(play):
    play.do(play.chief, services.accept, play.send(ReferralKind.TRANSFER), answer="")
    for stranger in [
        world.make_worker(world.make_desk()),
        world.make_worker(play.desk, Role.FACILITATOR),  # of the old team, without files
        play.doctor,
    ]:
        with as_actor(stranger):
            assert not TransferSummary.objects.exists()


def test_only_the_leading_desk_asks(play):
    with pytest.raises(PermissionDenied):
        play.send(ReferralKind.TRANSFER, account=play.taker)


ATTACKS = {
    "read on for good": "SELECT kanaf_give(gen_random_uuid(), %(case)s, %(old)s, 'social', 'read', 'summary', %(basis)s, NULL, false)",
    "write on": "SELECT kanaf_give(gen_random_uuid(), %(case)s, %(old)s, 'social', 'write', 'summary', %(basis)s, now() + interval '1 day', false)",
    "keep a second summary": "SELECT kanaf_keep_summary(gen_random_uuid(), %(basis)s, 'x', '\\x00', '\\x00', '\\x00', now())",
    "open it to a desk that never led": "SELECT kanaf_give(gen_random_uuid(), %(case)s, %(hospital)s, 'social', 'read', 'summary', %(basis)s, now() + interval '1 day', false)",
}


@pytest.mark.parametrize("statement", ATTACKS.values(), ids=ATTACKS.keys())
def test_nobody_gives_the_old_team_more_by_hand(play, statement):
    asked = play.do(play.chief, services.accept, play.send(ReferralKind.TRANSFER), answer="")
    given = {"case": play.case.id, "old": play.desk.id, "basis": asked.id, "hospital": play.hospital.id}
    for account in (play.worker, play.chief):
        with pytest.raises(DatabaseError), as_actor(account), connection.cursor() as cursor:
            cursor.execute(statement, given)
    assert not Grant.objects.filter(desk=play.hospital, reason="summary").exists()
