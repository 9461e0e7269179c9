"""Somebody opens at night a file that nobody gave her: little opens, others are told, and it ends by itself."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import translation

from kanaf.actors.enums import Role
from kanaf.actors.models import Absence
from kanaf.cases.access import get_case
from kanaf.cases.emergency import access, figures, rounds, services
from kanaf.cases.models import Case, EmergencyAccess, EmergencyNotice, SafetyPlan
from kanaf.foundation import clock, words
from kanaf.foundation.context import SystemActor
from kanaf.foundation.vault import keys
from kanaf.grants.models import Grant
from kanaf.grants.powers import EMERGENCY_ROLES, FILE_POWERS, bears
from kanaf.journal.models import Entry
from kanaf.portal import files, finding
from kanaf.territory.models import Country, DelaySetting, Place
from tests import world
from tests.cases.emergency_support import CHILD, WORDS, Night, seen_by, time_passes
from tests.support import as_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def night():
    return Night()


def go_round(now=None):
    with as_actor(SystemActor.CLOCK):
        return rounds.go_round(now or clock.now())


def kinds_of(opened):
    return list(Entry.objects.filter(subject=opened.id).order_by("id").values_list("kind", flat=True))


def come_in(client, account):
    """Signed in a moment ago, as somebody who dares an act that a borrowed session must not do."""
    client.force_login(account)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": clock.now().timestamp()}]
    session["account_authentication_methods_user"] = str(account.pk)
    session.save()


class TestWhatOpens:
    def test_where_the_file_stands_the_people_and_the_safety_plan(self, night):
        file = night.enter(night.open())
        assert file.case.code == night.case.code
        assert file.child.name.startswith(CHILD)
        assert file.child.phone == "0600000001"
        assert file.safety.sleeps_where.startswith("Chez sa tante")

    def test_and_not_one_row_of_any_other_table(self, night):
        before = seen_by(night.officer)
        night.open()
        after = seen_by(night.officer)
        assert {table: after[table] - before[table] for table in after if after[table] != before[table]} == {
            "cases_case": 1,
            "cases_caseparty": 1,
            "cases_emergencyaccess": 1,
            "cases_safetyplan": 1,
            "foundation_datakey": 3,  # of the file, of the child, of the words
            "grants_grant": 1,
            "journal_entry": 1,  # that she opened it
            "persons_person": 1,
        }

    def test_a_colleague_of_the_same_desk_sees_that_there_is_a_grant_and_nothing_of_the_file(self, night):
        before = seen_by(night.colleague)
        opened = night.open()
        after = seen_by(night.colleague)
        assert {table for table in after if after[table] != before[table]} == {"grants_grant"}
        with pytest.raises(Http404):
            night.enter(opened, night.colleague)

    def test_the_ordinary_pages_lists_and_searches_stay_closed(self, night):
        night.open()
        actor, now = world.actor(night.officer), clock.now()
        with as_actor(night.officer):
            with pytest.raises(Http404):
                get_case(actor, night.case.id)
            assert not Case.objects.readable_by(actor, now).exists()
            assert finding.find(actor, night.case.code).files == []
            assert finding.find(actor, CHILD).people == []

    def test_whoever_leads_sees_it_on_the_file_with_its_reason_and_its_end(self, night):
        opened = night.open()
        with as_actor(night.worker), translation.override("en"):
            page = files.file_page(
                world.actor(night.worker), get_case(world.actor(night.worker), night.case.id), clock.now()
            )
        titles = [str(one.title) for one in page.history]
        assert [one.until for one in page.sights if one.desk == night.far.name] == [opened.until]
        assert "Opened the file in an emergency" in titles
        assert "Read the file in an emergency" not in titles

    def test_each_reading_is_in_the_journal(self, night):
        opened = night.open()
        night.enter(opened)
        assert kinds_of(opened) == ["cases.emergency_opened", "cases.emergency_read"]


class TestWhoMayAsk:
    def test_whoever_is_on_call_reads_core_and_identity_by_trade(self):
        assert set(FILE_POWERS) >= EMERGENCY_ROLES
        for role in EMERGENCY_ROLES:
            assert bears(role, "case", "core", "read")
            assert bears(role, "case", "identity", "read")

    def test_each_role(self, night):
        for role in Role:
            account = world.make_worker(night.far, role)
            if role in EMERGENCY_ROLES:
                assert night.open(account).person == account.id
            else:
                with pytest.raises(PermissionDenied):
                    night.open(account)

    def test_nobody_who_left_the_desk(self, night):
        opened = night.open()
        night.officer.memberships.update(until=clock.now().date())
        with pytest.raises(Http404):
            night.enter(opened)
        with pytest.raises(PermissionDenied):
            night.open()


class TestCodes:
    def elsewhere(self, night):
        country, _made = Country.objects.get_or_create(code="LB", defaults={"name_fr": "Liban", "name_ar": "لبنان"})
        place = Place.objects.create(
            country=country, code="LB-1", level="commune", name_fr="Beyrouth", name_ar="بيروت", search=" beyrouth ",
            lineage=[],
        )  # fmt: skip
        Case.objects.filter(pk=night.case.pk).update(place=place)
        return night.case.code

    def ask(self, night, client, code):
        come_in(client, night.officer)
        sent = {"code": code, "desk": str(night.far.id), "reason": "call", "words": WORDS, "hours": "2"}
        return client.post("/fr/emergency/open/", sent)

    def test_an_unknown_code_and_one_of_another_country_get_the_same_answer(self, night, client):
        code = self.elsewhere(night)
        answers = [self.ask(night, client, one) for one in ("TNG-XXXXX", code)]
        assert [one.status_code for one in answers] == [422, 422]
        pages = [one.content.decode().replace(code, "TNG-XXXXX") for one in answers]
        assert _without_keys(pages[0]) == _without_keys(pages[1])
        assert not EmergencyAccess.objects.exists()

    def test_the_attempt_is_in_the_journal_and_what_was_typed_is_not(self, night, client):
        self.ask(night, client, "TNG-XXXXX")
        entry = Entry.objects.get(kind="cases.emergency_refused")
        assert (entry.actor, entry.desk, entry.file, entry.kept) == (night.officer.id, night.far.id, None, {})

    def test_asking_again_and_again_is_stopped_even_with_the_right_code(self, night, client):
        for number in range(10):
            self.ask(night, client, f"TNG-XXX{number}")
        assert self.ask(night, client, night.case.code).status_code == 422
        assert not EmergencyAccess.objects.exists()

    def test_the_right_code_leads_to_the_page_and_a_second_time_to_the_same_one(self, night, client):
        first = self.ask(night, client, f" {night.case.code.lower()} ")
        assert first.status_code == 302
        page = client.get(first["Location"]).content.decode()
        assert CHILD in page
        assert "cachée" not in page
        assert self.ask(night, client, night.case.code)["Location"] == first["Location"]
        assert EmergencyAccess.objects.count() == 1

    def test_a_file_that_is_open_already_needs_no_emergency(self, night, client):
        come_in(client, night.worker)
        sent = {"code": night.case.code, "desk": str(night.lead.id), "reason": "call", "words": WORDS, "hours": "2"}
        assert client.post("/fr/emergency/open/", sent)["Location"].endswith(f"/files/{night.case.id}/")
        assert not EmergencyAccess.objects.exists()

    def test_a_session_left_open_is_asked_who_is_there(self, night, client):
        client.force_login(night.officer)
        assert "/emergency/" not in client.get("/fr/emergency/open/")["Location"].partition("?")[0]


def _without_keys(page):
    return re.sub(r'(value|nonce)="[^"]{20,}"', "", page)


class TestItsEnd:
    def test_it_ends_by_itself(self, night):
        opened = night.open()
        time_passes(opened, 2.01)
        with pytest.raises(Http404):
            night.enter(opened)
        with as_actor(night.officer):
            assert not SafetyPlan.objects.exists()
            assert not Case.objects.exists()
            assert not SafetyPlan.objects.readable_by(world.actor(night.officer), clock.now()).exists()
        assert go_round() >= 1
        assert kinds_of(opened)[-1] == "cases.emergency_ended"
        assert EmergencyAccess.objects.get().ended_at == EmergencyAccess.objects.get().until

    @pytest.mark.parametrize("who", ["officer", "worker"])
    def test_the_person_who_opened_or_the_leading_desk_closes_it_before(self, night, who):
        opened, account = night.open(), getattr(night, who)
        with as_actor(account):
            services.end_emergency(actor=world.actor(account), access_id=opened.id, at=clock.now())
        with pytest.raises(Http404):
            night.enter(opened)
        with as_actor(night.officer):
            assert not SafetyPlan.objects.exists()

    def test_nobody_else_does(self, night):
        opened = night.open()
        for stranger in (night.colleague, night.privacy, world.make_worker(world.make_desk())):
            with as_actor(stranger), pytest.raises(PermissionDenied):
                services.end_emergency(actor=world.actor(stranger), access_id=opened.id, at=clock.now())

    def test_a_setting_says_how_long_at_most(self, night):
        with pytest.raises(PermissionDenied):
            night.open(hours=13)
        DelaySetting.objects.filter(key="breakglass_length").update(amount=1)
        with pytest.raises(PermissionDenied):
            night.open(hours=2)
        assert night.open(hours=1)


class TestNotice:
    def told(self):
        return dict(EmergencyNotice.objects.filter(is_late=False).values_list("person", "told_as"))

    def test_the_lead_and_the_privacy_officer_are_told_in_the_same_breath(self, night):
        world.make_worker(night.lead, Role.CLERK)
        night.open()
        assert self.told() == {night.worker.id: "lead", night.boss.id: "lead", night.privacy.id: "privacy"}

    def test_where_nobody_coordinates_everybody_who_works_with_files_is_told(self, night):
        night.boss.memberships.update(role=Role.CLERK)
        Case.objects.filter(pk=night.case.pk).update(worker=None)
        night.open()
        assert set(self.told()) == {night.worker.id, night.boss.id, night.privacy.id}

    def test_the_stand_in_is_told_and_never_the_one_who_opened(self, night):
        now = clock.now() - timedelta(hours=1)
        Absence.objects.create(account=night.privacy, covered_by=night.officer, since=now, until=now.replace(year=2099))
        Absence.objects.create(account=night.boss, covered_by=night.colleague, since=now, until=now.replace(year=2099))
        night.open()
        told = self.told()
        assert night.officer.id not in told
        assert told[night.colleague.id] == "lead"

    def test_the_mail_names_nobody_and_nothing(self, night):
        night.open()
        assert go_round() == len(mail.outbox)
        sent = mail.outbox
        assert {to for one in sent for to in one.to} == {night.worker.email, night.boss.email, night.privacy.email}
        for one in sent:
            for secret in (CHILD, night.case.code, night.officer.name, night.far.name, "danger", WORDS):
                assert secret not in one.subject + one.body
        go_round()
        assert len(mail.outbox) == len(sent)

    def test_it_stands_on_the_page_of_the_leading_desk(self, night, client):
        night.open()
        client.force_login(night.worker)
        page = client.get(f"/en/desk/{night.lead.slug}/").content.decode()
        assert "1 of our files was opened in an emergency" in page
        listed = client.get("/en/emergency/").content.decode()
        assert night.case.code in listed
        assert night.officer.name in listed


class TestReview:
    def test_the_reviewer_reads_why_and_opens_no_file(self, night):
        opened = night.open()
        with as_actor(night.privacy):
            assert EmergencyAccess.objects.get().words == WORDS
            assert not Case.objects.exists()
            assert not SafetyPlan.objects.exists()
            with pytest.raises(keys.KeyDestroyed):
                keys.get(night.case.id)
        night.review(opened)
        kept = EmergencyAccess.objects.get()
        assert (kept.outcome, kept.reviewed_by) == ("justified", night.privacy.id)
        with as_actor(night.worker):
            assert EmergencyAccess.objects.get().remark == "Fondé (fictif)"

    def test_the_words_are_closed_to_readers_who_do_not_lead(self, night):
        night.open()
        guest = world.make_desk()
        reader = world.make_worker(guest)
        Grant.objects.create(
            subject_id=night.case.id, desk=guest, compartment="core", level="read", reason="referral",
            valid=(clock.now().replace(year=2020), None), given_by=night.worker.id, given_at=clock.now(),
        )  # fmt: skip
        with as_actor(reader):
            assert not EmergencyAccess.objects.get().words

    def test_once_said_it_stays_said_but_what_is_followed_up_is_decided_again(self, night):
        opened = night.open()
        night.review(opened, "follow_up")
        night.review(opened, "not_justified")
        with pytest.raises(PermissionDenied):
            night.review(opened, "justified")
        assert EmergencyAccess.objects.get().outcome == "not_justified"

    def test_never_by_the_person_who_opened(self, night):
        night.officer.memberships.create(desk=night.house, role=Role.PRIVACY_OFFICER, since=clock.now().date())
        opened = night.open()
        with pytest.raises(PermissionDenied):
            night.review(opened, account=night.officer)
        with as_actor(night.officer):
            listed = access.list_accesses(world.actor(night.officer), clock.now())
        assert not listed.to_review
        assert listed.mine

    def test_a_review_that_does_not_come_is_late_in_words_and_told_once(self, night, client):
        opened = night.open()
        time_passes(opened, 73)
        go_round()
        assert kinds_of(opened).count("cases.emergency_review_late") == 1
        late = EmergencyNotice.objects.filter(is_late=True)
        assert {one.person_id for one in late} == {night.worker.id, night.boss.id, night.privacy.id}
        go_round()
        assert late.count() == 3
        client.force_login(night.privacy)
        with translation.override("en"):
            page = client.get("/en/emergency/").content.decode()
            late_by = words.due(opened.review_due_at - timedelta(hours=73), clock.now()).text
        assert "due-row--late" in page
        assert late_by in page

    def test_a_review_in_time_is_never_called_late(self, night):
        opened = night.open()
        time_passes(opened, 71)
        night.review(opened)
        time_passes(opened, 0)
        go_round()
        assert "cases.emergency_review_late" not in kinds_of(opened)

    def test_the_words_go_with_their_key(self, night):
        opened = night.open()
        keys.destroy(opened.id, clock.now())
        with as_actor(night.privacy):
            assert not EmergencyAccess.objects.get().words


class TestFigures:
    def test_they_count_and_name_nobody(self, night, client):
        first = night.open()
        time_passes(first, 74)
        night.review(first)
        night.open(reason="missing")
        with as_actor(night.privacy), translation.override("en"):
            found = figures.of_the_year(world.actor(night.privacy), clock.now())
        assert (found.opened, found.late) == (2, 1)
        assert sorted(line.outcome for line in found.lines) == ["justified", "not reviewed yet"]
        client.force_login(night.privacy)
        page = client.get("/en/emergency/figures/").content.decode()
        assert "Minors&#x27; brigade" in page
        assert night.case.code not in page
        assert night.officer.name not in page

    def test_a_supervisor_counts_those_of_the_own_desks(self, night):
        night.open()
        near, far = (world.make_worker(desk, Role.SUPERVISOR) for desk in (night.lead, world.make_desk()))
        for account, expected in ((near, 1), (far, 0)):
            with as_actor(account):
                assert figures.of_the_year(world.actor(account), clock.now()).opened == expected
        with as_actor(night.worker), pytest.raises(Http404):
            figures.of_the_year(world.actor(night.worker), clock.now())
