"""A passkey in a real browser, with an authenticator of Chromium's own. The CSP stays strict."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import Browser, CDPSession, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from outbox.models import OutgoingEmail
from tests.accounts.door import PASSWORD, make_with_password, sign_in_just_now
from tests.accounts.test_signing_in import code_for
from tests.browser.checks import faults_everywhere
from tests.browser.sessions import sign_in, take_session
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
CODES = re.compile(r"^\d{8}$", re.M)


@pytest.fixture(autouse=True)
def _no_codes_were_asked_for() -> None:
    """There is a limit to them."""
    cache.clear()


@dataclass
class Device:
    """A browser with an authenticator in it, that may get lost."""

    page: Page
    devtools: CDPSession
    url: str

    def begin(self) -> None:
        self.devtools.send("WebAuthn.enable")
        made = self.devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        self.number = made["authenticatorId"]

    def lose(self) -> None:
        """With its cookies; the page is another device's from here on."""
        self.devtools.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": self.number})
        self.page.context.clear_cookies()

    def forget_all(self) -> None:
        """The device stays, and holds no passkey any more."""
        self.devtools.send("WebAuthn.clearCredentials", {"authenticatorId": self.number})

    def refuse(self) -> None:
        """Its owner presses cancel."""
        answer = {"authenticatorId": self.number, "isUserVerified": False}
        self.devtools.send("WebAuthn.setUserVerified", answer)

    def says(self, sentence: str) -> None:
        expect(self.page.get_by_role("main").get_by_text(sentence)).to_be_visible()

    def open(self, path: str) -> None:
        self.page.goto(self.url + path)

    def press(self, name: str) -> None:
        self.page.get_by_role("main").get_by_role("button", name=name, exact=True).click()

    def shows(self, heading: str) -> None:
        expect(self.page.get_by_role("heading", name=heading, exact=True)).to_be_visible()

    def codes(self) -> list[str]:
        self.shows("Recovery codes")
        return CODES.findall(self.page.get_by_role("main").inner_text())

    def send_a_code(self, seeker: User) -> None:
        self.page.locator("#id_email").fill(seeker.email)
        self.press("Send me a code")
        self.type_the_code(seeker)

    def type_the_code(self, seeker: User) -> None:
        self.shows("Check your e-mail")
        self.page.get_by_label("Code").fill(code_for(seeker.email))
        self.press("Continue")

    def is_in(self) -> None:
        self.page.wait_for_url(f"{self.url}/")
        self.open("/settings/")
        self.shows("Settings")


@pytest.fixture
def device(browser: Browser, live_server: LiveServer) -> Iterator[Device]:
    with browser.new_context() as context:
        page = context.new_page()
        device = Device(page, context.new_cdp_session(page), live_server.url)
        device.begin()
        yield device


def with_passkey(device: Device, seeker: User) -> list[str]:
    """Signed in a moment ago, and now a passkey is added; the recovery codes that came with it."""
    client = Client()
    sign_in_just_now(client, seeker)
    take_session(device.page.context, client, device.url)
    device.open("/accounts/2fa/webauthn/add/")
    device.press("Add it")
    codes = device.codes()
    assert Authenticator.objects.filter(type="webauthn").count() == 1
    return codes


def test_a_passkey_is_added_and_signs_in_alone(device: Device) -> None:
    said: list[str] = []
    device.page.on("console", lambda message: said.append(message.text))
    device.page.on("pageerror", lambda error: said.append(str(error)))
    assert len(with_passkey(device, make_seeker())) == 10
    expect(device.page.get_by_text("Your passkey is added.")).to_be_visible()
    assert OutgoingEmail.objects.get().kind == "webauthn_added"
    device.page.context.clear_cookies()
    device.open("/accounts/login/")
    device.press("Use a passkey")
    device.is_in()
    assert said == []


def test_who_one_is_is_asked_before_a_passkey_is_added_and_a_code_by_e_mail_says_it(
    device: Device,
) -> None:
    seeker = make_seeker()
    sign_in(device.page.context, seeker, device.url)  # some time ago
    device.open("/accounts/2fa/webauthn/add/")
    device.shows("Sign in once more")
    assert faults_everywhere(device.page) == []
    device.press("Send me the code")
    device.type_the_code(seeker)
    device.shows("Add a passkey")
    assert faults_everywhere(device.page) == []
    device.press("Add it")
    assert len(device.codes()) == 10
    assert faults_everywhere(device.page) == []


def test_a_lost_device_locks_nobody_out(device: Device) -> None:
    """In again by a code, the lost passkey removed, another one added."""
    seeker = make_seeker()
    with_passkey(device, seeker)
    device.lose()
    device.open("/accounts/login/")
    device.send_a_code(seeker)
    device.is_in()
    device.open("/accounts/2fa/webauthn/")
    device.page.get_by_role("link", name="Remove").click()
    device.press("Remove it")
    expect(device.page.get_by_text("Your passkey is removed.")).to_be_visible()
    assert not Authenticator.objects.exists()
    device.begin()
    device.open("/accounts/2fa/webauthn/add/")
    device.press("Add it")
    assert len(device.codes()) == 10


def test_after_a_password_the_passkey_a_recovery_code_or_a_code_by_e_mail_will_do(
    device: Device,
) -> None:
    seeker = make_with_password()
    codes = with_passkey(device, seeker)
    device.page.context.clear_cookies()
    type_password(device, seeker)
    assert faults_everywhere(device.page) == []
    device.press("Use a passkey")
    device.is_in()
    device.lose()
    type_password(device, seeker)
    expect(device.page.get_by_role("main")).not_to_contain_text("authenticator app")
    device.page.get_by_label("Code").fill(codes[0])
    device.press("Sign in")
    device.is_in()
    device.page.context.clear_cookies()
    type_password(device, seeker)
    device.press("Have a code sent instead")
    device.type_the_code(seeker)
    device.is_in()


def type_password(device: Device, seeker: User) -> None:
    device.open("/accounts/login/")
    device.page.get_by_text("Use a password").click()
    device.page.locator("#id_login").fill(seeker.email)
    device.page.get_by_label("Password", exact=True).fill(PASSWORD)
    device.press("Sign in")
    device.shows("One more step")


def test_later_the_codes_are_shown_to_whoever_says_who_they_are_without_the_device(
    device: Device,
) -> None:
    seeker = make_seeker()
    codes = with_passkey(device, seeker)
    device.lose()
    sign_in(device.page.context, seeker, device.url)  # some time ago, on another device
    device.open("/accounts/2fa/recovery-codes/")
    device.shows("Is it you?")
    expect(device.page.get_by_role("main")).not_to_contain_text("authenticator app")
    assert faults_everywhere(device.page) == []
    device.page.get_by_role("link", name="Use a code by e-mail").click()
    device.press("Send me the code")
    device.type_the_code(seeker)
    assert device.codes() == codes


def test_a_passkey_that_was_removed_is_told_so(device: Device) -> None:
    with_passkey(device, make_seeker())
    Authenticator.objects.all().delete()
    device.page.context.clear_cookies()
    device.open("/accounts/login/")
    device.press("Use a passkey")
    expect(device.page.get_by_text("This passkey is not known here.")).to_be_visible()


# -- Where none comes ----------------------------------------------------------------------------

WITHOUT = "No passkey was used. If this device has none for this site, "


def test_a_device_without_a_passkey_is_told_what_works_too(device: Device) -> None:
    said: list[str] = []
    device.page.on("console", lambda message: said.append(message.text))
    device.open("/accounts/login/")
    device.press("Use a passkey")
    device.says(f"{WITHOUT}a code by e-mail works too.")
    assert faults_everywhere(device.page) == []
    assert said == []


def test_at_the_second_step_a_passkey_that_does_not_come_is_told_of_too(device: Device) -> None:
    seeker = make_with_password()
    with_passkey(device, seeker)
    device.page.context.clear_cookies()
    device.forget_all()
    type_password(device, seeker)
    device.press("Use a passkey")
    device.says(f"{WITHOUT}a recovery code or a code by e-mail will do.")


def test_adding_a_second_one_on_the_same_device_or_pressing_cancel_is_told_of(
    device: Device,
) -> None:
    with_passkey(device, make_seeker())
    device.open("/accounts/2fa/webauthn/add/")
    device.press("Add it")
    device.says("This device has one already.")
    device.forget_all()
    device.refuse()
    device.press("Add it")
    device.says("No passkey was added. You can try once more.")
    assert Authenticator.objects.filter(type="webauthn").count() == 1
