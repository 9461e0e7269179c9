"""A professional writes a report down: own desk or the desk in charge, and who reads it until when."""

import itertools

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kanaf.actors.enums import Role
from kanaf.cases import access
from kanaf.cases.enums import Channel, ReporterKind
from kanaf.cases.models import Report, ReportStatement, Triage
from kanaf.cases.policies import OpenReport, can_read_report
from kanaf.cases.services import reports as services
from kanaf.cases.services.reports import Told
from kanaf.foundation import clock
from kanaf.foundation.concerns import Concern, raise_concern
from kanaf.grants import access as grants
from kanaf.territory.models import Place
from tests import world
from tests.support import as_actor
from tests.territory.support import small_morocco

pytestmark = pytest.mark.django_db
ADDRESS = "/fr/reports/new/"


def told(**more):
    given = {"what": "ce qui a été vu (fictif)", "channel": Channel.CALL, "reporter": ReporterKind.WORRIED_ADULT}
    return Told(**given | more)


def record(worker, desk, **more):
    with as_actor(worker):
        return services.record_report(actor=world.actor(worker), sender=desk, told=told(**more), at=clock.now()).report


def test_two_fields_are_enough_and_the_draft_goes(client):
    desk = world.make_desk()
    client.force_login(world.make_worker(desk))
    page = client.get(ADDRESS)
    assert "autofocus" in page.content.decode()
    sent = client.post(ADDRESS, {"channel": "call", "reporter": "adult", "children": "1", "what": "un appel (fictif)"})
    report = Report.objects.get()
    assert sent.url == f"/fr/reports/{report.id}/"
    assert (report.desk, report.channel) == (desk, "call")
    assert "un appel (fictif)" in client.get(sent.url).content.decode()


def test_nothing_typed_is_lost_when_the_place_is_not_found(client):
    client.force_login(world.make_worker(world.make_desk()))
    typed = {
        "channel": "call",
        "reporter": "adult",
        "children": "1",
        "what": "à garder (fictif)",
        "place": "Nulleparistan",
    }
    answer = client.post(ADDRESS, typed)
    assert answer.status_code == 422
    assert "à garder (fictif)" in answer.content.decode()


def test_a_desk_that_takes_no_reports_sends_to_the_desk_in_charge_and_reads_until_triage():
    upe = world.make_desk()
    school = world.make_desk(takes_reports=False, prefix="")
    teacher, worker = world.make_worker(school, Role.SCHOOL_FOCAL_POINT), world.make_worker(upe)
    report = record(teacher, school, place=world.tanger())
    assert Report.objects.get(pk=report).desk == upe
    with as_actor(teacher):
        file = access.get_report(world.actor(teacher), report)
        assert (file.reads("social"), file.writes("core")) == (True, False)
        assert ReportStatement.objects.get(report=report).what == "ce qui a été vu (fictif)"
    triage_without_action(worker, world.make_worker(upe), report)
    with as_actor(teacher):
        assert not Report.objects.exists()
        assert not ReportStatement.objects.exists()
    with as_actor(worker):
        assert Report.objects.filter(pk=report).exists()


def triage_without_action(first, second, report):
    from kanaf.cases.enums import Urgency
    from kanaf.cases.services import triage
    from kanaf.cases.services.triage import Screening

    with as_actor(first):
        actor = world.actor(first)
        triage.propose_no_action(
            actor=actor,
            file=access.get_report(actor, report),
            seen_version="1",
            screening=Screening(Urgency.LOW),
            reason="too_little",
            at=clock.now(),
        )
    with as_actor(second):
        actor = world.actor(second)
        triage.confirm(actor=actor, file=access.get_report(actor, report), at=clock.now())
    assert Triage.objects.get(report=report).confirmed_by == second.id


def test_a_report_of_a_place_that_no_desk_covers_is_never_lost():
    places = small_morocco()
    near, far = world.make_desk(), world.make_desk(place=places["07.351"], prefix="MRK")
    desk_for = services.desk_for
    assert desk_for(world.tanger()) == near
    assert desk_for(Place.objects.get(code="01.511")) == near  # a desk inside the province
    assert desk_for(places["01.571"]) == near  # nobody there: the nearest of the region
    assert desk_for(places["07.351"]) == far
    assert desk_for(places["06.141"]) in (near, far)
    assert desk_for(None) in (near, far)


@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.PROJECT_MANAGER, Role.SYSTEM_ADMINISTRATOR])
def test_who_works_without_files_does_not_write_reports_down(role, client):
    desk = world.make_desk()
    worker = world.make_worker(desk, role)
    with pytest.raises(PermissionDenied):
        record(worker, desk)
    client.force_login(worker)
    assert client.get(ADDRESS).status_code == 404


def test_nobody_writes_a_report_down_for_the_desk_of_somebody_else():
    mine, theirs = world.make_desk(), world.make_desk(prefix="SAL")
    with pytest.raises(PermissionDenied):
        record(world.make_worker(mine), theirs)


def test_a_concern_becomes_a_report_due_at_once_that_its_author_cannot_read():
    upe = world.make_desk()
    facilitator = world.make_worker(world.make_desk(takes_reports=False, prefix=""), Role.FACILITATOR)
    now = clock.now().replace(microsecond=0)
    with as_actor(facilitator):
        receipt = raise_concern(
            Concern(world.tanger().pk, "confié en séance (fictif)", facilitator.id, now, "séance 4")
        )
        assert not Report.objects.exists()
    report = Report.objects.get(pk=receipt.reference)
    assert (report.desk, report.channel, report.recorded_by) == (upe, "concern", facilitator.id)
    assert (receipt.read_before - now).total_seconds() == 2 * 3600


def test_a_report_passed_on_keeps_its_clock_and_its_first_reader():
    from kanaf.circuit.models import Obligation

    places = small_morocco()
    here, there = world.make_desk(), world.make_desk(place=places["07.351"], prefix="MRK")
    worker = world.make_worker(here)
    report = record(worker, here)
    before = Obligation.objects.get(file=report).due_at
    with as_actor(worker):
        actor = world.actor(worker)
        file = access.get_report(actor, report)
        services.pass_report(actor=actor, file=file, desk=there, seen_version="1", at=clock.now())
    owed = Obligation.objects.get(file=report)
    assert (owed.desk, owed.due_at) == (there.id, before)
    with as_actor(worker):
        file = access.get_report(world.actor(worker), report)
        assert (file.reads("social"), file.writes("core")) == (True, False)
    with as_actor(world.make_worker(there)):
        assert Report.objects.filter(pk=report).exists()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(roles=st.lists(st.sampled_from(Role.values), min_size=1, max_size=3), active=st.booleans(), passes=st.booleans())
def test_the_rule_its_queryset_twin_and_the_row_level_rule_agree(db, roles, active, passes):
    desks = [world.make_desk(), world.make_desk(prefix="SAL", takes_reports=False)]
    colleague = world.make_worker(desks[1])
    reports = [record(world.make_worker(desks[0]), desks[0]), record(colleague, desks[1], place=desks[0].place)]
    accounts = [world.make_worker(desk, role, is_active=active) for desk, role in itertools.product(desks, roles)]
    for account in accounts:
        with as_actor(account):
            actor = world.actor(account)
            by_rows = set(Report.objects.filter(pk__in=reports).values_list("pk", flat=True))
            by_twin = set(
                Report.objects.readable_by(actor, clock.now()).filter(pk__in=reports).values_list("pk", flat=True)
            )
            by_rule = {
                pk for pk in reports if can_read_report(actor, OpenReport(Report(pk=pk), grants.compartments_open(pk)))
            }
            assert by_rows == by_twin == by_rule
