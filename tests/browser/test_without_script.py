"""What only a script can do is not offered without one."""

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect

from tests.factories import make_chat, make_link, three_times

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
