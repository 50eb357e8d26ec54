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
from tests.browser.sessions import PASSWORD, sign_in, sign_in_anew, sign_in_with_the_form
from tests.factories import make_contact, make_seeker
from tests.patience import becomes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIGNED_OUT = "You are signed out, so nothing was sent. Everything you typed is still here."
SOMEBODY_ELSE = "Somebody else is signed in here now, so nothing was sent. "
FORM_IS_BACK = (
    "Nothing was sent yet. What you typed is here, except secrets. Please press once more."
)


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
    is_told(page, "Add to contacts", FORM_IS_BACK)
    press(page, "Add to contacts")
    expect(page.locator("h1")).to_have_text("Dana Kim")
    assert Contact.objects.get().research == "Two\nlines"


def test_the_secret_address_of_a_calendar_is_kept_nowhere(
    context: BrowserContext, live_server: LiveServer
) -> None:
    page = context.new_page()
    page.goto(f"{live_server.url}/calendars/")
    form = page.locator("form[action='/calendars/add-address/']")
    form.locator("[name=name]").fill("Work")
    form.locator("[name=url]").fill("https://cal.example/hush.ics")
    context.clear_cookies()
    form.get_by_role("button").click()
    expect(page.get_by_role("alert").filter(has_text=SIGNED_OUT)).to_be_visible()
    kept = page.evaluate("JSON.stringify({...sessionStorage, ...localStorage})")
    assert "Work" in kept
    assert "hush" not in kept


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


def test_a_press_goes_out_in_nobody_elses_name(
    context: BrowserContext, live_server: LiveServer, seeker: User
) -> None:
    page = context.new_page()
    page.goto(f"{live_server.url}/contacts/add/")
    page.get_by_label("Name", exact=True).fill("Dana Kim")
    sign_in(context, make_seeker(), live_server.url)
    press(page, "Add to contacts")
    is_told(page, "Add to contacts", SOMEBODY_ELSE)
    assert not Contact.objects.exists()
    sign_in_anew(context, seeker, live_server.url)
    press(page, "Add to contacts")
    expect(page.locator("h1")).to_have_text("Dana Kim")
    assert Contact.objects.get().seeker == seeker


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
    is_told(page, button, FORM_IS_BACK)
    expect(page.locator("#saved")).to_contain_text("Saved")
    kept = Invitation.objects.get()
    assert (kept.subject, kept.message) == ("Your talk", "Hello Dana, your talk stayed with me.")


def test_a_press_goes_on_where_nobody_answers_and_the_page_stays_alive(
    context: BrowserContext, live_server: LiveServer
) -> None:
    """Held for two seconds at most; meanwhile one can type, and a second press is the same."""
    page = context.new_page()
    page.clock.install()
    asked: list[str] = []
    page.route("**/session/", lambda route: asked.append(route.request.url))
    page.goto(f"{live_server.url}/contacts/add/")
    page.get_by_label("Name", exact=True).fill("Dana Kim")
    press(page, "Add to contacts")
    press(page, "Add to contacts")
    becomes(page, "it is asked who is signed in", lambda: len(asked), 1)
    page.get_by_label("Research notes").fill("Typed meanwhile")
    page.clock.fast_forward(2_000)
    expect(page.locator("h1")).to_have_text("Dana Kim")
    assert (Contact.objects.get().research, len(asked)) == ("Typed meanwhile", 1)
