"""A stolen dump shows nobody: no name, birth date, telephone, address or word of a story, in any encoding."""

import json
import re
import subprocess
from base64 import b64encode
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from kanaf.foundation.database import binaries
from tests import databases, demonstration

LEAST_SEALED = 50_000
"""Bytes that the forty files weigh at least."""
SHORTEST = 6
"""Bytes. Shorter words would be found by chance in megabytes of sealed bytes: they are looked for in the text alone."""
BYTEA = re.compile(rb"\\\\x([0-9a-f]+)")
GROUND = re.compile(rb"^COPY public\.(territory_|django_migrations).*?^\\\.$", re.DOTALL | re.MULTILINE)

READ_SECRETS = """
import json
from datetime import date
from django.apps import apps
from kanaf.actors.models import Account, OrganisationName, Service, Desk
from kanaf.cases.models import Case
from kanaf.foundation.vault.fields import SealedField
from kanaf.health.enums import Says
from kanaf.territory.models import Place, CodelistEntry

def leaves(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        for one in value:
            yield from leaves(one)
    elif isinstance(value, date):
        yield "date", value.isoformat()
    elif isinstance(value, str) and value:
        yield "text", value

found = set()
for model in apps.get_models():
    sealed = [f.attname for f in model._meta.concrete_fields if isinstance(f, SealedField)]
    for row in model.objects.all() if sealed else []:
        for name in sealed:
            found.update(leaves(getattr(row, name)))
public = [*Account.objects.values_list("name", "name_ar"), *OrganisationName.objects.values_list("name", "description"),
          *Desk.objects.values_list("name", "name_ar"), *Place.objects.values_list("name_fr", "name_ar"),
          *CodelistEntry.objects.values_list("label_fr", "label_ar"), *Service.objects.values_list("name"),
          *Case.objects.values_list("code"), Says.values]
print("SECRETS" + json.dumps([sorted(found), " ".join(str(v) for row in public for v in row)]))
"""


def forms(secret: str) -> Iterator[bytes]:
    """The same words as text, as escaped JSON, in hexadecimal, and in base64 wherever they begin."""
    raw = secret.encode()
    yield raw
    yield json.dumps(secret)[1:-1].encode()
    yield raw.hex().encode()
    for shift in range(3):
        body = b64encode(b"\0" * shift + raw)
        inside = body[4 if shift else 0 : len(body) - len(body) % 4 - 4]
        if len(inside) >= SHORTEST:
            yield inside


def written(day: str) -> Iterator[str]:
    """A date as people and programs write it."""
    told = date.fromisoformat(day)
    yield from (day, f"{told:%d/%m/%Y}", f"{told:%Y%m%d}", f"{told:%d.%m.%Y}")


class Dump:
    """The whole of what a thief holds: the text, and every sealed byte as it is."""

    def __init__(self, text: bytes) -> None:
        self.text = text
        self.sealed = b"\n".join(bytes.fromhex(m.decode()) for m in BYTEA.findall(text) if len(m) % 2 == 0)
        self.people = GROUND.sub(b"", text)

    def shows(self, secret: str) -> bool:
        if len(secret.encode()) < SHORTEST:
            return re.search(rb"(?<!\w)" + re.escape(secret.encode()) + rb"(?!\w)", self.people) is not None
        return any(form in self.text or form in self.sealed for form in forms(secret))

    def shows_day(self, day: str) -> bool:
        """Laws and helplines have dates of their own: the ground is left out."""
        return any(form.encode() in place for form in written(day) for place in (self.people, self.sealed))


def test_the_search_finds_a_name_however_it_is_written() -> None:
    name = "Yasmine Bennani"
    sealed = b"\\\\x" + f"ab{name}cd".encode().hex().encode()
    escaped = json.dumps({"name": "سلمى بناني"}).encode()
    assert all(
        Dump(dump).shows(name)
        for dump in (f"a\t{name}\tb".encode(), sealed, b"--" + b64encode(b"z" + name.encode()) + b"--")
    )
    assert Dump(escaped).shows("سلمى بناني")
    assert Dump(b"born\t2014-03-05\t").shows_day("2014-03-05")
    assert Dump(b"x Ali y").shows("Ali")
    assert not Dump(b"x Alia y").shows("Ali")
    assert not Dump(b"nothing here").shows(name)


@pytest.fixture(scope="module")
def stolen(template_database: str) -> tuple[Dump, list[list[str]], str]:
    """The dump of the demonstration, with what was sealed in it and what is public by design."""
    with demonstration.served(template_database, "dump") as kanaf:
        said = kanaf.run("shell", "--no-imports", "-c", READ_SECRETS)
        secrets, public = json.loads(said.partition("SECRETS")[2])
        command = [
            binaries.find().program("pg_dump"),
            "--format=plain",
            "--no-owner",
            databases.address(kanaf.database),
        ]
        dump = subprocess.run(command, capture_output=True, check=True).stdout
    return Dump(dump), secrets, public


def test_a_dump_of_the_demonstration_shows_nobody(stolen: Any) -> None:
    dump, secrets, public = stolen
    texts = {value for kind, value in secrets if kind == "text"}
    days = {value for kind, value in secrets if kind == "date"}
    hidden = {text for text in texts if text not in public}
    assert len(hidden) > 150
    assert len(days) > 30
    assert {text for text in hidden if dump.shows(text)} == set()
    assert {day for day in days if dump.shows_day(day)} == set()
    # The same search finds what is public by design, so it reads the whole dump.
    assert "Samira" in public
    assert dump.shows("Samira")
    assert dump.shows("samira@demo.kanaf.example")
    assert len(dump.sealed) > LEAST_SEALED
