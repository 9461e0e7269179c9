"""``kanaf up`` really started, stopped, killed and started again."""

import json
import os
import signal
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from kanaf.foundation.database import embedded
from kanaf.foundation.database.home import Home
from tests.launcher import running


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_and_sigterm_stop_everything(installed: Path, sent: signal.Signals) -> None:
    with running.up(installed) as kanaf:
        kanaf.wait_until_ready()
        assert kanaf.answers()
        family = kanaf.family()
        assert {"postgres"} <= {process.name() for process in family}
        assert len(family) > 5
        assert kanaf.stop(sent) == 0
    assert running.all_gone(family, within=1)
    assert "Kanaf has stopped." in kanaf.said
    assert not (installed / "db" / "postmaster.pid").exists()


def test_a_killed_launcher_takes_its_children_with_it_and_the_next_start_works(installed: Path) -> None:
    with running.up(installed) as killed:
        killed.wait_until_ready()
        family = killed.family()
        killed.process.kill()
        killed.process.wait()
        with running.up(installed) as kanaf:
            kanaf.wait_until_ready()
            assert kanaf.answers()
            assert running.all_gone(family, within=10)


def test_a_killed_database_is_said_and_everything_else_stops(installed: Path) -> None:
    with running.up(installed) as kanaf:
        kanaf.wait_until_ready()
        family = kanaf.family()
        postmaster = next(process for process in family[0].children() if process.name() == "postgres")
        postmaster.kill()
        assert kanaf.process.wait(60) == 1
    assert "The database stopped by itself" in kanaf.said
    assert running.all_gone(family, within=10)


@pytest.mark.parametrize("command", ["run_worker", "run_index"])
def test_a_fallen_worker_or_index_is_started_again(installed: Path, command: str) -> None:
    with running.up(installed) as kanaf:
        kanaf.wait_until_ready()
        fallen = next(process for process in kanaf.family() if command in process.cmdline())
        fallen.kill()
        kanaf.wait_until("starting it again")
        assert kanaf.stop() == 0


def test_a_stale_process_file_does_not_block_the_start(installed: Path) -> None:
    stale = installed / "db" / "postmaster.pid"
    stale.write_text(f"{os.getpid()}\n{installed / 'db'}\n1\n5432\n\n127.0.0.1\n  1 1\nready\n")
    assert running.run(installed, "migrate", "--check").returncode == 0


def test_a_second_start_says_that_one_is_running_and_commands_work_beside_it(installed: Path) -> None:
    with running.up(installed) as kanaf:
        kanaf.wait_until_ready()
        second = running.run(installed, "up", "--port", "1")
        assert second.returncode == 1
        assert f"already running here, at http://localhost:{kanaf.port}" in second.stderr
        assert running.run(installed, "migrate", "--check").returncode == 0
        doctor = running.run(installed, "doctor")
        assert doctor.returncode == 0, doctor.stdout
        assert "!" not in doctor.stdout.replace("! Chromium", "")
        assert kanaf.answers()


def test_a_busy_port_is_one_sentence_that_names_the_option(installed: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        done = running.run(installed, "up", "--port", str(other.getsockname()[1]))
    assert done.returncode == 1
    assert "is taken by another program" in done.stderr
    assert "--port" in done.stderr
    assert "Traceback" not in done.stderr


def test_another_host_is_refused_to_a_demonstration_and_needs_names_otherwise(installed: Path) -> None:
    real = running.run(installed, "up", "--no-demo", "--host", "0.0.0.0", "--port", "18231")
    assert (real.returncode, "KANAF_HOSTS" in real.stderr) == (1, True)
    with running.a_folder() as folder:
        demo = running.run(folder / "home", "up", "--host", "0.0.0.0", "--port", "18231")
    assert (demo.returncode, "--no-demo" in demo.stderr) == (1, True)


def test_what_was_started_empty_stays_without_demonstration(installed: Path) -> None:
    assert json.loads((installed / "state.json").read_text())["demo"] is False


def test_real_work_never_starts_on_demonstration_rows(installed: Path) -> None:
    as_owner(
        installed, "Account.objects.create_user('a@example.org', 'a long password', name='A (fictif)', is_demo=True)"
    )
    try:
        refused = running.run(installed, "up", "--no-demo", "--port", "18233")
    finally:
        as_owner(installed, "Account.objects.filter(email='a@example.org').delete()")
    assert refused.returncode == 1
    assert "holds demonstration files" in refused.stderr


def as_owner(home: Path, line: str) -> None:
    """One line of Python on the database of a home, as its owner."""
    with embedded.served(Home(home), waiting=lambda: None) as access:
        more = {"KANAF_DATABASE": access.owner, "KANAF_SECRET_KEY": "any"}
        subprocess.run(
            [sys.executable, "-m", "django", "shell", "-c", f"from kanaf.actors.models import Account; {line}"],
            env=running.environment(home, DJANGO_SETTINGS_MODULE="kanaf.config.settings.dev", **more),
            check=True,
        )


def test_secrets_are_for_their_owner_only(installed: Path) -> None:
    for name in ("secrets.json", "keys/keyring.json"):
        assert stat.S_IMODE((installed / name).stat().st_mode) == 0o600
