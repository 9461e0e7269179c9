"""What is sealed in a person's fields comes back as the traits that were written, and as nothing once it is erased."""

from datetime import date

import pytest
from django.db import connection

from kanaf.cases.enums import PartyRole
from kanaf.foundation import clock
from kanaf.foundation.context import SystemActor, acting_as
from kanaf.persons import services
from kanaf.persons.matching import births, reading
from kanaf.persons.matching.births import Precision
from kanaf.persons.services import Facts
from tests import world
from tests.cases.people_support import join

pytestmark = pytest.mark.django_db
SAID = {
    "nothing": Facts(nickname="Bouzid"),
    "both scripts": Facts(
        given_name="Zoubida", family_name="Lahrichi", given_name_ar="زبيدة", family_name_ar="الحريشي", father_name="Abdeslam",
        mother_name="رقية", born_on=date(2016, 5, 12), sex="f", commune="01.511.01.03",
    ),
    "a year": Facts(given_name="Zoubida", born_said="2016"),
    "a month": Facts(given_name="Zoubida", born_said="2016-05"),
    "an age on a day": Facts(given_name="Zoubida", born_said="9@2026-03-01"),
    "a guess": Facts(given_name="Zoubida", born_on=date(2016, 5, 12), is_birth_estimated=True),
}  # fmt: skip


@pytest.fixture
def worker():
    return world.make_worker(world.make_desk())


def written(worker, facts):
    return join(worker, world.make_case(worker, worker.memberships.first().desk), PartyRole.MAIN, facts).person_id


def read_back():
    with acting_as(SystemActor.INDEX.value):
        return {person: traits for batch in reading.everybody() for person, traits in batch}


def test_whatever_was_written_is_read_back(worker, monkeypatch):
    monkeypatch.setattr(reading, "BATCH", 2)
    people = {written(worker, facts): facts.traits for facts in SAID.values()}
    assert read_back() == people
    with acting_as(SystemActor.INDEX.value):
        _seen, changed = reading.changed_since(0)
    assert dict(changed) == people


def test_what_is_written_says_as_much_as_was_known(worker):
    birth = {name: facts.traits.birth for name, facts in SAID.items()}
    precisions = [birth[name].precision for name in ("nothing", "a year", "a month", "an age on a day", "both scripts")]
    assert precisions == [Precision.UNKNOWN, Precision.YEAR, Precision.MONTH, Precision.AGE, Precision.DAY]
    assert date.fromordinal(birth["an age on a day"].first) == date(2016, 3, 2)
    assert birth["a guess"].last - birth["a guess"].first == 2 * births.HALF_A_YEAR
    traits = SAID["both scripts"].traits
    assert traits.names == ("Zoubida زبيدة", "Lahrichi الحريشي", "Abdeslam", "رقية")
    assert (traits.sex, traits.commune, SAID["nothing"].traits.given) == ("f", "01.511.01.03", "Bouzid")


def test_one_row_that_was_altered_hides_nobody_else(worker, caplog):
    altered, whole = (written(worker, SAID[name]) for name in ("both scripts", "a year"))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE persons_person SET given_name = family_name WHERE id = %s", [altered])
    assert read_back() == {altered: None, whole: SAID["a year"].traits}
    assert str(altered) in caplog.text
    assert "Lahrichi" not in caplog.text


def test_whoever_is_erased_comes_back_as_nobody(worker):
    person = written(worker, SAID["both scripts"])
    services.erase(person_id=person, actor=SystemActor.KEEPER.value, at=clock.now())
    assert person not in read_back()
    with acting_as(SystemActor.INDEX.value):
        _seen, changed = reading.changed_since(0)
    assert dict(changed)[person] is None
