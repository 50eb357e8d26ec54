"""Preparing in a real browser: order by keyboard and by drag, rehearsing, printing, no network."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from chats.models import Chat
from preparation.models import Question
from tests.browser.checks import context_of, faults_of
from tests.browser.sessions import sign_in
from tests.factories import make_chat, make_contact, make_seeker
from tests.patience import becomes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PRESS_ONCE_SAID = """id => new MutationObserver((_, seen) => {
  seen.disconnect();
  document.getElementById(id).click();
}).observe(document.getElementById("saved"), { childList: true })"""
"""As soon as the page says that something was done."""


@pytest.fixture
def chat() -> Chat:
    now = timezone.now()
    seeker = make_seeker(self_introduction="I’m Sam. I count turbines.")
    contact = make_contact(seeker, path="Teacher, then data.", connection="Her talk")
    chat = make_chat(contact, starts_at=now + timedelta(hours=20), now=now - timedelta(days=1))
    for place, text in enumerate(["Why wind?", "What next?", "Who else?"]):
        Question.objects.create(chat=chat, text=text, position=place, minutes=4)
    return chat


def signed_in(context: BrowserContext, seeker: User, url: str) -> Page:
    sign_in(context, seeker, url)
    return context.new_page()


def texts(page: Page) -> list[str]:
    rows = page.locator(".ask textarea")
    return [rows.nth(number).input_value() for number in range(rows.count())]


def order(chat: Chat) -> list[str]:
    return list(chat.questions.values_list("text", flat=True))


def test_the_order_is_changed_by_keyboard_and_focus_stays(
    browser: Browser, live_server: LiveServer, chat: Chat
) -> None:
    with context_of(browser, "phone", "light") as context:
        page = signed_in(context, chat.seeker, live_server.url)
        page.goto(f"{live_server.url}/chats/{chat.pk}/questions/")
        page.get_by_label("Question 3", exact=True).fill("Who else, and why?")
        up = page.get_by_role("button", name="Up question 3")
        name = up.get_attribute("id")
        up.press("Enter")
        expect(page.get_by_text("Moved to place 2 of 3.")).to_be_visible()
        assert page.evaluate("document.activeElement.id") == name
        page.keyboard.press("Enter")
        expect(page.get_by_text("Moved to place 1 of 3.")).to_be_visible()
        assert page.evaluate("document.activeElement.id") == name
        page.keyboard.press("Enter")  # at the end of the list it does nothing, and keeps the focus
        assert page.evaluate("document.activeElement.id") == name
        assert texts(page) == ["Who else, and why?", "Why wind?", "What next?"]
        assert faults_of(page) == []
    assert order(chat) == ["Who else, and why?", "Why wind?", "What next?"]


def test_a_button_that_came_anew_acts_from_its_first_moment(
    browser: Browser, live_server: LiveServer, chat: Chat
) -> None:
    """Not as a form without script, which loads the whole page and forgets where one was."""
    with context_of(browser, "phone", "light") as context:
        page = signed_in(context, chat.seeker, live_server.url)
        page.goto(f"{live_server.url}/chats/{chat.pk}/questions/")
        up = page.get_by_role("button", name="Up question 3")
        page.evaluate(PRESS_ONCE_SAID, up.get_attribute("id"))
        up.click()
        expect(page.get_by_text("Moved to place 1 of 3.")).to_be_visible()
    assert order(chat) == ["Who else?", "Why wind?", "What next?"]


def test_a_question_is_dragged_to_its_place(
    browser: Browser, live_server: LiveServer, chat: Chat
) -> None:
    with context_of(browser, "desk", "light") as context:
        page = signed_in(context, chat.seeker, live_server.url)
        page.goto(f"{live_server.url}/chats/{chat.pk}/questions/")
        first, last = (page.locator(".ask__handle").nth(number) for number in (0, 2))
        first.scroll_into_view_if_needed()
        from_, to = first.bounding_box(), last.bounding_box()
        assert from_
        assert to
        page.mouse.move(from_["x"] + 10, from_["y"] + 10)
        page.mouse.down()
        page.mouse.move(to["x"] + 10, to["y"] + 120, steps=8)
        page.mouse.up()
        expect(page.get_by_text("Moved to place 3 of 3.")).to_be_visible()
        assert texts(page) == ["What next?", "Who else?", "Why wind?"]
    assert order(chat) == ["What next?", "Who else?", "Why wind?"]


@pytest.mark.parametrize("script", [True, False])
def test_one_press_moves_and_picks_with_and_without_script(
    browser: Browser, live_server: LiveServer, chat: Chat, script: bool
) -> None:
    with context_of(browser, "desk", "light", java_script_enabled=script) as context:
        page = signed_in(context, chat.seeker, live_server.url)
        page.goto(f"{live_server.url}/chats/{chat.pk}/questions/")
        page.get_by_role("button", name="Down question 1").click()
        expect(page.get_by_label("Question 2", exact=True)).to_have_value("Why wind?")
        page.locator("#theme-trends summary").click()
        page.get_by_role("button", name="Add Which trend gets more attention").click()
        expect(page.locator(".ask")).to_have_count(4)
    assert order(chat)[:3] == ["What next?", "Why wind?", "Who else?"]


def test_what_is_typed_saves_itself_and_the_minutes_add_up(
    browser: Browser, live_server: LiveServer, chat: Chat
) -> None:
    with context_of(browser, "phone", "dark") as context:
        page = signed_in(context, chat.seeker, live_server.url)
        page.goto(f"{live_server.url}/chats/{chat.pk}/questions/")
        expect(page.get_by_text("12 of 25 minutes planned, 13 left")).to_be_visible()
        page.get_by_label("Minutes for question 1").fill("9")
        expect(page.get_by_text("17 of 25 minutes planned, 8 left")).to_be_visible()
        page.get_by_label("Must ask, question 2").check()
        rows = chat.questions.values_list("minutes", "is_must")  # what was typed first went first
        wanted = [(9, False), (4, True), (4, False)]
        becomes(page, "minutes and the tick are saved", lambda: list(rows.all()), wanted)
        expect(page.locator("#saved")).to_have_text("Saved")


def test_a_tab_left_open_takes_back_nothing_that_another_wrote(
    browser: Browser, live_server: LiveServer, chat: Chat
) -> None:
    with context_of(browser, "desk", "light") as context:
        old = signed_in(context, chat.seeker, live_server.url)
        new = context.new_page()
        for page in (old, new):
            page.goto(f"{live_server.url}/chats/{chat.pk}/questions/")
        new.get_by_label("Question 1", exact=True).fill("Why wind, of all things?")
        expect(new.locator("#saved")).to_have_text("Saved")
        old.get_by_label("Must ask, question 2").check()
        expect(old.locator("#saved")).to_have_text(re.compile("^Saved"))
        assert order(chat) == ["Why wind, of all things?", "What next?", "Who else?"]
        old.get_by_role("button", name="Down question 1").click()
        expect(old.get_by_label("Question 2", exact=True)).to_have_value("Why wind, of all things?")
        old.get_by_label("Question 2", exact=True).fill("Why wind?")
        expect(old.get_by_text("Saved", exact=True)).to_be_visible()
        old.get_by_role("button", name="Save", exact=True).click()
        expect(old.locator("#saved")).to_have_text("Saves by itself as you type.")
    assert order(chat) == ["What next?", "Why wind?", "Who else?"]
    assert chat.questions.get(text="What next?").is_must


def test_half_a_minute_is_rehearsed(browser: Browser, live_server: LiveServer, chat: Chat) -> None:
    with context_of(browser, "phone", "light") as context:
        page = signed_in(context, chat.seeker, live_server.url)
        page.clock.install()
        page.goto(f"{live_server.url}/self-introduction/")
        page.clock.pause_at(page.evaluate("Date.now()") / 1_000 + 60)
        page.get_by_role("button", name="Start").click()
        page.clock.run_for(28_000)
        expect(page.get_by_role("timer")).to_have_text("2")
        page.get_by_role("button", name="Done").click()
        expect(page.get_by_text("28 seconds. That is a good length.")).to_be_visible()


def kept_sheet(page: Page, live_server: LiveServer, chat: Chat) -> str:
    """The sheet, opened once with a network."""
    url = f"{live_server.url}/chats/{chat.pk}/sheet/"
    page.goto(url)
    expect(page.get_by_text("Kept on this device for offline reading")).to_be_visible()
    return url


def test_the_sheet_is_read_without_a_network_as_it_looked_with_one(
    browser: Browser, live_server: LiveServer, chat: Chat
) -> None:
    with context_of(browser, "phone", "light") as context:
        page = signed_in(context, chat.seeker, live_server.url)
        url = kept_sheet(page, live_server, chat)
        context.set_offline(True)
        page.goto(url)
        expect(page.get_by_text("What next?")).to_be_visible()
        expect(page.get_by_text("You are offline.")).to_be_visible()
        border = "getComputedStyle(document.querySelector('.sheet')).borderTopStyle"
        assert page.evaluate(border) == "solid"


def test_signing_out_takes_the_sheet_from_the_device(
    browser: Browser, live_server: LiveServer, chat: Chat
) -> None:
    with context_of(browser, "desk", "light") as context:
        page = signed_in(context, chat.seeker, live_server.url)
        kept_sheet(page, live_server, chat)
        page.get_by_role("button", name="Sign out").click()
        page.wait_for_url(f"{live_server.url}/")
        page.wait_for_function(
            "async () => (await caches.keys()).length === 0"
            " && (await navigator.serviceWorker.getRegistrations()).length === 0"
        )


def test_another_seeker_on_the_same_device_finds_nothing_kept(
    browser: Browser, live_server: LiveServer, chat: Chat
) -> None:
    now = timezone.now()
    other = make_chat(starts_at=now + timedelta(days=1), now=now)
    with context_of(browser, "desk", "light") as context:
        page = signed_in(context, chat.seeker, live_server.url)
        kept_sheet(page, live_server, chat)
        page.close()
        page = signed_in(context, other.seeker, live_server.url)
        kept_sheet(page, live_server, other)
        page.wait_for_function("async () => (await caches.keys()).length === 1")
        paths = page.evaluate(
            "async () => { const cache = await caches.open((await caches.keys())[0]);"
            " return (await cache.keys()).map(one => new URL(one.url).pathname) }"
        )
        assert [path for path in paths if path.startswith("/chats/")] == [
            f"/chats/{other.pk}/sheet/"
        ]


def test_a_sheet_is_not_kept_once_its_chat_is_off(
    browser: Browser, live_server: LiveServer, chat: Chat
) -> None:
    with context_of(browser, "desk", "light") as context:
        page = signed_in(context, chat.seeker, live_server.url)
        url = kept_sheet(page, live_server, chat)
        Chat.objects.update(status="cancelled")
        page.goto(url)
        count = (
            "async () => { const cache = await caches.open((await caches.keys())[0]);"
            " return (await cache.keys()).filter(one => one.url.endsWith('/sheet/')).length === 0 }"
        )
        page.wait_for_function(count)


def test_the_sheet_prints_on_one_page(
    browser: Browser, live_server: LiveServer, chat: Chat
) -> None:
    for place in range(3, 9):
        Question.objects.create(chat=chat, text=f"Question {place}?", position=place, minutes=2)
    with context_of(browser, "desk", "light") as context:
        page = signed_in(context, chat.seeker, live_server.url)
        page.goto(f"{live_server.url}/chats/{chat.pk}/sheet/")
        for paper in ("A4", "Letter"):
            printed = page.pdf(format=paper)
            assert len(re.findall(rb"/Type\s*/Page\b(?!s)", printed)) == 1
        page.emulate_media(media="print")
        expect(page.get_by_role("navigation", name="Main")).to_be_hidden()
        expect(page.get_by_text("Question 8?")).to_be_visible()
