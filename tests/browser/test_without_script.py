"""What only a script can do is not offered without one."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect

from tests.browser.test_autosave import sign_in
from tests.factories import make_chat, make_ended_chat, make_link, three_times

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("script", [True, False])
def test_printing_is_offered_where_it_can_be_done(
    browser: Browser, live_server, settings, script: bool
) -> None:
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    now = timezone.now()
    path = make_link(make_chat(starts_at=three_times(now)[0], now=now).invitation)
    with browser.new_context(java_script_enabled=script) as context:
        page = context.new_page()
        page.goto(f"{live_server.url}{path}")
        expect(page.get_by_text("Google Calendar")).to_be_visible()
        expect(page.locator("#print")).to_be_visible(visible=script)


@pytest.mark.parametrize("script", [True, False])
def test_saving_by_itself_is_said_where_it_is_true(
    browser: Browser, live_server, settings, script: bool
) -> None:
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    now = timezone.now()
    chat = make_ended_chat(ended_at=now - timedelta(hours=1))
    with browser.new_context(java_script_enabled=script) as context:
        sign_in(context, chat.seeker, live_server.url)
        page = context.new_page()
        for path in (f"/chats/{chat.pk}/after/", f"/chats/{chat.pk}/thank-you/", "/introduction/"):
            page.goto(f"{live_server.url}{path}")
            said = "Saves by itself as you type." if script else ""
            expect(page.locator("#saved")).to_have_text(said)
