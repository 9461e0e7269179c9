"""One clock, which reads nothing but the machine's: neither a setting, nor a file, nor the database can move it."""

import ast
import time

import pytest

from kanaf.config.settings import base
from kanaf.foundation import clock
from tests.architecture.sources import ROOT

MINUTE = 60
CLOCK = ROOT / "foundation" / "clock.py"
SHIFTED = ("moved_now", "clock.now =", "clock, 'now'", 'clock, "now"', "KANAF_CLOCKED", "libfaketime", "time_machine")


def test_the_clock_of_the_product_is_the_machines() -> None:
    """Its whole body is one call: whoever wants another time has to change this file, and this test."""
    tree = ast.parse(CLOCK.read_text(encoding="utf-8"))
    imported = [ast.unparse(node) for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    assert imported == ["from datetime import UTC, datetime"]
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    assert [ast.unparse(node.body[-1]) for node in functions] == ["return datetime.now(UTC)"]
    assert abs(clock.now().timestamp() - time.time()) < MINUTE


@pytest.mark.parametrize("word", SHIFTED)
def test_nothing_that_is_shipped_moves_it(word: str) -> None:
    """Neither the web process, nor the worker, nor a migration, nor the demonstration."""
    files = [path for kind in ("py", "sql", "yaml", "html") for path in ROOT.rglob(f"*.{kind}")]
    assert len(files) > 300
    assert [path.name for path in files if word in path.read_text(encoding="utf-8")] == []


def test_the_settings_that_move_it_are_not_shipped() -> None:
    """They stand beside the tests, and no settings of the product know them."""
    assert not list(ROOT.rglob("clocked*"))
    assert not [name for name in vars(base) if "CLOCK" in name.upper()]
    for path in (ROOT / "config").rglob("*.py"):
        assert "tests" not in {name.partition(".")[0] for name in _imports(path.read_text(encoding="utf-8"))}


def _imports(source: str) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found.append(node.module or "")
    return found
