"""The search box, sent or while one types: what is found, for whom, and what is kept of it."""

import html
import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from kanaf.cases import access
from kanaf.cases.enums import PartyRole
from kanaf.cases.models import Case, CaseParty
from kanaf.foundation import clock
from kanaf.journal.models import Entry
from kanaf.persons.matching.relatives import Kin
from kanaf.portal import finding
from tests import world
from tests.cases.people_support import join, someone
from tests.support import as_actor

pytestmark = pytest.mark.django_db
DOORS = ("portal:search", "portal:search_as_typed")
LIMIT_OF_A_FRAGMENT = 12_000
HOSTILE = [
    "\x00\x01\x02\x1b[31m", "\u202eamlaS\u202c", "a\u0301" * 5000, "Salma " * 2000, "'; DROP TABLE persons_person; --",
    "<script>alert(1)</script>", "%%%", "\U0001f600" * 40, "\u200b\u200b\u200b", "٠" * 10_000, "1/1/1/1/1/1/2015", "\ud7ff\ufffe",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def worker():
    return world.make_worker(world.make_desk())


@pytest.fixture
def case(worker):
    return world.make_case(worker, worker.memberships.first().desk)


@pytest.fixture
def salma(worker, case):
    facts = someone(
        "Salma (fictif)", "Idrissi", father_name="Abderrahim", mother_name="Halima Bennis", born_on=date(2015, 3, 12),
        phone="+212612345678", numbers={"massar": "G123456789", "cnie": "K998877", "birth_act": "41/2015/TANGER"},
    )  # fmt: skip
    return join(worker, case, PartyRole.MAIN, facts)


@pytest.fixture
def halima(worker, case, salma):
    return join(worker, case, PartyRole.CAREGIVER, someone("Halima (fictif)", "Bennis", phone="+212600000001"))


@pytest.fixture
def ask(client, worker):
    def asked(words, door="portal:search", account=worker):
        client.force_login(account)
        return client.post(reverse(door), {"q": words, "box": "search"})

    return asked


def said(answer):
    return " ".join(html.unescape(answer.content.decode()).split())


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    "words",
    [
        "Salma", "salma idrissi", "سلمى", "Salma 2015", "Salma 03/2015", "12/03/2015", "Salma 3.12.2015", "2015-03",
        "+212 612 34 56 78", "06 12 34 56 78", "Salma 0612345678", "G123456789", "g 123 456 789", "K998877",
        "41 / 2015 / Tanger", "Halima Bennis", "Abderrahim",
    ],
)  # fmt: skip
def test_a_child_is_found_by_what_somebody_knows(ask, salma, case, words, door):
    answer = ask(words, door)
    assert answer.status_code == 200
    assert "Salma (fictif)" in said(answer)
    assert str(case.id) in said(answer)


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("words", ["Salma 2014", "Salma 14 ans", "G123456788", "0612345679", "Zouhair"])
def test_nobody_else_is(ask, salma, words, door):
    assert "Salma (fictif)" not in said(ask(words, door))


@pytest.mark.parametrize("words", ["Sal", "salma id", "سلم", "Abderr", "Halima Ben"])
def test_a_name_that_is_begun_is_found_while_one_types_and_when_it_is_sent(ask, salma, words):
    assert "Salma (fictif)" in said(ask(words, "portal:search_as_typed"))
    assert 'role="option"' in said(ask(words, "portal:search_as_typed"))
    assert "Salma (fictif)" in said(ask(words, "portal:search"))


def test_what_is_sent_is_taken_as_begun_only_when_nobody_is_called_so(ask, worker, salma):
    other = world.make_case(worker, worker.memberships.first().desk)
    join(worker, other, PartyRole.MAIN, someone("Sal (fictif)", "Alami"))
    whole = said(ask("Sal", "portal:search"))
    assert "Sal (fictif)" in whole
    assert "Salma (fictif)" not in whole


def test_two_letters_are_asked_of_nobody(ask, salma):
    assert ask("Sa", "portal:search_as_typed").content.strip() == b""
    assert not Entry.objects.filter(kind="persons.searched").exists()


@pytest.mark.parametrize("door", DOORS)
def test_a_file_is_found_by_the_beginning_of_its_code(ask, case, door):
    prefix, letters = case.code.split("-")
    for words in (case.code, case.code[:6], case.code.lower(), prefix + letters, f" {prefix.lower()}{letters[:2]}"):
        assert str(case.id) in said(ask(words, door))


def test_codes_are_looked_for_among_the_files_that_one_may_read(worker, case):
    """One question whatever is typed; the files themselves are read only when there is one."""
    far = world.make_worker(world.make_desk())
    theirs = world.make_case(far, far.memberships.get().desk)
    with as_actor(worker):
        actor = world.actor(worker)
        for begun in (case.code[:3], case.code):
            assert access.coded(actor, begun, 8) == [case]
        assert access.coded(actor, theirs.code, 8) == []
        with CaptureQueriesContext(connection) as queries:
            assert access.coded(actor, "SALMA", 8) == []
    assert len(queries) == 1


def test_a_code_is_read_with_a_space_where_a_digit_says_that_it_is_no_name(worker, case):
    actor = world.actor(worker)
    Case.objects.filter(pk=case.id).update(code="TNG-2LLE")
    with as_actor(worker):
        for words in ("TNG 2LLE", "tng 2l", "tng2lle", "TNG-2LLE", "tng-"):
            assert access.coded(actor, words, 8) == [case], words
        for words in ("tng lle", "TNG-3", " ", "-", "---", "سلمى"):
            assert access.coded(actor, words, 8) == [], words


def test_a_name_is_no_number(worker, salma):
    with as_actor(worker), CaptureQueriesContext(connection) as queries:
        finding.find(world.actor(worker), "Salma Idrissi")
    assert not [asked for asked in queries if "kanaf_people_numbered" in asked["sql"]]


@pytest.mark.parametrize("door", DOORS)
def test_a_mother_leads_to_the_file_of_her_child(ask, salma, halima, case, door):
    answer = said(ask("0600000001", door))
    assert "Halima (fictif)" in answer
    assert "in the file of" in answer
    assert "Salma (fictif)" in answer
    assert str(case.id) in answer


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    "words", ["Salma", "Salma 2015", "12/03/2015", "0612345678", "G123456789", "Halima Bennis", "2015"]
)
def test_another_desk_finds_nothing_and_sees_the_page_of_one_who_is_nowhere(ask, salma, halima, case, words, door):
    stranger = world.make_worker(world.make_desk())
    world.make_case(stranger, stranger.memberships.first().desk)
    answer = said(ask(words, door, stranger))
    nothing = said(ask("Zzyzx", door, stranger))
    assert str(case.id) not in answer
    assert case.code not in said(ask(case.code[:8], door, stranger)).replace(case.code[:8], "")
    assert _plain(answer, words) == _plain(nothing, "Zzyzx")


def _plain(page, words):
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page).replace(words, "…")


@pytest.mark.parametrize("door", DOORS)
def test_an_alleged_author_never_comes_up(ask, worker, case, door):
    join(worker, case, PartyRole.ALLEGED_AUTHOR, someone("Zoubir (fictif)", "Lahrichi"))
    assert "Zoubir (fictif)" not in said(ask("Zoubir Lahrichi", door))


def test_a_person_with_a_file_of_their_own_is_shown_there(ask, worker, case, salma):
    other = world.make_case(worker, worker.memberships.first().desk)
    join(worker, other, PartyRole.SIBLING, person=salma.person_id)
    answer = said(ask("Salma", "portal:search_as_typed"))
    assert str(case.id) in answer
    assert answer.count("Salma (fictif)") == 1


def test_each_search_that_is_sent_is_journaled_without_its_words(ask, worker, salma):
    ask("Salma Idrissi")
    ask("Nobody")
    found = Entry.objects.filter(kind="persons.searched").order_by("id")
    assert [entry.kept for entry in found] == [{"by": "box", "found": 1}, {"by": "box", "found": 0}]
    assert {(entry.actor, entry.subject, entry.file) for entry in found} == {(worker.id, worker.id, None)}


def test_typing_is_journaled_once_a_minute_in_which_somebody_was_named(ask, salma, time_machine_at):
    for words in ("Zzz", "Zzzy"):
        ask(words, "portal:search_as_typed")
    assert not Entry.objects.filter(kind="persons.searched").exists()
    for words in ("Sal", "Salm", "Salma"):
        ask(words, "portal:search_as_typed")
    assert [e.kept for e in Entry.objects.filter(kind="persons.searched")] == [{"by": "typing", "found": 1}]
    time_machine_at.shift(61)
    ask("Salma", "portal:search_as_typed")
    assert Entry.objects.filter(kind="persons.searched").count() == 2


@pytest.fixture
def time_machine_at(time_machine):
    time_machine.move_to(clock.now(), tick=False)
    return time_machine


class TestBrothersAndSistersWhileOneTypes:
    """Salma's sister answers to two of three words: she is a relative, and not the child who is asked for."""

    @pytest.fixture(autouse=True)
    def hiba(self, worker, case, salma):
        facts = {"father_name": "Abderrahim", "mother_name": "Halima Bennis"}
        return join(worker, case, PartyRole.SIBLING, someone("Hiba (fictif)", "Idrissi", **facts))

    def kin(self, worker, words):
        with as_actor(worker):
            found = finding.find(world.actor(worker), words, is_begun=True)
        return [(one.person.given_name, one.kin) for one in found.people]

    @pytest.mark.parametrize("words", ["Salma Idrissi Abderrahim", "salma idrissi abderra", "سلمى الإدريسي عبد الرحيم"])
    def test_are_marked_where_one_child_is_asked_about(self, ask, worker, words):
        assert self.kin(worker, words) == [("Salma (fictif)", None), ("Hiba (fictif)", Kin.SIBLING)]
        assert said(ask(words, "portal:search_as_typed")).count("probably a brother or sister") == 1

    @pytest.mark.parametrize("words", ["Idrissi", "Abderrahim", "Idrissi Abderrahim"])
    def test_are_not_where_several_answer_as_well(self, worker, words):
        assert {kin for _name, kin in self.kin(worker, words)} == {None}
        assert len(self.kin(worker, words)) == 2

    def test_a_mother_who_answers_too_is_no_sister(self, worker, halima):
        assert ("Halima (fictif)", None) in self.kin(worker, "Halima Bennis Salma")

    def test_the_index_is_asked_once_more_only_where_a_child_stands_behind_another(self, worker, monkeypatch):
        asked = []
        monkeypatch.setattr(finding.persons, "relatives", lambda *_words: asked.append(1) or {})
        for words in ("Salma", "Idrissi", "G123456789", "Zouhair"):
            self.kin(worker, words)
        assert asked == []

    def test_whoever_may_not_read_them_is_told_of_no_relative(self, worker, case):
        stranger = world.make_worker(world.make_desk())
        own = world.make_case(stranger, stranger.memberships.first().desk)
        join(stranger, own, PartyRole.MAIN, someone("Salma (fictif)", "Idrissi", father_name="Abderrahim"))
        assert self.kin(stranger, "Salma Idrissi Abderrahim") == [("Salma (fictif)", None)]


def test_whoever_asks_too_often_is_told_so_and_learns_nothing(ask, salma, monkeypatch, time_machine_at):
    monkeypatch.setattr(finding, "MOST_A_MINUTE", 2)
    answers = [ask("Salma", "portal:search_as_typed") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert "Salma (fictif)" not in said(answers[2])
    assert ask("Salma").status_code == 200, "the page still answers"


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_that_can_be_typed_breaks_it(ask, salma, words, door):
    answer = ask(words, door)
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


def test_the_answer_while_one_types_is_small_and_holds_no_word_that_was_typed(ask, worker, salma):
    for number in range(12):
        other = world.make_case(worker, worker.memberships.first().desk)
        join(worker, other, PartyRole.MAIN, someone(f"Salma{'abcdefghijkl'[number]} (fictif)", "Idrissi"))
    answer = ask("Idrissi Salm", "portal:search_as_typed")
    assert said(answer).count('role="option"') == finding.MOST_TYPED
    assert "Idrissi Salm" not in said(answer)
    assert len(answer.content) < LIMIT_OF_A_FRAGMENT


def test_it_is_asked_by_post_and_by_somebody(client, worker):
    address = reverse("portal:search_as_typed")
    assert client.post(address, {"q": "Salma"}).status_code == 302
    client.force_login(worker)
    assert client.get(address, {"q": "Salma"}).status_code == 405


def test_while_the_index_is_away_codes_and_numbers_are_found_and_the_rest_is_said(ask, salma, case, settings):
    settings.PERSON_INDEX = "/nowhere/index.sock"
    for words in ("Salma", case.code, "Salma G123456789"):
        assert "Names cannot be searched" in said(ask(words, "portal:search_as_typed"))
    for words in (case.code, "G123456789", "Salma G123456789"):
        assert str(case.id) in said(ask(words, "portal:search_as_typed"))


def test_the_end_of_a_part_ends_being_found_by_it(ask, salma, case):
    CaseParty.objects.filter(id=salma.id).update(ended_at=clock.now())
    assert str(case.id) not in said(ask("Salma"))


def test_the_box_works_without_a_script(client, worker, salma, case):
    """It is a form that is sent to a page; nothing in it waits for a script."""
    client.force_login(worker)
    page = said(client.get(reverse("portal:search")))
    assert f'action="{reverse("portal:search")}"' in page
    assert 'role="combobox"' not in page
    assert str(case.id) in said(client.post(reverse("portal:search"), {"q": "Salma"}))


def test_what_is_found_is_read_through_the_reader(worker, salma):
    with as_actor(worker):
        found = finding.find(world.actor(worker), "Salma")
    assert [one.person.id for one in found.people] == [salma.person_id]
    stranger = world.make_worker(world.make_desk())
    with as_actor(stranger):
        assert finding.find(world.actor(stranger), "Salma").count == 0


class TestHousehold:
    """Whoever lives where the words say, in the reader's own files."""

    HOME = "12 rue Ibn Batouta, Beni Makada"

    @pytest.fixture
    def mother(self, worker, case, salma):
        return join(worker, case, PartyRole.CAREGIVER, someone("Halima (fictif)", "Bennis", address=self.HOME))

    @pytest.mark.parametrize("door", DOORS)
    @pytest.mark.parametrize("words", ["12 rue Ibn Batouta", "زنقة ابن بطوطة 12"])
    def test_is_found_by_its_address(self, ask, mother, case, words, door):
        answer = said(ask(words, door))
        assert "Halima (fictif)" in answer
        assert str(case.id) in answer
        assert "Halima" not in said(ask("14 rue Ibn Batouta", door))

    @pytest.mark.parametrize("door", DOORS)
    def test_is_nowhere_for_another_desk(self, ask, mother, case, door):
        stranger = world.make_worker(world.make_desk())
        world.make_case(stranger, stranger.memberships.first().desk)
        assert str(case.id) not in said(ask("12 rue Ibn Batouta", door, stranger))

    def test_stands_apart_from_whoever_is_called_so(self, ask, worker, mother):
        other = world.make_case(worker, worker.memberships.first().desk)
        join(worker, other, PartyRole.MAIN, someone("Batouta (fictif)", "Makada", address=self.HOME))
        answer = said(ask("Batouta Makada"))
        assert "Living at such an address" not in answer
        answer = said(ask("rue Ibn Batouta 12"))
        assert answer.index("Living at such an address") < answer.index("Halima (fictif)")
        assert answer.count("Batouta (fictif)") == 1

    @pytest.mark.parametrize("door", DOORS)
    def test_an_alleged_author_never_comes_up(self, ask, worker, case, door):
        join(worker, case, PartyRole.ALLEGED_AUTHOR, someone("Karim (fictif)", "Zerouali", address=self.HOME))
        assert "Karim" not in said(ask("12 rue Ibn Batouta", door))


class TestAnAllegedAuthor:
    """Whoever is known only so is never shown; nor does anything else that is shown depend on them."""

    def look(self, worker, words, *, is_begun=False):
        with as_actor(worker):
            found = finding.find(world.actor(worker), words, is_begun=is_begun)
        return [[one.person.given_name for one in its] for its in (found.people, found.living, found.relatives)]

    @pytest.mark.parametrize("author", ["Karim", "Hamza"])
    def test_does_not_stand_before_whoever_is_begun_so(self, worker, case, author):
        join(worker, case, PartyRole.MAIN, someone("Karimane", "Alami"))
        join(worker, case, PartyRole.ALLEGED_AUTHOR, someone(author, "Zerouali"))
        assert self.look(worker, "Karim")[0] == ["Karimane"]

    @pytest.mark.parametrize("home", ["12 rue Karim", "9 hay Salam"])
    def test_nor_does_where_they_live(self, worker, case, home):
        join(worker, case, PartyRole.MAIN, someone("Karimane", "Alami"))
        join(worker, case, PartyRole.ALLEGED_AUTHOR, someone("Zoubir", "Lahrichi", address=home))
        assert self.look(worker, "12 Karim")[0] == ["Karimane"]

    @pytest.mark.parametrize("author", ["Karim", "Hamza"])
    def test_does_not_stand_before_a_household(self, worker, case, author):
        join(worker, case, PartyRole.CAREGIVER, someone("Nawal", "Wifaq", address="12 rue Karim Zahra"))
        join(worker, case, PartyRole.ALLEGED_AUTHOR, someone(author, "Zahra"))
        assert self.look(worker, "Karim Zahra 12", is_begun=True) == [[], ["Nawal"], []]

    @pytest.mark.parametrize("home", [TestHousehold.HOME, "9 hay Salam"])
    def test_takes_nobodys_place(self, worker, case, home):
        join(worker, case, PartyRole.ALLEGED_AUTHOR, someone("Zoubir", "Lahrichi", address=home))
        for number in range(finding.MOST_SHOWN):
            join(
                worker,
                case,
                PartyRole.SIBLING,
                someone(f"Rim{'abcdefghijklmnopqrst'[number]}", address=TestHousehold.HOME),
            )
        assert len(self.look(worker, "12 rue Ibn Batouta")[1]) == finding.MOST_SHOWN

    def test_comes_up_once_another_part_is_theirs_and_until_it_ends(self, worker, case):
        person = join(worker, case, PartyRole.ALLEGED_AUTHOR, someone("Zoubir", "Lahrichi")).person_id
        assert self.look(worker, "Zoubir Lahrichi")[0] == []
        second = world.make_case(worker, worker.memberships.first().desk)
        other = join(worker, second, PartyRole.CAREGIVER, person=person)
        assert self.look(worker, "Zoubir Lahrichi")[0] == ["Zoubir"]
        CaseParty.objects.filter(pk=other.pk).update(ended_at=clock.now())
        assert self.look(worker, "Zoubir Lahrichi")[0] == []


@pytest.mark.parametrize("door", DOORS)
def test_a_telephone_is_found_however_it_was_kept(ask, worker, case, door):
    """What comes from elsewhere may not be in the one form in which numbers are looked for."""
    join(worker, case, PartyRole.CAREGIVER, someone("Fatima (fictif)", "Bouanani", phone="06 84 20 50 97"))
    for typed in ("0684205097", "+212 684 205 097", "٠٦٨٤٢٠٥٠٩٧"):
        assert "Fatima (fictif)" in said(ask(typed, door))


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("words", ["Lyas", "لياس", "Ilyas"])
def test_a_nickname_leads_to_whoever_has_another_name_too(ask, worker, case, words, door):
    join(worker, case, PartyRole.MAIN, someone("Ilyas (fictif)", "Cherkaoui", nickname="Lyas"))
    assert "Ilyas (fictif)" in said(ask(words, door))


def test_it_says_when_others_are_not_shown(ask, worker, case):
    names = [f"Rim {letter} (fictif)" for letter in "abcdefghijklmnopqrstu"]
    for name in names[:8]:
        join(worker, case, PartyRole.SIBLING, someone(name, "Alami"))
    assert "There are others" not in said(ask("Rim Alami", "portal:search_as_typed"))
    for name in names[8:20]:
        join(worker, case, PartyRole.SIBLING, someone(name, "Alami"))
    assert "There are others" in said(ask("Rim Alami", "portal:search_as_typed"))
    assert "Only the first answers are shown" not in said(ask("Rim Alami"))
    join(worker, case, PartyRole.SIBLING, someone(names[20], "Alami"))
    answer = said(ask("Rim Alami"))
    assert "Only the first answers are shown" in answer
    assert answer.count('<li class="card">') == finding.MOST_SHOWN


def test_names_come_first_in_the_script_of_the_page(ask, client, worker, case):
    join(worker, case, PartyRole.MAIN, someone("Salma (fictif)", "", given_name_ar="سلمى"))
    for language, first in (("fr", "Salma"), ("ar", "سلمى")):
        client.force_login(worker)
        answer = said(client.post(f"/{language}/search/", {"q": "Salma"})).split("<main", 1)[1].split("<li", 1)[1]
        assert answer.index(first) == min(answer.index("Salma"), answer.index("سلمى"))
