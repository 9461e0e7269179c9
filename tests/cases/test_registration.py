"""Registration: people are written down once, found again in either script, and an alleged author stays apart."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from kanaf.actors.enums import Role
from kanaf.cases.access import people
from kanaf.cases.enums import PartyRole, Profile
from kanaf.cases.models import Case, CaseParty
from kanaf.cases.services import registration
from kanaf.cases.services.registration import AlreadyRegistered, IsAllegedAuthor, PartFacts
from kanaf.circuit.models import Obligation
from kanaf.foundation import clock
from kanaf.foundation.versions import StaleVersion
from kanaf.journal.models import Entry
from kanaf.persons.enums import Sex
from kanaf.persons.models import Person
from kanaf.persons.services import Facts
from tests import world
from tests.cases.people_support import born, join, opened, someone
from tests.support import as_actor

pytestmark = pytest.mark.django_db
AUTHOR, CAREGIVER, MAIN, TRUSTED = PartyRole.ALLEGED_AUTHOR, PartyRole.CAREGIVER, PartyRole.MAIN, PartyRole.TRUSTED


@pytest.fixture
def desk():
    return world.make_desk()


@pytest.fixture
def worker(desk):
    return world.make_worker(desk)


@pytest.fixture
def case(worker, desk):
    return world.make_case(worker, desk)


def found(account, name="", number=""):
    with as_actor(account):
        return [c.person.name for c in people.search(world.actor(account), name=name, number=number, at=clock.now())]


def test_registering_tells_the_core_and_meets_the_deadline(worker, case):
    join(worker, case, MAIN, someone(sex=Sex.GIRL, born_on=born(13), is_birth_estimated=True))
    case.refresh_from_db()
    assert (case.sex, case.age, case.is_age_estimated) == ("f", 13, True)
    assert Obligation.objects.get(file=case.id, rule="registration").ended_at


@pytest.mark.parametrize(
    "facts",
    [
        Facts(nickname="Lmkaddem (fictif)"),  # a child in the street, known by a nickname
        Facts(given_name="Nadia (fictif)", born_on=born(24), sex=Sex.GIRL.value),  # a single mother
        Facts(),  # a newborn without a name
    ],
)
def test_the_main_person_may_be_a_nickname_a_mother_or_a_newborn(worker, case, facts):
    join(worker, case, MAIN, facts)
    assert CaseParty.objects.get(case=case).role == MAIN


def test_a_file_has_one_main_person(worker, case):
    join(worker, case, MAIN, someone())
    with pytest.raises(AlreadyRegistered):
        join(worker, case, MAIN, someone("Other (fictif)"))


def test_a_file_is_registered_by_its_desk_and_by_no_stranger(worker, desk, case):
    other = world.make_desk()
    elsewhere = world.make_worker(other)
    world.make_case(elsewhere, other)
    for stranger in [
        elsewhere,  # in charge of another desk's file
        world.make_worker(other, Role.SUPERVISOR),  # a supervisor elsewhere
        world.make_worker(desk, Role.FACILITATOR),  # of the same desk, without power over files
        world.make_worker(desk, Role.DOCTOR),  # reads identities, writes none
        world.make_worker(desk, is_active=False),  # left
    ]:
        with pytest.raises(PermissionDenied):
            join(stranger, case, MAIN, someone())


@pytest.mark.parametrize(
    ("stored", "asked"),
    [
        ({"given_name_ar": "فاطمة الزهراء", "family_name_ar": "العلوي"}, "فاطمة الزهراء"),
        ({"given_name_ar": "فاطمة الزهراء", "family_name_ar": "العلوي"}, "فاطمه الزهرا"),
        ({"given_name_ar": "فاطمة الزهراء", "family_name_ar": "العلوي"}, "Fatima-Zahra"),
        ({"given_name": "Fatima Zahra", "family_name": "Alaoui"}, "fatimazahra"),
        ({"given_name": "Fatima Zahra", "family_name": "Alaoui"}, "فَاطِمَة الزهراء"),
        ({"given_name": "Mohamed", "family_name": "Cherif"}, "Mohammed Sharif"),
        ({"given_name": "Ouafae", "family_name": "Khattabi"}, "Wafae Khatabi"),
        ({"nickname": "Chrif"}, "chrif"),
    ],
)
def test_a_person_is_found_in_either_script_however_spelt(worker, desk, case, stored, asked):
    join(worker, world.make_case(worker, desk), MAIN, Facts(**stored))
    assert len(found(worker, asked)) == 1
    assert found(worker, "Yasmine Berrada") == []


def test_a_person_is_found_by_telephone_or_paper_however_written(worker, case):
    join(worker, case, CAREGIVER, someone(phone="+212612345678", numbers={"cnie": "K123456"}))
    assert found(worker, number="06 12 34 56 78") == found(worker, number="k 123456") == ["Salma (fictif) Idrissi"]
    assert found(worker, number="0612345679") == []


def test_search_shows_nobody_from_files_one_may_not_open(worker, case):
    other = world.make_desk()
    elsewhere = world.make_worker(other)
    join(elsewhere, world.make_case(elsewhere, other), MAIN, someone("Salma"))
    assert found(worker, "Salma") == []


def test_somebody_known_only_as_alleged_author_is_never_found(worker, desk, case):
    theirs = world.make_case(worker, desk)
    author = join(worker, theirs, AUTHOR, someone("Driss (fictif)", "Tazi", born_on=born(40), phone="+212612345678"))
    assert found(worker, "Driss Tazi") == found(worker, number="0612345678") == []
    assert found(worker, "Driss Tazi") == []
    join(worker, world.make_case(worker, desk), CAREGIVER, person=author.person_id)
    assert found(worker, "Driss Tazi") == ["Driss (fictif) Tazi"]


def test_an_alleged_author_is_never_listed_among_those_who_care(worker, case):
    carer = join(worker, case, CAREGIVER, someone("Driss (fictif)", born_on=born(40)))
    join(worker, case, AUTHOR, person=carer.person_id)
    carer.refresh_from_db()
    assert carer.ended_at
    for role in (CAREGIVER, TRUSTED):
        with pytest.raises(IsAllegedAuthor):
            join(worker, case, role, person=carer.person_id)


def test_an_author_under_18_gets_a_protected_file_that_the_first_does_not_name(worker, case):
    author = join(worker, case, AUTHOR, someone("Ilyas (fictif)", born_on=born(16), sex=Sex.BOY))
    own = Case.objects.get(protected_author=True)
    assert (own.profile, own.age, own.sex) == (Profile.IN_CONFLICT, 16, "m")
    assert CaseParty.objects.get(case=own).person_id == author.person_id
    entry = Entry.objects.get(kind="cases.author_protected")
    assert entry.file == case.id
    assert str(own.id) not in str(entry.kept)
    assert own.code not in str(entry.kept)
    with as_actor(worker):
        shown = next(p for p in people.parts(opened(worker, case)) if p.party.id == author.id)
    assert shown.protected_file == own


def test_an_adult_author_gets_no_file_until_the_age_says_otherwise(worker, case):
    author = join(worker, case, AUTHOR, someone("Ilyas (fictif)"))
    assert not Case.objects.filter(protected_author=True).exists()
    for version in ("1", "2"):
        with as_actor(worker):
            registration.edit_person(
                actor=world.actor(worker),
                case=case.id,
                party_id=author.id,
                seen_version=version,
                at=clock.now(),
                facts=someone("Ilyas (fictif)", born_on=born(17)),
            )
    assert Case.objects.filter(protected_author=True).count() == 1


def test_an_edit_keeps_the_search_equal_to_the_name_and_counts_the_version(worker, case):
    party = join(worker, case, MAIN, someone("Salma", "Idrissi"))

    def edit(version):
        with as_actor(worker):
            return registration.edit_person(
                actor=world.actor(worker), case=case.id, party_id=party.id, seen_version=version, at=clock.now(),
                facts=someone("Hajar", "Berrada", sex=Sex.GIRL, born_on=born(9)), part=PartFacts(),
            )  # fmt: skip

    edit("1")
    assert found(worker, "Salma Idrissi") == []
    assert found(worker, "هاجر برادة") == ["Hajar Berrada"]
    case.refresh_from_db()
    assert (case.sex, case.age) == ("f", 9)
    with pytest.raises(StaleVersion):
        edit("1")


def test_a_part_that_ended_is_no_longer_listed(worker, case):
    party = join(worker, case, CAREGIVER, someone())
    with as_actor(worker):
        registration.end_party(actor=world.actor(worker), case=case.id, party_id=party.id, at=clock.now())
        assert people.parties(opened(worker, case)) == []


def test_twins_are_shown_before_a_second_record_is_made(worker, desk, case):
    join(worker, world.make_case(worker, desk), MAIN, someone("Mohamed (fictif)", "Alami", born_on=born(10)))
    with as_actor(worker):
        me, now = world.actor(worker), clock.now()
        same = someone("Mohammed (fictif)", "Alami", born_on=born(11))
        older = someone("Mohammed (fictif)", "Alami", born_on=born(40))
        assert len(people.likely_twins(me, same, PartyRole.MAIN, now)) == 1
        assert people.likely_twins(me, older, PartyRole.MAIN, now) == []


def test_no_table_holds_a_name_a_number_or_an_address_in_clear(worker, case):
    said = ["Zoubida", "Lahrichi", "زبيدة", "K998877", "+212698765432", "rue des Tanneurs", "Bouzid"]
    facts = Facts(
        given_name=said[0], family_name=said[1], given_name_ar=said[2], numbers={"cnie": said[3]}, phone=said[4],
        address=said[5], nickname=said[6], born_on=born(30),
    )  # fmt: skip
    join(worker, case, CAREGIVER, facts, part=PartFacts(remark="voit Zoubida le lundi"))
    found(worker, "Zoubida Lahrichi", "K998877")
    with connection.cursor() as cursor:
        for table in ("persons_person", "persons_identifier", "cases_caseparty", "journal_entry"):
            cursor.execute(f"SELECT t::text, row_to_json(t)::text FROM {table} t")
            text = str(cursor.fetchall())
            for word in [*said, facts.born_on.isoformat()]:
                assert word not in text, (table, word)
                assert word.encode().hex() not in text, (table, word)


def test_a_person_known_by_two_files_is_written_once(worker, desk, case):
    first = join(worker, case, MAIN, someone())
    second = world.make_case(worker, desk)
    join(worker, second, PartyRole.SIBLING, person=first.person_id)
    assert Person.objects.count() == 1
    assert CaseParty.objects.filter(person=first.person_id).count() == 2


def test_nobody_picks_a_person_they_may_not_read(worker, case):
    other = world.make_desk()
    elsewhere = world.make_worker(other)
    hidden = join(elsewhere, world.make_case(elsewhere, other), MAIN, someone())
    with pytest.raises(PermissionDenied):
        join(worker, case, CAREGIVER, person=hidden.person_id)
