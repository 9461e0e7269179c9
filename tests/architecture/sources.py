"""What the architecture tests read: our templates and our style sheets."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2] / "src" / "kanaf"
ENTRIES = {"base.html", "public_base.html", "paper.html"}


def templates() -> list[Path]:
    """Every template of every area."""
    return sorted(path for path in ROOT.glob("*/templates/**/*.html"))


def style_sheets() -> list[Path]:
    """Every sheet of ours, sources and built; the Bootstrap twins are physical by nature."""
    found = [*ROOT.glob("*/static/**/*.css"), *ROOT.glob("*/assets/scss/*.scss")]
    return sorted(path for path in found if "bootstrap" not in path.name)


def scripts() -> list[Path]:
    return sorted(path for path in ROOT.glob("*/static/js/**/*.js"))


def without_comments(css: str) -> str:
    """A sheet without what it only says to people."""
    return re.sub(r"(?m)^\s*//.*$", "", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL))


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))
