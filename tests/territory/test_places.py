"""Places of Morocco and of any other country."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Sum
from django.http import Http404
from django.utils import translation

from kanaf.journal.models import Entry
from kanaf.territory import access, gazetteer_csv, morocco, places
from kanaf.territory.enums import PlaceLevel
from kanaf.territory.gazetteer import apportion
from kanaf.territory.models import Place, PlaceCensus
from kanaf.territory.spelling import fold
from tests.territory.support import small_morocco

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def kingdom(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """All of Morocco, loaded once for the tests that ask for it, and taken away after them."""
    with django_db_blocker.unblock():
        places.load()
        yield
        for model in (PlaceCensus, places.FormerMembership):
            model.objects.all().delete()
        Place.objects.update(parent=None, also_within=None)
        Place.objects.all().delete()


def count(level: str) -> int:
    return Place.objects.filter(level=level, country="MA").count()


def test_the_whole_kingdom_is_there(kingdom: None) -> None:
    assert count(PlaceLevel.REGION) == 12
    assert count(PlaceLevel.PROVINCE) == 83
    assert Place.objects.filter(kind="prefecture_of_arrondissements").count() == 8
    assert count(PlaceLevel.CERCLE) == 213
    assert count(PlaceLevel.COMMUNE) == 1503
    assert count(PlaceLevel.ARRONDISSEMENT) == 41
    assert count(PlaceLevel.FORMER_REGION) == 16


def test_loading_twice_changes_nothing(kingdom: None) -> None:
    before = list(Place.objects.order_by("code").values_list())
    loaded = places.load()
    assert list(Place.objects.order_by("code").values_list()) == before
    assert loaded.places == len(before)
    assert PlaceCensus.objects.count() == loaded.census_rows


def test_every_place_but_regions_has_a_parent_of_a_higher_level(kingdom: None) -> None:
    order = list(PlaceLevel.values)
    for place in Place.objects.filter(country="MA").select_related("parent"):
        if place.level in {PlaceLevel.REGION, PlaceLevel.FORMER_REGION}:
            assert place.parent is None
        elif place.kind == "prefecture_of_arrondissements":
            assert place.parent is not None
            assert place.parent.code == "06.141"
        else:
            assert place.parent is not None
            assert order.index(place.parent.level) < order.index(place.level)
        assert place.lineage[-1] == place.pk


def test_names_stand_in_both_scripts(kingdom: None) -> None:
    assert not Place.objects.filter(name_ar="").exists()
    assert not Place.objects.filter(name_fr="").exists()


def test_provinces_carry_iso_codes_and_no_invented_p_code(kingdom: None) -> None:
    provinces = Place.objects.filter(level=PlaceLevel.PROVINCE)
    assert provinces.exclude(iso3166_2=None).count() == 75
    assert access.place_by_code("01.511").iso3166_2 == "MA-TNG"
    assert access.place_by_code("09.163").iso3166_2 == "MA-CHT"
    assert not Place.objects.exclude(pcode=None).exists()


def test_a_p_code_given_by_hand_outlives_a_load(kingdom: None) -> None:
    Place.objects.filter(code="01.511").update(pcode="MA001")
    places.load()
    assert access.place_by_code("01.511").pcode == "MA001"


def test_populations_add_up(kingdom: None) -> None:
    regions = Place.objects.filter(level=PlaceLevel.REGION)
    total = regions.aggregate(total=Sum("population"))["total"]
    assert total == 36_828_330
    for region in regions:
        below = Place.objects.filter(parent=region).aggregate(total=Sum("population"))["total"]
        assert below == region.population
    prefectures = Place.objects.filter(kind="prefecture_of_arrondissements")
    for prefecture in prefectures:
        inside = Place.objects.filter(also_within=prefecture).aggregate(total=Sum("population"))["total"]
        assert inside == prefecture.population


def test_the_census_bands_add_up_to_the_published_total(kingdom: None) -> None:
    tangier = access.place_by_code("01.511.01.0")
    assert access.population(tangier, sex="female") == 628_338
    assert access.population(tangier, sex="male") == 644_380
    assert access.population(tangier) == 1_272_718


def test_the_number_of_children_is_the_published_estimate(kingdom: None) -> None:
    assert access.population(access.place_by_code("01.511"), under=18) == pytest.approx(463_000, rel=0.01)
    assert access.population(access.place_by_code("04.441"), under=18) == pytest.approx(306_000, rel=0.01)
    children = sum(access.population(region, under=18) for region in access.regions())
    assert children == pytest.approx(11_470_000, rel=0.01)


def test_the_sixteen_former_regions_hold_each_province_once(kingdom: None) -> None:
    members = [m.code for former in access.former_regions() for m in access.members_of(former)]
    iso = Place.objects.exclude(iso3166_2=None).values_list("code", flat=True)
    assert sorted(members) == sorted(iso)
    old_rabat = access.place_by_code("1997-10")
    assert [m.code for m in access.members_of(old_rabat)] == ["04.291", "04.421", "04.441", "04.501"]
    assert "confirm" in old_rabat.source
    inside = Place.objects.within(old_rabat)
    assert access.place_by_code("04.441.01.09") in inside
    assert access.place_by_code("01.511") not in inside


def test_in_casablanca_an_arrondissement_lies_in_its_commune_and_in_its_prefecture(kingdom: None) -> None:
    moumen = access.place_by_code("06.141.01.53")
    assert [above.code for above in moumen.ancestors] == ["06", "06.141", "06.141.01.0", "06.141.01.50"]
    assert moumen in access.children_of(access.place_by_code("06.141.01.50"))
    assert moumen in access.places_within(access.place_by_code("06.141.01.0"), PlaceLevel.ARRONDISSEMENT)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Salé", "04.441"),
        ("sale", "04.441"),
        ("سلا", "04.441"),
        ("ســلا", "04.441"),
        ("tang", "01.511"),
        ("طنجة", "01.511"),
        ("طنجه", "01.511"),
        ("Tangier", "01.511"),
        ("mdiq", "01.573"),
        ("M’diq", "01.573"),
        ("أكادير", "09.001"),
        ("اكادير", "09.001"),
        ("أݣادير", "09.001"),
        ("العيون", "11.321"),
        ("عيون", "11.321"),
        ("laayoune", "11.321"),
        ("sidi moumen", "06.141.01.53"),
        ("moumen sidi", "06.141.01.53"),
        ("بني مكادة", "01.511.01.03"),
    ],
)
def test_a_place_is_found_however_it_is_spelt(kingdom: None, typed: str, code: str) -> None:
    assert code in [place.code for place in access.search_places(typed)[:5]]


def test_a_search_may_be_narrowed(kingdom: None) -> None:
    region = access.place_by_code("04")
    found = access.search_places("sidi", level=PlaceLevel.COMMUNE, within=region, limit=50)
    assert found
    assert all(place.level == PlaceLevel.COMMUNE and region.pk in place.lineage for place in found)
    assert len(access.search_places("a", limit=5)) == 0
    assert len(access.search_places("al", limit=5)) == 5


def test_a_search_is_an_index_scan_and_few_queries(kingdom: None, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(2):
        [place.full_name for place in access.search_places("sale")]


def test_one_letter_or_only_marks_find_nothing() -> None:
    assert access.search_places("") == []
    assert access.search_places("%") == []
    assert access.search_places("''--") == []


def test_an_unknown_place_is_not_found() -> None:
    with pytest.raises(Http404):
        access.place_by_code("99")


def test_a_place_says_its_name_in_the_language_of_the_page() -> None:
    sale = small_morocco()["04.441.01.09"]
    with translation.override("ar"):
        assert sale.name == "تابريكت"
        assert sale.full_name == "تابريكت، سلا"
    with translation.override("en"):
        assert sale.full_name == "Tabriquet, Salé"


def test_small_places_have_the_same_identifiers_as_everywhere() -> None:
    tangier = small_morocco()["01.511"]
    assert str(tangier.pk) == str(places.place_id("MA", "01.511"))
    assert small_morocco()["01.511"].pk == tangier.pk


def test_shares_become_whole_people_without_losing_anybody() -> None:
    assert sum(apportion(101, [33.3, 33.3, 33.3])) == 101
    assert apportion(3, [50, 50]) in ([2, 1], [1, 2])
    assert apportion(0, [1, 2]) == [0, 0]
    assert apportion(7, [0, 0]) == [0, 0]


ALGERIA = """code,level,name_fr,name_ar,parent,kind,population,iso3166_2
16,province,Alger,الجزائر,,wilaya,2988145,DZ-16
16.1,cercle,Bab El Oued,باب الوادي,16,daira,,
16.1.1,commune,Bab El Oued,باب الوادي,16.1,commune,64732,
"""


def test_another_country_comes_from_a_file(tmp_path: Any) -> None:
    file = tmp_path / "dz.csv"
    file.write_text(ALGERIA, encoding="utf-8-sig")
    out = io.StringIO()
    call_command("load_places", "--country", "dz", "--csv", str(file), "--dry-run", stdout=out)
    assert not Place.objects.filter(country="DZ").exists()
    call_command("load_places", "--country", "dz", "--csv", str(file), stdout=out)
    oued = access.place_by_code("16.1.1", "DZ")
    assert [above.code for above in oued.ancestors] == ["16", "16.1"]
    assert access.search_places("باب الوادى", country="DZ")


def test_loading_is_journaled_and_gives_a_new_country_its_defaults(tmp_path: Any) -> None:
    file = tmp_path / "tn.csv"
    file.write_text("code,level,name_fr\n11,province,Tunis\n", encoding="utf-8")
    call_command("load_places", "--country", "TN", "--csv", str(file), stdout=io.StringIO())
    entry = Entry.objects.latest("id")
    assert entry.kind == "territory.places_loaded"
    assert entry.kept == {"country": "TN", "places": 1, "census_rows": 0}
    assert access.delay("medical_pep", country="TN").hours == 72
    assert access.consent_rule(7, country="TN").child == "oral_assent"


def test_morocco_is_read_from_its_package_and_a_dry_run_stores_nothing() -> None:
    before, out = Place.objects.count(), io.StringIO()
    call_command("load_places", "--dry-run", stdout=out)
    assert "1868" in out.getvalue()
    assert Place.objects.count() == before


def test_a_file_with_mistakes_says_all_of_them_with_their_lines_and_stores_nothing() -> None:
    wrong = """code,level,name_fr,parent,population
16,province,Alger,,3x
16,province,Alger encore,,
17,planet,Mars,,
18,commune,Perdue,99,
19,region,Basse,16,
20,commune,,,
"""
    with pytest.raises(gazetteer_csv.PlacesFileError) as refused:
        gazetteer_csv.read("DZ", io.StringIO(wrong))
    assert [mistake.line for mistake in refused.value.mistakes] == [2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_mistakes_are_told_in_the_language_of_the_person(language: str) -> None:
    with translation.override(language), pytest.raises(gazetteer_csv.PlacesFileError) as refused:
        gazetteer_csv.read("DZ", io.StringIO("code,level\n1,region\n"))
    assert "name_fr" in str(refused.value)
    assert "columns are missing" not in str(refused.value)


def test_an_empty_file_an_unknown_country_and_a_missing_file_are_told_plainly(tmp_path: Any) -> None:
    with pytest.raises(gazetteer_csv.PlacesFileError):
        gazetteer_csv.read("DZ", io.StringIO("code,level,name_fr\n"))
    for arguments in (
        ["--country", "DZ"],
        ["--country", "Algeria"],
        ["--country", "DZ", "--csv", str(tmp_path / "nothing.csv")],
    ):
        with pytest.raises(CommandError):
            call_command("load_places", *arguments)


def test_the_package_says_what_it_is() -> None:
    assert "CC BY 4.0" in morocco.SOURCE
    assert fold("Fès - Meknès") == "fes meknes"
