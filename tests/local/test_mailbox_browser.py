"""A hostile letter in a real browser: shown, and unable to do anything."""

from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.test import override_settings
from django.urls import include, path
from playwright.sync_api import BrowserContext, FrameLocator, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from local.mailbox.store import Mailbox, Stored
from local.urls import urlpatterns as site
from tests.patience import becomes, comes_true

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

urlpatterns = [path("mailbox/", include("local.mailbox.urls")), *site]

EVIL = "http://evil.example"
HOSTILE = f"""
<base href="{EVIL}/base/" target="_top">
<meta http-equiv="refresh" content="0;url={EVIL}/refresh">
<link rel="stylesheet" href="{EVIL}/stylesheet">
<style>p {{ background: url("{EVIL}/background") }}</style>
<script>new Image().src = "{EVIL}/script"</script>
<p>You have won</p>
<img src="{EVIL}/pixel" onerror="new Image().src = '{EVIL}/onerror'">
<iframe src="{EVIL}/frame"></iframe>
<p><a href="javascript:void(new Image().src = '{EVIL}/link')">Claim it</a></p>
<form action="{EVIL}/form" target="_self"><button>Send it</button></form>
<p><a href="{EVIL}/beside" target="_blank">Read on</a></p>
"""
UNASKED = {"pixel", "background", "stylesheet", "script", "onerror", "frame"}
"""What it asks for as soon as a page without protection shows it."""
BESIDE = "beside"
"""What it is allowed to ask for: a link that somebody follows opens beside it."""


@pytest.fixture
def stored(tmp_path: Path) -> Iterator[Stored]:
    message = EmailMessage()
    message["Subject"] = "A prize"
    message["From"] = "coffee@example.org"
    message.set_content("You have won\n")
    message.add_alternative(HOSTILE, subtype="html")
    with override_settings(MAILBOX_DIR=str(tmp_path), ROOT_URLCONF=__name__):
        yield Mailbox(tmp_path).keep("jonas@example.org", message.as_bytes())


@pytest.fixture
def asked(context: BrowserContext) -> set[str]:
    """What reached the network of the one who wrote the letter."""
    asked: set[str] = set()

    def answer(route: Route) -> None:
        asked.add(route.request.url.removeprefix(f"{EVIL}/"))
        route.abort() if route.request.url.endswith("/pixel") else route.fulfill(body="")

    context.route(f"{EVIL}/**", answer)
    return asked


def try_everything(page: Page, letter: Page | FrameLocator, asked: set[str]) -> None:
    """Up to the link that works: once that has opened, what was tried before it has happened."""
    letter.get_by_text("Send it").click()
    letter.get_by_text("Claim it").click()
    letter.get_by_text("Read on").click()
    comes_true(page, "the link that works opens", lambda: BESIDE in asked)


def test_it_would_do_harm_on_a_page_of_its_own(page: Page, asked: set[str]) -> None:
    """So that the other test can fail."""
    harmful = HOSTILE.replace('content="0;', 'content="600;')
    page.route(
        "http://letter.example/",
        lambda route: route.fulfill(body=harmful, content_type="text/html"),
    )
    page.goto("http://letter.example/")
    becomes(page, "asked for unasked", lambda: asked, UNASKED)
    page.get_by_text("Claim it").click()
    page.get_by_text("Send it").click()
    page.wait_for_url(f"{EVIL}/form?")
    assert asked == {*UNASKED, "link", "form?"}


def test_it_does_nothing_in_the_mailbox(
    page: Page, context: BrowserContext, live_server: LiveServer, stored: Stored, asked: set[str]
) -> None:
    url = f"{live_server.url}/mailbox/{stored.key}/"
    page.goto(url)
    letter = page.frame_locator("iframe")
    expect(letter.get_by_text("You have won")).to_be_visible()
    try_everything(page, letter, asked)

    assert asked == {BESIDE}
    assert [frame.url for frame in page.frames[:2]] == [url, f"{url}html/"]
    assert {opened.url for opened in context.pages} <= {url, "about:blank", f"{EVIL}/{BESIDE}"}


def test_it_does_nothing_on_a_page_of_its_own_either(
    page: Page, live_server: LiveServer, stored: Stored, asked: set[str]
) -> None:
    """The frame's own address, opened without the frame."""
    url = f"{live_server.url}/mailbox/{stored.key}/html/"
    page.goto(url)
    try_everything(page, page, asked)
    assert asked == {BESIDE}
    assert page.url == url
