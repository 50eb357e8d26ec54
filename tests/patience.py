"""How long a test waits for what must come: the end of hope, on a busy machine, not a speed."""

import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:  # takes a third of a second, and gunicorn waits here too
    from playwright.sync_api import Page

Found = TypeVar("Found")

PATIENCE = float(os.environ.get("COFFEECHAT_PATIENCE", 240))
"""Seconds, for whole programs and what they do by themselves."""

PAGE_PATIENCE = 30
"""Seconds, for what an open page does."""

LOOK_EVERY = 0.05
LOOK_AT_LEAST_EVERY = 0.4
"""Seconds between two looks: the longer it takes, the rarer. A look at a program often opens a
connection to its database, and twenty of them a second took half as much as the program itself."""
SLOWER = 1.25
LINES_OF_LOG = 40


def wait_until(
    what: str,
    happened: Callable[[], Found],
    *witnesses: Path | Callable[[], str],
    seconds: float = PATIENCE,
) -> Found:
    """What `happened` returns as soon as that is true.

    Out of patience, it says what never came, and what each witness said last: a log, or whoever
    else can be asked.
    """
    deadline = time.monotonic() + seconds
    pause = LOOK_EVERY
    while not (found := happened()):
        assert time.monotonic() < deadline, _never(what, seconds, witnesses)
        time.sleep(pause)
        pause = min(pause * SLOWER, LOOK_AT_LEAST_EVERY)
    return found


def wait_until_ended(process: "subprocess.Popen[Any]", *witnesses: Path) -> None:
    wait_until(f"{process.args} ends", lambda: process.poll() is not None, *witnesses)


def _never(what: str, seconds: float, witnesses: tuple[Path | Callable[[], str], ...]) -> str:
    said = [end_of(each) if isinstance(each, Path) else each() for each in witnesses]
    return "\n".join([f"Waited {seconds:g} s for this: {what}.", *said])


def end_of(log: Path) -> str:
    """The last lines of it."""
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    return "\n".join([f"The end of {log}:", *lines[-LINES_OF_LOG:]])


def becomes(page: "Page", what: str, read: Callable[[], object], wanted: object) -> None:
    """Waits for what no `expect` can look at, such as a row, and fails with what is there."""
    for _ in range(PAGE_PATIENCE * 10):
        if read() == wanted:
            return
        page.wait_for_timeout(100)
    assert read() == wanted, f"{what}, within {PAGE_PATIENCE} s. The page shows:\n{shown_on(page)}"


def comes_true(page: "Page", what: str, check: Callable[[], bool]) -> None:
    becomes(page, what, check, wanted=True)


def shown_on(page: "Page") -> str:
    return f"{page.url}\n{page.locator('body').inner_text()}"
