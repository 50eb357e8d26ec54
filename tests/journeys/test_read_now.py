"""A seeker who has just written something into their calendar, and presses "Read now"."""

import time
from contextlib import closing
from datetime import datetime, timedelta

import psycopg2
import pytest
from playwright.sync_api import Browser, Page, expect

from coffeechat.celery import app
from tests.browser.checks import context_of
from tests.journeys.test_suggested_times import add_calendar, begin
from tests.radicale import Radicale, running_radicale
from tests.stack import Stack, running_stack

pytestmark = [pytest.mark.browser, pytest.mark.stack]

SWEEP_EVERY = float(app.conf.beat_schedule["calendars-sweep"]["schedule"])


def busy_times(stack: Stack) -> int:
    connection = psycopg2.connect(stack.env["DATABASE_URL"])
    with closing(connection), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM calendars_busytime")
        return int(cursor.fetchone()[0])


def put(calendar: Radicale, number: int) -> None:
    day = datetime.now() + timedelta(days=2 * number)
    calendar.put(f"new-{number}", f"{day:%Y%m%d}T090000Z", f"{day:%Y%m%d}T100000Z")


def press_and_wait(page: Page, stack: Stack, busy: int) -> None:
    page.get_by_role("button", name="Read Work now").click()
    deadline = time.monotonic() + SWEEP_EVERY
    while busy_times(stack) < busy:
        assert time.monotonic() < deadline, "no sooner than with the sweep"
        time.sleep(0.1)


def test_read_now_does_not_wait_for_the_sweep(browser: Browser) -> None:
    """Two presses in turn within one period: the sweep can have answered one of them at most."""
    with running_radicale() as calendar:
        calendar.make_calendar()
        with (
            running_stack(CALENDAR_HOSTS=calendar.host) as stack,
            context_of(browser, "desk", "light") as context,
        ):
            page = context.new_page()
            begin(page, stack)
            add_calendar(page, stack, calendar)
            assert busy_times(stack) == 0
            began = time.monotonic()
            for number in (1, 2):
                put(calendar, number)
                press_and_wait(page, stack, number)
            assert time.monotonic() - began < SWEEP_EVERY
            expect(page.get_by_text("Last read").first).to_be_visible()
