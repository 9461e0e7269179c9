"""``./kanaf test``: every check, then every test, on a database of its own that leaves with it."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from kanaf.config.launcher import say
from kanaf.config.launcher.installation import PYTHON, ROOT
from kanaf.config.launcher.passthrough import run_child
from kanaf.config.launcher.signals import stopping
from kanaf.config.launcher.words import gettext as _
from kanaf.foundation.database.throwaway import throw_away

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
CODE = ["src", "tests", "bench"]
USUAL = ["-n", "2"]


def run(arguments: Sequence[str]) -> int:
    """With arguments only pytest runs, with them; without, everything does and every failure is counted."""
    _refuse_no_browser()
    with stopping(), _surroundings() as environment:
        failed = [] if arguments else [name for name, command in checks() if not _passes(name, command, environment)]
        if failed:
            say.problem(_("These checks failed: {names}.").format(names=", ".join(failed)))
        code = run_child([*_module("pytest"), *(arguments or USUAL)], environment, cwd=ROOT)
    return code or (1 if failed else 0)


def checks() -> list[tuple[str, list[str]]]:
    """Everything that reads the code without running it, quickest first."""
    code = [folder for folder in CODE if (ROOT / folder).is_dir()]
    templates = sorted(str(folder.relative_to(ROOT)) for folder in ROOT.glob("src/kanaf/*/templates"))
    return [
        ("ruff check", [*_module("ruff"), "check", *code]),
        ("ruff format", [*_module("ruff"), "format", "--check", *code]),
        ("translations", [*_module("kanaf.foundation.translations"), "check"]),
        ("djlint", [*_module("djlint"), "--lint", "--quiet", *templates]),
        ("import contracts", [_program("lint-imports")]),
        ("makemigrations --check", [*_module("django"), "makemigrations", "--check", "--dry-run"]),
        ("mypy", [*_module("mypy")]),
    ]


def _module(name: str) -> list[str]:
    return [*PYTHON, "-m", name]


def _program(name: str) -> str:
    return str(Path(sys.executable).with_name(name))


def _passes(name: str, command: Sequence[str], environment: Mapping[str, str]) -> bool:
    """One line for what is well; for what is not, all that the tool says."""
    started = time.monotonic()
    done = subprocess.run(list(command), env=dict(environment), cwd=ROOT, capture_output=True, text=True, check=False)
    mark = "✗" if done.returncode else "✓"
    say.line(f"{mark} {name} ({say.seconds(started)})")
    if done.returncode:
        say.line(f"{done.stdout}{done.stderr}".rstrip())
    return done.returncode == 0


@contextmanager
def _surroundings() -> Iterator[dict[str, str]]:
    """A cluster and a home that exist for this run only, beside whatever ``up`` is serving."""
    with tempfile.TemporaryDirectory(prefix="kanaf-test-") as home, throw_away() as cluster:
        foreign = ("KANAF_HOME", "KANAF_DEMO", "KANAF_PRODUCTION", "KANAF_KEYRING", "DATABASE_", "DJANGO_")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
        yield {
            **kept,
            "PYTHONPATH": str(ROOT / "src"),
            "DJANGO_SETTINGS_MODULE": "kanaf.config.settings.test",
            "KANAF_HOME": home,
            "KANAF_SECRET_KEY": "only-for-tests",
            "KANAF_DATABASE": cluster.url(),
            "KANAF_TEST_DATABASE_URL": cluster.url(),
        }


def _refuse_no_browser() -> None:
    if os.environ.get("KANAF_BROWSER") != "required" or any(shutil.which(name) for name in BROWSERS):
        return
    raise say.LauncherProblem(
        _("KANAF_BROWSER=required, and there is no Chromium here: install it (Debian: apt install chromium).")
    )
