"""A seeker with a real calendar, read by the real worker: suggested times, and "Read now"."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.checks import context_of
from tests.journeys.people import come_back, press
from tests.patience import PATIENCE, wait_until
from tests.program import clock_stopped, sql
from tests.radicale import Radicale, running_radicale
from tests.stack import Stack, running_stack

pytestmark = [pytest.mark.browser, pytest.mark.stack]

BERLIN = ZoneInfo("Europe/Berlin")
BUSY_DAYS = 10


@pytest.fixture(scope="module")
def calendar() -> Iterator[Radicale]:
    with running_radicale() as calendar:
        calendar.make_calendar()
        yield calendar


@pytest.fixture(scope="module")
def busy(calendar: Radicale) -> list[str]:
    """From midnight to midnight on each of the next days; says which these are."""
    today = datetime.now(BERLIN)
    days = [today + timedelta(days=number) for number in range(BUSY_DAYS)]
    for day in days:
        after = day + timedelta(days=1)
        calendar.put(f"busy-{day:%d}", f"{day:%Y%m%d}T000000Z", f"{after:%Y%m%d}T000000Z")
    return [f"{day:%Y-%m-%d}" for day in days]


@pytest.fixture(scope="module")
def program(calendar: Radicale) -> Iterator[Stack]:
    with running_stack(CALENDAR_HOSTS=calendar.host) as stack:
        yield stack


@pytest.fixture(scope="module")
def seeker(browser: Browser, program: Stack, calendar: Radicale, busy: list[str]) -> Iterator[Page]:
    """On the page of the calendars, where the account was just added and read."""
    with context_of(browser, "desk", "light") as context:
        come_back(context, program, "ana@example.org", "Europe/Berlin")
        page = context.new_page()
        add_calendar(page, program, calendar)
        yield page


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
    press(page, "Write an invitation")
    page.wait_for_url("**/write/")


def test_suggested_times_keep_clear_of_a_real_calendar(
    seeker: Page, program: Stack, busy: list[str]
) -> None:
    compose(seeker, program)
    seeker.get_by_role("button", name="Suggest times").click()
    expect(seeker.locator("#picked li")).to_have_count(5)
    removes = seeker.locator("#picked button[name=remove]").all()
    picked = [str(button.get_attribute("value")) for button in removes]
    assert not {raw[:10] for raw in picked} & set(busy)
    assert len({raw[:10] for raw in picked}) >= 3


def busy_times(stack: Stack) -> int:
    [(count,)] = sql(stack, "SELECT count(*) FROM calendars_busytime")
    return int(count)


def test_read_now_does_not_wait_for_the_sweep(
    seeker: Page, program: Stack, calendar: Radicale
) -> None:
    day = datetime.now() + timedelta(days=30)
    seeker.goto(program.url + "/calendars/")
    with clock_stopped(program):
        before = busy_times(program)
        calendar.put("new", f"{day:%Y%m%d}T090000Z", f"{day:%Y%m%d}T100000Z")
        seeker.get_by_role("button", name="Read Work now").click()
        read = "what is new in the calendar is read"
        wait_until(read, lambda: busy_times(program) == before + 1, program.log_path)
    expect(seeker.get_by_text("Last read").first).to_be_visible()
