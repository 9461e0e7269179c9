"""Roles, campaigns, interviews, workshops and confirmations: what each verb does and refuses."""

from datetime import date
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from kanaf.actors.enums import DraftTarget, Role, ServiceCategory
from kanaf.actors.models import DirectoryDraft, Schedule
from kanaf.foundation.versions import StaleVersion
from kanaf.mapping import roles
from kanaf.mapping.access.workshops import asked_of, get_service, role_table, services_of
from kanaf.mapping.enums import CampaignStatus, Part, ProspectStatus
from kanaf.mapping.models import Interview, LeastCount, RoleClaim, Validation
from kanaf.mapping.roles import Claim
from kanaf.mapping.services import campaigns, interviews, settings, workshops
from tests import world
from tests.mapping.arranging import HURTS, Ground
from tests.support import as_actor

A, B, C = (UUID(int=number) for number in (1, 2, 3))


def test_the_room_weighs_more_than_the_actor_and_differences_say_who_sees_what():
    claims = [
        Claim(A, A, "1", "does"), Claim(B, A, "1", "leads"), Claim(C, A, "1", "does"),
        Claim(A, B, "2", "told"), Claim(B, B, "2", "told"), Claim(C, B, "3", "leads"),
        Claim(None, A, "1", "leads"),
    ]  # fmt: skip
    assert roles.agreed(claims) == {(A, "1"): "leads", (B, "2"): "told"}
    found = roles.differences(claims)
    assert [(one.about, one.stage, one.own, one.others, one.is_settled) for one in found] == [
        (B, "3", None, ((C, "leads"),), False),
        (A, "1", "does", ((B, "leads"),), True),
    ]


pytestmark = pytest.mark.django_db


@pytest.fixture
def ground(db):
    return Ground()


def test_an_interview_is_kept_version_after_version_and_sealed(ground):
    first = ground.meet()
    second = ground.meet(mandate="Soigner (fictif)")
    assert [first.number, second.number] == [1, 2]
    ground.prospect.refresh_from_db()
    assert ground.prospect.status == ProspectStatus.MET
    with as_actor(ground.member):
        assert [one.answers.get("mandate") for one in Interview.objects.order_by("number")] == [
            None,
            "Soigner (fictif)",
        ]
    with connection.cursor() as cursor:
        cursor.execute("SELECT answers, spoke_with FROM mapping_interview")
        raw = b"".join(bytes(value) for row in cursor.fetchall() for value in row)
    assert HURTS.encode() not in raw
    assert b"Mme N." not in raw


def test_two_people_who_write_at_once_lose_nothing(ground):
    seen = str(ground.prospect.version)
    ground.meet()
    with pytest.raises(StaleVersion):
        ground.act(
            ground.leader, interviews.keep, prospect=ground.prospect, met_on=date(2026, 11, 3), spoke_with="x",
            answers={}, seen=seen,
        )  # fmt: skip


def test_an_actor_is_on_the_list_once_and_given_to_somebody_of_the_team(ground):
    with pytest.raises(campaigns.AlreadyThere):
        ground.add(ground.hospital.organisation_id)
    with pytest.raises(campaigns.AlreadyThere):
        ground.act(ground.leader, campaigns.join_team, campaign=ground.campaign.id, account=ground.member)
    wanted = campaigns.Wanted(None, "Association Nour (fictif)", "association", assigned_to=ground.colleague.id)
    with pytest.raises(PermissionDenied):
        ground.act(ground.member, campaigns.add_prospect, campaign=ground.campaign.id, wanted=wanted)


def test_what_was_said_becomes_proposals_that_an_editor_decides(ground):
    Schedule.objects.all().delete()
    told = {
        "s1_service": str(ground.service.pk), "s1_from": 3, "s1_to": 15, "s1_days": "every", "s1_opens": "08:00",
        "s1_closes": "20:00", "s1_free": 4, "s1_most": 6, "languages": ["ar", "ary"], "cost": "free",
        "s2_service": "new", "s2_name": "Certificat (fictif)", "s2_category": "medical", "s2_to": 17,
        "s3_service": "",
    }  # fmt: skip
    interview = ground.meet(**told)
    made = ground.act(ground.member, interviews.propose, interview=interview, language="fr")
    assert [draft.target_type for draft in made] == [DraftTarget.SERVICE, DraftTarget.NEW_SERVICE]
    changes = made[0].changes
    assert changes["minimum_age"] == [0, 3]
    assert changes["languages"] == [[], ["ar", "ary"]]
    rows = {key.split("/")[0]: after for key, (_before, after) in changes.items() if "/" in key}
    assert rows["schedules"]["byday"] == ["FR", "MO", "SA", "SU", "TH", "TU", "WE"]
    assert rows["capacities"] == {
        "unit": "places",
        "available": 4,
        "maximum": 6,
        "updated": rows["capacities"]["updated"],
    }
    assert made[1].changes["name_fr"] == ["", "Certificat (fictif)"]
    ground.service.refresh_from_db()
    assert ground.service.minimum_age == 0, "nothing changes before somebody else approves"
    from kanaf.actors import services as directory

    for draft in made:
        ground.act(ground.editor, directory.approve_change, draft=draft)
    ground.service.refresh_from_db()
    assert ground.service.minimum_age == 3
    assert ground.service.schedules.get().opens_at.hour == 8
    assert ground.hospital.organisation.services.filter(categories=[ServiceCategory.MEDICAL]).count() == 2
    assert ground.act(ground.member, interviews.propose, interview=interview, language="fr")[-1:] != made


def test_proposing_again_what_stands_already_proposes_nothing(ground):
    interview = ground.meet(s1_service=str(ground.service.pk), s1_from=0, s1_to=17)
    assert ground.act(ground.member, interviews.propose, interview=interview, language="fr") == []
    assert not DirectoryDraft.objects.exists()


def test_what_is_said_again_in_a_workshop_replaces_what_was_said(ground):
    ground.meet()
    workshop = ground.hold()
    other = ground.add(None, name="Association Nour (fictif)")
    for part in (Part.DOES, Part.LEADS):
        ground.act(
            ground.member, workshops.say_roles, workshop=workshop, said_by=ground.prospect.pk,
            parts={(ground.prospect.pk, "2"): part, (other.pk, "1"): Part.TOLD},
        )  # fmt: skip
    assert RoleClaim.objects.count() == 2
    ground.act(ground.member, workshops.say_roles, workshop=workshop, said_by=None, parts={(other.pk, "1"): Part.LEADS})
    with as_actor(ground.leader):
        table = role_table(ground.campaign)
    assert table.parts[ground.prospect.pk, "2"] == Part.LEADS
    assert table.parts[other.pk, "1"] == Part.LEADS
    assert len(table.leaderless) == 4
    stranger = Ground()
    with pytest.raises(PermissionDenied):
        ground.act(
            ground.member, workshops.say_roles, workshop=workshop, said_by=stranger.prospect.pk,
            parts={(other.pk, "1"): Part.DOES},
        )  # fmt: skip


def test_an_actor_confirms_its_own_service_and_the_directory_says_so(ground):
    ground.meet()
    ground.service.last_verified_on = None
    ground.service.save()
    with pytest.raises(PermissionDenied):
        ground.answer(ground.doctor)  # the campaign does not ask yet
    ground.to(CampaignStatus.WORKSHOPS)
    with as_actor(ground.doctor):
        asked = asked_of(world.actor(ground.doctor))
    assert [row.service.pk for _campaign, rows in asked for row in rows] == [ground.service.pk]
    validation = ground.answer(ground.doctor)
    ground.service.refresh_from_db()
    assert ground.service.verified_by_id == ground.doctor.id
    assert ground.service.last_verified_on is not None
    assert validation.is_own
    assert validation.spoke is None


def test_a_word_in_the_room_reaches_the_directory_through_an_editor_who_did_not_write_it(ground):
    ground.meet()
    ground.service.last_verified_on = None
    ground.service.save()
    validation = ground.answer(ground.member)
    ground.service.refresh_from_db()
    assert ground.service.last_verified_on is None
    for who in (ground.member, ground.leader, ground.judge, ground.doctor):
        with pytest.raises((PermissionDenied, Validation.DoesNotExist)):
            ground.act(who, workshops.carry, validation=validation)
    ground.act(ground.editor, workshops.carry, validation=validation)
    ground.service.refresh_from_db()
    assert ground.service.verified_by_id == ground.editor.id
    with pytest.raises(PermissionDenied):
        ground.act(ground.editor, workshops.carry, validation=validation)


def test_a_confirmation_is_about_one_text(ground):
    ground.meet()
    validation = ground.answer(ground.member)
    with pytest.raises(workshops.TextChanged):
        ground.answer(ground.member, digest="0" * 64)
    ground.service.maximum_age = 12
    ground.service.save()
    with as_actor(ground.leader):
        row = services_of(ground.campaign)[0]
        assert row.is_changed
        assert get_service(ground.open_for(ground.leader), ground.service.pk).digest != validation.digest
    with pytest.raises(workshops.TextChanged):
        ground.act(ground.editor, workshops.carry, validation=validation)


def test_a_closed_campaign_is_read_and_no_longer_written(ground):
    ground.to(CampaignStatus.CLOSED)
    with pytest.raises(PermissionDenied):
        ground.add(None, name="Trop tard (fictif)")
    with as_actor(ground.leader):
        assert ground.open_for(ground.leader).campaign.status == CampaignStatus.CLOSED
    ground.to(CampaignStatus.INTERVIEWS)
    ground.add(None, name="À temps (fictif)")


def test_the_least_count_is_dated_and_set_by_whoever_answers_for_privacy(ground):
    officer = world.make_worker(ground.upe, Role.PRIVACY_OFFICER)
    with pytest.raises(PermissionDenied):
        ground.act(ground.leader, settings.set_least, least=10, since=date(2026, 12, 1), source="")
    ground.act(officer, settings.set_least, least=10, since=date(2026, 12, 1), source="Décision (fictif)")
    rows = LeastCount.objects.filter(country="MA").order_by("valid_from")
    assert [(row.least, row.valid_to) for row in rows if row.least == 5] == [(5, date(2026, 11, 30))]
    with pytest.raises(settings.NotLater):
        ground.act(officer, settings.set_least, least=7, since=date(2026, 12, 1), source="")
