"""The shell script: any folder, any Python, any interruption."""

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kanaf.config.launcher import install
from tests.launcher import running

SCRIPT = running.ROOT / "kanaf"


@pytest.fixture
def folder() -> Iterator[Path]:
    with running.a_folder() as folder:
        yield folder


def kanaf(folder: Path, *arguments: str, script: Path = SCRIPT, **more: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["/bin/sh", str(script), *arguments],
        env=running.environment(folder / "home", **more),
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def a_python(folder: Path, lines: str) -> str:
    """A program that is called Python and behaves as ``lines`` say."""
    program = folder / "a python"
    program.write_text(f'#!/bin/sh\n{lines}\nexec {shlex.quote(sys.executable)} "$@"\n')
    program.chmod(0o755)
    return str(program)


def as_installed(folder: Path) -> str:
    """This very environment, under a name of its own, with the stamp of a finished installation."""
    venv = folder / "a venv"
    venv.mkdir()
    for name in ("bin", "lib", "pyvenv.cfg"):
        (venv / name).symlink_to(Path(sys.prefix) / name)
    stamp = {lock.name: install.fingerprint(lock) for lock in install.locks(running.ROOT, "test")}
    (venv / install.STAMP).write_text(json.dumps(stamp))
    return str(venv)


def test_from_another_folder_with_spaces_it_starts_at_once_when_installed(folder: Path) -> None:
    link = folder / "kanaf link"
    link.symlink_to(SCRIPT)
    for script in (SCRIPT, link):
        done = kanaf(
            folder,
            "--help",
            script=script,
            KANAF_VENV=as_installed(folder) if script is SCRIPT else str(folder / "a venv"),
        )
        assert done.returncode == 0, done.stderr
        assert "./kanaf up" in done.stdout
        assert done.stderr == ""


def test_too_old_a_python_is_said_in_three_languages(folder: Path) -> None:
    old = a_python(folder, "exit 1")
    done = kanaf(folder, "up", KANAF_VENV=str(folder / "venv"), KANAF_PYTHON=old)
    assert done.returncode == 1
    assert ["3.11" in line for line in done.stderr.splitlines()] == [True, True, True]


def test_a_missing_venv_module_is_said_with_its_package(folder: Path) -> None:
    without = (
        'if [ "$1" = -I ]; then shift; set -- -c "import sys, runpy; sys.modules[\'ensurepip\'] = None; '
        'sys.argv.pop(0); runpy.run_path(sys.argv[0], run_name=\'__main__\')" "$@"; fi'
    )
    done = kanaf(folder, "up", KANAF_VENV=str(folder / "venv"), KANAF_PYTHON=a_python(folder, without))
    assert done.returncode == 1
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert done.stderr.count(f"apt install python{version}-venv") == 3


def test_an_interrupted_installation_is_finished_by_the_next_start(folder: Path) -> None:
    half = folder / "venv"
    (half / "bin").mkdir(parents=True)
    (half / "pyvenv.cfg").write_text("interrupted")
    (half / "bin" / "python").symlink_to(sys.executable)
    root = folder / "clone"
    root.mkdir()
    (root / install.RUNTIME).write_text("# nothing to install\n")
    assert install.main(root, half, "up") == 0
    assert install.missing(half, [root / install.RUNTIME]) == []
    assert (half / "bin" / "pip").exists()


def test_a_changed_lock_is_installed_again(folder: Path) -> None:
    lock = folder / install.RUNTIME
    lock.write_text("# one\n")
    venv = Path(as_installed(folder))
    install.note(venv, lock)
    assert install.missing(venv, [lock]) == []
    lock.write_text("# two\n")
    assert install.missing(venv, [lock]) == [lock]


def test_a_folder_that_is_no_environment_is_never_emptied(folder: Path) -> None:
    precious = folder / "venv" / "precious"
    precious.parent.mkdir()
    precious.write_text("kept")
    (folder / install.RUNTIME).write_text("# nothing to install\n")
    install.main(folder, folder / "venv", "up")
    assert precious.read_text() == "kept"


def test_the_script_is_plain_posix_shell() -> None:
    assert os.access(SCRIPT, os.X_OK)
    assert subprocess.run(["/bin/sh", "-n", str(SCRIPT)], check=False).returncode == 0
