"""How long a test waits for what must come: the end of hope, on a busy machine, not a speed."""

from collections.abc import Callable

from playwright.sync_api import Page

PATIENCE = 240
"""Seconds, for whole programs and what they do by themselves."""

PAGE_PATIENCE = 30
"""Seconds, for what an open page does."""


def becomes(page: Page, what: str, read: Callable[[], object], wanted: object) -> None:
    """Waits for what no `expect` can look at, such as a row, and fails with what is there."""
    for _ in range(PAGE_PATIENCE * 10):
        if read() == wanted:
            return
        page.wait_for_timeout(100)
    assert read() == wanted, f"{what}, within {PAGE_PATIENCE} s. The page shows:\n{shown_on(page)}"


def comes_true(page: Page, what: str, check: Callable[[], bool]) -> None:
    becomes(page, what, check, wanted=True)


def shown_on(page: Page) -> str:
    return f"{page.url}\n{page.locator('body').inner_text()}"
