"""What people type, and what is run for it."""

import concurrent.futures
import shutil
from pathlib import Path

import pytest

from kanaf.config.launcher import main, passthrough, test
from kanaf.config.launcher.doors import Door
from tests.launcher import running


@pytest.mark.parametrize(
    ("typed", "run"),
    [
        ("verify journal", "verify_journal"),
        ("keys rotate", "rotate_keys"),
        ("keys rotate --retire", "rotate_keys --retire"),
        ("demo reset", "demo --reset"),
        ("demo --check", "demo --check"),
        ("migrate cases", "migrate cases"),
    ],
)
def test_words_become_management_commands(typed: str, run: str) -> None:
    assert passthrough.translated(typed.split()) == run.split()


@pytest.mark.parametrize(
    ("command", "role"),
    [("migrate", "owner"), ("load_demo", "owner"), ("verify_journal", "worker"), ("shell", "worker")],
)
def test_only_what_builds_runs_as_the_owner(command: str, role: str) -> None:
    assert passthrough.role_of(command) == role


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["--help"]) == 0
    said = capsys.readouterr().out
    assert all(f"./kanaf {name}" in said for name in ("up", "test", "doctor", "verify journal", "bench"))


def test_a_command_gives_back_its_own_exit_code(installed: Path) -> None:
    assert running.run(installed, "migrate", "--check").returncode == 0
    unknown = running.run(installed, "no_such_command")
    assert unknown.returncode == 1
    assert "no_such_command" in unknown.stderr
    assert not (installed / "db" / "postmaster.pid").exists()


def test_two_commands_at_once_share_one_database(installed: Path) -> None:
    with concurrent.futures.ThreadPoolExecutor() as pool:
        done = list(pool.map(lambda _n: running.run(installed, "migrate", "--check"), range(3)))
    assert [command.returncode for command in done] == [0, 0, 0], done
    assert not (installed / "db" / "postmaster.pid").exists()


def test_doctor_says_what_to_mend(installed: Path) -> None:
    ring = installed / "keys" / "keyring.json"
    ring.chmod(0o644)
    try:
        done = running.run(installed, "doctor")
    finally:
        ring.chmod(0o600)
    assert done.returncode == 1
    assert f"chmod 600 {ring}" in done.stdout


def test_doctor_says_of_a_home_that_was_never_started_only_that() -> None:
    with running.a_folder() as folder:
        done = running.run(folder / "home", "doctor")
    assert done.returncode == 1
    assert "never started: type ./kanaf up" in done.stdout
    assert "Key ring" not in done.stdout
    assert "Journal" not in done.stdout


def test_pytest_gets_the_arguments_and_gives_its_answer(tmp_path: Path) -> None:
    (tmp_path / "test_one.py").write_text("def test_it_holds():\n    assert 1\n\ndef test_it_fails():\n    assert 0\n")
    said = running.run(tmp_path / "home", "test", str(tmp_path), "-k", "holds", "-p", "no:cacheprovider")
    assert said.returncode == 0, said.stdout + said.stderr
    assert "ruff" not in said.stdout
    assert "1 passed" in said.stdout.splitlines()[-1]
    assert running.run(tmp_path / "home", "test", str(tmp_path), "-p", "no:cacheprovider").returncode == 1


def test_a_required_browser_that_is_missing_is_said(tmp_path: Path) -> None:
    done = running.run(tmp_path / "home", "test", "tests/none", KANAF_BROWSER="required", PATH=str(tmp_path))
    assert done.returncode == 1
    assert "apt install chromium" in done.stderr


def test_every_check_has_its_tool() -> None:
    names = [name for name, _command in test.checks()]
    assert {"ruff check", "ruff format", "mypy", "djlint", "import contracts", "translations"} <= set(names)
    assert all(shutil.which(command[0]) for _name, command in test.checks())


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("localhost", True),
        ("127.0.0.1", True),
        ("::1", True),
        ("0.0.0.0", False),
        ("192.0.2.7", False),
        ("kanaf.example", False),
    ],
)
def test_loopback_is_known_by_its_address(host: str, loopback: bool) -> None:
    assert Door(host, 8000).is_loopback is loopback
