"""The life of an invitation: who sends it, what it opens, and when it opens nothing."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import translation

from kanaf.actors.access import actor_of
from kanaf.actors.enums import Role
from kanaf.actors.models import Account, Desk, Invitation, Membership
from kanaf.actors.signin import access
from kanaf.actors.signin.services import invitations
from kanaf.foundation import clock
from kanaf.journal.models import Entry
from tests.actors.signin.support import (
    give_password,
    is_in,
    link_in,
    mails,
    person,
    sign_in,
    text_of,
    with_application,
)
from tests.actors.support import desk
from tests.support import as_actor

pytestmark = pytest.mark.django_db
NEW = "nouvelle@example.org"
SAID = {
    "name": "Salma (fictif)",
    "name_ar": "سلمى (خيالي)",
    "language": "ar",
    "password": "des mots pour entrer",
    "again": "des mots pour entrer",
}


def _invited(house: Desk, by: Account | None = None, role: str = Role.SOCIAL_WORKER, email: str = NEW) -> str:
    """The token of an invitation sent now."""
    by = by or person(house, role=Role.DESK_COORDINATOR)
    now = clock.now()
    with as_actor(by):
        return invitations.invite(actor=actor_of(by.pk, now), email=email, desk=house, role=role, at=now)[1]


def _accept(token: str) -> str:
    return reverse("signin:accept_invitation", args=[token])


def test_a_coordinator_invites_to_her_desk_and_the_mail_leads_to_an_account(client: Client):
    house = desk()
    coordinator = person(house, role=Role.DESK_COORDINATOR)
    sign_in(client, coordinator, with_application(coordinator))
    sent = client.post(
        reverse("signin:invite"), {"email": NEW.upper(), "desk": str(house.pk), "role": Role.SOCIAL_WORKER}
    )
    assert sent.url == reverse("signin:list_invitations"), text_of(sent)
    assert NEW in text_of(client.get(sent.url))
    [mail] = mails()
    newcomer = Client()
    answer = newcomer.post(link_in(mail["body"], "ar"), SAID)
    assert is_in(newcomer), text_of(answer)
    account = Account.objects.get(email=NEW)
    assert (account.name, account.name_ar, account.language) == ("Salma (fictif)", "سلمى (خيالي)", "ar")
    assert Membership.objects.get(account=account).role == Role.SOCIAL_WORKER
    assert newcomer.get(answer.url).url.endswith("/accounts/factor/choose/")
    assert Entry.objects.filter(kind="actors.invitation_accepted", actor=account.pk).exists()


def test_the_mail_speaks_both_languages_and_never_of_children(client: Client):
    house = desk()
    coordinator = person(house, role=Role.DESK_COORDINATOR)
    sign_in(client, coordinator, with_application(coordinator))
    client.post(reverse("signin:invite"), {"email": NEW, "desk": str(house.pk), "role": Role.SOCIAL_WORKER})
    [mail] = mails()
    written = (mail["subject"] + mail["body"]).lower()
    assert "كلمة مرورك" in written
    assert "mot de passe" in written
    for word in ("enfant", "child", "طفل", "أطفال", "protection", "حماية", house.name.lower()):
        assert word not in written


def test_a_link_opens_once(client: Client):
    token = _invited(desk())
    assert client.get(_accept(token)).status_code == 200
    assert client.post(_accept(token), SAID).status_code == 302
    assert Client().get(_accept(token)).status_code == 410
    assert Client().post(_accept(token), SAID).status_code == 410


def test_a_link_opens_for_seven_days():
    house = desk()
    token = _invited(house)
    now = clock.now()
    assert access.open_invitation(token, now + timedelta(days=6, hours=23))
    assert access.open_invitation(token, now + timedelta(days=7, seconds=1)) is None


def test_unknown_expired_used_and_withdrawn_links_read_the_same(client: Client):
    house = desk()
    coordinator = person(house, role=Role.DESK_COORDINATOR)
    withdrawn, expired = _invited(house, coordinator), _invited(house, coordinator, email="b@example.org")
    Invitation.objects.filter(email=NEW).update(withdrawn_at=clock.now())
    long_ago = clock.now() - timedelta(days=30)
    Invitation.objects.filter(email="b@example.org").update(made_at=long_ago, expires_at=long_ago + timedelta(7))
    for token in ("unknown-token", withdrawn, expired):
        answer = client.get(_accept(token))
        assert answer.status_code == 410
        assert "ouvre plus rien" in text_of(answer)


def test_only_the_blind_index_of_a_token_is_kept():
    token = _invited(desk())
    [kept] = Invitation.objects.all()
    assert bytes(kept.token) == invitations.index_of(token)
    assert token not in repr(list(Invitation.objects.values()))


def test_inviting_again_replaces_the_link(client: Client):
    house = desk()
    coordinator = person(house, role=Role.DESK_COORDINATOR)
    first = _invited(house, coordinator)
    [invitation] = Invitation.objects.all()
    sign_in(client, coordinator, with_application(coordinator))
    client.post(reverse("signin:invite_again", args=[invitation.pk]))
    assert Client().get(_accept(first)).status_code == 410
    assert Client().get(link_in(mails()[0]["body"])).status_code == 200
    assert _invited(house, coordinator) != first
    assert Invitation.objects.count() == 1


def test_a_coordinator_withdraws(client: Client):
    house = desk()
    coordinator = person(house, role=Role.DESK_COORDINATOR)
    token = _invited(house, coordinator)
    sign_in(client, coordinator, with_application(coordinator))
    client.post(reverse("signin:withdraw_invitation", args=[Invitation.objects.get().pk]))
    assert Client().get(_accept(token)).status_code == 410


def test_nobody_invites_to_a_desk_she_does_not_coordinate(client: Client):
    elsewhere = desk()
    coordinator = person(role=Role.DESK_COORDINATOR)
    sign_in(client, coordinator, with_application(coordinator))
    answer = client.post(
        reverse("signin:invite"), {"email": NEW, "desk": str(elsewhere.pk), "role": Role.SOCIAL_WORKER}
    )
    assert answer.status_code == 422  # the desk is not among hers
    _invited(elsewhere)
    theirs = Invitation.objects.get()
    assert theirs.email not in text_of(client.get(reverse("signin:list_invitations")))
    for route in ("signin:invite_again", "signin:withdraw_invitation"):
        assert client.post(reverse(route, args=[theirs.pk])).status_code == 404


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.SOCIAL_WORKER, 404),  # works at the desk, does not coordinate it
        (Role.SUPERVISOR, 404),  # follows files, brings nobody in
        (Role.DESK_COORDINATOR, 200),
        (Role.SYSTEM_ADMINISTRATOR, 200),
    ],
)
def test_who_sees_the_page_of_invitations(client: Client, role: Role, status: int):
    account = person(role=role)
    sign_in(client, account, with_application(account))
    assert client.get(reverse("signin:list_invitations")).status_code == status
    assert client.get(reverse("signin:invite")).status_code == status


def test_a_coordinator_offers_no_role_beyond_her_desk(client: Client):
    house = desk()
    coordinator = person(house, role=Role.DESK_COORDINATOR)
    sign_in(client, coordinator, with_application(coordinator))
    answer = client.post(
        reverse("signin:invite"), {"email": NEW, "desk": str(house.pk), "role": Role.SYSTEM_ADMINISTRATOR}
    )
    assert answer.status_code == 422


def test_an_invitation_dies_with_the_right_of_its_sender():
    house = desk()
    coordinator = person(house, role=Role.DESK_COORDINATOR)
    token = _invited(house, coordinator)
    coordinator.is_active = False
    coordinator.save()
    assert access.open_invitation(token, clock.now()) is None


def test_somebody_who_has_an_account_signs_in_to_take_the_role(client: Client):
    house, known = desk(), person()
    token = _invited(house, email=known.email)
    assert 'name="password"' not in text_of(client.get(_accept(token)))
    client.post(_accept(token), SAID)
    assert not Membership.objects.filter(account=known, desk=house).exists()
    sign_in(client, known, with_application(known))
    client.post(_accept(token))
    assert Membership.objects.filter(account=known, desk=house).exists()


def test_another_person_does_not_take_the_role(client: Client):
    house, known, other = desk(), person(), person()
    token = _invited(house, email=known.email)
    sign_in(client, other, with_application(other))
    answer = client.post(_accept(token))
    assert "autre nom" in text_of(answer)
    assert not Membership.objects.filter(desk=house, account__in=[known, other]).exists()


def test_a_weak_password_is_refused_in_words(client: Client):
    token = _invited(desk())
    answer = client.post(_accept(token), {**SAID, "password": "court", "again": "court"})
    assert answer.status_code == 422
    assert not Account.objects.filter(email=NEW).exists()


def _first_link(email: str = NEW, **options: Any) -> str:
    said = StringIO()
    call_command("first_administrator", email, stdout=said, **options)
    return said.getvalue().split("http://localhost:8000")[1].strip()


def test_the_first_administrator_comes_in_by_a_link_printed_once(client: Client):
    link = _first_link(organisation="Association Nour (fictif)")
    assert client.post(link, SAID).status_code == 302
    membership = Membership.objects.get(account__email=NEW)
    assert (membership.role, membership.desk.kind) == (Role.SYSTEM_ADMINISTRATOR, "administration")
    assert membership.desk.organisation.name == "Association Nour (fictif)"
    with pytest.raises(CommandError, match="already"):
        _first_link("other@example.org")


def test_run_again_before_anybody_came_in_the_command_replaces_the_link(client: Client):
    first = _first_link()
    second = _first_link("other@example.org")
    assert client.get(first).status_code == 410
    assert client.get(second).status_code == 200


def test_the_first_administrator_must_have_an_address():
    with pytest.raises(CommandError, match="not an e-mail"):
        _first_link("somebody")


def test_the_link_is_printed_in_the_language_asked():
    with translation.override("fr"):
        assert _first_link(language="ar").startswith("/ar/")


def test_the_newcomer_signs_in_again_with_her_password(client: Client):
    client.post(_accept(_invited(desk())), SAID)
    other = Client()
    give_password(other, NEW, SAID["password"])
    assert is_in(other)
