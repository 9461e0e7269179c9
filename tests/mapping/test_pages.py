"""The pages: who is answered, what they show, and that no word of a file ever comes there."""

import re
from datetime import time

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from kanaf.actors.enums import OrganisationKind, Role, ServiceCategory
from kanaf.actors.models import Agreement, AgreementParty
from kanaf.foundation import clock
from kanaf.mapping.enums import CampaignStatus, WorkshopKind
from kanaf.mapping.models import Interview, Prospect, Validation, Workshop
from kanaf.territory.models import PlaceCensus
from tests import world
from tests.mapping.arranging import HURTS, Ground, make_service
from tests.mapping.test_counts import Between

pytestmark = pytest.mark.django_db
NAME = "Zoubaida Planteuse"


def browser(account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def there(name, *args, language="fr") -> str:
    with translation.override(language):
        return reverse(f"mapping:{name}", args=args)


@pytest.fixture
def ground(db):
    made = Ground()
    made.meet(mandate="Soigner les enfants (fictif)")
    return made


def once(page: str) -> dict[str, str]:
    """The hidden fields of the form of a page."""
    return dict(re.findall(r'<input type="hidden" name="(_once|version|digest)" value="([^"]*)"', page))


def test_pages_are_for_those_of_the_territory(ground):
    one = ground.campaign.id
    inside = [ground.leader, ground.member, ground.judge, ground.editor]
    outside = [ground.colleague, ground.far, ground.doctor]
    for path in (
        there("show", one),
        there("actor", one, ground.prospect.pk),
        there("roles", one),
        there("services", one),
    ):
        assert [browser(who).get(path).status_code for who in inside] == [200] * 4, path
        assert [browser(who).get(path).status_code for who in outside] == [404] * 3, path
        assert Client().get(path).status_code == 302
    for path in (there("add_actor", one), there("interview", one, ground.prospect.pk), there("hold", one)):
        assert [browser(who).get(path).status_code for who in inside] == [200, 200, 404, 404], path
    for path in (there("change", one), there("join_team", one)):
        assert [browser(who).get(path).status_code for who in inside] == [200, 404, 404, 404], path


def test_what_hurts_is_read_by_those_who_asked(ground):
    path = there("actor", ground.campaign.id, ground.prospect.pk)
    for who, may in ((ground.leader, True), (ground.member, True), (ground.editor, True), (ground.judge, False)):
        assert (HURTS in browser(who).get(path).content.decode()) == may, who.name


def test_an_interview_goes_through_its_form_and_its_stale_version_shows_both(ground):
    client = browser(ground.member)
    path = there("interview", ground.campaign.id, ground.prospect.pk)
    page = client.get(path).content.decode()
    assert 'data-draft-url="' in page
    assert "Soigner les enfants" in page, "the last version is taken up again"
    typed = {
        **once(page), "met_on_day": "3", "met_on_month": "11", "met_on_year": "2026", "spoke_with": "M. K. (fictif)",
        "mandate": "Accueillir (fictif)", "s1_service": "new", "s1_name": "", "s1_category": "",
    }  # fmt: skip
    refused = client.post(path, typed)
    assert refused.status_code == 422
    assert "Accueillir (fictif)" in refused.content.decode()
    typed |= {
        **once(refused.content.decode()),
        "s1_name": "Accueil (fictif)",
        "s1_category": "social",
        "s1_opens": "08:30",
        "s1_closes": "17:00",
    }
    assert client.post(path, typed).status_code == 302
    assert Interview.objects.filter(prospect=ground.prospect).count() == 2
    again = client.post(path, {**typed, "_once": "d0b9e3a2-0000-4000-8000-000000000001"})
    assert again.status_code == 409
    shown = client.get(there("actor", ground.campaign.id, ground.prospect.pk)).content.decode()
    assert "Accueil (fictif)" in shown
    assert "08:30" in shown


def test_a_campaign_from_its_opening_to_its_workshops(ground):
    client = browser(ground.leader)
    page = client.get(there("open")).content.decode()
    days = {
        f"{name}_{box}": value
        for name in ("first_day", "last_day")
        for box, value in (("day", "1"), ("month", "12"), ("year", "2026"))
    }
    told = {
        **once(page),
        "desk": str(ground.desk.pk),
        "place": str(ground.place.pk),
        "title_fr": "Deuxième (fictif)",
        **days,
    }
    answer = client.post(there("open"), told)
    assert answer.status_code == 302
    one = answer.url.rstrip("/").rsplit("/", 1)[1]
    add = there("add_actor", one) + "?need=shelter&place=01.511.01.0&why=Manque"
    page = client.get(add).content.decode()
    assert "Manque" in page
    told = {
        **once(page),
        "name": "Association Nour (fictif)",
        "kind": "association",
        "need": "shelter",
        "why": "Manque",
    }
    assert client.post(add, told).status_code == 302
    prospect = Prospect.objects.get(campaign=one)
    assert (prospect.need, prospect.place.code) == ("shelter", "01.511.01.0")
    page = client.get(there("change_actor", one, prospect.pk)).content.decode()
    told = {**once(page), "status": "contacted", "organisation": str(ground.hospital.organisation_id)}
    assert client.post(there("change_actor", one, prospect.pk), told).status_code == 302
    held = {
        **once(client.get(there("hold", one)).content.decode()),
        "kind": "roles",
        "held_on_day": "2",
        "held_on_month": "12",
    }
    held |= {"held_on_year": "2026", f"came_{prospect.pk}": "Mme A. (fictif)"}
    assert client.post(there("hold", one), held).status_code == 302
    workshop = Workshop.objects.get(campaign=one)
    say = there("say", one, workshop.pk, prospect.pk)
    told = {**once(client.get(say).content.decode()), f"{prospect.pk}_1": "leads", f"{prospect.pk}_2": "does"}
    assert client.post(say, told).status_code == 302
    told = {**once(client.get(there("agree", one, workshop.pk)).content.decode()), f"{prospect.pk}_1": "told"}
    assert client.post(there("agree", one, workshop.pk), told).status_code == 302
    roles = client.get(there("roles", one)).content.decode()
    assert "est informé" in roles
    assert "Mme A. (fictif)" in client.get(there("workshop", one, workshop.pk)).content.decode()


def test_a_service_is_confirmed_by_its_people_and_leaves_on_paper(ground):
    ground.to(CampaignStatus.WORKSHOPS)
    doctor = browser(ground.doctor)
    assert "Soins (fictif)" in doctor.get(there("asked")).content.decode()
    path = there("answer", ground.campaign.id, ground.service.pk)
    page = doctor.get(path).content.decode()
    assert 'name="spoke"' not in page
    assert browser(ground.colleague).get(path).status_code == 404
    assert doctor.post(path, {**once(page), "verdict": "confirmed"}).status_code == 302
    assert Validation.objects.get().is_own
    shown = browser(ground.judge).get(there("services", ground.campaign.id)).content.decode()
    assert "confirmé" in shown
    for language in ("fr", "ar"):
        sheet = browser(ground.judge).get(there("services_paper", ground.campaign.id, language))
        assert sheet.content.startswith(b"%PDF-")
        from io import BytesIO

        with pikepdf.open(BytesIO(sheet.content)) as pdf:
            assert pdf.Root.MarkInfo.Marked
            assert str(pdf.Root.Lang).startswith(language)
    assert browser(ground.judge).get(there("services_paper", ground.campaign.id, "en")).status_code == 404


def test_an_editor_carries_what_was_said_in_the_room(ground):
    ground.hold(WorkshopKind.SERVICES)
    path = there("answer", ground.campaign.id, ground.service.pk)
    member = browser(ground.member)
    page = member.get(path).content.decode()
    assert member.post(path, {**once(page), "verdict": "confirmed", "spoke": "Dr B. (fictif)"}).status_code == 302
    validation = Validation.objects.get()
    assert validation.workshop is not None
    carry = there("carry", ground.campaign.id, validation.pk)
    assert member.post(carry).status_code == 404
    assert browser(ground.editor).post(carry).status_code == 302
    ground.service.refresh_from_db()
    assert ground.service.verified_by_id == ground.editor.id


def count_children(ground, *, each: int = 1000) -> None:
    for begin, end in ((0, 4), (5, 9), (10, 14), (15, 19)):
        for place in (ground.place, ground.place.parent):
            PlaceCensus.objects.create(
                place=place, year=2024, sex="female", age_from=begin, age_to=end, population=each
            )


def test_the_gap_map_says_the_widest_gaps_first_and_leads_to_somebody(ground):
    count_children(ground)
    make_service(
        ground.upe,
        category=ServiceCategory.SHELTER,
        hours=[(["MO", "TU", "WE", "TH", "FR", "SA", "SU"], time(0), time(23, 59))],
    )
    page = browser(ground.judge).get(there("gaps") + "?place=01.511.01.0&need=shelter&hours=night").content.decode()
    assert "Hébergement d’urgence" in page
    assert re.search(r'heat__cell--whole"><title>Hébergement d’urgence · Nuit', page)
    assert re.search(r'heat__cell--none"><title>Aide juridique · Nuit', page)
    children = [int(re.sub(r"\D", "", n)) for n in re.findall(r'<b class="num">([^<]*) enfants?</b>', page)]
    assert children
    assert children == sorted(children, reverse=True)
    link = re.search(r'href="(/fr/mapping/gaps/fill/\?need=legal[^"]*)"', page).group(1).replace("&amp;", "&")
    fill = browser(ground.leader).get(link).content.decode()
    assert "Cartographie (fictif)" in fill
    assert f"/mapping/{ground.campaign.id}/actors/add/" in fill
    assert browser(ground.colleague).get(link).status_code == 404
    assert browser(ground.judge).get(there("fill_gap")).status_code == 404


def test_a_shelter_never_leaves_its_commune(ground):
    make_service(ground.upe, category=ServiceCategory.SHELTER, is_shelter=True, name="REFUGECACHE (fictif)")
    page = browser(ground.judge).get(there("gaps") + "?place=01.511").content.decode()
    assert "REFUGECACHE" not in page


def test_the_network_says_what_differs_and_hides_what_is_small(ground):
    between = Between()
    between.refer(3)
    reader = world.make_worker(ground.desk, Role.COMMITTEE_SECRETARY)
    agreement = Agreement.objects.create(title="Convention (fictif)", status="signed", signed_on=clock.now().date())
    for organisation in (ground.hospital.organisation, ground.upe.organisation):
        AgreementParty.objects.create(agreement=agreement, organisation=organisation)
    from tests.mapping.test_counts import LAST

    address = there("network") + f"?place=01.511&period={LAST.code}"
    page = browser(reader).get(address).content.decode()
    assert "moins de 5" in page
    assert "aucune convention ne les lie" in page
    assert "aucune orientation n’est allée" in page
    assert f"{between.unit.name} oriente vers {between.hospital.name}" in re.sub("<[^>]*>", "", page)
    assert browser(ground.colleague).get(address).status_code == 404
    arabic = browser(reader).get(address.replace("/fr/", "/ar/")).content.decode()
    assert 'direction="rtl"' in arabic


def test_no_word_of_a_file_ever_comes_to_the_mapping(ground):
    between = Between()
    code = between.case.code
    between.refer(9)
    from kanaf.referrals.models import Referral

    for one in Referral.objects.all():
        one.message = NAME
        one.save(update_fields=["message"])
    supervisor = browser(between.supervisor)
    for path in (
        there("network"),
        there("gaps"),
        there("list"),
        there("show", ground.campaign.id),
        there("services", ground.campaign.id),
    ):
        page = supervisor.get(path + "?place=01.511")
        assert page.status_code == 200, path
        assert NAME not in page.content.decode()
        assert code not in page.content.decode()


def test_the_least_count_is_set_on_a_page(ground):
    officer = browser(world.make_worker(ground.upe, Role.PRIVACY_OFFICER))
    page = officer.get(there("set_least")).content.decode()
    told = {
        **once(page),
        "least": "8",
        "since_day": "1",
        "since_month": "1",
        "since_year": "2027",
        "source": "Décision (fictif)",
    }
    assert officer.post(there("set_least"), told).status_code == 302
    assert browser(ground.leader).get(there("set_least")).status_code == 404


def test_an_actor_that_is_new_is_on_the_list_too(ground):
    new = ground.add(None, OrganisationKind.MEDIA, "Radio du Détroit (fictif)")
    page = browser(ground.leader).get(there("show", ground.campaign.id)).content.decode()
    assert "Radio du Détroit (fictif)" in page
    assert browser(ground.leader).get(there("propose", ground.campaign.id, new.pk)).status_code == 404
