"""Fixtures of the whole suite: the browser, and the whole program."""

import os
from collections.abc import Iterator

import pytest

from tests.stack import Stack, running_stack

CHROMIUM = os.environ.get("COFFEECHAT_CHROMIUM", "")
CHROMIUM_FLAGS = [
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def pytest_itemcollected(item: pytest.Item) -> None:
    if "browser" in item.keywords and not CHROMIUM:
        item.add_marker(pytest.mark.skip(reason="no Chromium was found"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not CHROMIUM:
        terminalreporter.section("BROWSER TESTS WERE SKIPPED: no Chromium was found", red=True)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    # A pipeline that never opened a browser must not look green.
    if os.environ.get("CI") and not CHROMIUM and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {"executable_path": CHROMIUM or None, "args": [*CHROMIUM_FLAGS, *as_root]}


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    """The whole program on a free port: web, worker, beat, mail, Postgres, Valkey."""
    with running_stack() as stack:
        yield stack
