"""What goes wrong before anything runs is one sentence with what to do, and an exit code that is not 0."""

import json
import os
import shutil
import stat
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.launcher import running

ROOT_ONLY = pytest.mark.skipif(os.geteuid() != 0, reason="only root meets this: the database's account is another")


def one_sentence(done: "subprocess.CompletedProcess[str]") -> str:
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    sentences = [line for line in done.stderr.splitlines() if line.startswith("✗ ")]
    assert len(sentences) == 1, done.stderr
    return sentences[0]


@pytest.fixture
def folder() -> Iterator[Path]:
    with running.a_folder() as folder:
        yield folder


def test_a_home_that_cannot_be_written_is_said() -> None:
    done = running.run(Path("/proc/kanaf"), "up")
    assert "KANAF_HOME" in one_sentence(done)


def test_a_read_only_home_is_said(folder: Path) -> None:
    with mounted(folder, "ro,size=1m"):
        assert "permissions" in one_sentence(running.run(folder / "home", "up"))


def test_a_full_disk_is_said_and_nothing_is_lost(folder: Path) -> None:
    with mounted(folder, "size=6m"):
        done = running.run(folder / "home", "version")
        assert "full: free some space" in one_sentence(done)
        assert not (folder / "home" / "db").exists()


@contextmanager
def mounted(folder: Path, options: str) -> Iterator[None]:
    """A small disk of its own, where the machine lets us mount one."""
    command = ["mount", "-t", "tmpfs", "-o", options, "kanaf-test", str(folder)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("this machine does not let us mount a small disk")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("mysql://somebody@localhost/kanaf", "looks like postgresql://"),
        ("postgresql://somebody@localhost:notaport/kanaf", "looks like postgresql://"),
        ("postgresql://somebody:guess@127.0.0.1:1/kanaf", "does not answer"),
    ],
)
def test_a_broken_database_url_is_said(folder: Path, url: str, words: str) -> None:
    said = one_sentence(running.run(folder / "home", "up", "--port", "18232", DATABASE_URL=url))
    assert words in said
    assert "guess" not in said


@ROOT_ONLY
def test_a_home_that_the_databases_account_cannot_enter_gets_its_database_elsewhere() -> None:
    with running.a_folder(0o700) as private:
        home = private / "home"
        done = running.run(home, "version")
        place = database_of(home)
        try:
            assert done.returncode == 0, done.stderr
            assert home not in place.parents
            assert place.stat().st_uid != 0
            assert stat.S_IMODE(private.stat().st_mode) == 0o700
        finally:
            shutil.rmtree(place.parent)


def test_a_database_without_its_passwords_is_not_touched(folder: Path) -> None:
    home = folder / "home"
    running.run(home, "version")
    (home / "secrets.json").unlink()
    assert "secrets.json" in one_sentence(running.run(home, "version"))
    assert database_of(home).exists()


def test_a_command_that_needs_an_installation_says_so(folder: Path) -> None:
    assert "./kanaf up" in one_sentence(running.run(folder / "home", "verify", "journal"))


def test_sentences_come_in_french_and_in_arabic(folder: Path) -> None:
    for language, words in (("fr_FR.UTF-8", "lancez"), ("ar_MA.UTF-8", "كنف"), ("C", "lancez")):
        done = running.run(folder / "home", "verify", "journal", LC_ALL=language)
        assert words in one_sentence(done)


def database_of(home: Path) -> Path:
    return Path(json.loads((home / "where.json").read_text())["database"])
