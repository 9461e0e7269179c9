"""Drafts of the directory: proposed by one, decided by another, never lost, never silently stale."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kanaf.actors import policies, services
from kanaf.actors.access import actor_of
from kanaf.actors.actor import Actor
from kanaf.actors.editing import values_of
from kanaf.actors.enums import DraftStatus, DraftTarget, Role
from kanaf.actors.models import Account, DirectoryDraft, Organisation, Service
from kanaf.actors.tables import seal_of
from kanaf.foundation import clock
from tests.actors import support
from tests.support import as_actor

pytestmark = pytest.mark.django_db


def url(name: str, *args: object) -> str:
    with translation.override("fr"):
        return reverse(f"actors:{name}", args=args)


def now_actor(account: Account) -> Actor:
    return actor_of(account.pk, clock.now())


def editor() -> Account:
    return support.member(role=Role.DIRECTORY_EDITOR)


def propose(author: Account, target: Service | Organisation, kind: str = DraftTarget.SERVICE, **values: object):
    with as_actor(author):
        return services.propose_change(
            actor=now_actor(author),
            target_type=kind,
            target_id=target.pk,
            values=values,
            note="J’ai téléphoné.",
            at=clock.now(),
        )


def approve(decider: Account, draft: DirectoryDraft, *, renamed: bool = False) -> DirectoryDraft:
    with as_actor(decider):
        return services.approve_change(actor=now_actor(decider), draft=draft, at=clock.now(), renamed=renamed)


def test_nothing_changes_before_a_second_person_approves() -> None:
    service, author = support.service("Écoute (fictif)"), support.member()
    before = values_of(DraftTarget.SERVICE, service)
    draft = propose(
        author,
        service,
        **{**before, "maximum_age": 17, "languages": ["ar", "rif"], "name_ar": "استماع", "public_phone": "2511"},
    )
    assert set(draft.changes) == {"maximum_age", "languages", "name_ar", "public_phone"}
    assert values_of(DraftTarget.SERVICE, Service.objects.get()) == before
    approve(editor(), draft)
    after = values_of(DraftTarget.SERVICE, Service.objects.get())
    assert after == {
        **before,
        "maximum_age": 17,
        "languages": ["ar", "rif"],
        "name_ar": "استماع",
        "public_phone": "2511",
    }


def test_an_author_never_decides_and_a_decision_is_taken_once() -> None:
    service, author = support.service(), editor()
    draft = propose(author, service, maximum_age=12)
    strangers = [
        author,  # the author, though an editor
        support.member(),  # somebody who edits nothing
        support.member(role=Role.SYSTEM_ADMINISTRATOR),  # manages accounts, not the directory
        support.member(role=Role.DIRECTORY_EDITOR, is_active=False),  # a closed account
    ]
    for stranger in strangers:
        with pytest.raises((PermissionDenied, DirectoryDraft.DoesNotExist)):
            approve(stranger, draft)
    approve(editor(), draft)
    with pytest.raises(services.DraftAlreadyDecided):
        approve(editor(), draft)


def test_a_draft_about_an_entry_that_changed_since_is_not_approved() -> None:
    service = support.service(maximum_age=10)
    first, second = propose(support.member(), service, maximum_age=12), None
    second = propose(support.member(), service, maximum_age=15)
    approve(editor(), second)
    with pytest.raises(services.StaleDraft):
        approve(editor(), first)
    assert Service.objects.get().maximum_age == 15


def test_a_proposal_that_changes_nothing_is_not_kept() -> None:
    service = support.service(maximum_age=10)
    with pytest.raises(services.NothingChanged):
        propose(support.member(), service, maximum_age=10)


def test_a_new_service_appears_once_approved() -> None:
    organisation = support.organisation()
    draft = propose(
        support.member(), organisation, DraftTarget.NEW_SERVICE, name_fr="Avocat (fictif)", categories=["legal"]
    )
    assert not Service.objects.exists()
    approve(editor(), draft)
    made = Service.objects.get()
    assert (made.name, made.organisation, made.categories) == ("Avocat (fictif)", organisation, ["legal"])


def test_a_renamed_organisation_keeps_its_former_name_and_a_correction_does_not() -> None:
    ministry = support.organisation("Ministère de la Justice et des Libertés")
    approve(
        editor(),
        propose(support.member(), ministry, DraftTarget.ORGANISATION, name_fr="Ministère de la Justice"),
        renamed=True,
    )
    assert {(n.name, n.valid_to is None) for n in ministry.names.all()} == {
        ("Ministère de la Justice et des Libertés", False),
        ("Ministère de la Justice", True),
    }
    approve(editor(), propose(support.member(), ministry, DraftTarget.ORGANISATION, name_fr="Ministère"))
    assert ministry.names.count() == 2
    assert Organisation.objects.get(pk=ministry.pk).name == "Ministère"


def test_the_database_shows_a_draft_to_its_author_and_to_editors_only() -> None:
    author = support.member()
    draft = propose(author, support.service(), maximum_age=12)
    for reader, seen in [(author, 1), (editor(), 1), (support.member(), 0), (None, 0)]:
        with as_actor(reader):
            assert DirectoryDraft.objects.count() == seen
    with as_actor(author), pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO actors_directorydraft (id, target_type, target_id, changes, note, author_id,"
            " proposed_at, status, reason) VALUES (%s, 'service', %s, '{}', '', %s, now(), 'proposed', '')",
            [uuid4(), uuid4(), support.account().pk],
        )
    with as_actor(author):
        assert DirectoryDraft.objects.filter(pk=draft.pk).update(note="!") == 0


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    people=st.lists(st.tuples(st.sampled_from([None, *Role]), st.booleans()), min_size=2, max_size=4),
    authors=st.lists(st.integers(0, 3), min_size=1, max_size=4),
)
def test_the_rule_its_twin_and_the_database_agree_on_who_reads_a_draft(
    people: list[tuple[Role | None, bool]], authors: list[int]
) -> None:
    with transaction.atomic():
        made = [
            support.account(is_active=active) if role is None else support.member(role=role, is_active=active)
            for role, active in people
        ]
        drafts = [
            DirectoryDraft.objects.create(
                target_type="service",
                target_id=uuid4(),
                changes={},
                author=made[number % len(made)],
                proposed_at=clock.now(),
            )
            for number in authors
        ]
        for person in made:
            actor = now_actor(person)
            ruled = {draft for draft in drafts if policies.can_read_draft(actor, draft)}
            assert set(DirectoryDraft.objects.readable_by(actor)) == ruled
            with as_actor(person):
                reached = set(DirectoryDraft.objects.all())
            assert reached >= ruled
            if actor.is_professional:
                assert reached == ruled
        transaction.set_rollback(True)


def test_a_proposal_is_written_read_and_decided_on_the_pages(client: Client) -> None:
    service, author, decider = support.service("Écoute (fictif)"), support.member(), editor()
    client.force_login(author)
    page = client.get(url("propose_change", "services", service.slug))
    assert page.status_code == 200
    answers = {
        "name_fr": "Écoute et conseil (fictif)",
        "categories": ["legal", "social"],
        "cost": "free",
        "status": "active",
        "minimum_age": "9",
        "maximum_age": "3",
        "version": seal_of(values_of(DraftTarget.SERVICE, service)),
    }
    assert client.post(url("propose_change", "services", service.slug), answers).status_code == 422
    sent = client.post(url("propose_change", "services", service.slug), {**answers, "maximum_age": "17"})
    draft = DirectoryDraft.objects.get()
    assert sent.headers["Location"] == url("show_draft", draft.pk)
    assert client.post(url("approve_change", draft.pk)).status_code == 404
    client.force_login(decider)
    assert "Écoute et conseil" in client.get(url("show_draft", draft.pk)).content.decode()
    assert client.post(url("refuse_change", draft.pk), {"reason": ""}).status_code == 422
    client.post(url("approve_change", draft.pk))
    draft.refresh_from_db()
    service.refresh_from_db()
    assert (draft.status, service.name) == (DraftStatus.APPROVED, "Écoute et conseil (fictif)")
    client.force_login(support.member())
    assert client.get(url("show_draft", draft.pk)).status_code == 404


def test_a_refusal_says_why(client: Client) -> None:
    author, decider = support.member(), editor()
    draft = propose(author, support.service(), maximum_age=12)
    client.force_login(decider)
    client.post(url("refuse_change", draft.pk), {"reason": "Ils reçoivent jusqu’à 18 ans."})
    client.force_login(author)
    assert "Ils reçoivent jusqu’à 18 ans." in client.get(url("show_draft", draft.pk)).content.decode()


def test_a_service_is_verified_by_its_desk_or_an_editor(client: Client) -> None:
    desk = support.desk()
    service = support.service(desk=desk)
    for person, status in [
        (support.member(desk), 302),
        (editor(), 302),
        (support.member(), 404),  # works elsewhere
        (support.account(), 404),  # works nowhere
    ]:
        Service.objects.update(last_verified_on=None, verified_by=None)
        client.force_login(person)
        assert client.post(url("verify_service", service.slug)).status_code == status
        assert (Service.objects.get().verified_by_id == person.pk) is (status == 302)
