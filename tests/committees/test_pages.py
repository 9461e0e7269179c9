"""The pages: who is answered, what they show, and what never leaves the house."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import translation

from kanaf.actors.enums import Role
from kanaf.cases.enums import PartyRole
from kanaf.cases.services import registration
from kanaf.committees.models import AnnexItem, CalendarFeed, Meeting
from kanaf.committees.services import annex, plans
from kanaf.committees.services.actions import Owner
from kanaf.foundation import clock
from kanaf.persons.services import Facts
from tests import world
from tests.committees.table import Table, on
from tests.support import as_actor

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NAME = "Zoubaida Planteuse"


def browser(account) -> Client:
    client = Client()
    client.force_login(account)
    return client


@pytest.fixture
def table():
    return Table()


@pytest.fixture
def two(table):
    now = clock.now()
    with on(now - 40 * DAY):
        first = table.convene(clock.now() + 11 * DAY, subjects=["Bilan du trimestre (fictif)"])
    with on(now - 20 * DAY):
        second = table.convene(now - 1 * DAY / 24)
    with on(now - 28 * DAY):
        table.hold(first)
        table.draft(first, "Le comité a pris acte (fictif)")
        table.decide(first, (now - 2 * DAY).date())
    return first, second


def test_a_meeting_says_its_agenda_and_its_quorum_in_words(table, two):
    page = browser(table.worker).get(f"/fr/meetings/{two[1].id}/").content.decode()
    assert "Même si tout le monde vient, le quorum n’est pas atteint." in page
    assert re.search(r"Pas de quorum sans.: Santé", page)
    late, adopt = page.index("Ouvrir une place"), page.index("Adopter le procès-verbal de la réunion 1")
    assert page.index("En retard") < late < adopt


def test_pages_are_for_those_around_the_table(table, two):
    inside = [table.secretary, table.chair, table.worker, table.teacher]
    outside = [table.stranger, Table().secretary]
    for path in (
        f"/fr/committees/{table.committee.id}/", f"/fr/meetings/{two[0].id}/", f"/fr/meetings/{two[0].id}/minutes/",
        f"/fr/meetings/{two[0].id}/minutes/pdf/fr/", f"/fr/meetings/{two[0].id}/invitation/",
    ):  # fmt: skip
        assert [browser(who).get(path).status_code for who in inside] == [200] * 4, path
        assert [browser(who).get(path).status_code for who in outside] == [404] * 2, path
        assert Client().get(path).status_code == 302
    for path in (f"/fr/committees/{table.committee.id}/convene/", f"/fr/meetings/{two[0].id}/attendance/"):
        assert [browser(who).get(path).status_code for who in inside] == [200, 404, 404, 404], path


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_minutes_leave_as_a_tagged_sheet(table, two, language):
    import pikepdf

    answer = browser(table.worker).get(f"/fr/meetings/{two[0].id}/minutes/pdf/{language}/")
    assert answer.headers["Content-Type"] == "application/pdf"
    from io import BytesIO

    with pikepdf.open(BytesIO(answer.content)) as sheet:
        assert "/StructTreeRoot" in sheet.Root
        assert str(sheet.Root.Lang).startswith(language)


def test_no_name_is_ever_shown_of_a_file_before_the_committee(table, two):
    """Story 10: a name is planted wherever a file takes one, and looked for wherever a committee shows anything."""
    case = world.make_case(table.worker, table.upe)
    with as_actor(table.worker):
        registration.join(
            actor=world.actor(table.worker), case=case.id, role=PartyRole.MAIN, at=clock.now(),
            facts=Facts(given_name=NAME, family_name=f"{NAME} (fictif)", sex="f"),
        )  # fmt: skip
    client = browser(table.worker)
    path = f"/fr/meetings/{two[1].id}/annex/"
    assert client.get(path).status_code == 200
    sent = client.post(f"{path}bring/", {"code": case.code, "blocker": "papers", "_once": ""})
    assert sent.status_code == 302
    page = client.get(path).content.decode()
    assert case.code in page
    assert "Papiers ou état civil manquants" in page
    item = AnnexItem.objects.get()
    shown = [
        browser(who).get(where).content.decode(errors="replace")
        for who in (table.worker, table.chair, table.secretary, table.teacher)
        for where in (
            path, f"{path}{item.id}/", f"{path}bring/", f"/fr/meetings/{two[1].id}/", f"/fr/meetings/{two[0].id}/minutes/",
            f"/fr/committees/{table.committee.id}/", "/fr/committees/actions/", f"/fr/meetings/{two[1].id}/invitation/",
            f"/ar/meetings/{two[0].id}/minutes/pdf/ar/",
        )
    ]  # fmt: skip
    assert not [body for body in shown if NAME in body or "Zoubaida" in body]
    unbound = browser(table.teacher).get(f"/fr/meetings/{two[1].id}/").content.decode()
    assert case.code not in unbound
    for who in (table.secretary, table.teacher, table.stranger):
        assert browser(who).get(path).status_code == 404
    from kanaf.journal.models import Entry

    kept = [str(entry.kept) for entry in Entry.objects.filter(kind__startswith="committees.")]
    assert not [line for line in kept if NAME in line or case.code in line]


def test_there_is_no_box_for_a_name_in_the_annex():
    from django.db import models

    from kanaf.committees.forms.actions import AnswerForm, BringForm

    texts = [f.name for f in AnnexItem._meta.get_fields() if isinstance(f, models.TextField)]
    assert texts == []
    assert set(BringForm.base_fields) == {"code", "blocker"}
    assert set(AnswerForm.base_fields) == {"outcome"}


CHILD_WORDS = re.compile(
    r"enfan|mineur|child|minor|victim|violence|protect|طفل|أطفال|حدث|أحداث|ضحي|عنف|حماية|TNG|risk|risque|Comité|UPE|juge|fictif",
    re.IGNORECASE,
)


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_a_calendar_tells_a_moment_and_nothing_else(table, two, language):
    client = browser(table.chair)
    alone = client.get(f"/{language}/meetings/{two[1].id}/invitation/").content.decode()
    with translation.override(language):
        made = client.post(reverse("committees:make_calendar")).content.decode()
        address = re.search(r"http://testserver(\S+?/calendar/feed/\S+?/)<", made).group(1)
    feed = Client().get(address)
    assert feed.status_code == 200
    assert feed.headers["Content-Type"].startswith("text/calendar")
    for body in (alone, feed.content.decode()):
        assert body.startswith("BEGIN:VCALENDAR\r\n")
        assert not CHILD_WORDS.search(body.replace("/committees/", "/").replace("\r\n ", "")), body
        assert all(len(line.encode()) <= 75 for line in body.split("\r\n"))
    assert feed.content.decode().count("BEGIN:VEVENT") == 2
    assert CalendarFeed.objects.get().token != address.encode()
    with translation.override(language):
        client.post(reverse("committees:revoke_calendar"))
    assert Client().get(address).status_code == 404


def test_a_calendar_shows_what_its_owner_still_reads(table, two):
    client = browser(table.worker)
    made = client.post("/fr/calendar/make/").content.decode()
    address = re.search(r"http://testserver(\S+?/calendar/feed/\S+?/)<", made).group(1)
    assert Client().get(address).content.decode().count("BEGIN:VEVENT") == 2
    from kanaf.committees.models import Term

    Term.objects.filter(account=table.worker).update(until=clock.now().date())
    assert Client().get(address).content.decode().count("BEGIN:VEVENT") == 0
    again = client.post("/fr/calendar/make/").content.decode()
    assert address not in again
    assert Client().get(address).status_code == 404
    table.worker.is_active = False
    table.worker.save()
    other = re.search(r"http://testserver(\S+?/calendar/feed/\S+?/)<", again).group(1)
    assert Client().get(other).status_code == 404


def test_the_letter_tells_no_more_than_a_calendar(table):
    client = browser(table.secretary)
    starts = clock.now() + 15 * DAY
    sent = client.post(
        f"/fr/committees/{table.committee.id}/convene/",
        {
            "starts_at_0": f"{starts:%Y-%m-%d}", "starts_at_1": "10:00", "length": "90", "venue": "Salle 3 (fictif)",
            "subjects": "Bilan (fictif)\nProgramme (fictif)",
        },
    )  # fmt: skip
    meeting = Meeting.objects.get()
    assert sent.url == f"/fr/meetings/{meeting.id}/"
    assert meeting.items.count() == 2
    from kanaf.foundation.mail import waiting

    letters = [content for _mail, content in waiting()] or [
        {"subject": letter.subject, "body": letter.body, "to": letter.to} for letter in mail.outbox
    ]
    assert {letter["to"][0] for letter in letters} == {table.chair.email, table.worker.email, table.teacher.email}
    for letter in letters:
        assert not CHILD_WORDS.search(letter["subject"])
        assert "Bilan" not in letter["body"]
        assert "Salle" not in letter["body"]


def test_too_short_a_notice_is_said_on_the_form(table):
    starts = clock.now() + 3 * DAY
    sent = browser(table.secretary).post(
        f"/fr/committees/{table.committee.id}/convene/",
        {"starts_at_0": f"{starts:%Y-%m-%d}", "starts_at_1": "10:00", "length": "90", "venue": "Salle"},
    )
    assert sent.status_code == 422
    assert "trop tôt" in sent.content.decode()


def test_the_owner_answers_for_an_action_and_a_stranger_does_not(table, two):
    from kanaf.committees.models import ActionPoint

    action = ActionPoint.objects.get()
    path = f"/fr/committees/actions/{action.id}/close/"
    for who, status in ((table.chair, 404), (table.teacher, 404), (table.stranger, 404), (table.worker, 200)):
        assert browser(who).get(path).status_code == status, who.name
    sent = browser(table.worker).post(path, {"state": "done", "outcome": "Fait (fictif)", "version": "1"})
    assert sent.status_code == 302
    action.refresh_from_db()
    assert (action.state, action.outcome, action.closed_by) == ("done", "Fait (fictif)", table.worker.id)


def test_the_plan_of_the_province_is_reported_by_its_owners(table):
    province = Table(kind="cppe")
    today = clock.now().date()
    plan = province.act(
        province.secretary, plans.begin, committee=province.committee.id, title="Plan 2027 (fictif)", first_day=today,
        last_day=today + 300 * DAY,
    )  # fmt: skip
    objective = province.act(province.secretary, plans.add_objective, plan=plan, text="Accueillir mieux (fictif)")
    wanted = plans.Wanted(
        "Former (fictif)", Owner(desk=province.upe.id), today, today + 90 * DAY, "Dix formés (fictif)"
    )
    line = province.act(province.secretary, plans.add_action, objective=objective, wanted=wanted)
    page = browser(province.worker).get(f"/fr/committees/{province.committee.id}/plan/").content.decode()
    assert "Dix formés (fictif)" in page
    path = f"/fr/committees/plan/{line.id}/progress/"
    assert browser(province.chair).get(path).status_code == 404
    sent = browser(province.worker).post(path, {"progress": "under_way", "percent": "40", "remark": "", "version": "1"})
    assert sent.status_code == 302
    assert "40" in browser(province.chair).get(f"/fr/committees/{province.committee.id}/plan/").content.decode()
    assert browser(table.secretary).get(f"/fr/committees/{table.committee.id}/plan/").status_code == 404


def test_the_secretary_opens_fills_changes_and_empties(table):
    client = browser(table.secretary)
    place = world.tanger()
    opened = client.post(
        "/fr/committees/open/",
        {"kind": "cppe", "desk": str(table.desk.id), "place": str(place.id), "name_fr": "CPPE (fictif)"},
    )
    assert opened.status_code == 302
    committee = opened.url.rstrip("/").rsplit("/", 1)[-1]
    page = client.get(opened.url).content.decode()
    assert page.count("seat--vacant") == 13
    seat = re.search(rf"/fr/committees/{committee}/seats/([0-9a-f-]{{36}})/name/", page).group(1)
    day = clock.now().date()
    given = {"since_0": day.day, "since_1": day.month, "since_2": day.year}
    if not client.get(f"/fr/committees/{committee}/seats/{seat}/name/").content.decode().count('name="since_0"'):
        given = {"since_day": day.day, "since_month": day.month, "since_year": day.year}
    refused = client.post(f"/fr/committees/{committee}/seats/{seat}/name/", given)
    assert refused.status_code == 422
    named = client.post(f"/fr/committees/{committee}/seats/{seat}/name/", {**given, "name": "M. le Wali (fictif)"})
    assert named.status_code == 302, named.content.decode()[:3000]
    page = client.get(opened.url).content.decode()
    assert page.count("seat--vacant") == 12
    assert "M. le Wali (fictif)" in page


def test_whoever_chairs_is_known_to_escalation(table):
    from kanaf.committees.access import chair_of

    found = chair_of(world.tanger())
    assert found is not None
    assert (found.account, found.desk, found.committee) == (
        table.chair.id, table.prosecution.id, table.committee.id,
    )  # fmt: skip
    from kanaf.committees.models import Term
    from kanaf.foundation.context import SystemActor

    with as_actor(SystemActor.CLOCK):
        assert chair_of(world.tanger()) == found
    Term.objects.filter(account=table.chair).update(until=clock.now().date())
    assert chair_of(world.tanger()) is None
    substitute = world.make_worker(table.prosecution, Role.PROSECUTOR)
    table.sit("prosecutor", substitute, table.prosecution, is_substitute=True)
    assert chair_of(world.tanger()).account == substitute.id


def test_an_answer_given_twice_is_kept_once(table, two):
    case = world.make_case(table.worker, table.upe)
    table.act(table.worker, annex.bring, meeting=two[1], code=case.code, blocker="papers")
    with pytest.raises(annex.AlreadyBrought):
        table.act(table.worker, annex.bring, meeting=two[1], code=case.code, blocker="papers")
