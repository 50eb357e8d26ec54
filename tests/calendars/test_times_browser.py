"""When I am free in a real browser: Enter keeps the week, and new hours are typed at once."""

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from calendars.free import USUAL_WEEK, hours_of
from tests.browser.checks import context_of, faults_of
from tests.browser.sessions import sign_in
from tests.factories import make_seeker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def opened(page: Page, seeker: User, url: str) -> None:
    sign_in(page.context, seeker, url)
    page.goto(f"{url}/times/")


@pytest.mark.parametrize("script", [True, False])
def test_enter_in_a_time_keeps_the_week(
    browser: Browser, live_server: LiveServer, script: bool
) -> None:
    seeker = make_seeker()
    with context_of(browser, "desk", "light", java_script_enabled=script) as context:
        page = context.new_page()
        opened(page, seeker, live_server.url)
        page.get_by_label("Monday, from").fill("10:00")
        page.get_by_label("Monday, from").press("Enter")
        expect(page.get_by_text("Your week is kept.")).to_be_visible()
    assert hours_of(seeker) == {**USUAL_WEEK, 0: [(600, 1080)]}


def test_new_hours_are_typed_at_once_and_the_page_keeps_its_rules(
    browser: Browser, live_server: LiveServer
) -> None:
    seeker = make_seeker()
    with context_of(browser, "phone", "light") as context:
        page = context.new_page()
        opened(page, seeker, live_server.url)
        page.get_by_role("button", name="Add hours on Sunday").click()
        expect(page.get_by_label("Sunday, from")).to_be_focused()
        assert faults_of(page) == []
        page.get_by_role("button", name="Save the week").click()
        expect(page.get_by_text("Your week is kept.")).to_be_visible()
