"""Makes the environment and installs what the lock says, with nothing but the standard library."""

import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

STAMP = "kanaf-installed.json"
RUNTIME, TESTS = "requirements.lock", "requirements-dev.lock"
NEEDS_TESTS = {"test"}
WORKS = "import os, pip, sys; sys.exit(not os.path.realpath(pip.__file__).startswith(sys.argv[1] + os.sep))"
"""Whether an environment has a pip of its own: it must never write in another Python than ours."""
LANGUAGES = ("fr", "ar", "en")
SENTENCES: dict[str, dict[str, str]] = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))


def language() -> str:
    """The person's language among ours; French when the machine does not say."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return value[:2] if value[:2] in LANGUAGES else LANGUAGES[0]
    return LANGUAGES[0]


def say(key: str, *, every: bool = False, **facts: object) -> None:
    """One sentence; in the three languages when it is an error of the very first minute."""
    for name in LANGUAGES if every else (language(),):
        print(SENTENCES[key][name].format(**facts), file=sys.stderr, flush=True)


class Failed(Exception):
    """The sentence was said; nothing more to add."""


def locks(root: Path, command: str) -> list[Path]:
    return [root / name for name in ((RUNTIME, TESTS) if command in NEEDS_TESTS else (RUNTIME,))]


def fingerprint(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def installed(venv: Path) -> dict[str, str]:
    """What the last finished installation was, by lock."""
    try:
        return dict(json.loads((venv / STAMP).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def missing(venv: Path, wanted: list[Path]) -> list[Path]:
    done = installed(venv) if (venv / "bin" / "python").exists() else {}
    return [lock for lock in wanted if done.get(lock.name) != fingerprint(lock)]


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One installation at a time: the folder itself is the lock, free again however we end."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("waiting")
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def make_environment(venv: Path) -> Path:
    """A working environment; one that an interruption left half made is made again."""
    python = venv / "bin" / "python"
    if python.exists() and _succeeds(python, "-c", WORKS, venv.resolve()):
        return python
    try:
        import ensurepip  # noqa: F401
        import venv as _  # noqa: F401
    except ImportError as error:
        say("no venv", every=True, version=f"{sys.version_info.major}.{sys.version_info.minor}")
        raise Failed from error
    say("making")
    if (venv / "pyvenv.cfg").exists():
        shutil.rmtree(venv, ignore_errors=True)
    base = getattr(sys, "_base_executable", sys.executable)
    done = subprocess.run([base, "-m", "venv", str(venv)], capture_output=True, text=True, check=False)
    if done.returncode:
        say("failed", log=(done.stderr or done.stdout).strip())
        raise Failed
    return python


def _succeeds(*command: str | Path) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def install(python: Path, venv: Path, lock: Path) -> None:
    """Every package with its hash, or none; a bar that moves while it works."""
    log, total = (
        venv / "kanaf-install.log",
        len(re.findall(r"(?m)^[A-Za-z0-9][\w.\-\[\]]*==", lock.read_text())),
    )
    command = [str(python), "-m", "pip", "install", "--require-hashes", "--no-input", "--progress-bar", "off"]
    command += ["--disable-pip-version-check", "--no-warn-script-location", "-r", str(lock)]
    pip = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    with log.open("a", encoding="utf-8") as file, pip:
        seen = 0
        for line in pip.stdout or ():
            file.write(line)
            if line.startswith(("Collecting", "Requirement already satisfied")):
                seen += 1
                show(min(seen, total), total)
    if pip.returncode:
        say("failed", log=log)
        raise Failed
    if sys.stderr.isatty():
        show(total, total)
        print(file=sys.stderr)
    note(venv, lock)


def show(seen: int, total: int) -> None:
    """A bar on a terminal; a line now and then in a file."""
    if sys.stderr.isatty():
        filled = 30 * seen // max(total, 1)
        print(f"\r  [{'█' * filled}{'·' * (30 - filled)}] {seen}/{total}", end="", file=sys.stderr, flush=True)
    elif seen % 20 == 0:
        print(f"  {seen}/{total}", file=sys.stderr, flush=True)


def note(venv: Path, lock: Path) -> None:
    """Written last and in one move: an interrupted installation leaves no stamp and starts again."""
    partial = venv / f"{STAMP}.partial"
    partial.write_text(json.dumps({**installed(venv), lock.name: fingerprint(lock)}), encoding="utf-8")
    partial.replace(venv / STAMP)


def main(root: Path, venv: Path, command: str) -> int:
    wanted = locks(root, command)
    if not missing(venv, wanted):
        return 0
    try:
        venv.parent.mkdir(parents=True, exist_ok=True)
        with alone(venv.parent):
            todo = missing(venv, wanted)
            python = make_environment(venv) if todo else venv
            for number, lock in enumerate(todo):
                if number == 0:
                    say("installing")
                install(python, venv, lock)
    except Failed:
        return 1
    except OSError as error:
        say("not writable", every=True, place=error.filename or venv, reason=error.strerror)
        return 1
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]))
    except KeyboardInterrupt:
        sys.exit(130)
