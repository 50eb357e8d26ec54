"""Every page a seeker, a host and a stranger can reach: accessible, within the CSP, narrow enough.

The pages are found by following links from a few doors, so a new page is checked on its own.
"""

import re
from urllib.parse import urldefrag, urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.checks import context_of, faults_everywhere
from tests.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.stack]

SIGNED_OUT = ["/", "/accounts/login/", "/accounts/signup/", "/accounts/login/code/", "/mailbox/"]
SIGNED_OUT += ["/i/not-a-link-we-know-of/", "/no-such-page/", "/accounts/password/reset/"]
DOORS = ["/", "/contacts/", "/invitations/", "/chats/", "/settings/", "/welcome/"]
DOORS += [
    "/chats/add/",
    "/chats/?show=past",
    "/accounts/2fa/",
    "/accounts/email/",
    "/accounts/sessions/",
]
NOT_PAGES = re.compile(
    r"\.ics$|\.pdf$|/source/|/parts/|/html/|^/admin|^/static|/logout/|/preview/|/raw/"
)
ADDRESSES = "ls => ls.map(link => new URL(link.getAttribute('href'), document.baseURI).href)"
MAX_FAULTS = 100
"""A crawl that finds more than this many pages is not finding pages but numbers."""


def kind_of(path: str) -> str:
    """Pages that differ only in an id or a query are of one kind; three of a kind will do."""
    return re.sub(r"\d+", "N", path.partition("?")[0])


def links_on(page: Page, site: str) -> list[str]:
    """Those of a drawing too, whose `href` is no string."""
    hrefs = page.eval_on_selector_all("a[href]", ADDRESSES)
    here = [urldefrag(href)[0].removeprefix(site) for href in hrefs if href.startswith(site + "/")]
    return [path for path in here if not NOT_PAGES.search(path)]


def crawl(page: Page, site: str, doors: list[str]) -> dict[str, list[str]]:
    """The faults of each page reached from the doors."""
    waiting, faults, seen = list(doors), {}, dict[str, int]()
    while waiting:
        path = waiting.pop(0)
        kind = kind_of(path) + ("?" + path.partition("?")[2] if path in doors else "")
        if path in faults or seen.get(kind, 0) >= 3:
            continue
        seen[kind] = seen.get(kind, 0) + 1
        response = page.goto(site + path)
        assert response is not None
        assert response.status < 500, f"{path} answers {response.status}"
        faults[path] = faults_everywhere(page)
        waiting += links_on(page, site)
        assert len(faults) <= MAX_FAULTS, sorted(faults)
    return faults


def start_sample(page: Page, site: str) -> None:
    page.goto(site + "/")
    page.get_by_role("button", name="Look around with sample data").first.click()
    page.wait_for_url(lambda url: urlsplit(url).path in {"/", "/contacts/"})


def test_every_page_of_a_seeker_is_without_fault(stack: Stack, browser: Browser) -> None:
    with context_of(browser, "desk", "light") as context:
        page = context.new_page()
        start_sample(page, stack.url)
        faults = crawl(page, stack.url, DOORS)
    assert len(faults) > 25, sorted(faults)
    assert {path: found for path, found in faults.items() if found} == {}


def test_every_page_of_a_stranger_is_without_fault(stack: Stack, browser: Browser) -> None:
    with context_of(browser, "desk", "light") as context:
        faults = crawl(context.new_page(), stack.url, SIGNED_OUT)
    assert {path: found for path, found in faults.items() if found} == {}
