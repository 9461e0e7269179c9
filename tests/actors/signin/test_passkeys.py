"""Coming in by invitation, then by passkey, in a real Chromium with a virtual authenticator."""

import os
from collections.abc import Iterator
from typing import Any

import pytest

from tests import databases, live

pytestmark = pytest.mark.browser
PASSWORD = "quatre mots bien choisis"


@pytest.fixture(scope="module")
def kanaf(template_database: str) -> Iterator[live.LiveKanaf]:
    """An empty installation, as it is outside the demonstration."""
    name = databases.clone(f"passkeys_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}", template_database)
    try:
        with live.served(name, demo=False) as served:
            yield served
    finally:
        databases.drop(name)


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    """A page of a computer that has a fingerprint reader, and a list of what its console complained of."""
    context = chromium.new_context(locale="fr-FR")
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    yield page
    context.close()


def _invited(kanaf: live.LiveKanaf) -> str:
    said = kanaf.run("first_administrator", "admin@example.org")
    return kanaf.url + said.split("http://localhost:8000")[1].strip()


def test_a_newcomer_chooses_a_passkey_and_comes_in_with_it_alone(kanaf: live.LiveKanaf, page: Any):
    page.goto(_invited(kanaf))
    page.get_by_label("Nom en lettres latines").fill("Salma (fictif)")
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.get_by_label("Le même encore une fois").fill(PASSWORD)
    page.get_by_role("button", name="Continuer").click()
    page.wait_for_url("**/accounts/factor/choose/")

    page.get_by_role("link", name="Ajouter une clé d'accès").click()
    page.get_by_label("Nom de cette clé d'accès").fill("Cet ordinateur")
    page.get_by_role("button", name="Ajouter une clé d'accès").click()
    page.wait_for_url("**/accounts/codes/")
    assert page.locator(".codes li").count() == 10

    page.goto(f"{kanaf.url}/fr/accounts/passkeys/")
    assert "connecte à elle seule" in page.content()
    page.goto(f"{kanaf.url}/fr/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Se déconnecter").click()
    page.wait_for_url("**/accounts/login/")

    page.goto(f"{kanaf.url}/fr/accounts/login/?next=/fr/accounts/sessions/")
    page.get_by_role("button", name="Se connecter avec une clé d'accès").click()
    page.wait_for_url(lambda url: url.split("?")[0].endswith("/accounts/sessions/"))
    assert "Chrome" in page.content()
    page.goto(f"{kanaf.url}/fr/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Se déconnecter").click()

    page.wait_for_url("**/accounts/login/")
    page.get_by_label("Adresse e-mail professionnelle").fill("admin@example.org")
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Se connecter", exact=True).click()
    page.wait_for_url("**/accounts/factor/")
    page.get_by_role("button", name="Utiliser une clé d'accès").click()
    page.wait_for_url(lambda url: "/accounts/" not in url)
    assert page.complaints == []
