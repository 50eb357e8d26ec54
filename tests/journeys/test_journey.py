"""The whole journey in a real browser over the whole program: from sign-up to thank-you.

Gunicorn, the Celery worker, beat, Postgres, Valkey and SMTP are all real. Hours are passed by
moving rows into the past; nothing that runs is told another time.
"""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.checks import context_of
from tests.journeys.people import (
    entry_of,
    let_the_chat_pass,
    no_faults,
    press,
    private_link,
    sign_up,
    text_of,
    wait_for_email,
)
from tests.program import sql
from tests.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.stack]

SEEKER, HOST = "ana@example.org", "jonas@example.com"
BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
MESSAGE = (
    "Dear Jonas,\n\nI am Ana, a hydrologist in Berlin. Your talk on cheap river sensors changed "
    "how I plan my fieldwork. Could we speak for 25 minutes about your first year? "
    "No is fine.\n\nAna"
)
WORDS = "Dear Jonas, starting with the cheapest part is what I will do on Monday. Thank you. Ana"


def times_to_offer() -> list[str]:
    """15:00 in Berlin, which is morning in New York, on three days of the week after next."""
    monday = datetime.now(BERLIN) + timedelta(days=14 - datetime.now(BERLIN).weekday())
    return [f"{monday + timedelta(days=day):%Y-%m-%d}T15:00" for day in range(3)]


def introduce_oneself(page: Page) -> None:
    no_faults(page)
    page.get_by_label("Your name").fill("Ana Silva")
    page.get_by_label("One line about you").fill("Hydrologist, on my way to sensors")
    page.get_by_label("Your time zone").select_option("Europe/Berlin")
    page.get_by_label("Video link").fill("https://meet.example.org/ana")
    press(page, "Continue")
    page.wait_for_url(lambda url: not url.endswith("/welcome/"))


def add_contact(page: Page, stack: Stack) -> None:
    page.goto(stack.url + "/contacts/add/")
    no_faults(page)
    page.get_by_label("Name", exact=True).fill("Jonas Weber")
    page.get_by_label("E-mail").fill(HOST)
    page.get_by_label("Company").fill("Flusswerk")
    page.get_by_label("Time zone").select_option("America/New_York")
    page.get_by_label("connected").fill("Heard the talk in March")
    page.locator("main form button[type=submit], main form button:not([type])").first.click()
    page.wait_for_url(re.compile(r"/contacts/\d+/$"))
    no_faults(page)


def write_invitation(page: Page) -> None:
    press(page, "Write an invitation")
    page.wait_for_url("**/write/")
    no_faults(page)
    page.get_by_label("Subject").fill("Your talk on river sensors")
    page.get_by_label("Message", exact=True).fill(MESSAGE)
    page.get_by_label("Video call").check()
    boxes = page.locator("input[type=datetime-local][name=times]")
    for number, typed in enumerate(times_to_offer()):
        boxes.nth(number).fill(typed)
    expect(page.locator("#saved")).to_contain_text("Saved")
    preview = page.frame_locator("iframe").first
    expect(preview.locator("body")).to_contain_text("cheap river sensors")


def send_invitation(page: Page) -> None:
    page.reload()  # everything typed is still there
    assert page.get_by_label("Message", exact=True).input_value() == MESSAGE
    press(page, "Send the invitation")
    page.wait_for_url("**/invitations/*/")
    no_faults(page)


def take_the_second_time(page: Page, stack: Stack) -> None:
    invitation = wait_for_email(stack, HOST, "river sensors")
    assert "Ana Silva via CoffeeChat" in str(invitation["From"])
    assert str(invitation["Reply-To"]) == SEEKER
    assert invitation["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    page.goto(private_link(invitation))
    no_faults(page)
    assert page.context.cookies() == []
    slots = page.locator("button[name=slot]")
    assert slots.count() == 3
    expect(slots.nth(1)).to_contain_text("09:00")  # in New York
    slots.nth(1).click()
    expect(page.get_by_role("main")).to_contain_text("Booked")
    no_faults(page)


def both_have_the_entry(stack: Stack) -> None:
    undo_is_over = """UPDATE outbox_outgoingemail SET not_before = now()
        WHERE status = 'pending' AND "to" = %s"""
    sql(stack, undo_is_over, SEEKER)
    second = datetime.fromisoformat(times_to_offer()[1]).replace(tzinfo=BERLIN)
    for address, subject in ((HOST, "ana"), (SEEKER, "jonas")):
        entry = entry_of(wait_for_email(stack, address, subject))
        calendar = icalendar.Calendar.from_ical(entry)
        event = calendar.walk("VEVENT")[0]
        assert (calendar["METHOD"], event["SEQUENCE"], event.start) == (
            "REQUEST",
            0,
            second.astimezone(UTC),
        )


def prepare(page: Page, stack: Stack) -> None:
    page.goto(stack.url + "/")
    page.get_by_role("link", name="Chat with Jonas Weber", exact=True).click()
    page.wait_for_url("**/chats/*/")
    page.get_by_label("Your goal in one line").fill("Learn how the first year went")
    page.get_by_label("Notes").fill("Start with the cheapest part")
    with page.expect_response(lambda answer: "cheapest" in (answer.request.post_data or "")):
        page.get_by_label("Notes").blur()
    expect(page.locator("#saved")).to_contain_text("Saved")
    page.reload()
    assert page.get_by_label("Notes").input_value() == "Start with the cheapest part"
    no_faults(page)


def thank(page: Page, stack: Stack) -> None:
    reminder = wait_for_email(stack, SEEKER, "thank")
    link = next(word for word in text_of(reminder).split() if "/thank-you/" in word)
    page.goto(stack.url + "/")
    expect(page.get_by_role("main")).to_contain_text("Thank Jonas Weber")
    expect(page.get_by_role("main")).to_contain_text("21 h")
    page.goto(link)
    no_faults(page)
    composer = page.get_by_label("Your thank-you")
    assert "Start with the cheapest part" in composer.input_value()
    composer.fill(WORDS)
    press(page, "Send it")
    expect(page.get_by_role("main")).to_contain_text("leaving")
    thanks = wait_for_email(stack, HOST, "thank")
    assert WORDS in " ".join(text_of(thanks).split())
    assert str(thanks["Reply-To"]) == SEEKER


def no_token_in_the_log(stack: Stack) -> None:
    """Every private link that left by e-mail, against everything any process wrote."""
    log = stack.log_path.read_text(errors="replace")
    tokens = {
        private_link(wait_for_email(stack, HOST, subject)).split("/i/")[1].split("/")[0]
        for subject in ("river sensors", "ana")
    }
    assert len(tokens) == 2
    assert [token for token in tokens if token in log] == []


def test_from_sign_up_to_thank_you(stack: Stack, browser: Browser) -> None:
    with (
        context_of(browser, "desk", "light") as seekers,
        context_of(browser, "phone", "dark", java_script_enabled=True) as hosts,
    ):
        seeker, host = seekers.new_page(), hosts.new_page()
        sign_up(seeker, stack, SEEKER)
        introduce_oneself(seeker)
        add_contact(seeker, stack)
        write_invitation(seeker)
        send_invitation(seeker)
        take_the_second_time(host, stack)
        both_have_the_entry(stack)
        prepare(seeker, stack)
        let_the_chat_pass(stack, SEEKER)
        thank(seeker, stack)
        no_token_in_the_log(stack)
