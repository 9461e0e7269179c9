"""Who reads a campaign, who writes, who answers: the policy, its twin and the rows say the same."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kanaf.actors.enums import DeskKind, Role
from kanaf.actors.models import Membership
from kanaf.foundation import clock
from kanaf.foundation.models import DataKey
from kanaf.mapping import policies
from kanaf.mapping.access.campaigns import standing
from kanaf.mapping.enums import ASKING, CampaignStatus
from kanaf.mapping.models import (
    Campaign,
    Interview,
    LeastCount,
    Presence,
    Prospect,
    RoleClaim,
    TeamMember,
    Validation,
    Workshop,
)
from kanaf.mapping.services import campaigns, workshops
from kanaf.territory.models import Place
from tests import world
from tests.mapping.arranging import Ground
from tests.support import as_actor

pytestmark = pytest.mark.django_db
OPEN = (Prospect, TeamMember, Workshop, Presence, RoleClaim, Validation)


def filled() -> Ground:
    ground = Ground()
    ground.meet()
    workshop = ground.hold()
    parts = {(ground.prospect.pk, "2"): "leads"}
    ground.act(ground.member, workshops.say_roles, workshop=workshop, said_by=None, parts=parts)
    ground.answer(ground.member)
    return ground


@st.composite
def people(draw):
    return {
        "posts": draw(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(Role)), max_size=3)),
        "in_team": draw(st.sampled_from([None, None, "now", "left"])),
        "active": draw(st.sampled_from([True, True, True, False])),
        "status": draw(st.sampled_from(CampaignStatus)),
    }


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(told=people())
def test_policy_twin_and_rows_agree(told, db):
    with transaction.atomic():
        _agree(told)
        transaction.set_rollback(True)


def _somebody(told, grounds):
    today = clock.now().date()
    mine, other = grounds
    desks = [mine.desk, other.hospital, mine.hospital, world.make_desk(place=Place.objects.get(code="04.441.01.0"))]
    account = world.make_worker(desks[3], Role.TRAINER, is_active=True)
    for desk, role in told["posts"]:
        Membership.objects.get_or_create(
            account=account, desk=desks[desk], role=role, until=None, defaults={"since": today - timedelta(days=3)}
        )
    if told["in_team"]:
        TeamMember.objects.create(
            campaign=mine.campaign, account=account, added_by=uuid4(), added_at=clock.now(),
            left_at=clock.now() if told["in_team"] == "left" else None,
        )  # fmt: skip
    Campaign.objects.filter(pk=mine.campaign.pk).update(status=told["status"])
    mine.campaign.refresh_from_db()
    account.is_active = told["active"]
    account.save()
    return account


def _agree(told):
    grounds = [filled(), Ground()]
    account = _somebody(told, grounds)
    actor = world.actor(account)
    for ground in grounds:
        file = standing(actor, ground.campaign)
        reads, asked = policies.can_read(actor, file), policies.is_asked(actor, file, ground.service)
        assert reads == Campaign.objects.readable_by(actor).filter(pk=ground.campaign.pk).exists()
        home = ground.service.organisation.desks.values_list("pk", flat=True)
        is_listed = (
            actor.is_professional
            and ground.campaign.status in ASKING
            and not actor.desk_ids.isdisjoint(home)
            and Prospect.objects.filter(campaign=ground.campaign, status="met").exists()
        )
        assert asked == is_listed
        assert is_listed == Campaign.objects.asking(actor).filter(pk=ground.campaign.pk).exists()
        whole = {
            model: set(model.objects.filter(campaign=ground.campaign).values_list("pk", flat=True)) for model in OPEN
        }
        said = set(Interview.objects.filter(campaign=ground.campaign).values_list("pk", flat=True))
        is_own = ground.service.desk_id in actor.desk_ids and actor.is_active
        with as_actor(account):
            seen = Campaign.objects.filter(pk=ground.campaign.pk).exists()
            assert seen == (reads or is_listed)
            for model, rows in whole.items():
                found = set(model.objects.filter(campaign=ground.campaign).values_list("pk", flat=True))
                may = reads or (model is Validation and is_own)
                may = may or (model is Prospect and is_listed)
                assert found == (rows if may else set()), model
            found = set(Interview.objects.filter(campaign=ground.campaign).values_list("pk", flat=True))
            assert found == (said if policies.can_read_interviews(actor, file) else set())
            assert DataKey.objects.filter(subject=ground.campaign.pk).exists() == reads
            with connection.cursor() as cursor:
                for function, may in (
                    ("led", policies.can_lead(actor, file)),
                    ("written", policies.can_write(actor, file)),
                    ("edited", policies.can_read_interviews(actor, file)),
                    ("read", reads),
                ):
                    cursor.execute(f"SELECT %s IN (SELECT kanaf_mapping_{function}())", [ground.campaign.pk])
                    assert cursor.fetchone()[0] == may, function


def test_strangers_read_nothing(db):
    ground = filled()
    strangers = [
        ground.colleague,  # a social worker beside the member of the team, who is not in it
        ground.far,  # a supervisor of another territory
        world.make_worker(ground.upe, Role.SYSTEM_ADMINISTRATOR),  # runs the installation, reads nobody's words
        world.make_worker(ground.desk, Role.COMMITTEE_SECRETARY, is_active=False),
    ]
    for stranger in strangers:
        assert not policies.can_read(world.actor(stranger), standing(world.actor(stranger), ground.campaign))
        with as_actor(stranger):
            assert not Campaign.objects.exists()
            assert not Interview.objects.exists()
            assert not Prospect.objects.exists()


def attack(account, sql, *values):
    """By hand, as the signed-in person; how many rows moved."""
    try:
        with transaction.atomic(), as_actor(account), connection.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.rowcount
    except DatabaseError:
        return 0


def test_sql_by_hand_changes_nothing(db):
    ground, other = filled(), filled()
    validation = Validation.objects.get(campaign=ground.campaign)
    for who in (ground.judge, ground.colleague, ground.doctor, ground.far, other.leader, other.member):
        mine = str(ground.campaign.pk)
        for sql in (
            "UPDATE mapping_campaign SET status = 'closed' WHERE id = %s",
            "UPDATE mapping_prospect SET status = 'refused' WHERE campaign_id = %s",
            "UPDATE mapping_teammember SET left_at = now() WHERE campaign_id = %s",
            "DELETE FROM mapping_roleclaim WHERE campaign_id = %s",
            "DELETE FROM mapping_presence WHERE campaign_id = %s",
            "UPDATE mapping_interview SET number = 9 WHERE campaign_id = %s",
        ):
            assert attack(who, sql, mine) == 0, (who.name, sql)
        insert = (
            "INSERT INTO mapping_teammember (id, campaign_id, account_id, added_by, added_at)"
            " VALUES (gen_random_uuid(), %s, %s, %s, now())"
        )
        assert attack(who, insert, mine, who.id, who.id) == 0
    assert attack(ground.member, "UPDATE mapping_interview SET number = 9") == 0, "versions are never changed"
    assert attack(ground.member, "DELETE FROM mapping_interview") == 0
    assert attack(ground.member, "UPDATE mapping_validation SET verdict = 'rejected'") == 0
    carried = "UPDATE mapping_validation SET carried_by = %s, carried_at = now() WHERE id = %s"
    assert attack(ground.editor, carried, ground.leader.id, validation.pk) == 0, "with another's name"
    assert attack(ground.member, carried, ground.member.id, validation.pk) == 0, "not by whoever wrote it"
    assert attack(ground.editor, carried, ground.editor.id, validation.pk) == 1
    assert attack(ground.leader, "UPDATE mapping_leastcount SET valid_to = now()::date") == 0
    assert LeastCount.objects.filter(country="MA", valid_to__isnull=True).exists()


def test_nobody_signs_for_another_and_no_row_leaves_its_campaign(db):
    ground, other = filled(), filled()
    ground.to(CampaignStatus.WORKSHOPS)
    insert = (
        "INSERT INTO mapping_validation (id, campaign_id, service_id, verdict, digest, is_own, written_by, written_at)"
        " VALUES (gen_random_uuid(), %s, %s, 'confirmed', 'x', %s, %s, now())"
    )
    told = (ground.campaign.pk, ground.service.pk)
    assert attack(ground.doctor, insert, *told, True, ground.member.id) == 0, "with another's name"
    assert attack(ground.doctor, insert, *told, False, ground.doctor.id) == 0, "as if she were the team"
    assert attack(ground.member, insert, *told, True, ground.member.id) == 0, "as if she were the actor"
    assert attack(ground.doctor, insert, ground.campaign.pk, other.service.pk, True, ground.doctor.id) == 0
    assert attack(ground.doctor, insert, *told, True, ground.doctor.id) == 1
    interview = (
        "INSERT INTO mapping_interview (id, campaign_id, prospect_id, number, met_on, written_by, written_at, answers, spoke_with)"
        " VALUES (gen_random_uuid(), %s, %s, 7, now()::date, %s, now(), '\\x00', '\\x00')"
    )
    assert attack(ground.member, interview, ground.campaign.pk, other.prospect.pk, ground.member.id) == 0


def test_a_campaign_is_opened_for_a_desk_of_ones_own(db):
    ground = Ground()
    insert = (
        "INSERT INTO mapping_campaign (id, title_fr, title_ar, title_en, dispositif, place_id, desk_id, first_day,"
        " last_day, status, opened_by, opened_at, is_demo, version) VALUES (gen_random_uuid(), 'x', '', '', '', %s, %s,"
        " now()::date, now()::date, 'prospecting', %s, now(), false, 1)"
    )
    other = world.make_desk(kind=DeskKind.COORDINATION, takes_reports=False, prefix="")
    assert attack(ground.leader, insert, ground.place.pk, other.pk, ground.leader.id) == 0
    assert attack(ground.member, insert, ground.place.pk, ground.upe.pk, ground.member.id) == 0
    assert attack(ground.leader, insert, ground.place.pk, ground.desk.pk, ground.leader.id) == 1
    with pytest.raises(PermissionDenied):
        ground.act(
            ground.member, campaigns.open_campaign, desk=ground.upe, place=ground.place,
            titles=campaigns.Titles("x"), first_day=clock.now().date(), last_day=clock.now().date(),
        )  # fmt: skip
