"""Nothing typed is ever lost: offline, signed out, or gone at once, wherever text saves itself."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.conf import settings as site
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect

from accounts.models import User
from chats import lifecycle
from chats.models import Chat, Invitation
from contacts.models import Contact
from followups.models import FollowUp
from tests.browser.checks import context_of
from tests.factories import make_chat, make_contact, make_ended_chat, make_seeker
from tests.patience import comes_true

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "a long-enough password 7"
WORDS = "Hello Dana,\n\nthe float switch was your idea, and I have built one."
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


def _introduction() -> Place:
    seeker = make_seeker()
    return Place(
        "/introduction/",
        "Your introduction",
        seeker,
        lambda: User.objects.get(pk=seeker.pk).introduction,
    )


PLACES = [_letter, _notes, _thank_you, _brief, _introduction]


@pytest.fixture(autouse=True)
def _plain_names(settings) -> None:
    """The live server looks files up among their sources, where names carry no hash."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.fixture(params=PLACES, ids=["letter", "notes", "thank-you", "brief", "introduction"])
def place(request: pytest.FixtureRequest, transactional_db: None) -> Place:
    place: Place = request.param()
    return place


def sign_in(context: BrowserContext, seeker: User, url: str) -> None:
    """As a browser ends up: with a session, and with a CSRF secret that is new."""
    client = Client()
    client.force_login(seeker, backend="django.contrib.auth.backends.ModelBackend")
    value = client.cookies[site.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": site.SESSION_COOKIE_NAME, "value": value, "url": url}])


def sign_in_anew(page: Page, seeker: User, url: str) -> None:
    """In another tab, through the form: that is what changes the CSRF token."""
    seeker.set_password(PASSWORD)
    seeker.save()
    tab = page.context.new_page()
    tab.goto(f"{url}/accounts/login/")
    tab.get_by_text("Use a password").click()
    tab.locator("#id_login").fill(seeker.email)
    tab.get_by_label("Password", exact=True).fill(PASSWORD)
    tab.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    tab.wait_for_url(f"{url}/")
    tab.close()


@pytest.fixture
def page(browser: Browser, live_server, place: Place) -> Iterator[Page]:
    with context_of(browser, "desk", "light") as context:
        sign_in(context, place.seeker, live_server.url)
        page = context.new_page()
        page.goto(live_server.url + place.path)
        yield page


def becomes(page: Page, held: Callable[[], str], text: str) -> None:
    comes_true(page, lambda: held() == text)
    assert held() == text


def test_what_is_saved_is_not_kept_on_the_device(page: Page, place: Place) -> None:
    page.get_by_label(place.label).fill(WORDS)
    assert page.evaluate(STORED) == f'["typed:{place.path}"]'
    expect(page.locator("#saved")).to_contain_text("Saved")
    assert (place.held(), page.evaluate(STORED)) == (WORDS, "[]")


def test_offline_it_says_so_and_saves_once_online_again(page: Page, place: Place) -> None:
    page.get_by_label(place.label).fill("First words")
    expect(page.locator("#saved")).to_contain_text("Saved")
    page.context.set_offline(True)
    page.get_by_label(place.label).fill(WORDS)
    expect(page.locator("#saved")).to_have_text(
        "Not saved yet, trying again. Your text is still here."
    )
    page.context.set_offline(False)
    expect(page.locator("#saved")).to_contain_text("Saved")
    assert (place.held(), page.evaluate(STORED)) == (WORDS, "[]")


def test_a_server_in_trouble_is_asked_again(page: Page, place: Place) -> None:
    page.route("**/*", lambda route: route.fulfill(status=500, body="Oh"))
    page.get_by_label(place.label).fill(WORDS)
    expect(page.locator("#saved")).to_contain_text("Not saved yet, trying again.")
    page.unroute("**/*")
    expect(page.locator("#saved")).to_contain_text("Saved")
    assert place.held() == WORDS


def test_offline_and_gone_it_is_there_the_next_time(page: Page, place: Place, live_server) -> None:
    page.context.set_offline(True)
    page.evaluate(
        "() => { window.fetch = () => Promise.reject(); }"
    )  # on leaving, it would slip through
    page.get_by_label(place.label).fill(WORDS)
    page.goto("about:blank")
    page.context.set_offline(False)
    assert place.held() == ""
    page.goto(live_server.url + place.path)
    expect(page.get_by_label(place.label)).to_have_value(WORDS)
    expect(page.locator("#saved")).to_contain_text("Saved")
    assert (place.held(), page.evaluate(STORED)) == (WORDS, "[]")


def test_leaving_at_once_loses_nothing(page: Page, place: Place) -> None:
    page.get_by_label(place.label).fill(WORDS)
    page.goto("about:blank")
    becomes(page, place.held, WORDS)


def test_signed_out_then_in_again_in_another_tab(page: Page, place: Place, live_server) -> None:
    page.context.clear_cookies()
    page.get_by_label(place.label).fill(WORDS)
    expect(page.locator("#saved")).to_have_text(
        "Not saved yet, trying again. Please sign in again in another tab. Your text is still here."
    )
    sign_in_anew(page, place.seeker, live_server.url)
    expect(page.locator("#saved")).to_contain_text("Saved")
    assert (place.held(), page.get_by_label(place.label).input_value()) == (WORDS, WORDS)


def test_a_button_after_signing_in_again_elsewhere_works(
    page: Page, place: Place, live_server
) -> None:
    if place.label == "Your thank-you":
        pytest.skip("its button sends")
    page.context.clear_cookies()
    sign_in_anew(page, place.seeker, live_server.url)
    page.get_by_label(place.label).fill(WORDS)
    page.get_by_role("button", name="Save").first.click()
    page.wait_for_load_state()
    expect(page.get_by_label(place.label)).to_have_value(WORDS)
    becomes(page, place.held, WORDS)
