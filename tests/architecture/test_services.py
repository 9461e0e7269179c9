"""Every service is atomic, keyword-only and journaled; read from the source, so that none is forgotten."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import kanaf

SOURCE = Path(next(iter(kanaf.__path__)))
AREAS = [p for p in SOURCE.iterdir() if p.is_dir() and not p.name.startswith("_")]
JOURNALS_THROUGH = {"write", "_journal", "note_read", "ask", "_ask"}


def service_files() -> list[Path]:
    """Those of every area; the journal itself is what they write in, and refuses to be written apart."""
    found = [f for area in AREAS for f in [*area.glob("**/services*.py"), *area.glob("**/services/**/*.py")]]
    return [f for f in dict.fromkeys(found) if f.name != "__init__.py" and f.parent.name != "journal"]


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node


def decorators(node: ast.FunctionDef) -> str:
    return " ".join(ast.unparse(d) for d in node.decorator_list)


def changes(node: ast.FunctionDef) -> bool:
    """A verb takes its actor by keyword; what takes none asks or computes."""
    return any(a.arg == "actor" for a in node.args.kwonlyargs)


def test_the_reader_finds_services():
    assert len(service_files()) >= 8
    assert any(changes(f) for path in service_files() for f in functions(path))


@pytest.mark.parametrize("path", service_files(), ids=lambda p: "/".join(p.parts[-3:]))
def test_services_are_atomic_and_keyword_only(path):
    for function in functions(path):
        if changes(function):
            assert "atomic" in decorators(function), f"{path.name}: {function.name} is not atomic"
            assert not function.args.args, f"{path.name}: {function.name} takes arguments by position"
