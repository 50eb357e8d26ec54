"""From something begun to the weekly e-mail and back by its link: web, worker, beat and mail real.

The week is passed by moving the row; nothing that runs is told another time.
"""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.checks import context_of
from tests.journeys.people import (
    come_back,
    no_faults,
    press,
    press_through,
    text_of,
    wait_for_email,
)
from tests.program import run_task, sql
from tests.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.stack]

SEEKER = "kim@example.org"
A_WEEK_ON = """UPDATE followups_digest SET next_at = next_at - interval '7 days'
    WHERE seeker_id = (SELECT id FROM accounts_user WHERE email = %s)"""


def test_the_weekly_email_leads_to_a_page_with_buttons(stack: Stack, browser: Browser) -> None:
    with context_of(browser, "phone", "light") as context:
        come_back(context, stack, SEEKER)
        page = context.new_page()
        page.goto(stack.url + "/contacts/add/")
        page.get_by_label("Name", exact=True).fill("Jonas Weber")
        page.locator("main form button[type=submit], main form button:not([type])").first.click()
        page.get_by_role("link", name="Keeping in touch with Jonas").click()
        page.get_by_role("combobox", name="How often").select_option("3")
        press_through(page, "Save how often")
        press_through(page, "Share something")
        expect(page.get_by_text("There is no e-mail address for Jonas yet")).to_be_visible()
        page.get_by_label("Link").fill("https://example.org/gauges")
        expect(page.locator("#saved")).to_have_text("Saved")
        no_faults(page)

        an_hour_ago = datetime.now(UTC) - timedelta(hours=1)
        page.goto(stack.url + "/settings/digest/")
        page.get_by_role("combobox", name="Day").select_option(str(an_hour_ago.weekday()))
        page.get_by_role("combobox", name="Hour").select_option(str(an_hour_ago.hour))
        press_through(page, "Keep the day and the hour")
        sql(stack, A_WEEK_ON, SEEKER)
        run_task(stack, "followups.sweep")

        email = text_of(wait_for_email(stack, SEEKER, "Your week: 1 thing due"))
        (link,) = re.findall(r"^  (https?://\S+/follow-ups/\d+/)$", email, re.MULTILINE)
        page.goto(link)
        expect(page.get_by_label("Link")).to_have_value("https://example.org/gauges")
        press(page, "In a week")
        expect(page.get_by_text("It comes back in a week.")).to_be_visible()
        later = "SELECT count(*) FROM followups_followup f JOIN accounts_user u ON u.id = seeker_id"
        assert sql(stack, f"{later} WHERE due_at > now() AND email = %s", SEEKER) == [(1,)]
        digests = "SELECT count(*) FROM outbox_outgoingemail WHERE kind = 'digest'"
        assert sql(stack, f'{digests} AND "to" = %s', SEEKER) == [(1,)]
