"""Composing with suggested times against a real calendar, read by the real worker."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.checks import context_of
from tests.journeys.people import sign_up
from tests.patience import PATIENCE
from tests.radicale import Radicale, running_radicale
from tests.stack import Stack, running_stack

pytestmark = [pytest.mark.browser, pytest.mark.stack]

BERLIN = ZoneInfo("Europe/Berlin")
BUSY_DAYS = 10


def fill(calendar: Radicale) -> list[str]:
    """From midnight to midnight on each of the next days; says which these are."""
    calendar.make_calendar()
    today = datetime.now(BERLIN)
    days = [today + timedelta(days=number) for number in range(BUSY_DAYS)]
    for day in days:
        after = day + timedelta(days=1)
        calendar.put(f"busy-{day:%d}", f"{day:%Y%m%d}T000000Z", f"{after:%Y%m%d}T000000Z")
    return [f"{day:%Y-%m-%d}" for day in days]


def begin(page: Page, stack: Stack) -> None:
    sign_up(page, stack, "ana@example.org")
    page.get_by_label("Your name").fill("Ana Silva")
    page.get_by_label("Your time zone").select_option("Europe/Berlin")
    page.get_by_role("button", name="Continue", exact=True).click()
    page.wait_for_url(lambda url: not url.endswith("/welcome/"))


def add_calendar(page: Page, stack: Stack, calendar: Radicale) -> None:
    page.goto(stack.url + "/calendars/")
    form = page.locator("form[action$='/add-account/']")
    form.get_by_label("Address of the server").fill(calendar.url)
    form.get_by_label("User name").fill(calendar.user)
    form.get_by_label("App password").fill(calendar.password)
    form.get_by_label("What you call it").fill("Work")
    form.get_by_role("button", name="Add the account").click()
    expect(page.get_by_text("Last read").first).to_be_visible(timeout=PATIENCE * 1_000)


def compose(page: Page, stack: Stack) -> None:
    page.goto(stack.url + "/contacts/add/")
    page.get_by_label("Name", exact=True).fill("Jonas Weber")
    page.get_by_label("Time zone").select_option("Europe/Berlin")
    page.locator("main form button").first.click()
    page.wait_for_url("**/contacts/*/")
    page.get_by_role("main").get_by_role("button", name="Write an invitation").click()
    page.wait_for_url("**/write/")


def test_suggested_times_keep_clear_of_a_real_calendar(browser: Browser) -> None:
    with running_radicale() as calendar:
        busy = fill(calendar)
        with (
            running_stack(CALENDAR_HOSTS=calendar.host) as stack,
            context_of(browser, "desk", "light") as context,
        ):
            page = context.new_page()
            begin(page, stack)
            add_calendar(page, stack, calendar)
            compose(page, stack)
            page.get_by_role("button", name="Suggest times").click()
            expect(page.locator("#picked li")).to_have_count(5)
            removes = page.locator("#picked button[name=remove]").all()
            picked = [str(button.get_attribute("value")) for button in removes]
            assert not {raw[:10] for raw in picked} & set(busy)
            assert len({raw[:10] for raw in picked}) >= 3
