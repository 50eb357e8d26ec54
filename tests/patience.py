"""How long a test waits for what must come: the end of hope, on a busy machine, not a speed."""

from collections.abc import Callable

from playwright.sync_api import Page

PATIENCE = 240
"""Seconds, for whole programs and what they do by themselves."""

PAGE_PATIENCE = 30
"""Seconds, for what an open page does."""


def comes_true(page: Page, check: Callable[[], bool]) -> bool:
    """Whether it holds at last, of what no `expect` can look at."""
    for _ in range(PAGE_PATIENCE * 10):
        if check():
            return True
        page.wait_for_timeout(100)
    return check()
