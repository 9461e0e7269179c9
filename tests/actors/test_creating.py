"""New organisations, sites, desks and agreements, and the word that an entry was checked."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import translation

from kanaf.actors import access, services
from kanaf.actors.editing import empty_values
from kanaf.actors.enums import DraftTarget, Role
from kanaf.actors.models import Agreement, Commitment, Desk, Organisation, Site
from kanaf.foundation import clock
from tests.actors import support
from tests.support import as_actor

pytestmark = pytest.mark.django_db
NEW = {"name_fr": "Association Aurore (fictif)", "name_ar": "جمعية الفجر", "kind": "association", "status": "active"}


def url(name: str, *args: object) -> str:
    with translation.override("fr"):
        return reverse(f"actors:{name}", args=args)


def test_an_editor_adds_an_organisation_and_its_site(client: Client, journal_kinds: Callable[[], list[str]]) -> None:
    support.tanger()
    client.force_login(support.member(role=Role.DIRECTORY_EDITOR))
    assert client.post(url("add_organisation"), {}).status_code == 422
    sent = client.post(url("add_organisation"), {**NEW, "place": "Tanger"})
    made = Organisation.objects.get(name="Association Aurore (fictif)")
    assert sent.headers["Location"] == url("show_organisation", made.slug)
    assert made.place == support.tanger()
    assert {row.language for row in made.names.all()} == {"fr", "ar"}
    site = {"name_fr": "Siège", "place": "Tanger", "address_1": "1, rue du Test", "latitude": "35.77"}
    assert client.post(url("add_site", made.slug), site).status_code == 422, "one coordinate without the other"
    assert client.post(url("add_site", made.slug), {**site, "longitude": "-5.8"}).status_code == 302
    assert Site.objects.get().organisation == made
    assert journal_kinds()[-2:] == ["actors.organisation_added", "actors.site_added"]
    found = client.get(url("list_organisations"), {"q": "aurore"}).content.decode()
    assert made.slug in found
    assert made.slug not in client.get(url("list_organisations"), {"q": "rien"}).content.decode()


def test_the_administrator_opens_a_desk_that_answers_for_its_places(client: Client) -> None:
    organisation, tanger = support.organisation(), support.tanger()
    client.force_login(support.member(role=Role.SYSTEM_ADMINISTRATOR))
    desk = {"name": "Cellule (fictif)", "kind": "upe", "takes_reports": "on", "places": "Tanger\n", "priority": "1"}
    assert client.post(url("open_desk", organisation.slug), desk).status_code == 422, "no prefix for its codes"
    assert client.post(url("open_desk", organisation.slug), {**desk, "places": "Atlantide"}).status_code == 422
    sent = client.post(url("open_desk", organisation.slug), {**desk, "code_prefix": "CEL"})
    made = Desk.objects.get(prefix="CEL")
    assert sent.headers["Location"] == url("list_members", made.slug)
    assert access.desk_in_charge(tanger) == made


def test_nobody_else_writes_in_the_directory_at_once(client: Client) -> None:
    organisation = support.organisation()
    for person, statuses in [
        (support.member(role=Role.DIRECTORY_EDITOR), (200, 200, 404, 200)),
        (support.member(role=Role.SYSTEM_ADMINISTRATOR), (200, 200, 200, 404)),
        (support.member(support.desk(organisation=organisation)), (404, 404, 404, 404)),  # works there
        (support.member(role=Role.DESK_COORDINATOR), (404, 404, 404, 404)),  # manages another desk
        (support.account(), (404, 404, 404, 404)),  # works nowhere
    ]:
        client.force_login(person)
        pages = [url("add_organisation")]
        pages += [url(name, organisation.slug) for name in ("add_site", "open_desk", "record_agreement")]
        assert tuple(client.get(page).status_code for page in pages) == statuses
    stranger = support.member()
    with as_actor(stranger):
        actor = access.actor_of(stranger.pk, clock.now())
        values = empty_values(DraftTarget.ORGANISATION) | NEW
        with pytest.raises(PermissionDenied):
            services.add_organisation(actor=actor, values=values, at=clock.now())
        with pytest.raises(PermissionDenied):
            services.add_site(actor=actor, organisation=organisation, values={}, at=clock.now())
        with pytest.raises(PermissionDenied):
            services.open_desk(
                actor=actor, organisation=organisation, values={}, prefix="", places=[], priority=1, at=clock.now()
            )


def test_an_agreement_is_recorded_with_its_parties_and_promises(client: Client) -> None:
    ours, theirs = support.organisation(), support.organisation("Hôpital Amal (fictif)")
    client.force_login(support.member(role=Role.DIRECTORY_EDITOR))
    told = {
        "title": "Convention d’accueil", "status": "signed", "others": "hôpital amal (fictif)",
        "text_1": "Recevoir sous 48 h", "who_1": "them", "due_1_day": "1", "due_1_month": "3", "due_1_year": "2027",
        "text_2": "Accompagner l’enfant", "who_2": "us",
    }  # fmt: skip
    address = url("record_agreement", ours.slug)
    assert client.post(address, told).status_code == 422, "signed, without a day"
    told |= {"signed_on_day": "2", "signed_on_month": "2", "signed_on_year": "2026"}
    assert client.post(address, {**told, "others": "Personne"}).status_code == 422
    assert client.post(address, {**told, "others": ours.name}).status_code == 422, "nobody signs alone"
    assert client.post(address, told).status_code == 302
    agreement = Agreement.objects.get()
    assert set(agreement.parties.all()) == {ours, theirs}
    assert {(one.organisation, one.text) for one in Commitment.objects.all()} == {
        (theirs, "Recevoir sous 48 h"), (ours, "Accompagner l’enfant"),
    }  # fmt: skip
    details = client.get(url("show_details", "agreements", agreement.pk)).content.decode()
    assert "Recevoir sous 48 h" in details


def test_an_organisation_is_verified_by_its_people_or_an_editor(client: Client) -> None:
    desk = support.desk()
    organisation = desk.organisation
    for person, status in [
        (support.member(desk), 302),
        (support.member(role=Role.DIRECTORY_EDITOR), 302),
        (support.member(), 404),  # works elsewhere
        (support.member(role=Role.SYSTEM_ADMINISTRATOR), 404),  # opens desks, checks no fact
        (support.account(), 404),  # works nowhere
    ]:
        Organisation.objects.update(last_verified_on=None, verified_by=None)
        client.force_login(person)
        assert client.post(url("verify_organisation", organisation.slug)).status_code == status
        organisation.refresh_from_db()
        assert (organisation.verified_by_id == person.pk) is (status == 302)
