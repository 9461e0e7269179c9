"""The demonstration, served; its people and desks; and visitors who complain at the end of the walk."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests import demonstration
from tests.live import LiveKanaf
from tests.walks.visitor import Visitor

WHO_IS_WHO = """
import json
from kanaf.actors.models import Account, Desk
from kanaf.cases.models import Case
told = {a.email.partition("@")[0]: str(a.id) for a in Account.objects.all()}
told |= {d.slug: str(d.id) for d in Desk.objects.all()}
told["case"] = str(Case.objects.filter(lead_desk__slug="upe-tanger", status="open", stage="5").first().id)
print("TOLD" + json.dumps(told))
"""


@pytest.fixture(scope="session")
def demo(template_database: str) -> Iterator[LiveKanaf]:
    with demonstration.served(template_database, "walk") as kanaf:
        yield kanaf


@pytest.fixture(scope="session")
def who(demo: LiveKanaf) -> dict[str, str]:
    """Accounts by the first half of their address, desks by their slug."""
    found: dict[str, str] = json.loads(demo.run("shell", "--no-imports", "-c", WHO_IS_WHO).partition("TOLD")[2])
    return found


@pytest.fixture
def visit(chromium: Any, demo: LiveKanaf) -> Iterator[Callable[..., Visitor]]:
    """Somebody new in front of a screen; what was noticed fails the test at its end."""
    visitors: list[Visitor] = []

    def come(**how: Any) -> Visitor:
        visitors.append(Visitor(chromium, demo, **how))
        return visitors[-1]

    yield come
    for visitor in visitors:
        visitor.close()
    assert [said for visitor in visitors for said in visitor.complaints] == []
