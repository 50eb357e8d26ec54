"""What only a script can do is not offered without one."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.sessions import sign_in
from tests.factories import make_chat, make_ended_chat, make_link, three_times

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_printing_is_offered_where_it_can_be_done(
    browser: Browser, live_server: LiveServer
) -> None:
    now = timezone.now()
    path = make_link(make_chat(starts_at=three_times(now)[0], now=now).invitation)
    for script in (True, False):
        with browser.new_context(java_script_enabled=script) as context:
            page = context.new_page()
            page.goto(f"{live_server.url}{path}")
            expect(page.get_by_text("Google Calendar")).to_be_visible()
            expect(page.locator("#print")).to_be_visible(visible=script)


def test_saving_by_itself_is_said_where_it_is_true(
    browser: Browser, live_server: LiveServer
) -> None:
    chat = make_ended_chat(ended_at=timezone.now() - timedelta(hours=1))
    paths = [f"/chats/{chat.pk}/after/", f"/chats/{chat.pk}/thank-you/", "/introduction/"]
    for script, said in ((True, "Saves by itself as you type."), (False, "")):
        with browser.new_context(java_script_enabled=script) as context:
            sign_in(context, chat.seeker, live_server.url)
            page = context.new_page()
            for path in paths:
                page.goto(f"{live_server.url}{path}")
                expect(page.locator("#saved")).to_have_text(said)
