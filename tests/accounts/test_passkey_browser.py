"""A passkey in a real browser, with an authenticator of Chromium's own. The CSP stays strict."""

from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings as site
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from tests.accounts.test_signing_in import sign_in_again_with_code
from tests.factories import make_seeker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(autouse=True)
def _plain_names(settings) -> None:
    """The live server looks files up among their sources, where names carry no hash."""
    cache.clear()
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.fixture
def url(live_server) -> str:
    """A passkey belongs to a name, never to a number."""
    return live_server.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def page(browser: Browser, url: str) -> Iterator[Page]:
    with browser.new_context(timezone_id="America/Denver") as context:
        page = context.new_page()
        devtools = context.new_cdp_session(page)
        devtools.send("WebAuthn.enable")
        devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        yield page


def sign_in(page: Page, url: str) -> None:
    client = Client()
    sign_in_again_with_code(client, make_seeker(time_zone="UTC", welcomed_at=None))
    value = client.cookies[site.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": site.SESSION_COOKIE_NAME, "value": value, "url": url}])


def test_a_passkey_is_added_and_signs_in_alone(page: Page, url: str) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    sign_in(page, url)
    page.goto(f"{url}/accounts/2fa/webauthn/add/")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_text("Your passkey is added.")).to_be_visible()
    assert Authenticator.objects.filter(type="webauthn").count() == 1

    page.context.clear_cookies()
    page.goto(f"{url}/accounts/login/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(f"{url}/")
    page.goto(f"{url}/settings/")
    expect(page.get_by_role("heading", name="Settings", exact=True)).to_be_visible()
    assert said == []


def test_the_welcome_page_takes_the_zone_from_the_device(page: Page, url: str) -> None:
    sign_in(page, url)
    page.goto(f"{url}/welcome/")
    expect(page.get_by_label("Your time zone")).to_have_value("America/Denver")
