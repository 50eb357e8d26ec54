"""Two tabs on one form that saves itself: neither takes back what was written in the other."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from chats import lifecycle
from chats.models import Chat, Invitation
from chats.states import InvitationStatus
from contacts.models import Contact
from followups.models import Debrief, FollowUp
from followups.states import Kind
from preparation.models import Question
from tests.browser.checks import context_of
from tests.browser.sessions import sign_in
from tests.factories import make_chat, make_contact, make_ended_chat, make_seeker
from tests.patience import becomes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@dataclass
class Place:
    """A page with two fields that save themselves, and what the server holds of them."""

    path: str
    fields: tuple[str, str]
    """Their ids."""
    seeker: User
    held: Callable[[], tuple[str, str]]


def _letter() -> Place:
    contact = make_contact(make_seeker(date_joined=timezone.now()))
    draft = lifecycle.start(contact.seeker, contact, now=timezone.now())

    def held() -> tuple[str, str]:
        fresh = Invitation.objects.get(pk=draft.pk)
        return fresh.subject, fresh.message

    path = reverse("chats:write", args=[draft.pk])
    return Place(path, ("id_subject", "id_message"), contact.seeker, held)


def _preparation() -> Place:
    now = timezone.now()
    chat = make_chat(starts_at=now + timedelta(days=2), now=now)

    def held() -> tuple[str, str]:
        fresh = Chat.objects.get(pk=chat.pk)
        return fresh.goal, fresh.notes

    return Place(chat.get_absolute_url(), ("id_goal", "id_notes"), chat.seeker, held)


def _after() -> Place:
    chat = make_ended_chat(ended_at=timezone.now() - timedelta(hours=1))

    def held() -> tuple[str, str]:
        debrief = Debrief.objects.filter(chat=chat).first() or Debrief()
        return debrief.surprised, debrief.next_step

    path = reverse("followups:after", args=[chat.pk])
    return Place(path, ("id_surprised", "id_next_step"), chat.seeker, held)


def _brief() -> Place:
    contact = make_contact(role="", company="")

    def held() -> tuple[str, str]:
        fresh = Contact.objects.get(pk=contact.pk)
        return fresh.role, fresh.path

    path = reverse("contacts:brief", args=[contact.pk])
    return Place(path, ("id_role", "id_path"), contact.seeker, held)


def _questions() -> Place:
    now = timezone.now()
    chat = make_chat(starts_at=now + timedelta(days=2), now=now)
    row = Question.objects.create(chat=chat, text="What surprised you?", position=1)
    Question.objects.create(chat=chat, text="And what next?", position=2)

    def held() -> tuple[str, str]:
        fresh = Question.objects.get(pk=row.pk)
        return str(fresh.minutes or ""), fresh.text

    path = reverse("preparation:questions", args=[chat.pk])
    ids = (f"id_question-{row.pk}-minutes", f"id_question-{row.pk}-text")
    return Place(path, ids, chat.seeker, held)


def _shared() -> Place:
    contact = make_contact()
    found = FollowUp.objects.create(
        contact=contact,
        seeker=contact.seeker,
        kind=Kind.RESOURCE,
        occasion="own:1",
        begun_by_seeker=True,
        due_at=timezone.now(),
    )

    def held() -> tuple[str, str]:
        fresh = FollowUp.objects.get(pk=found.pk)
        return fresh.url, fresh.text

    path = reverse("followups:follow_up", args=[found.pk])
    return Place(path, ("id_url", "id_text"), contact.seeker, held)


PLACES = [_letter, _preparation, _after, _brief, _questions, _shared]
NEW = {"id_url": "https://example.org/one"}


@pytest.fixture(params=PLACES, ids=[place.__name__[1:] for place in PLACES])
def place(request: pytest.FixtureRequest, transactional_db: None) -> Place:
    place: Place = request.param()
    return place


@pytest.fixture
def context(browser: Browser, live_server: LiveServer, place: Place) -> Iterator[BrowserContext]:
    with context_of(browser, "desk", "light") as context:
        sign_in(context, place.seeker, live_server.url)
        yield context


@pytest.fixture
def tabs(context: BrowserContext, live_server: LiveServer, place: Place) -> tuple[Page, Page]:
    one, other = context.new_page(), context.new_page()
    for tab in (one, other):
        tab.goto(live_server.url + place.path)
    return one, other


DEAF = "BroadcastChannel.prototype.postMessage = () => {}"
"""As on two devices: no tab hears of the other."""


def value_for(field: str) -> str:
    return NEW.get(field, "7" if field.endswith("-minutes") else "Words of one tab")


@pytest.mark.parametrize("hears", [True, False], ids=["one-browser", "two-devices"])
def test_a_field_changed_in_the_other_tab_stays_and_both_tabs_show_it(
    tabs: tuple[Page, Page], place: Place, hears: bool
) -> None:
    one, other = tabs
    if not hears:
        one.evaluate(DEAF)
        other.evaluate(DEAF)
    first, second = place.fields
    held = (value_for(first), "Words of the other tab")
    one.locator(f"#{first}").fill(held[0])
    becomes(one, "the one tab has saved", lambda: place.held()[0], held[0])
    other.locator(f"#{second}").fill(held[1])
    becomes(other, "both are kept", place.held, held)
    expect(other.locator(f"#{first}")).to_have_value(held[0])
    if not hears:  # until somebody looks at it again
        one.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(one.locator(f"#{second}")).to_have_value(held[1])
    one.locator(f"#{first}").fill("")
    becomes(one, "what is taken away is gone", place.held, _emptied(place, held))


def _emptied(place: Place, held: tuple[str, str]) -> tuple[str, str]:
    return "", held[1]


def test_what_is_selected_to_be_written_over_stays_so_when_the_other_tab_saves(
    tabs: tuple[Page, Page], place: Place
) -> None:
    one, other = tabs
    first, second = place.fields
    other.locator(f"#{second}").fill("A first try")
    becomes(other, "the other tab has saved", lambda: place.held()[1], "A first try")
    expect(one.locator(f"#{second}")).to_have_value("A first try")
    other.locator(f"#{second}").select_text()
    one.locator(f"#{first}").fill(value_for(first))
    expect(other.locator(f"#{first}")).to_have_value(value_for(first))
    other.keyboard.insert_text("Words instead")
    becomes(other, "both are kept", place.held, (value_for(first), "Words instead"))


@pytest.mark.parametrize("place", [_letter], indirect=True, ids=["letter"])
def test_two_lines_of_one_field_are_both_there_and_of_a_subject_the_last_is_told_of_the_first(
    tabs: tuple[Page, Page], place: Place
) -> None:
    one, other = tabs
    for tab in tabs:
        tab.evaluate(DEAF)
    for tab, words in ((one, "One"), (other, "Other")):
        tab.locator("#id_subject").fill(f"{words} subject")
        tab.locator("#id_message").fill(f"{words} message")
        expect(tab.locator("#saved")).to_contain_text("Saved")
        becomes(tab, "it is kept", lambda words=words: place.held()[0], f"{words} subject")
    both = "One message\nOther message"
    becomes(other, "both messages are kept", place.held, ("Other subject", both))
    expect(other.locator("#saved")).to_contain_text("Subject: until now it was “One subject”")
    expect(other.locator("#id_message")).to_have_value(both)


@pytest.mark.parametrize("place", [_letter], indirect=True, ids=["letter"])
def test_times_and_ways_of_both_tabs_are_offered(tabs: tuple[Page, Page], place: Place) -> None:
    one, other = tabs
    for tab in tabs:
        tab.evaluate(DEAF)
    one.get_by_label("Video call").check()
    one.get_by_role("button", name="Suggest times").click()
    expect(one.locator("#picked li")).to_have_count(5)
    other.get_by_label("Phone").check()
    expect(other.locator("#picked li")).to_have_count(5)
    expect(other.get_by_label("Video call")).to_be_checked()
    other.get_by_role("button", name="Remove").first.click()
    expect(other.locator("#picked li")).to_have_count(4)
    one.get_by_label("Length").select_option("30")
    expect(one.locator("#picked li")).to_have_count(4)
    expect(one.get_by_label("Phone")).to_be_checked()
    draft = Invitation.objects.get()
    assert (sorted(draft.ways), draft.minutes, len(draft.typed_times)) == (
        ["phone", "video"],
        30,
        4,
    )


@pytest.mark.parametrize("place", [_letter], indirect=True, ids=["letter"])
def test_send_in_an_old_tab_shows_what_came_from_the_other_before_it_leaves(
    tabs: tuple[Page, Page], place: Place
) -> None:
    one, other = tabs
    for tab in tabs:
        tab.evaluate(DEAF)
    message = "Hello Dana,\n\nyour talk stayed with me. Could we talk for 25 minutes? No is fine."
    one.locator("#id_subject").fill("Your talk")
    one.locator("#id_message").fill(message)
    one.get_by_label("Video call").check()
    one.get_by_role("button", name="Suggest times").click()
    expect(one.locator("#picked li")).to_have_count(5)
    other.get_by_role("button", name="Send the invitation").click()
    expect(other.locator("#saved")).to_contain_text("please look, and press again")
    expect(other.locator("#id_message")).to_have_value(message)
    assert Invitation.objects.get().status == InvitationStatus.DRAFT
    other.get_by_role("button", name="Send the invitation").click()
    expect(other.locator("h1")).to_have_text("Your invitation to Dana")


@pytest.mark.parametrize("place", [_letter, _brief], indirect=True, ids=["letter", "brief"])
def test_a_save_whose_answer_was_lost_is_no_other_tab(
    tabs: tuple[Page, Page], place: Place
) -> None:
    one, _ = tabs
    one.evaluate(DEAF)

    is_bad = [True]

    def lose_the_answer(route: Route) -> None:
        if not is_bad:
            route.fallback()
            return
        route.fetch()
        route.abort()

    one.route(f"**{place.path}", lose_the_answer)
    first, second = place.fields
    one.locator(f"#{first}").fill("Words")
    one.locator(f"#{second}").fill("Some words")
    becomes(one, "they have arrived", place.held, ("Words", "Some words"))
    one.locator(f"#{first}").fill("Words and more")
    one.locator(f"#{second}").fill("Some words and more")
    is_bad.clear()
    becomes(one, "all is kept once", place.held, ("Words and more", "Some words and more"))
    expect(one.locator("#saved")).to_have_text(re.compile(r"^Saved\s*$"))
