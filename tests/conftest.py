"""The ground every test stands on: real PostgreSQL as the owner, no network, a real browser."""

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.utils import translation
from django.utils.translation import reloader

from kanaf.foundation import translations
from kanaf.foundation.database import roles
from tests import browsers, databases, live, network, pooling, support

_RUN = pytest.StashKey[contextlib.ExitStack]()


def pytest_configure(config: pytest.Config) -> None:
    """The first process gives the run its cluster; workers of xdist inherit it."""
    network.close_the_door()
    config.stash[_RUN] = contextlib.ExitStack()
    if not hasattr(config, "workerinput") and not config.option.collectonly:
        config.stash[_RUN].callback(_forget_home)
        with contextlib.suppress(OSError):  # another run beside this one compiles the same words
            if translations.compile_stale():  # Django has read the old ones by now
                reloader.translation_file_changed(None, translations.AREAS / "django.mo")
        config.stash[_RUN].enter_context(databases.a_run())


def _forget_home() -> None:
    """The settings of the tests make a home when they are given none; it leaves with the run."""
    home = settings.KANAF_HOME
    if home.name.startswith("kanaf-test-"):
        shutil.rmtree(home, ignore_errors=True)


def pytest_unconfigure(config: pytest.Config) -> None:
    if _RUN in config.stash:
        config.stash[_RUN].close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if browsers.executable() or browsers.is_required():
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason=browsers.MISSING))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    for reason in (browsers.MISSING, pooling.MISSING):
        if count := sum(reason in str(report.longrepr) for report in skipped):
            terminalreporter.write_line(f"{count} tests skipped: {reason}", yellow=True)


def _use(name: str) -> None:
    connections["default"].close()
    settings.DATABASES["default"].update(databases.django_settings(name, roles.OWNER))
    connections["default"].settings_dict.update(databases.django_settings(name, roles.OWNER))


def _migrate(name: str) -> None:
    _use(name)
    call_command("migrate", verbosity=0, interactive=False)
    connections["default"].close()


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """Names come from the run, not from Django's own test suffixes."""


@pytest.fixture(scope="session")
def template_database(django_test_environment: None, django_db_blocker: Any) -> str:
    """The migrated database that every other one is a copy of."""
    with django_db_blocker.unblock():
        return databases.template(_migrate)


@pytest.fixture(scope="session")
def django_db_setup(template_database: str, django_db_blocker: Any) -> Iterator[None]:
    """The tests' own database, as the owner: contexts step down to the web role, nothing is a superuser."""
    name = databases.clone(os.environ.get("PYTEST_XDIST_WORKER", "main"), template_database)
    with django_db_blocker.unblock():
        _use(name)
    yield
    with django_db_blocker.unblock():
        connections["default"].close()
    databases.drop(name)


@pytest.fixture(autouse=True)
def first_language() -> Iterator[None]:
    """Each test begins in the instance's language: a page served to one stays spoken in its thread."""
    translation.deactivate()
    yield
    translation.deactivate()


@pytest.fixture
def as_actor(db: None) -> Callable[[Any], AbstractContextManager[None]]:
    return support.as_actor


@pytest.fixture(scope="session")
def live_kanaf(template_database: str) -> Iterator[live.LiveKanaf]:
    """Kanaf served for real on a database of its own, its web process logged in as the web role."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    name = databases.clone(f"live_{worker}", template_database)
    try:
        with live.served(name) as kanaf:
            yield kanaf
    finally:
        databases.drop(name)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One Chromium for the run, found on the machine."""
    executable = browsers.executable()
    if executable is None:
        pytest.fail("KANAF_BROWSER=required, and there is no Chromium on this machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=browsers.ARGUMENTS)
        yield browser
        browser.close()
