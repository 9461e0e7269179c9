"""Walking through the public forms as a browser without JavaScript does: from what each page carries."""

import re
from html import unescape
from typing import Any

from django.test import Client

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
REFERENCE = re.compile(r"[RP]-[2-9A-Z]{6,8}")
CODE = re.compile(r"[2-9A-HJ-NP-Z]{5}-[2-9A-HJ-NP-Z]{5}")
STEPS = (
    {"reporter": "adult"},
    {"what": "Un voisin frappe un enfant (fictif)"},
    {"province": ""},
    {"where": "près de l'école"},
    {"who": "un garçon d'environ 8 ans"},
    {"phone": "0600000000", "never_say": "ne parlez pas d'un enfant", "wants_code": "on"},
)


def carried(response: Any) -> dict[str, str]:
    """The hidden fields of the page."""
    return {unescape(name): unescape(value) for name, value in HIDDEN.findall(response.content.decode())}


def walk(client: Client, address: str, steps: Any = STEPS) -> Any:
    """Answer every page; what comes back is the page to check."""
    page = client.get(address)
    for answers in steps:
        page = client.post(address, {**carried(page), **answers, "go": "next"})
        assert page.status_code == 200, page.content.decode()
    return page


def send(client: Client, address: str, check: Any, **more: str) -> Any:
    return client.post(address, {**carried(check), "go": "send", **more})


def reference(page: Any) -> str:
    found = REFERENCE.search(page.content.decode())
    assert found, page.content.decode()
    return found[0]


def code(page: Any) -> str:
    found = CODE.search(page.content.decode())
    return found[0] if found else ""
