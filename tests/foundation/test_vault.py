"""Sealed values: useless in the database, typed in Python, gone with their key."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.core.exceptions import FieldError
from django.core.management import call_command
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from kanaf.foundation import clock
from kanaf.foundation.models import DataKey
from kanaf.foundation.vault import blind, ephemeral, files, keyring, keys
from kanaf.foundation.vault.fields import ERASED
from kanaf.persons.models import Person


@pytest.fixture
def person(db):
    made = Person(
        given_name="Salma (fictif)", given_name_ar="سلمى", born_on=date(2013, 5, 2), registered_at=clock.now()
    )
    keys.create(made.id, "person")
    made.save()
    return made


def raw(person: Person) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute("SELECT given_name || given_name_ar || born_on FROM persons_person WHERE id = %s", [person.id])
        return bytes(cursor.fetchone()[0])


def test_a_sealed_value_reads_as_it_was_written_and_is_noise_in_the_database(person):
    again = Person.objects.get(pk=person.pk)
    assert (again.given_name, again.given_name_ar, again.born_on) == (
        "Salma (fictif)",
        "سلمى",
        date(2013, 5, 2),
    )
    assert again.family_name is None
    for plain in ["Salma", "سلمى", "2013"]:
        assert plain.encode() not in raw(person)


def test_a_value_saved_again_without_being_read_stays_sealed_as_it_was(person):
    before = raw(person)
    Person.objects.get(pk=person.pk).save()
    assert raw(person) == before


@pytest.mark.parametrize("lookup", ["given_name", "given_name__icontains", "given_name__in", "given_name__year"])
def test_a_sealed_field_refuses_plaintext_lookups(db, lookup):
    with pytest.raises(FieldError):
        list(Person.objects.filter(**{lookup: "Salma"}))


def test_destroying_the_key_erases_the_person_and_leaves_the_row(person):
    keys.destroy(person.id, clock.now())
    again = Person.objects.get(pk=person.pk)
    assert again.given_name is ERASED
    assert not again.given_name
    assert again.name == ""


def test_a_value_moved_to_another_row_or_column_is_refused(person):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE persons_person SET family_name = given_name WHERE id = %s", [person.id])
    with pytest.raises(InvalidTag):
        _ = Person.objects.get(pk=person.pk).family_name


def test_rotation_wraps_every_key_again_and_values_still_read(person, settings, tmp_path):
    """On a ring of its own: tests beside this one use the other."""
    before = bytes(DataKey.objects.get(subject=person.id).wrapped)
    settings.KEYRING_FILE = Path(shutil.copy2(settings.KEYRING_FILE, tmp_path))
    call_command("rotate_keys", "--retire")
    record = DataKey.objects.get(subject=person.id)
    assert bytes(record.wrapped) != before
    assert record.ring_key == keyring.ring().current
    assert list(keyring.ring().wrapping) == [record.ring_key]
    assert Person.objects.get(pk=person.pk).given_name == "Salma (fictif)"


def test_a_ring_open_to_others_is_refused_with_what_to_do(tmp_path, settings):
    path = tmp_path / "ring.json"
    keyring.save(keyring.fresh(), path)
    path.chmod(0o644)
    settings.KEYRING_FILE = path
    with pytest.raises(keyring.KeyRingUnusable, match="chmod 600"):
        keyring.ring()


def test_a_new_ring_is_readable_by_its_owner_only(tmp_path):
    path = tmp_path / "keys" / "ring.json"
    keyring.ensure(path)
    first = path.read_text()
    keyring.ensure(path)
    assert path.read_text() == first
    assert path.stat().st_mode & 0o777 == 0o600


def test_an_expired_key_takes_with_it_all_it_sealed(db):
    sealed = ephemeral.seal("drafts", "مسودة".encode(), days=1)
    assert ephemeral.open_sealed("drafts", sealed) == "مسودة".encode()
    assert ephemeral.open_sealed("mails", sealed) is None
    ephemeral._held.clear()
    ephemeral.expire(clock.now().replace(year=clock.now().year + 1))
    assert ephemeral.open_sealed("drafts", sealed) is None


def test_a_file_is_sealed_on_disk_and_bound_to_its_name(person):
    name = files.store(person.id, b"a very secret certificate")
    on_disk = (settings.FILES_DIR / name).read_bytes()
    assert b"secret" not in on_disk
    assert files.load(person.id, name) == b"a very secret certificate"
    (settings.FILES_DIR / name).write_bytes(on_disk[:-1] + bytes([on_disk[-1] ^ 1]))
    with pytest.raises(InvalidTag):
        files.load(person.id, name)


@given(st.text(), st.text())
def test_blind_indexes_agree_only_for_the_same_value_and_purpose(one, other):
    assert (blind.index("phone", one) == blind.index("phone", other)) == (one == other)
    assert blind.index("phone", one) != blind.index("name", one)
