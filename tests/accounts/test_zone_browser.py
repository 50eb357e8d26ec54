"""The device's own time zone is chosen on the first page, by whatever name the browser knows it."""

import pytest
from django.conf import settings as site
from django.test import Client
from playwright.sync_api import Browser, expect

from tests.factories import make_seeker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _plain_names(settings) -> None:
    """The live server looks files up among their sources, where names carry no hash."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.mark.parametrize(
    ("device", "chosen"),
    [
        ("Europe/Paris", "Europe/Paris"),
        ("Asia/Kolkata", "Asia/Kolkata"),  # Chromium says Asia/Calcutta
        ("Europe/Kyiv", "Europe/Kyiv"),  # and Europe/Kiev
    ],
)
def test_the_devices_zone_is_chosen(
    browser: Browser, live_server, device: str, chosen: str
) -> None:
    client = Client()
    client.force_login(
        make_seeker(time_zone="UTC", welcomed_at=None), "django.contrib.auth.backends.ModelBackend"
    )
    name, url = site.SESSION_COOKIE_NAME, live_server.url.replace("127.0.0.1", "localhost")
    with browser.new_context(timezone_id=device) as context:
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": url}])
        page = context.new_page()
        page.goto(f"{url}/welcome/")
        expect(page.get_by_label("Your time zone")).to_have_value(chosen)
