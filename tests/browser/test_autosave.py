"""Nothing typed is ever lost: offline, signed out, or gone at once, wherever text saves itself."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from chats import lifecycle
from chats.models import Chat, Invitation
from contacts.models import Contact
from followups.models import FollowUp
from tests.browser.checks import context_of
from tests.browser.sessions import sign_in, sign_in_anew, sign_in_with_the_form
from tests.factories import make_chat, make_contact, make_ended_chat, make_seeker
from tests.patience import becomes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = "Hello Dana,\n\nthe float switch was your idea, and I have built one."
NOT_YET = "Not saved yet, trying again. Your text is still here."
SIGNED_OUT = (
    "Not saved yet, trying again. Please sign in again in another tab. Your text is still here."
)
STORED = "JSON.stringify(Object.keys(localStorage).filter(key => key.startsWith('typed:')))"


@dataclass
class Place:
    """A page with text that saves itself, and what the server holds of it."""

    path: str
    label: str
    seeker: User
    held: Callable[[], str]


def _letter() -> Place:
    contact = make_contact(make_seeker(date_joined=timezone.now()))
    draft = lifecycle.start(contact.seeker, contact, now=timezone.now())
    return Place(
        f"/invitations/{draft.pk}/write/",
        "Message",
        contact.seeker,
        lambda: Invitation.objects.get(pk=draft.pk).message,
    )


def _notes() -> Place:
    now = timezone.now()
    chat = make_chat(starts_at=now + timedelta(days=2), now=now)
    return Place(
        f"/chats/{chat.pk}/", "Notes", chat.seeker, lambda: Chat.objects.get(pk=chat.pk).notes
    )


def _thank_you() -> Place:
    chat = make_ended_chat(ended_at=timezone.now() - timedelta(hours=1))
    path = reverse("followups:thank_you", args=[chat.pk])
    return Place(
        path,
        "Your thank-you",
        chat.seeker,
        lambda: "".join(FollowUp.objects.values_list("text", flat=True)),
    )


def _brief() -> Place:
    contact = make_contact()
    return Place(
        f"/contacts/{contact.pk}/brief/",
        "Their path",
        contact.seeker,
        lambda: Contact.objects.get(pk=contact.pk).path,
    )


def _self_introduction() -> Place:
    seeker = make_seeker()
    return Place(
        "/self-introduction/",
        "Your self-introduction",
        seeker,
        lambda: User.objects.get(pk=seeker.pk).self_introduction,
    )


PLACES = [_letter, _notes, _thank_you, _brief, _self_introduction]


@pytest.fixture(params=PLACES, ids=["letter", "notes", "thank-you", "brief", "self-introduction"])
def place(request: pytest.FixtureRequest, transactional_db: None) -> Place:
    place: Place = request.param()
    return place


@pytest.fixture
def page(browser: Browser, live_server, place: Place) -> Iterator[Page]:
    with context_of(browser, "desk", "light") as context:
        sign_in(context, place.seeker, live_server.url)
        page = context.new_page()
        page.goto(live_server.url + place.path)
        yield page


def types(page: Page, place: Place, text: str) -> None:
    page.get_by_label(place.label).fill(text)


def says(page: Page, text: str) -> None:
    expect(page.locator("#saved")).to_contain_text(text)


def has(page: Page, place: Place, text: str) -> None:
    """Nothing of it is left on the device then."""
    says(page, "Saved")
    assert (place.held(), page.evaluate(STORED)) == (text, "[]")


CUT_OFF = """() => {
  window.fetch = () => Promise.reject();
  XMLHttpRequest.prototype.send = () => {};
}"""
"""What leaves together with the page would slip through a browser that only plays offline."""


def leave(page: Page) -> None:
    page.goto("about:blank")


def test_it_saves_itself_and_tries_again_where_that_fails(page: Page, place: Place) -> None:
    types(page, place, "First words")
    assert page.evaluate(STORED) == f'["typed:{place.path}"]'
    has(page, place, "First words")
    page.context.set_offline(True)
    types(page, place, WORDS)
    expect(page.locator("#saved")).to_have_text(NOT_YET)
    page.context.set_offline(False)
    has(page, place, WORDS)
    page.route("**/*", lambda route: route.fulfill(status=500, body="Oh"))
    types(page, place, f"{WORDS} And more.")
    says(page, "Not saved yet, trying again.")
    page.unroute("**/*")
    has(page, place, f"{WORDS} And more.")


def test_leaving_at_once_loses_nothing_and_offline_it_is_there_the_next_time(
    page: Page, place: Place, live_server: LiveServer
) -> None:
    types(page, place, "First words")
    leave(page)
    becomes(page, "what was typed last has arrived", place.held, "First words")
    page.goto(live_server.url + place.path)
    page.context.set_offline(True)
    page.evaluate(CUT_OFF)
    types(page, place, WORDS)
    leave(page)
    page.context.set_offline(False)
    assert place.held() == "First words"
    page.goto(live_server.url + place.path)
    expect(page.get_by_label(place.label)).to_have_value(WORDS)
    has(page, place, WORDS)


def test_signed_out_and_in_again_it_saves_itself_and_its_button_works(
    page: Page, place: Place, live_server: LiveServer
) -> None:
    page.context.clear_cookies()
    types(page, place, "First words")
    expect(page.locator("#saved")).to_have_text(SIGNED_OUT)
    sign_in_anew(page.context, place.seeker, live_server.url)
    has(page, place, "First words")
    if place.label == "Your thank-you":
        return  # its button sends
    sign_in_anew(page.context, place.seeker, live_server.url)
    types(page, place, WORDS)
    page.get_by_role("button", name="Save").first.click()
    becomes(page, "what was typed last has arrived", place.held, WORDS)
    expect(page.get_by_label(place.label)).to_have_value(WORDS)


@pytest.mark.parametrize("place", [_letter], indirect=True, ids=["letter"])
def test_it_asks_to_sign_in_in_another_tab_and_that_is_enough(
    page: Page, place: Place, live_server: LiveServer
) -> None:
    page.context.clear_cookies()
    types(page, place, WORDS)
    expect(page.locator("#saved")).to_have_text(SIGNED_OUT)
    sign_in_with_the_form(page.context, place.seeker, live_server.url)
    has(page, place, WORDS)
    expect(page.get_by_label(place.label)).to_have_value(WORDS)
