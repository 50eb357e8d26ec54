"""An e-mail provider tells what came back and what arrived, and nobody else does."""

import json
import os
import subprocess
import sys
from base64 import b64encode
from types import ModuleType
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import include, path
from pytest_django import Settings

from chats import tasks
from chats.models import IncomingEmail, Invitation
from chats.states import InvitationStatus
from coffeechat import endpoints
from coffeechat.reply_address import webhook_secret
from coffeechat.urls import urlpatterns
from local.services.state import CHECKOUT
from outbox import reply_address
from outbox.message import ANSWER_TO, compose
from outbox.models import OutgoingEmail
from outbox.states import Status
from outbox.suppression import is_suppressed
from tests.factories import NOW, make_contact, make_seeker, make_sent_invitation

pytestmark = pytest.mark.django_db
SECRET = "s" * 43
POSTMARK = "anymail.backends.postmark.EmailBackend"
MAILGUN = "anymail.backends.mailgun.EmailBackend"
DANA = "dana@example.com"
KEY = {"HTTP_AUTHORIZATION": "Basic " + b64encode(b"provider:password").decode()}


@pytest.fixture(autouse=True)
def mounted(settings: Settings) -> None:
    addresses = ModuleType("addresses")
    settings.EMAIL_BACKEND = POSTMARK
    settings.ANYMAIL = {"WEBHOOK_SECRET": "provider:password"}
    ours = path(f"webhooks/{SECRET}/", include(endpoints.of_provider()))
    addresses.urlpatterns = [ours, *urlpatterns]  # type: ignore[attr-defined]
    settings.ROOT_URLCONF = addresses
    settings.REPLY_ADDRESS = "coffee+{}@coffee.example"
    settings.DEFAULT_FROM_EMAIL = "coffee@coffee.example"


@pytest.fixture
def ask() -> Invitation:
    from django.utils import timezone

    invitation = make_sent_invitation(make_contact(make_seeker(), email=DANA))
    now = timezone.now()
    OutgoingEmail.objects.update(status=Status.SENT, sent_at=now, started_at=NOW)
    return invitation


def token_of(invitation: Invitation) -> str:
    row = OutgoingEmail.objects.get(kind="invitation", about=invitation.about)
    assert compose(row).metadata == {ANSWER_TO: reply_address.address_of(row)}
    return reply_address.address_of(row)


def bounce(invitation: Invitation, **said: Any) -> dict[str, Any]:
    """As Postmark says it."""
    return {
        "RecordType": "Bounce",
        "ID": 42,
        "Type": "HardBounce",
        "Email": DANA,
        "Description": "The server was unable to deliver your message",
        "Details": "smtp;550 5.1.1 user unknown",
        "BouncedAt": "2026-12-01T09:00:00Z",
        "Metadata": {ANSWER_TO: token_of(invitation)},
        **said,
    }


def tell(what: str, said: dict[str, Any], **head: str) -> int:
    answer = Client(raise_request_exception=False).post(
        f"/webhooks/{SECRET}/postmark/{what}/",
        json.dumps(said),
        content_type="application/json",
        **head,  # type: ignore[arg-type]
    )
    return answer.status_code


def test_a_bounce_closes_the_ask_and_twice_is_once(ask: Invitation) -> None:
    for _ in range(2):
        assert tell("tracking", bounce(ask), **KEY) == 200
        tasks.report_undeliverable()
    ask.refresh_from_db()
    assert ask.status == InvitationStatus.UNDELIVERABLE
    assert is_suppressed(DANA)
    assert IncomingEmail.objects.count() == 1


@pytest.mark.parametrize(
    "said",
    [
        {"Details": "smtp;552 5.2.2 mailbox full", "Type": "SoftBounce"},
        {"Details": "smtp;550 5.7.1 blocked by policy"},
        {"Email": "somebody@else.example"},
        {"Metadata": {}},
        {"Metadata": {ANSWER_TO: "coffee+1-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@coffee.example"}},
        {"Type": "Transient"},
        {"RecordType": "Open"},
    ],
)
def test_what_is_no_wrong_address_of_ours_closes_nothing(
    said: dict[str, Any], ask: Invitation
) -> None:
    assert tell("tracking", bounce(ask, **said), **KEY) == 200
    tasks.report_undeliverable()
    ask.refresh_from_db()
    assert ask.status == InvitationStatus.SENT
    assert not is_suppressed(DANA)


@pytest.mark.parametrize("head", [{}, {"HTTP_AUTHORIZATION": "Basic eDp5"}])
def test_whoever_is_not_the_provider_is_refused(head: dict[str, str], ask: Invitation) -> None:
    assert tell("tracking", bounce(ask), **head) == 400
    assert not is_suppressed(DANA)


def arrived(invitation: Invitation) -> dict[str, Any]:
    return {
        "FromFull": {"Email": DANA, "Name": "Dana"},
        "ToFull": [{"Email": token_of(invitation), "Name": ""}],
        "CcFull": [],
        "BccFull": [],
        "OriginalRecipient": token_of(invitation),
        "Subject": "Re: 25 minutes",
        "MessageID": "abc",
        "TextBody": "Gladly.\n\n> your letter",
        "HtmlBody": "",
        "Headers": [{"Name": "Message-ID", "Value": "<re@client.example>"}],
        "Attachments": [],
    }


def test_an_answer_that_arrives_there_is_heard_once(ask: Invitation) -> None:
    for _ in range(2):
        assert tell("inbound", arrived(ask), **KEY) == 200
    (heard,) = IncomingEmail.objects.all()
    assert (heard.invitation, heard.text, heard.sender) == (ask, "Gladly.", DANA)


def test_a_short_secret_is_refused_and_none_mounts_nothing() -> None:
    assert webhook_secret("") == ""
    assert webhook_secret("a" * 64) == "a" * 64
    for short in ("a" * 42, "a/b" * 20):
        with pytest.raises(ImproperlyConfigured):
            webhook_secret(short)
    assert not [one for one in urlpatterns if "webhooks" in str(one.pattern)]


def named(settings: Settings, backend: str, **keys: str) -> set[str]:
    settings.EMAIL_BACKEND, settings.ANYMAIL = backend, keys
    return {str(one.name) for one in endpoints.of_provider()}


def test_only_the_provider_that_sends_has_addresses(settings: Settings) -> None:
    found = named(settings, MAILGUN, MAILGUN_WEBHOOK_SIGNING_KEY="key")
    assert found == {"mailgun_inbound_webhook", "mailgun_tracking_webhook"}
    found = named(settings, POSTMARK, WEBHOOK_SECRET="provider:password")
    assert found == {"postmark_inbound_webhook", "postmark_tracking_webhook"}


def test_of_two_addresses_the_one_that_is_signed_is_there(settings: Settings) -> None:
    mailersend = "anymail.backends.mailersend.EmailBackend"
    found = named(settings, mailersend, MAILERSEND_SIGNING_SECRET="key")
    assert found == {"mailersend_tracking_webhook"}


@pytest.mark.parametrize(
    ("backend", "keys"),
    [
        (POSTMARK, {"POSTMARK_SERVER_TOKEN": "token"}),
        (POSTMARK, {"MAILGUN_WEBHOOK_SIGNING_KEY": "key"}),
        (MAILGUN, {"MAILGUN_SENDER_DOMAIN": "coffee.example"}),
        ("django.core.mail.backends.smtp.EmailBackend", {"WEBHOOK_SECRET": "provider:password"}),
        ("anymail.backends.scaleway.EmailBackend", {"WEBHOOK_SECRET": "provider:password"}),
    ],
)
def test_what_anybody_could_say_keeps_us_from_starting(
    backend: str, keys: dict[str, str], settings: Settings
) -> None:
    with pytest.raises(ImproperlyConfigured, match="EMAIL_WEBHOOKS needs"):
        named(settings, backend, **keys)


def test_a_process_does_not_start_where_anybody_could_tell_it_anything() -> None:
    said = {"EMAIL_BACKEND": POSTMARK, "EMAIL_WEBHOOKS": SECRET}
    started = subprocess.run(
        [sys.executable, "-c", "import django; django.setup()"],
        cwd=CHECKOUT,
        env={**os.environ, **said},
        capture_output=True,
        text=True,
    )
    assert started.returncode != 0
    assert "EMAIL_WEBHOOKS needs the provider's signing key" in started.stderr
