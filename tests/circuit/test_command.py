"""``./kanaf circuit check FILE``: each mistake with its line, and a refusal to the shell."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from kanaf.circuit.seeds import SHIPPED
from tests.circuit.protocols import SMALL
from tests.territory.support import small_morocco

pytestmark = pytest.mark.django_db


def check(*files):
    said = StringIO()
    try:
        call_command("circuit", "check", *map(str, files), stdout=said)
    except CommandError as error:
        return said.getvalue(), str(error)
    return said.getvalue(), ""


@pytest.fixture
def places():
    return small_morocco()


def test_the_shipped_protocols_hold_together(places):
    said, refusal = check(*sorted(SHIPPED.glob("*.yaml")))
    assert (said, refusal) == ("No mistake.\n", "")


def test_every_mistake_is_told_at_its_line(places, tmp_path):
    file = tmp_path / "wrong.yaml"
    file.write_text(SMALL.replace("clock: working", "clock: worked").replace("stage: support", "stage: suport"))
    said, refusal = check(file)
    assert refusal == "2 mistakes."
    lines = [line for line in said.splitlines() if line]
    assert [line.split(":")[1] for line in lines] == ["37", "58"]
    file.write_text(SMALL.replace("stage: support", "stage: suport"))
    assert "did you mean “support”" in check(file)[0]


def test_a_file_that_is_not_there_is_a_sentence(tmp_path):
    assert "No such file" in check(tmp_path / "none.yaml")[1]
    (tmp_path / "binary.yaml").write_bytes(b"\xff\xfe\x00")
    assert check(tmp_path / "binary.yaml")[1] == "1 mistake."
