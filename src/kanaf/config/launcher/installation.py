"""How this installation is run, read once from the environment."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kanaf.config.launcher import say, sockets
from kanaf.config.launcher.words import gettext as _
from kanaf.foundation import environment as env
from kanaf.foundation.database import embedded, external
from kanaf.foundation.database.access import Access
from kanaf.foundation.database.home import Home

ROOT = Path(__file__).resolve().parents[4]
PYTHON = [sys.executable, "-P"]
STATE = "state.json"
WELCOME = "demo-accounts.txt"


@dataclass(frozen=True)
class Installation:
    """One ``KANAF_HOME`` and the way its processes are started."""

    home: Home
    production: bool

    @classmethod
    def open(cls) -> "Installation":
        home = Path(env.text("KANAF_HOME", str(ROOT / ".kanaf")))
        return cls(Home.open(home), env.flag("KANAF_PRODUCTION", default=False))

    @property
    def is_external(self) -> bool:
        return bool(os.environ.get("DATABASE_URL") or os.environ.get("DATABASE_URL_FILE"))

    @contextmanager
    def database(self, *, alone: bool = False) -> Iterator[Access]:
        """The database for as long as the block lasts: somebody else's, or ours."""
        if self.is_external:
            direct = env.text("DATABASE_DIRECT_URL", "")
            yield external.access(env.text("DATABASE_URL"), self.home.secrets(), direct_url=direct)
            return
        with embedded.served(self.home, waiting=_waiting, alone=alone) as access:
            yield access

    def environment(self, database: str, *, demo: bool | None = None) -> dict[str, str]:
        """What one of our processes is told: the address of its own role, never another's."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_")}
        settings = "prod" if self.production else "dev"
        return {
            "KANAF_SECRET_KEY": self.home.secrets()["django"],
            "KANAF_ORIGIN": self.home.read(STATE).get("url", "http://localhost:8000"),
            "DJANGO_SETTINGS_MODULE": f"kanaf.config.settings.{settings}",
            **kept,
            "PYTHONPATH": str(ROOT / "src"),
            "KANAF_HOME": str(self.home.path),
            "KANAF_DATABASE": database,
            "KANAF_DEMO": "yes" if (self.demo if demo is None else demo) else "no",
        }

    def serving(self, database: str) -> dict[str, str]:
        """The same for what runs beside the index of people, and for the index itself."""
        return {**self.environment(database), "KANAF_INDEX": str(sockets.address(self.home.path, "index"))}

    @property
    def demo(self) -> bool:
        """Whether this installation is a demonstration, as its first start decided."""
        return bool(self.home.read(STATE).get("demo")) and not self.production


def _waiting() -> None:
    say.line(_("Another Kanaf command is using the database; waiting for it to end…"))
