"""The session is over and a button is pressed: it says so, and nothing that was typed is lost."""

from collections.abc import Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from chats import lifecycle
from chats.models import Invitation
from contacts.models import Contact
from tests.browser.checks import context_of, faults_of
from tests.browser.sessions import PASSWORD, sign_in, sign_in_with_the_form
from tests.factories import make_contact, make_seeker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIGNED_OUT = "You are signed out, so nothing was sent. Everything you typed is still here."
BACK = "Everything you typed is here again. Nothing was sent yet: please press once more."


@pytest.fixture
def seeker(transactional_db: None) -> User:
    seeker = make_seeker(date_joined=timezone.now())
    seeker.set_password(PASSWORD)
    seeker.save()
    return seeker


@pytest.fixture
def context(browser: Browser, live_server: LiveServer, seeker: User) -> Iterator[BrowserContext]:
    with context_of(browser, "phone", "light") as context:
        sign_in(context, seeker, live_server.url)
        yield context


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name).first.click()


def signs_in(page: Page, seeker: User) -> None:
    """In the same tab, by the link beside the button."""
    page.get_by_role("link", name="Sign in and go on").click()
    page.get_by_text("Use a password").click()
    page.locator("#id_login").fill(seeker.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()


def is_told(page: Page, button: str, words: str = SIGNED_OUT) -> None:
    """In sight, beside the button."""
    said = page.get_by_role("alert").filter(has_text=words)
    expect(said).to_be_in_viewport()
    pressed = page.get_by_role("main").get_by_role("button", name=button).first
    expect(pressed).to_be_in_viewport()


def test_a_new_contact_is_there_again_after_signing_in(
    context: BrowserContext, live_server: LiveServer, seeker: User
) -> None:
    page = context.new_page()
    page.goto(f"{live_server.url}/contacts/add/")
    page.get_by_label("Name", exact=True).fill("Dana Kim")
    page.get_by_label("Research notes").fill("Two\nlines")
    context.clear_cookies()
    press(page, "Add to contacts")
    is_told(page, "Add to contacts")
    assert faults_of(page) == []
    signs_in(page, seeker)
    is_told(page, "Add to contacts", BACK)
    press(page, "Add to contacts")
    expect(page.locator("h1")).to_have_text("Dana Kim")
    assert Contact.objects.get().research == "Two\nlines"


def test_signed_in_again_in_another_tab_the_same_press_is_enough(
    context: BrowserContext, live_server: LiveServer, seeker: User
) -> None:
    page = context.new_page()
    page.goto(f"{live_server.url}/contacts/add/")
    page.get_by_label("Name", exact=True).fill("Dana Kim")
    context.clear_cookies()
    press(page, "Add to contacts")
    is_told(page, "Add to contacts")
    sign_in_with_the_form(context, seeker, live_server.url)
    press(page, "Add to contacts")
    expect(page.locator("h1")).to_have_text("Dana Kim")


def test_what_one_typed_is_shown_to_nobody_else(
    context: BrowserContext, live_server: LiveServer, seeker: User
) -> None:
    page = context.new_page()
    page.goto(f"{live_server.url}/contacts/add/")
    page.get_by_label("Name", exact=True).fill("Dana Kim")
    context.clear_cookies()
    press(page, "Add to contacts")
    is_told(page, "Add to contacts")
    sign_in(context, make_seeker(), live_server.url)
    page.goto(f"{live_server.url}/contacts/add/")
    expect(page.get_by_label("Name", exact=True)).to_have_value("")
    assert page.evaluate("Object.keys(sessionStorage).filter(key => key.startsWith('left:'))") == []


@pytest.mark.parametrize("button", ["Send the invitation", "Suggest times"])
def test_a_letter_says_so_beside_the_button_and_is_whole_after_signing_in(
    context: BrowserContext, live_server: LiveServer, seeker: User, button: str
) -> None:
    draft = lifecycle.start(seeker, make_contact(seeker), now=timezone.now())
    page = context.new_page()
    page.goto(f"{live_server.url}/invitations/{draft.pk}/write/")
    context.clear_cookies()
    page.get_by_label("Subject").fill("Your talk")
    page.get_by_label("Message").fill("Hello Dana, your talk stayed with me.")
    press(page, button)
    is_told(page, button)
    signs_in(page, seeker)
    expect(page.get_by_label("Subject")).to_have_value("Your talk")
    is_told(page, button, BACK)
    expect(page.locator("#saved")).to_contain_text("Saved")
    kept = Invitation.objects.get()
    assert (kept.subject, kept.message) == ("Your talk", "Hello Dana, your talk stayed with me.")
