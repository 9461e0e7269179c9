"""The pages between desks, as people send them: what they say, what they refuse, and where they lead."""

from datetime import timedelta

import pytest

from kanaf.actors.enums import Role
from kanaf.actors.models import Phone, Service
from kanaf.cases.policies_consent import Answer
from kanaf.foundation import clock
from kanaf.journal.models import Entry
from kanaf.referrals import services, showing
from kanaf.referrals.conferences import services as conferences
from kanaf.referrals.enums import ConferenceStatus, ReferralKind, ReferralStatus
from kanaf.referrals.models import Conference, ConferenceDecision, ConferenceMinute, Referral, Sheet
from tests import world
from tests.referrals.support import Play, agree_to_everything

pytestmark = pytest.mark.django_db
S = ReferralStatus


@pytest.fixture
def play(monkeypatch, settings, tmp_path):
    settings.FILES_DIR = tmp_path
    agree_to_everything(monkeypatch)
    for module in (conferences, showing):
        monkeypatch.setattr(module, "allows", lambda *_args: Answer(allowed=True, why=""))
    return Play()


@pytest.fixture
def ask_as(client):
    def ask(account, address, form=None):
        client.force_login(account)
        return client.get(f"/fr/{address}") if form is None else client.post(f"/fr/{address}", form)

    return ask


def offer(desk) -> None:
    Service.objects.create(
        slug=f"s-{desk.slug}", organisation=desk.organisation, desk=desk, name="Soins (fictif)", status="active",
        categories=["medical"], last_verified_on=clock.now().date(),
    )  # fmt: skip


def test_the_directory_proposes_desks_with_reasons(play, ask_as):
    offer(play.hospital)
    page = ask_as(play.worker, f"files/{play.case.id}/refer/?need=medical").content.decode()
    assert play.hospital.name in page
    assert "compétent pour le lieu de l’enfant" in page
    chosen = ask_as(play.worker, f"files/{play.case.id}/refer/?need=medical&desk={play.hospital.id}").content.decode()
    assert f'<option value="{play.hospital.id}" selected>' in chosen
    assert ask_as(play.worker, f"files/{play.case.id}/refer/?need=nonsense").status_code == 200


def test_question_answer_colleague_and_beginning(play, ask_as):
    referral = play.send()
    nurse = world.make_worker(play.hospital, Role.DOCTOR)
    at = f"referrals/{referral.id}/"
    assert ask_as(play.doctor, f"{at}ask/", {"question": ""}).status_code == 422
    assert ask_as(play.doctor, f"{at}ask/", {"question": "Depuis quand ? (fictif)"}).status_code == 302
    assert "Depuis quand" in ask_as(play.worker, f"{at}reply/").content.decode()
    assert ask_as(play.worker, f"{at}reply/", {"answer": "Samedi (fictif)"}).status_code == 302
    assert ask_as(play.doctor, f"{at}reassign/", {"to": str(nurse.id)}).status_code == 302
    assert ask_as(nurse, f"{at}accept/", {"answer": ""}).status_code == 302
    assert ask_as(nurse, f"{at}begin/", {}).status_code == 302
    shown = ask_as(play.worker, at).content.decode()
    for said in ("en cours", "Samedi", nurse.name):
        assert said in shown
    assert ask_as(nurse, f"{at}missed/", {"remark": ""}).status_code == 302
    referral.refresh_from_db()
    assert referral.status == S.NOT_ATTENDED


def test_another_reason_is_said_in_words(play, ask_as):
    referral = play.send()
    at = f"referrals/{referral.id}/decline/"
    assert ask_as(play.doctor, at, {"reason": "other", "answer": " "}).status_code == 422
    assert ask_as(play.doctor, at, {"reason": "other", "answer": "En travaux (fictif)"}).status_code == 302


def test_a_declined_referral_proposes_the_next_desk_in_one_click(play, ask_as):
    offer(play.hospital)
    clinic = world.make_desk()
    offer(clinic)
    referral = play.do(play.doctor, services.decline, play.send(), reason="no_capacity", answer="")
    page = ask_as(play.worker, f"referrals/{referral.id}/").content.decode()
    assert clinic.name in page
    assert f'name="desk" value="{clinic.id}"' in page
    sent = ask_as(play.worker, f"referrals/{referral.id}/next/", {"desk": str(clinic.id)})
    after = Referral.objects.get(follows=referral.id)
    assert sent["Location"].endswith(f"/referrals/{after.id}/")
    assert clinic.name not in ask_as(play.worker, f"referrals/{referral.id}/").content.decode()
    for form in ({}, {"desk": "x"}):
        assert ask_as(play.worker, f"referrals/{referral.id}/next/", form).status_code == 302
    assert Referral.objects.filter(follows=referral.id).count() == 1
    assert ask_as(play.doctor, f"referrals/{referral.id}/next/", {"desk": str(clinic.id)}).status_code == 404


def test_without_consent_the_next_desk_is_named_and_not_asked(play, ask_as, monkeypatch):
    offer(world.make_desk())
    referral = play.do(play.doctor, services.decline, play.send(), reason="no_capacity", answer="")
    for module in (services, showing):
        monkeypatch.setattr(module, "allows", lambda *_args: Answer(allowed=False, why="Personne n’a été interrogé."))
    page = ask_as(play.worker, f"referrals/{referral.id}/").content.decode()
    assert "Personne n’a été interrogé." in page
    assert "/next/" not in page


def test_a_transfer_is_asked_told_and_closes(play, ask_as):
    play.other.covers.clear()
    at = f"files/{play.case.id}/transfer/"
    asked = {"desk": str(play.other.id), "reason": "family_moved", "urgency": "medium", "summary": ""}
    assert ask_as(play.worker, at).status_code == 200
    assert ask_as(play.worker, at, asked).status_code == 422
    assert ask_as(play.worker, at, {**asked, "summary": "Ce que nous avons fait (fictif)"}).status_code == 302
    referral = Referral.objects.get(kind=ReferralKind.TRANSFER)
    told = ask_as(play.taker, f"referrals/{referral.id}/").content.decode()
    assert "accepté par le coordinateur" in told
    assert "/accept/" not in told
    assert ask_as(play.taker, f"referrals/{referral.id}/accept/").status_code == 404
    assert ask_as(play.chief, f"referrals/{referral.id}/accept/", {"answer": ""}).status_code == 302
    assert "Un autre bureau suit désormais ce dossier" in ask_as(play.worker, f"files/{play.case.id}/").content.decode()
    kept = ask_as(play.worker, f"referrals/{referral.id}/").content.decode()
    assert "Ce que nous avons fait" in kept
    assert "Nous lisons le dossier jusqu’au" in kept
    assert "Un autre bureau suit" not in ask_as(play.chief, f"files/{play.case.id}/").content.decode()


def coming(days=2) -> dict[str, str]:
    moment = clock.now() + timedelta(days=days)
    return {"planned_at_0": f"{moment:%Y-%m-%d}", "planned_at_1": "10:00", "where": "Salle 2 (fictif)"}


def test_a_conference_from_the_call_to_the_last_decision(play, ask_as):
    call = f"files/{play.case.id}/conferences/call/"
    form = {**coming(), "desks": [str(play.hospital.id)], "agenda": "La suite (fictif)"}
    assert ask_as(play.worker, call, {**form, "desks": []}).status_code == 422
    assert ask_as(play.worker, call, {**form, **coming(-1)}).status_code == 422
    assert ask_as(play.worker, call, form).status_code == 302
    conference = Conference.objects.get()
    at = f"conferences/{conference.id}/"
    assert "La suite (fictif)" in ask_as(play.doctor, at).content.decode()
    assert conference.case_code in ask_as(play.doctor, f"desk/{play.hospital.slug}/").content.decode()
    assert ask_as(play.worker, f"{at}move/", {**coming(4), "version": "1"}).status_code == 302
    assert ask_as(play.worker, f"{at}move/", {**coming(5), "version": "1"}).status_code == 409
    then = clock.now() - timedelta(hours=1)
    held = {"held_at_0": f"{then:%Y-%m-%d}", "held_at_1": f"{then:%H:%M}", "came": [str(play.desk.id)]}
    assert ask_as(play.worker, f"{at}hold/", held).status_code == 302
    assert ask_as(play.worker, f"{at}minutes/social/", {"text": "Parole (fictif)"}).status_code == 302
    assert ask_as(play.worker, f"{at}minutes/nothing/").status_code == 404
    day = clock.now() + timedelta(days=9)
    decided = {
        "desk": str(play.hospital.id),
        "text": "Un rendez-vous (fictif)",
        "due_on_day": day.day,
        "due_on_month": day.month,
        "due_on_year": day.year,
    }
    assert ask_as(play.worker, f"{at}decide/", decided).status_code == 302
    decision = ConferenceDecision.objects.get()
    seen = ask_as(play.doctor, at).content.decode()
    assert "Un rendez-vous (fictif)" in seen
    assert "Parole (fictif)" not in seen
    assert "Parties que nous n’ouvrons pas" in seen
    assert "Parole (fictif)" in ask_as(play.worker, at).content.decode()
    assert ask_as(play.doctor, f"{at}decisions/{decision.id}/done/", {}).status_code == 302
    assert ask_as(play.taker, at).status_code == 404
    assert ask_as(play.taker, f"{at}decisions/{decision.id}/done/", {}).status_code == 404
    conference.refresh_from_db()
    decision.refresh_from_db()
    assert (conference.status, decision.done_by) == (ConferenceStatus.HELD, play.doctor.id)
    assert ConferenceMinute.objects.count() == 1
    assert Entry.objects.filter(kind="cases.read", file=play.case.id).exists()


def test_a_meeting_is_cancelled_once(play, ask_as):
    ask_as(
        play.worker,
        f"files/{play.case.id}/conferences/call/",
        {**coming(), "desks": [str(play.hospital.id)], "agenda": "x (fictif)"},
    )
    at = f"conferences/{Conference.objects.get().id}/"
    assert ask_as(play.worker, f"{at}cancel/", {}).status_code == 302
    assert ask_as(play.worker, f"{at}cancel/", {}).status_code == 404


def test_the_sender_makes_a_sheet_reads_the_code_and_closes_the_link(play, ask_as):
    referral = play.send()
    at = f"referrals/{referral.id}/sheets/"
    assert "ne connaît aucun numéro" in ask_as(play.worker, at).content.decode()
    Phone.objects.create(organisation=play.hospital.organisation, number="0539 00 00 00")
    made = ask_as(play.worker, at, {"language": "ar"})
    sheet = Sheet.objects.get()
    assert made["Location"].endswith(f"/sheets/{sheet.id}/")
    shown = ask_as(play.worker, f"{at}{sheet.id}/").content.decode()
    assert "0539 00 00 00" in shown
    paper = ask_as(play.worker, f"{at}{sheet.id}/paper/")
    assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
    for stranger in (play.doctor, play.taker):
        for address in (at, f"{at}{sheet.id}/", f"{at}{sheet.id}/paper/"):
            assert ask_as(stranger, address).status_code == 404
    assert ask_as(play.worker, f"{at}{sheet.id}/withdraw/", {}).status_code == 302
    assert "n’ouvre plus rien" in ask_as(play.worker, f"{at}{sheet.id}/").content.decode()
