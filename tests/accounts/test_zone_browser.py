"""The device's own time zone is chosen on the first page, by whatever name the browser knows it."""

import pytest
from django.utils import timezone
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from tests.browser.sessions import sign_in
from tests.factories import make_contact, make_link, make_seeker, make_sent_invitation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ZONES = [
    "America/Denver",
    "Asia/Kolkata",  # Chromium says Asia/Calcutta
    "Europe/Kyiv",  # and Europe/Kiev
]


def test_the_devices_zone_is_chosen(browser: Browser, live_server: LiveServer) -> None:
    seeker, chosen = make_seeker(time_zone="UTC", welcomed_at=None), []
    for zone in ZONES:
        with browser.new_context(timezone_id=zone) as context:
            sign_in(context, seeker, live_server.url)
            page = context.new_page()
            page.goto(f"{live_server.url}/welcome/")
            chosen.append(page.get_by_label("Your time zone").input_value())
    assert chosen == ZONES


OFFERED = {
    "Asia/Kolkata": False,  # where the host is, though Chromium says Asia/Calcutta
    "America/Denver": True,
    "UTC": False,  # said by browsers that hide where they are
    "Etc/GMT+5": False,
}


def test_a_host_is_offered_their_devices_zone_where_it_is_another_place(
    browser: Browser, live_server: LiveServer
) -> None:
    contact = make_contact(time_zone="Asia/Kolkata")
    link = make_link(make_sent_invitation(contact, now=timezone.now()))
    offered = {}
    for zone in OFFERED:
        with browser.new_context(timezone_id=zone) as context:
            page = context.new_page()
            page.goto(f"{live_server.url}{link}")
            offered[zone] = page.locator("#your-zone").is_visible()
    assert offered == OFFERED
