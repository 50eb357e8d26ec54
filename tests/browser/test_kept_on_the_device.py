"""What waits on a device in several tabs, or of several people: each keeps their own words."""

from collections.abc import Iterator

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from chats import lifecycle
from chats.models import Invitation
from tests.browser.checks import context_of
from tests.browser.sessions import sign_in, sign_in_anew
from tests.browser.test_autosave import CUT_OFF, SIGNED_OUT, STORED, leave
from tests.factories import make_contact, make_seeker
from tests.patience import becomes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SELF_INTRODUCTION = "/self-introduction/"


@pytest.fixture
def seeker(transactional_db: None) -> User:
    return make_seeker(date_joined=timezone.now())


@pytest.fixture
def context(browser: Browser, live_server: LiveServer, seeker: User) -> Iterator[BrowserContext]:
    with context_of(browser, "desk", "light") as context:
        sign_in(context, seeker, live_server.url)
        yield context


def opened(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    return page


def self_introduction_of(seeker: User) -> str:
    return User.objects.get(pk=seeker.pk).self_introduction


def stored(page: Page) -> str:
    return str(page.evaluate(STORED))


def test_two_tabs_without_a_connection_lose_nothing_when_both_are_closed(
    context: BrowserContext, live_server: LiveServer, seeker: User
) -> None:
    draft = lifecycle.start(seeker, make_contact(seeker), now=timezone.now())
    address = live_server.url + reverse("chats:write", args=[draft.pk])
    tabs = [opened(context, address) for _ in range(2)]
    one, other = tabs
    for tab in tabs:
        tab.evaluate(CUT_OFF)
    one.get_by_label("Message").fill("From the one")
    becomes(other, "it waits on the device", lambda: stored(other).count("typed:"), 1)
    other.get_by_label("Message").fill("From the other")
    for tab in tabs:
        leave(tab)
    assert Invitation.objects.get().message == ""
    page = opened(context, address)
    both = {"From the one", "From the other"}
    becomes(page, "both are kept", lambda: {*Invitation.objects.get().message.split("\n")}, both)
    expect(page.locator("#saved")).to_contain_text("Saved")
    becomes(page, "nothing waits on the device", lambda: stored(page), "[]")


def test_words_that_one_person_left_are_put_into_no_page_of_another(
    context: BrowserContext, live_server: LiveServer, seeker: User
) -> None:
    page = opened(context, live_server.url + SELF_INTRODUCTION)
    page.evaluate(CUT_OFF)
    page.get_by_label("Your self-introduction").fill("I am Sam.")
    leave(page)
    other = make_seeker()
    sign_in_anew(context, other, live_server.url)
    page.goto(live_server.url + SELF_INTRODUCTION)
    page.get_by_label("Your self-introduction").fill("I am somebody else.")
    becomes(page, "it is kept", lambda: self_introduction_of(other), "I am somebody else.")
    sign_in_anew(context, seeker, live_server.url)
    page.goto(live_server.url + SELF_INTRODUCTION)
    expect(page.get_by_label("Your self-introduction")).to_have_value("I am Sam.")
    becomes(page, "it is kept", lambda: self_introduction_of(seeker), "I am Sam.")
    becomes(page, "nothing waits on the device", lambda: stored(page), "[]")


def test_a_page_sends_nothing_in_the_name_of_whoever_signed_in_after(
    context: BrowserContext, live_server: LiveServer, seeker: User
) -> None:
    page = opened(context, live_server.url + SELF_INTRODUCTION)
    other = make_seeker()
    sign_in_anew(context, other, live_server.url)
    page.get_by_label("Your self-introduction").fill("I am Sam.")
    expect(page.locator("#saved")).to_have_text(SIGNED_OUT)
    sign_in_anew(context, seeker, live_server.url)
    becomes(page, "it is kept", lambda: self_introduction_of(seeker), "I am Sam.")
    assert self_introduction_of(other) == ""
