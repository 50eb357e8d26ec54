"""Fixtures of the whole suite: the browser, and the whole program; how much is tried at random."""

import gc
import os
from collections.abc import Iterator

import hypothesis
import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase
from playwright.sync_api import expect
from pytest_django import DjangoDbBlocker, Settings
from pytest_django.live_server_helper import LiveServer

from local.services.seed import SEED
from outbox.connection import close_connection
from tests.emptying import empty_tables
from tests.live_server import gate_of
from tests.patience import PAGE_PATIENCE
from tests.program import clock_at_rest, clock_going
from tests.stack import Stack, running_stack
from tests.timing import Timing

CHROMIUM = os.environ.get("COFFEECHAT_CHROMIUM", "")
CHROMIUM_FLAGS = [
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

# The machine is shared, so no single example has a deadline.
hypothesis.settings.register_profile("ordinary", max_examples=200, deadline=None)
hypothesis.settings.register_profile("long", max_examples=5000, deadline=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ordinary"))

expect.set_options(timeout=PAGE_PATIENCE * 1_000)


LAZY = (20_000, 20, 20)
"""After how many new objects the garbage collector looks, instead of 700, 10, 10."""

NEEDS = {
    "browser": {"COFFEECHAT_CHROMIUM": "Chromium"},
    "parsers": {"COFFEECHAT_LIBICAL": "libical", "COFFEECHAT_ICALJS": "ical.js"},
    "imap": {"COFFEECHAT_DOVECOT": "Dovecot"},
    "proxy": {"COFFEECHAT_CADDY": "Caddy"},
}
"""By mark: what `bin/test` finds or installs, and says where it is."""

MISSING = {
    mark: [program for name, program in programs.items() if not os.environ.get(name)]
    for mark, programs in NEEDS.items()
}


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Timing())
    # Else each test's client reads the whole folder of static files before its first request.
    settings.WHITENOISE_AUTOREFRESH = True
    # The real one is slow on purpose, and took a third of a second for each password.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_itemcollected(item: pytest.Item) -> None:
    for mark, programs in MISSING.items():
        if programs and mark in item.keywords:
            reason = f"not found: {', '.join(programs)}"
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first, so that at the end no worker waits long for the other."""
    items.sort(key=lambda item: not {"stack", "race", "browser"}.intersection(item.keywords))


def pytest_collection_finish() -> None:
    """Modules and tests live to the end, so the garbage collector need not look at them again.

    It took a quarter of the processor time of the tests with a database.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*LAZY)


def pytest_assertrepr_compare(op: str, left: object, right: object) -> list[str] | None:
    """What should be empty is shown whole, a line for each: a rule over all pages or e-mails names
    everything that breaks it."""
    if op != "==" or right or not isinstance(right, (list, dict, set)):
        return None
    if not isinstance(left, type(right)):
        return None
    lines = [f"{name}: {what!r}" for name, what in left.items()] if isinstance(left, dict) else []
    return [f"none were expected, and there are {len(left)}:", *(lines or map(repr, left))]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for mark, programs in MISSING.items():
        if programs:
            said = f"TESTS MARKED {mark} WERE SKIPPED: not found: {', '.join(programs)}"
            terminalreporter.section(said, red=True)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    # A pipeline that never opened a browser, or asked no other parser, must not look green.
    if os.environ.get("CI") and any(MISSING.values()) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Begin as a copy of the migrated database, and let no connection outlive its test, as those
    of the live server's threads would."""
    database = settings.DATABASES["default"]
    if SEED in os.environ:
        database["TEST"]["TEMPLATE"] = database["NAME"]
    database["CONN_MAX_AGE"] = 0


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """At the end, take the database from whoever still uses it, or Postgres refuses to drop it.

    Django keeps a connection for each context, and Playwright runs in one of its own: the one of
    the tests is not always the one that is closed before the database is dropped.
    """
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(scope="session", autouse=True)
def _only_rows_are_emptied() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty_tables)
        yield


@pytest.fixture(autouse=True)
def _no_connection_is_kept() -> Iterator[None]:
    """To a mail server: the next test has another, or one that only says that it is one."""
    yield
    close_connection()


@pytest.fixture
def plain_names(settings: Settings) -> None:
    """A server of a test looks files up among their sources, where names carry no hash."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.fixture
def live_server(live_server: LiveServer, plain_names: None) -> Iterator[LiveServer]:
    gate = gate_of(live_server)
    gate.open()
    yield live_server
    gate.close()


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {"executable_path": CHROMIUM or None, "args": [*CHROMIUM_FLAGS, *as_root]}


@pytest.fixture(scope="session")
def shared_stack() -> Iterator[Stack]:
    with running_stack() as stack, clock_at_rest(stack):
        yield stack


@pytest.fixture
def stack(shared_stack: Stack) -> Iterator[Stack]:
    """The whole program on a free port: web, worker, beat, mail, Postgres, Valkey.

    It stays until the end, and between the tests that need it no task is queued: each second of its
    clock costs as much as a page.
    """
    with clock_going(shared_stack):
        yield shared_stack


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    """A reader who says 15:00, as the tests do; an American browser would be told 3:00 pm."""
    return {**browser_context_args, "locale": "en-GB"}
