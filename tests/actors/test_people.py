"""Who gives roles, who names stand-ins, and what the journal keeps of it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import translation

from kanaf.actors import policies, services
from kanaf.actors.access import actor_of
from kanaf.actors.actor import Actor
from kanaf.actors.enums import Role
from kanaf.actors.models import Absence, Account, Desk, Membership
from kanaf.foundation import clock
from tests.actors import support
from tests.support import as_actor

pytestmark = pytest.mark.django_db


def url(name: str, *args: object) -> str:
    with translation.override("fr"):
        return reverse(f"actors:{name}", args=args)


def now_actor(account: Account) -> Actor:
    return actor_of(account.pk, clock.now())


def coordinator(desk: Desk, **fields: Any) -> Account:
    return support.member(desk, Role.DESK_COORDINATOR, **fields)


def strangers(desk: Desk) -> list[Account]:
    """People who manage something, or are near, and still may not manage this desk."""
    return [
        support.account(),  # no post at all
        support.member(desk),  # a colleague who coordinates nothing
        coordinator(support.desk()),  # the coordinator of another desk
        coordinator(desk, is_active=False),  # a closed account
        support.member(role=Role.DIRECTORY_EDITOR),  # somebody who edits the directory only
    ]


def test_a_role_is_given_by_the_coordinator_of_the_desk_and_by_the_system_administrator() -> None:
    desk, newcomer = support.desk(), support.account()
    for giver in [coordinator(desk), support.member(role=Role.SYSTEM_ADMINISTRATOR)]:
        with as_actor(giver):
            membership = services.add_member(
                actor=now_actor(giver), desk=desk, account=newcomer, role=Role.LAWYER, at=clock.now()
            )
            with pytest.raises(services.AlreadyAMember):
                services.add_member(
                    actor=now_actor(giver), desk=desk, account=newcomer, role=Role.LAWYER, at=clock.now()
                )
        assert now_actor(newcomer).roles_at(desk.pk) == {Role.LAWYER}
        with as_actor(giver):
            services.end_membership(actor=now_actor(giver), membership=membership, at=clock.now())
        assert now_actor(newcomer).memberships == ()
    for stranger in strangers(desk):
        with as_actor(stranger), pytest.raises(PermissionDenied):
            services.add_member(
                actor=now_actor(stranger), desk=desk, account=newcomer, role=Role.LAWYER, at=clock.now()
            )


def test_nobody_raises_herself_and_a_coordinator_gives_no_role_beyond_the_desk() -> None:
    desk = support.desk()
    giver, administrator = coordinator(desk), support.member(role=Role.SYSTEM_ADMINISTRATOR)
    for actor, account, role in [
        (giver, giver, Role.SUPERVISOR),
        (administrator, administrator, Role.SOCIAL_WORKER),
        (giver, support.account(), Role.SYSTEM_ADMINISTRATOR),
        (giver, support.account(), Role.PRIVACY_OFFICER),
    ]:
        assert not policies.can_give_role(now_actor(actor), desk, account.pk, role)
    assert policies.can_give_role(now_actor(administrator), desk, support.account().pk, Role.PRIVACY_OFFICER)


def cover(giver: Account, absent: Account, stand_in: Account) -> Absence:
    now = clock.now()
    with as_actor(giver):
        return services.cover_absence(
            actor=now_actor(giver),
            account=absent,
            covered_by=stand_in,
            since=now - timedelta(minutes=1),
            until=now + timedelta(days=3),
            at=now,
        )


def test_a_stand_in_is_named_by_whoever_manages_every_post_of_the_absent_person() -> None:
    desk = support.desk()
    absent, stand_in, giver = support.member(desk), support.member(desk), coordinator(desk)
    absence = cover(giver, absent, stand_in)
    assert now_actor(stand_in).roles_at(desk.pk) == {Role.SOCIAL_WORKER}
    with as_actor(absent):
        services.end_absence(actor=now_actor(absent), absence=absence, at=clock.now())
    absence.refresh_from_db()
    assert absence.until <= clock.now()
    for stranger in strangers(desk):
        with pytest.raises(PermissionDenied):
            cover(stranger, absent, stand_in)


def test_no_stand_in_receives_a_desk_that_the_coordinator_does_not_manage() -> None:
    desk = support.desk()
    absent, stand_in, giver = support.member(desk), support.member(desk), coordinator(desk)
    support.member(support.desk(), person=absent)
    with pytest.raises(PermissionDenied):
        cover(giver, absent, stand_in)
    administrator = support.member(role=Role.SYSTEM_ADMINISTRATOR)
    with pytest.raises(PermissionDenied):
        cover(administrator, absent, administrator)
    assert cover(administrator, absent, stand_in)


def test_a_closed_account_holds_nothing_and_only_the_administrator_closes_one() -> None:
    person, administrator = support.member(), support.member(role=Role.SYSTEM_ADMINISTRATOR)
    with as_actor(administrator):
        services.close_account(actor=now_actor(administrator), account=person, at=clock.now())
        assert now_actor(person).memberships == ()
        services.reopen_account(actor=now_actor(administrator), account=person, at=clock.now())
        assert now_actor(person).memberships
        with pytest.raises(PermissionDenied):
            services.close_account(actor=now_actor(administrator), account=administrator, at=clock.now())
    with as_actor(person), pytest.raises(PermissionDenied):
        services.close_account(actor=now_actor(person), account=administrator, at=clock.now())


def get(client: Client, account: Account | None, address: str) -> int:
    client.logout()
    if account is not None:
        client.force_login(account)
    return client.get(address).status_code


def test_each_page_answers_only_those_it_is_for(client: Client) -> None:
    desk = support.desk()
    colleague, chief = support.member(desk), coordinator(desk)
    administrator = support.member(role=Role.SYSTEM_ADMINISTRATOR)
    elsewhere, jobless = support.member(), support.account()
    pages: list[tuple[str, list[Account], list[Account]]] = [
        (url("show_desk", desk.slug), [colleague, elsewhere, administrator], [jobless]),
        (url("list_desks"), [elsewhere, administrator], [jobless]),
        (url("show_organisation", desk.organisation.slug), [elsewhere], [jobless]),
        (url("list_members", desk.slug), [colleague, chief, administrator], [elsewhere, jobless]),
        (url("add_member", desk.slug), [chief, administrator], [colleague, elsewhere, jobless]),
        (
            url("cover_absence", desk.slug, colleague.pk),
            [chief, administrator],
            [colleague, elsewhere, jobless],
        ),
        (url("list_accounts"), [administrator], [colleague, chief, elsewhere, jobless]),
        (url("list_drafts"), [colleague, elsewhere, jobless], []),
        (url("change_profile"), [colleague, jobless], []),
        (
            url("end_membership", Membership.objects.get(account=colleague).pk),
            [colleague, chief, administrator],
            [elsewhere, jobless],
        ),
    ]
    for address, allowed, refused in pages:
        assert [get(client, person, address) for person in allowed] == [200] * len(allowed), address
        assert [get(client, person, address) for person in refused] == [404] * len(refused), address
        assert get(client, None, address) == 302, address


def test_a_coordinator_gives_ends_and_covers_roles_on_the_pages(client: Client) -> None:
    desk = support.desk()
    chief, newcomer, absent = coordinator(desk), support.account(), support.member(desk)
    client.force_login(chief)
    bad = client.post(url("add_member", desk.slug), {"email": "nobody@example.org", "role": Role.LAWYER})
    assert bad.status_code == 422
    client.post(url("add_member", desk.slug), {"email": newcomer.email.upper(), "role": Role.LAWYER})
    assert now_actor(newcomer).roles_at(desk.pk) == {Role.LAWYER}
    answers = {
        "covered_by": str(newcomer.pk),
        "since_0": "2026-01-01",
        "since_1": "08:00",
        "until_0": "2099-01-01",
        "until_1": "08:00",
    }
    page = client.post(url("cover_absence", desk.slug, absent.pk), answers)
    assert page.status_code == 302
    assert now_actor(newcomer).roles_at(desk.pk) == {Role.LAWYER, Role.SOCIAL_WORKER}
    held = Membership.objects.get(account=newcomer)
    client.post(url("end_membership", held.pk))
    assert Role.LAWYER not in now_actor(newcomer).roles_at(desk.pk)


def test_a_profile_is_changed_by_its_owner(client: Client) -> None:
    person = support.member()
    client.force_login(person)
    answers = {"name": "Samira B. (fictif)", "name_ar": "سميرة (خيالي)", "language": "ar", "phone": ""}
    assert client.post(url("change_profile"), answers).status_code == 302
    person.refresh_from_db()
    assert (person.name_ar, person.language) == ("سميرة (خيالي)", "ar")
    assert client.post(url("change_profile"), {"name": ""}).status_code == 422


def test_giving_and_ending_roles_is_in_the_journal(journal_kinds: Callable[[], list[str]]) -> None:
    desk = support.desk()
    chief, newcomer = coordinator(desk), support.account()
    with as_actor(chief):
        actor = now_actor(chief)
        held = services.add_member(actor=actor, desk=desk, account=newcomer, role=Role.LAWYER, at=clock.now())
        services.end_membership(actor=actor, membership=held, at=clock.now())
    assert journal_kinds()[-2:] == ["actors.member_added", "actors.membership_ended"]
