"""The page beside the call in a real browser: no word is lost, whatever the connection does."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, expect

from chats.models import Chat
from preparation.models import Note, Question
from tests.browser.checks import context_of, faults_everywhere
from tests.browser.live import OFFLINE, Call, Traffic, asked_of, notes_of
from tests.browser.sessions import sign_in, sign_in_anew, sign_in_with_the_form
from tests.factories import make_chat
from tests.patience import becomes, comes_true

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BEGIN, CLOSE = "How did it begin?", "Who else should I speak to?"
SIGNED_OUT = "Kept on this device. Please sign in again in another tab, then it is sent."
IN_TROUBLE = "Kept on this device. The site did not take it just now, trying again."
LONGEST_WAIT, MOMENT = 30_000, 2_000
"""Milliseconds between two tries, and between two looks."""


@pytest.fixture
def chat(transactional_db: None) -> Chat:
    """One that is on, in the tenth minute of its 25."""
    now = timezone.now().replace(microsecond=0)
    chat = make_chat(starts_at=now - timedelta(minutes=10), now=now - timedelta(days=2))
    Question.objects.create(chat=chat, text=BEGIN, position=0, minutes=5, is_must=True)
    Question.objects.create(chat=chat, text=CLOSE, position=1)
    return chat


@pytest.fixture
def context(browser: Browser, live_server, chat: Chat) -> Iterator[BrowserContext]:
    with context_of(browser, "phone", "light") as context:
        sign_in(context, chat.seeker, live_server.url)
        yield context


@pytest.fixture
def opens(context: BrowserContext, live_server, chat: Chat) -> Callable[[], Call]:
    return lambda: Call(context, live_server.url, chat.pk)


# -- Saved as typed -------------------------------------------------------------------------------


def test_everything_is_saved_as_it_is_typed(opens, chat: Chat) -> None:
    call = opens()
    call.says("Saves by itself as you type.")
    call.write(call.note_on(BEGIN), "With a float")
    assert call.kept() == 1
    call.star_on(BEGIN).check()
    call.tick(BEGIN).check()
    call.write(call.free_notes().last, "Warm voice")
    call.write(call.full(), "All of it")
    call.is_saved()
    call.says("Saved")
    assert notes_of(chat) == {"With a float": True, "Warm voice": False}
    assert asked_of(chat) == [BEGIN]
    assert Chat.objects.get().notes == "All of it"


def test_there_is_always_room_for_another_note(opens, chat: Chat) -> None:
    call = opens()
    for text in ("One", "Two", "Three"):
        call.write(call.free_notes().last, text)
    expect(call.free_notes()).to_have_count(4)
    call.is_saved()
    call.page.reload()
    assert [field.input_value() for field in call.free_notes().all()] == ["One", "Two", "Three", ""]


def test_what_is_taken_back_is_gone(opens, chat: Chat) -> None:
    call = opens()
    call.write(call.note_on(BEGIN), "Wrong")
    call.star_on(BEGIN).check()
    call.is_saved()
    call.note_on(BEGIN).fill("")
    call.star_on(BEGIN).uncheck()
    call.is_saved()
    assert notes_of(chat) == {"": False}


def test_a_note_too_long_says_so_and_goes_once_it_is_shorter(opens, chat: Chat) -> None:
    call = opens()
    call.write(call.note_on(BEGIN), "Kept. ")
    call.is_saved()
    call.note_on(BEGIN).fill("Kept. " + "w" * 5000)
    said = "Please keep this to 5000 characters; it has 5006."
    expect(call.page.get_by_text(said)).to_be_visible()
    call.says("Something is not saved yet: see what it says there.")
    call.page.reload()
    expect(call.page.get_by_text(said)).to_be_visible()
    assert len(call.note_on(BEGIN).input_value()) == 5006
    call.note_on(BEGIN).fill("Kept. Shorter.")
    call.is_saved()
    expect(call.page.get_by_text(said)).to_be_hidden()
    assert notes_of(chat) == {"Kept. Shorter.": False}


# -- A lost connection ----------------------------------------------------------------------------


def test_offline_and_closed_everything_arrives_the_next_time(
    opens, context: BrowserContext, chat: Chat
) -> None:
    call = opens()
    call.write(call.note_on(BEGIN), "Online words. ")
    call.is_saved()
    context.set_offline(True)
    call.write(call.note_on(BEGIN), "Offline words.")
    call.says(OFFLINE)
    call.star_on(BEGIN).check()
    call.tick(CLOSE).check()
    call.write(call.note_on(CLOSE), "Lena")
    call.write(call.free_notes().last, "A new one")
    call.write(call.full(), "Much more")
    assert notes_of(chat) == {"Online words.": False}
    assert call.kept() > 3
    call.page.close()  # the first of them may be under way just then, and arrive twice
    context.set_offline(False)
    again = opens()
    expect(again.note_on(CLOSE)).to_have_value("Lena")
    expect(again.free_notes()).to_have_count(2)
    again.is_saved()
    assert notes_of(chat) == {
        "Online words. Offline words.": True,
        "Lena": False,
        "A new one": False,
    }
    assert (asked_of(chat), Chat.objects.get().notes) == ([CLOSE], "Much more")


def test_back_online_it_is_sent_at_once(opens, context: BrowserContext, chat: Chat) -> None:
    call = opens()
    context.set_offline(True)
    call.write(call.note_on(BEGIN), "In the tunnel")
    call.says(OFFLINE)
    context.set_offline(False)
    call.is_saved()
    assert notes_of(chat) == {"In the tunnel": False}


def test_a_server_in_trouble_is_asked_again(opens, chat: Chat) -> None:
    call = opens()
    call.page.route("**/now/**", lambda route: route.fulfill(status=500, body="Oh"))
    call.write(call.note_on(BEGIN), "Patience")
    call.says(IN_TROUBLE)
    call.page.unroute("**/now/**")
    call.is_saved()
    assert notes_of(chat) == {"Patience": False}


def test_an_answer_that_gets_lost_writes_nothing_twice(opens, chat: Chat) -> None:
    call = opens()

    def lose_the_answer(route) -> None:
        route.fetch()
        route.abort()

    call.page.route("**/now/notes/", lose_the_answer, times=1)
    call.write(call.note_on(BEGIN), "Once")
    call.says(OFFLINE)
    becomes(call.page, "the note has arrived", lambda: notes_of(chat), {"Once": False})
    call.write(call.note_on(BEGIN), " and only")
    call.is_saved()
    assert notes_of(chat) == {"Once and only": False}


def test_leaving_at_once_loses_nothing(opens, chat: Chat) -> None:
    call = opens()
    call.note_on(BEGIN).fill("Last words")
    call.page.goto("about:blank")
    becomes(call.page, "the note has arrived", lambda: notes_of(chat), {"Last words": False})


def test_signed_out_and_in_again(opens, context: BrowserContext, live_server, chat: Chat) -> None:
    call = opens()
    context.clear_cookies()
    call.write(call.note_on(BEGIN), "Still mine")
    call.says(SIGNED_OUT)
    sign_in_with_the_form(context, chat.seeker, live_server.url)
    call.is_saved()
    assert notes_of(chat) == {"Still mine": False}


@pytest.mark.parametrize("said", [SIGNED_OUT, IN_TROUBLE], ids=["signed out", "in trouble"])
def test_however_long_that_took_it_is_sent_soon_after_signing_in(
    opens, context: BrowserContext, live_server, chat: Chat, said: str
) -> None:
    context.clock.install(time=chat.starts_at)
    context.clock.pause_at(chat.starts_at + timedelta(seconds=1))
    call = opens()
    if said == IN_TROUBLE:
        call.page.route("**/now/notes/", lambda route: route.fulfill(status=500, body="Oh"))
    else:
        context.clear_cookies()
    traffic = Traffic(call.page)
    call.write(call.note_on(BEGIN), "Still mine")
    comes_true(call.page, "it says so", lambda: traffic.after(MOMENT) and call.said() == said)
    comes_true(call.page, "it is tried seldom by now", lambda: len(traffic.after(LONGEST_WAIT)) > 6)
    context.clear_cookies()
    call.page.unroute("**/now/notes/")
    sign_in_anew(context, chat.seeker, live_server.url)
    signed_in_at = traffic.now()
    done = {"Still mine": False}
    comes_true(call.page, "it is sent", lambda: traffic.after(MOMENT) and notes_of(chat) == done)
    assert traffic.now() - signed_in_at <= LONGEST_WAIT + 3 * MOMENT


# -- Two tabs -------------------------------------------------------------------------------------


def test_two_tabs_show_each_other_what_is_typed(opens, chat: Chat) -> None:
    one, other = opens(), opens()
    one.write(one.note_on(BEGIN), "From the first")
    one.tick(CLOSE).check()
    one.write(one.free_notes().last, "Another")
    expect(other.note_on(BEGIN)).to_have_value("From the first")
    expect(other.tick(CLOSE)).to_be_checked()
    expect(other.free_notes().first).to_have_value("Another")
    one.is_saved()
    one.note_on(BEGIN).focus()
    other.write(other.note_on(BEGIN), "\nFrom the second")
    other.is_saved()
    assert one.note_on(BEGIN).input_value() == "From the first"
    one.full().focus()
    expect(one.note_on(BEGIN)).to_have_value("From the first\nFrom the second")
    assert notes_of(chat) == {"From the first\nFrom the second": False, "Another": False}


def test_two_tabs_type_in_the_same_note_without_a_connection(
    opens, context: BrowserContext, chat: Chat
) -> None:
    one, other = opens(), opens()
    one.write(one.note_on(BEGIN), "Both know")
    one.is_saved()
    expect(other.note_on(BEGIN)).to_have_value("Both know")
    context.set_offline(True)
    other.note_on(BEGIN).focus()
    one.note_on(BEGIN).focus()
    for tab, word in ((one, "one"), (other, "other")):
        tab.page.bring_to_front()
        tab.write(tab.note_on(BEGIN), f"\nfrom {word}")
        tab.says(OFFLINE)
    context.set_offline(False)
    for tab in (one, other):
        tab.page.bring_to_front()
    words = {"Both know", "from one", "from other"}
    becomes(
        one.page,
        "both have arrived",
        lambda: words & set("".join(notes_of(chat)).split("\n")),
        words,
    )
    one.is_saved()
    for tab in (one, other):
        tab.full().focus()
    text = Note.objects.get().text
    assert sorted(text.splitlines()) == ["Both know", "from one", "from other"]
    expect(one.note_on(BEGIN)).to_have_value(text)
    expect(other.note_on(BEGIN)).to_have_value(text)


def test_words_from_elsewhere_do_not_move_the_caret(opens, chat: Chat) -> None:
    call = opens()
    call.write(call.note_on(BEGIN), "First")
    call.is_saved()
    Note.objects.update(text="First\nFrom the phone")
    call.write(call.note_on(BEGIN), " and mine")
    call.is_saved()
    assert call.note_on(BEGIN).input_value() == "First and mine"
    call.write(call.note_on(BEGIN), ", more")
    call.is_saved()
    assert Note.objects.get().text == "First and mine, more\nFrom the phone"
    call.full().focus()
    expect(call.note_on(BEGIN)).to_have_value("First and mine, more\nFrom the phone")


# -- The clock ------------------------------------------------------------------------------------


def test_the_clock_counts_and_shows_its_cue_once(
    context: BrowserContext, live_server, chat: Chat
) -> None:
    page, end = context.new_page(), chat.ends_at
    page.clock.install(time=end - timedelta(minutes=6))
    page.goto(f"{live_server.url}/chats/{chat.pk}/now/")
    page.clock.pause_at(end - timedelta(minutes=5, seconds=2))
    digits, wrap_up, said, more = (
        page.locator(f"#{name}") for name in ("clock-digits", "wrap-up", "clock-said", "clock-more")
    )
    expect(digits).to_have_text("5:02")
    expect(wrap_up).to_be_hidden()
    expect(more).to_be_hidden()
    page.clock.run_for(3_000)
    expect(digits).to_have_text("4:59")
    expect(wrap_up).to_be_visible()
    expect(wrap_up).to_contain_text("Who else should I speak to?")
    expect(said).to_have_text("Five minutes left. Two sentences to say are on the page.")
    more.click()
    expect(digits).to_have_text("9:59")
    expect(wrap_up).to_be_hidden()
    expect(said).to_have_text("")
    page.clock.run_for(10 * 60_000)
    expect(digits).to_have_text("0:00")
    expect(page.get_by_role("link", name="What comes after")).to_be_visible()
    assert Chat.objects.get().ends_at == chat.ends_at


def test_started_late_counts_from_now_on_this_device(opens, chat: Chat) -> None:
    call = opens()
    digits = call.page.locator("#clock-digits")
    expect(digits).to_have_text(re.compile("1[45]:[0-5][0-9]"))
    call.page.get_by_role("button", name="Started late: count from now").click()
    expect(digits).to_have_text(re.compile("24:5[0-9]|25:00"))
    call.page.reload()
    expect(digits).to_have_text(re.compile("24:[0-5][0-9]|25:00"))
    call.page.get_by_role("button", name="Back to the agreed time").click()
    expect(digits).to_have_text(re.compile("1[45]:[0-5][0-9]"))


def test_whoever_wants_less_motion_sees_whole_minutes(opens) -> None:
    call = opens()
    call.page.emulate_media(reduced_motion="reduce")
    expect(call.page.locator("#clock-digits")).to_have_text(re.compile("^1[45]$"))


# -- Looks, and without script --------------------------------------------------------------------


def test_the_page_is_without_fault_at_its_wrap_up(opens, chat: Chat) -> None:
    call = opens()
    call.write(call.note_on(BEGIN), "With a float")
    call.star_on(BEGIN).check()
    call.tick(BEGIN).check()
    call.is_saved()
    Chat.objects.update(starts_at=chat.starts_at - timedelta(minutes=11))
    Chat.objects.update(ends_at=chat.ends_at - timedelta(minutes=11))
    call.page.reload()
    expect(call.page.locator("#wrap-up")).to_be_visible()
    assert faults_everywhere(call.page) == []


def test_a_thumb_finds_every_tick_and_star(opens) -> None:
    call = opens()
    labels = call.page.locator(".ask__tick, .star").all()
    sizes = [label.bounding_box() for label in labels]
    assert len(sizes) == 5
    assert [size for size in sizes if size is None or min(size["width"], size["height"]) < 44] == []


def test_without_script_the_clock_says_that_it_stands_still(
    browser: Browser, live_server, chat: Chat
) -> None:
    with context_of(browser, "phone", "light", java_script_enabled=False) as context:
        sign_in(context, chat.seeker, live_server.url)
        page = Call(context, live_server.url, chat.pk).page
        expect(page.locator("#clock-digits")).to_have_text(re.compile("^1[45]$"))
        expect(page.get_by_text("Without script the clock stands still")).to_be_visible()
