"""What an entry keeps in rows: each line is proposed, read by a second person, and only then published."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import translation

from kanaf.actors import access, policies, services
from kanaf.actors.actor import Actor
from kanaf.actors.editing import FIELDS
from kanaf.actors.enums import DraftStatus, DraftTarget, Role
from kanaf.actors.models import (
    Account,
    CostOption,
    DeskArea,
    DirectoryDraft,
    Phone,
    Schedule,
    Service,
    ServiceCapacity,
    ServiceName,
)
from kanaf.actors.tables import TABLES
from kanaf.foundation import clock
from tests.actors import support
from tests.support import as_actor

pytestmark = pytest.mark.django_db
HOURS = {"period": "ramadan", "byday": ["MO", "TU"], "opens_at": "09:00", "closes_at": "15:00"}


def url(name: str, *args: object) -> str:
    with translation.override("fr"):
        return reverse(f"actors:{name}", args=args)


def now_actor(account: Account) -> Actor:
    return access.actor_of(account.pk, clock.now())


def send(client: Client, address: str, **answers: Any) -> Any:
    """Open the form, then send it with the version it carried."""
    form = client.get(address).context["form"]
    return client.post(address, {"version": form.seen_version or "", **answers})


def propose(client: Client, author: Account, address: str, **answers: Any) -> DirectoryDraft:
    client.force_login(author)
    answer = send(client, address, **answers)
    assert answer.status_code == 302, answer.context["form"].errors
    return DirectoryDraft.objects.get(pk=answer.headers["Location"].strip("/").split("/")[-1])


def approve(client: Client, draft: DirectoryDraft) -> DirectoryDraft:
    client.force_login(support.member(role=Role.DIRECTORY_EDITOR))
    page = client.get(url("show_draft", draft.pk))
    assert page.status_code == 200
    client.post(url("approve_change", draft.pk))
    draft.refresh_from_db()
    return draft


def test_hours_are_added_once_a_second_person_agrees(client: Client) -> None:
    service, author = support.service(), support.member()
    draft = propose(client, author, url("add_row", "services", service.slug, "schedules"), **HOURS)
    assert not Schedule.objects.exists()
    assert approve(client, draft).status == DraftStatus.APPROVED
    hours = Schedule.objects.get()
    assert (hours.service, hours.period, hours.byday, hours.opens_at.hour) == (service, "ramadan", ["MO", "TU"], 9)
    page = client.get(url("show_details", "services", service.slug)).content.decode()
    assert "Pendant le ramadan" in page or "amadan" in page


@pytest.mark.parametrize(
    ("table", "answers"),
    [
        ("capacities", {"unit": "beds", "available": "3", "maximum": "8"}),
        ("cost_options", {"option": "Consultation", "amount": "50.00", "currency": "MAD"}),
        ("languages", {"code": "rif", "note": "le matin"}),
        ("accessibility", {"kind": "step_free"}),
        ("phones", {"number": "0539000000", "type": "voice", "is_public": "on"}),
        ("contacts", {"name": "Nadia (fictif)", "title": "Directrice"}),
        ("names", {"language": "en", "name": "Listening (fictif)"}),
    ],
)
def test_every_table_of_a_service_takes_a_new_row(client: Client, table: str, answers: dict[str, str]) -> None:
    service = support.service()
    if table == "capacities":
        answers |= {"updated_day": "23", "updated_month": "11", "updated_year": "2026"}
    draft = propose(client, support.member(), url("add_row", "services", service.slug, table), **answers)
    before = getattr(service, table).count()
    assert approve(client, draft).status == DraftStatus.APPROVED
    assert getattr(service, table).count() == before + 1
    assert Service.objects.get().version == service.version + 1


def test_a_row_is_corrected_and_removed_and_two_proposals_do_not_disturb_each_other(client: Client) -> None:
    service, author = support.service(), support.member()
    price = CostOption.objects.create(service=service, option="Consultation", amount=50)
    gone = Phone.objects.create(service=service, number="0500000000")
    edit, remove = (
        url("edit_row", "services", service.slug, "cost_options", price.pk),
        url("remove_row", "services", service.slug, "phones", gone.pk),
    )
    first = propose(client, author, edit, option="Consultation", amount="20", currency="MAD")
    assert first.changes == {
        f"cost_options/{price.pk}": [
            {"option": "Consultation", "amount": "50", "currency": "MAD", "amount_description": "",
             "valid_from": None, "valid_to": None},
            {"option": "Consultation", "amount": "20", "currency": "MAD", "amount_description": "",
             "valid_from": None, "valid_to": None},
        ]
    }  # fmt: skip
    second = propose(client, author, remove, note="Ce numéro ne répond plus.")
    assert approve(client, first).status == DraftStatus.APPROVED
    assert approve(client, second).status == DraftStatus.APPROVED
    assert CostOption.objects.get().amount == 20
    assert not Phone.objects.exists()


def test_a_line_that_changed_meanwhile_is_shown_beside_what_was_typed(client: Client) -> None:
    service = support.service()
    row = ServiceCapacity.objects.create(service=service, unit="beds", available=1, maximum=4, updated=date(2026, 1, 1))
    client.force_login(support.member())
    address = url("edit_row", "services", service.slug, "capacities", row.pk)
    seen = client.get(address).context["form"].seen_version
    answers = {"unit": "beds", "available": "2", "maximum": "4", "updated_day": "2", "updated_month": "1"}
    answers["updated_year"] = "2026"
    ServiceCapacity.objects.update(available=3)
    answer = client.post(address, {**answers, "version": seen})
    assert answer.status_code == 409
    assert client.post(address, answers).status_code == 409, "a form without a version is stale too"
    again = client.post(address, {**answers, "version": answer.context["version"]})
    assert again.status_code == 302
    remove = url("remove_row", "services", service.slug, "capacities", row.pk)
    assert client.post(remove, {"version": seen}).headers["Location"] == remove
    assert DirectoryDraft.objects.count() == 1


@pytest.mark.parametrize(
    ("table", "answers", "field"),
    [
        ("schedules", {**HOURS, "closes_at": ""}, "closes_at"),
        ("schedules", {**HOURS, "byday": []}, "byday"),
        ("capacities", {"unit": "beds", "available": "9", "maximum": "8"}, "maximum"),
        ("phones", {"number": "abc", "type": "voice"}, "number"),
        ("languages", {"code": "ar"}, "__all__"),  # spoken already
    ],
)
def test_answers_that_contradict_each_other_are_said_at_their_field(
    client: Client, table: str, answers: dict[str, Any], field: str
) -> None:
    service = support.service()
    service.languages.create(code="ar")
    client.force_login(support.member())
    answer = send(client, url("add_row", "services", service.slug, table), **answers)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not DirectoryDraft.objects.exists()


def test_two_proposals_of_one_language_cannot_both_be_published(client: Client) -> None:
    service = support.service()
    address = url("add_row", "services", service.slug, "names")
    drafts = [propose(client, support.member(), address, language="en", name=name) for name in ("One", "Two")]
    assert approve(client, drafts[0]).status == DraftStatus.APPROVED
    assert approve(client, drafts[1]).status == DraftStatus.PROPOSED
    assert ServiceName.objects.get(language="en").name == "One"


def test_a_desk_an_organisation_and_a_site_are_corrected_the_same_way(client: Client) -> None:
    site = support.site(name="Siège")
    desk = support.desk(organisation=site.organisation)
    support.tanger()
    area = propose(client, support.member(), url("add_row", "desks", desk.slug, "areas"), place="Tanger", priority="2")
    assert approve(client, area).status == DraftStatus.APPROVED
    assert DeskArea.objects.get().priority == 2
    number = {"number": "0539111111", "type": "voice"}
    phone = propose(client, support.member(), url("add_row", "sites", site.pk, "phones"), **number)
    approve(client, phone)
    assert Phone.objects.get().site == site
    organisation = site.organisation
    former = propose(
        client, support.member(), url("add_row", "organisations", organisation.slug, "names"),
        language="ar", name="جمعية نور",
    )  # fmt: skip
    approve(client, former)
    assert organisation.names.count() == 2
    moved = propose(
        client, support.member(), url("propose_change", "desks", desk.slug),
        name=desk.name, kind=desk.kind, place="Tanger", site=str(site.pk), phone_public="2511",
    )  # fmt: skip
    assert approve(client, moved).status == DraftStatus.APPROVED
    desk.refresh_from_db()
    assert (desk.site, desk.place, desk.phone_public) == (site, support.tanger(), "2511")


def test_the_address_of_a_shelter_is_corrected_by_its_own_people_and_the_editors_only(client: Client) -> None:
    shelter = support.site(is_shelter=True, address_1="12, rue secrète")
    desk = support.desk(organisation=shelter.organisation, site=shelter)
    address = url("show_details", "sites", shelter.pk)
    for person, status in [
        (support.member(desk), 200),
        (support.member(role=Role.DIRECTORY_EDITOR), 200),
        (support.member(), 404),  # works elsewhere
        (support.member(support.desk(organisation=shelter.organisation)), 404),  # same organisation, another desk
        (support.member(role=Role.SYSTEM_ADMINISTRATOR), 404),  # opens desks, reads no address
        (support.account(), 404),  # works nowhere
    ]:
        client.force_login(person)
        assert client.get(address).status_code == status
        assert policies.can_read_site(now_actor(person), shelter) is (status == 200)
    stranger = support.member()
    with as_actor(stranger), pytest.raises(PermissionDenied):
        services.propose_change(
            actor=now_actor(stranger), target_type=DraftTarget.SITE, target_id=shelter.pk,
            values={"postal_code": "90000"}, note="", at=clock.now(),
        )  # fmt: skip


def test_an_address_that_names_nothing_is_unknown() -> None:
    service, person = support.service(), support.member()
    actor = now_actor(person)
    for kind, slug in [("services", "nowhere"), ("nothing", service.slug), ("sites", "not-an-id")]:
        with pytest.raises(Http404):
            access.get_entry(actor, kind, slug)
    with pytest.raises(Http404):
        access.get_table(DraftTarget.SERVICE, "version")
    with pytest.raises(Http404):
        access.row_values(TABLES[DraftTarget.SERVICE]["phones"], service, UUID(int=0))


def test_every_field_that_is_typed_fits_its_column() -> None:
    """Longer words than the column holds must be refused by the form, not by the database."""
    for target_type, model in access.entries.MODELS.items():
        for field in FIELDS[target_type]:
            if field.kind == "line" and not field.language:
                assert field.most <= (model._meta.get_field(field.key).max_length or 2000), field
        for table in TABLES[target_type].values():
            rows = model._meta.get_field(table.key).related_model
            for column in table.columns:
                wide = rows._meta.get_field(column.key).max_length or 2000
                assert column.kind != "line" or column.most <= wide, (table.key, column.key)
