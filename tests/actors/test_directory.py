"""The public directory: search in two scripts, filters, map, paper, and what it never shows."""

import itertools
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from kanaf.actors import access, policies
from kanaf.actors.access import Wish, location_for
from kanaf.actors.actor import ANONYMOUS
from kanaf.actors.enums import Audience, ServiceStatus
from kanaf.actors.models import Accessibility, Phone, Service, ServiceLanguage
from tests.actors import support

pytestmark = pytest.mark.django_db
SECRET = "SECRETPLACE"


def url(name: str, *args: object) -> str:
    with translation.override("fr"):
        return reverse(f"actors:{name}", args=args)


def found(words: str = "", **wish: object) -> set[str]:
    return {service.name for service in access.list_services(ANONYMOUS, Wish(words=words, **wish))}


@pytest.mark.parametrize(
    "words",
    [
        "écoute",
        "ECOUTE",
        "écouter",
        "enfants",
        "écou",
        "استماع",
        "الاستماع",
        "للأطفال",
        "الأطفال",
        "Tanger",
        "طنجة",
        "nour",
    ],
)
def test_a_service_is_found_in_both_scripts_by_stem_beginning_place_and_organisation(words: str) -> None:
    support.service("Écoute des enfants (fictif)", name_ar="مركز الاستماع للأطفال")
    support.service("Avocat (fictif)", organisation=support.organisation("Zohour (fictif)"), site=None)
    assert found(words) == {"Écoute des enfants (fictif)"}


def test_a_misspelt_word_finds_what_resembles_it() -> None:
    support.service("Accompagnement psychologique (fictif)")
    support.service("Avocat (fictif)", site=None)
    assert found("psicologique") == {"Accompagnement psychologique (fictif)"}


def test_words_that_mean_nothing_to_a_search_break_nothing() -> None:
    support.service()
    for words in ["'", "a & | !", "<script>", ":*", "de la", "\\", "٪", "(("]:
        found(words)


def test_the_words_follow_every_change_of_what_they_came_from() -> None:
    service = support.service("Écoute (fictif)")
    service.names.update(name="Médiation (fictif)")
    Service.objects.filter(pk=service.pk).update(name="Médiation (fictif)")
    service.organisation.names.update(name="Tawasol (fictif)")
    assert found("médiation")
    assert found("tawasol")
    assert not found("écoute")
    service.locations.all().delete()
    assert not found("Tanger")
    service.delete()


def test_each_filter_keeps_what_it_says() -> None:
    kept = support.service("Gardé (fictif)", categories=["legal"], minimum_age=6, maximum_age=17, cost="paid")
    ServiceLanguage.objects.create(service=kept, code="rif")
    Accessibility.objects.create(service=kept, kind="step_free")
    elsewhere = support.site(place=support.place("04.441.01.0"))
    support.service("Autre (fictif)", site=elsewhere, categories=["medical"], maximum_age=5)
    for wish in [
        {"category": "legal"},
        {"age": 17},
        {"cost": "paid"},
        {"language": "rif"},
        {"accessibility": "step_free"},
        {"place": support.place("01.511")},
        {"place": support.place("01")},
    ]:
        assert found(**wish) == {"Gardé (fictif)"}, wish
    assert found(age=5) == {"Autre (fictif)"}
    assert found(place=support.place("07")) == set()


def shelters() -> list[Service]:
    """Three ways to be a shelter: the service, its site, its desk."""
    hidden = support.organisation()
    at_shelter = support.site(organisation=hidden, name=SECRET, address_1=SECRET, is_shelter=True)
    return [
        support.service(f"{SECRET} 1", is_shelter=True),
        support.service(f"{SECRET} 2", organisation=hidden, site=at_shelter),
        support.service(f"{SECRET} 3", desk=support.desk(is_shelter=True)),
    ]


def test_a_shelter_never_appears_in_any_public_answer(client: Client) -> None:
    hidden = shelters()
    support.service("Écoute (fictif)")
    for address in [
        url("list_services"),
        url("list_services") + f"?q={SECRET}",
        url("list_services") + "?view=map",
        url("print_services"),
        url("print_services") + "?category=shelter",
    ]:
        body = client.get(address).content.decode()
        assert SECRET not in body.replace(f'value="{SECRET}"', "").replace(f"?q={SECRET}", ""), address
    for service in hidden:
        assert client.get(url("show_service", service.slug)).status_code == 404


def test_a_map_counts_no_shelter_even_for_professionals() -> None:
    shelters()
    support.service("Écoute (fictif)")
    actor = access.actor_of(support.member().pk, support.AT)
    assert access.services_by_province(actor, Wish()) == {support.place("01.511").pk: 2}


def test_a_professional_sees_a_shelter_but_not_its_address(client: Client) -> None:
    _by_service, at_site, _by_desk = shelters()
    client.force_login(support.member())
    page = client.get(url("show_service", at_site.slug))
    assert page.status_code == 200
    assert b"SECRETPLACE 2" in page.content
    assert f"{SECRET}, ".encode() not in page.content


def test_a_place_is_told_with_the_precision_of_its_audience() -> None:
    open_site = support.site(
        place=support.place("01.511.01.03"),
        address_1="1 rue Atlas",
        latitude=Decimal("35.7"),
        longitude=Decimal("-5.8"),
        transportation="Deuxième porte",
    )
    shelter = support.site(address_1="2 rue Atlas", is_shelter=True)
    said = {audience: location_for(open_site, audience) for audience in Audience}
    assert said[Audience.PUBLIC].place == support.tanger()
    assert (said[Audience.PUBLIC].address, said[Audience.PUBLIC].point) == ((), None)
    assert said[Audience.PROFESSIONALS].address == ("1 rue Atlas",)
    assert (said[Audience.PROFESSIONALS].point, said[Audience.PROFESSIONALS].directions) == (None, "")
    assert said[Audience.REFERRAL].point == (Decimal("35.7"), Decimal("-5.8"))
    assert location_for(shelter, Audience.PUBLIC) is None
    assert location_for(shelter, Audience.PROFESSIONALS).address == ()
    assert location_for(shelter, Audience.REFERRAL).address == ("2 rue Atlas",)


def test_the_rule_of_what_is_public_and_its_sql_twin_agree() -> None:
    for status, is_shelter, at_shelter, by_shelter in itertools.product(
        ServiceStatus, [True, False], [True, False, None], [True, False, None]
    ):
        support.service(
            status=status,
            is_shelter=is_shelter,
            site=None if at_shelter is None else support.site(is_shelter=at_shelter),
            desk=None if by_shelter is None else support.desk(is_shelter=by_shelter),
        )
    for audience in Audience:
        assert set(Service.objects.visible_to(audience)) == {
            service for service in Service.objects.all() if policies.can_show_service(audience, service)
        }


def test_private_telephones_are_for_professionals(client: Client) -> None:
    service = support.service()
    Phone.objects.create(service=service, number="0600000001", is_public=False)
    Phone.objects.create(service=service, number="0500000002", is_public=True)
    page = client.get(url("show_service", service.slug)).content
    assert b"0500000002" in page
    assert b"0600000001" not in page
    client.force_login(support.member())
    assert b"0600000001" in client.get(url("show_service", service.slug)).content


@pytest.mark.parametrize("signed_in", [False, True])
def test_the_directory_asks_few_questions_of_the_database(client: Client, signed_in: bool) -> None:
    for number in range(30):
        service = support.service(f"Service {number} (fictif)", last_verified_on=support.AT.date())
        Phone.objects.create(service=service, number="0500000000", is_public=True)
        ServiceLanguage.objects.create(service=service, code="fr")
    if signed_in:
        client.force_login(support.member())
    for address in [
        url("list_services") + "?q=service&place=01.511&age=9&language=fr",
        url("list_services") + "?view=map",
        url("print_services"),
        url("show_service", service.slug),
    ]:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counted = [q for q in queries.captured_queries if is_counted(q["sql"])]
        assert len(counted) <= 15, "\n".join([address, *(q["sql"][:160] for q in counted)])


SESSION = ("set_config", "SAVEPOINT", "_session", "ephemeralkey", "opensession", "account_emailaddress")


def is_counted(sql: str) -> bool:
    """Statements of the page itself: those of the session and of the transaction are counted apart."""
    return not any(mark in sql for mark in SESSION)


def test_answers_that_make_no_sense_count_as_none(client: Client) -> None:
    support.service("Écoute (fictif)")
    for question in ["age=abc", "place=99", "category=x&cost=y", "page=zz", "q=%00", "age=-1", "q=" + "x" * 999]:
        page = client.get(url("list_services") + f"?{question}")
        assert page.status_code == 200, question
    assert "Écoute (fictif)" in client.get(url("list_services") + "?age=abc").content.decode()


def test_the_desk_in_charge_is_the_nearest_then_the_first() -> None:
    tanger, region = support.tanger(), support.place("01")
    wide, second, first = (support.desk(takes_reports=True) for _number in range(3))
    wide.covers.add(region)
    second.covers.add(tanger, through_defaults={"priority": 2})
    first.covers.add(tanger, through_defaults={"priority": 1})
    support.desk(takes_reports=False).covers.add(support.place("01.511.01.03"))  # takes no report
    support.desk(takes_reports=True, is_active=False).covers.add(tanger, through_defaults={"priority": 0})
    assert access.desk_in_charge(support.place("01.511.01.03")) == first
    assert access.desk_in_charge(support.place("01.571")) == wide
    assert access.desk_in_charge(support.place("07.351")) is None
