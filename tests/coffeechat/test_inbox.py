"""The address of the inbox: read in its parts, refused without a word of its password."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.views.debug import SafeExceptionReporterFilter

from coffeechat.inbox import inbox_at

ROOT = Path(__file__).resolve().parents[2]
FULL = "imaps://sam%40coffee.example:p%3Ass%2Fw%40rd%25@imap.example:1993/INBOX.Calendar%20replies"


def test_nothing_is_off() -> None:
    assert inbox_at("") is None


def test_an_address_in_its_parts() -> None:
    assert inbox_at(FULL) == {
        "HOST": "imap.example",
        "PORT": 1993,
        "USER": "sam@coffee.example",
        "PASSWORD": "p:ss/w@rd%",
        "FOLDER": "INBOX.Calendar replies",
        "SECURITY": "tls",
    }


@pytest.mark.parametrize(
    ("url", "port", "security"),
    [
        ("imaps://u:p@imap.example", 993, "tls"),
        ("imaps://u:p@127.0.0.1/", 993, "tls"),
        ("imap://u:p@imap.example", 143, "starttls"),
        ("imap://u:p@192.168.1.4", 143, "starttls"),
        ("imap://u:p@localhost.example", 143, "starttls"),
        ("imap://u:p@localhost", 143, "none"),
        ("imap://u:p@[::1]:1143/", 1143, "none"),
    ],
)
def test_a_password_crosses_no_network_in_the_clear(url: str, port: int, security: str) -> None:
    inbox = inbox_at(url)
    assert inbox is not None
    assert (inbox["PORT"], inbox["SECURITY"], inbox["FOLDER"]) == (port, security, "INBOX")


@pytest.mark.parametrize(
    "url",
    [
        "pop3://sam:hunter2@mail.example",
        "https://sam:hunter2@mail.example",
        "imaps://mail.example/hunter2",
        "imaps://sam@mail.example/hunter2",
        "imaps://sam:hunter2@",
        "imaps://sam:hunter2@mail.example:port",
        "imaps://sam:hunter2@[mail.example",
        "hunter2",
    ],
)
def test_what_is_wrong_is_said_without_the_password(url: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        inbox_at(url)
    assert "hunter2" not in str(refused.value)
    assert str(refused.value).startswith("INBOX_URL ")


def test_the_environment_sets_it_and_error_pages_hide_the_password() -> None:
    asked = "from django.conf import settings; print(settings.INBOX)"
    env = {**os.environ, "INBOX_URL": FULL, "DJANGO_SETTINGS_MODULE": "coffeechat.settings"}
    said = subprocess.run([sys.executable, "-c", asked], env=env, cwd=ROOT, capture_output=True)
    assert said.stdout.decode().strip() == str(inbox_at(FULL))
    shown = SafeExceptionReporterFilter().cleanse_setting("INBOX", inbox_at(FULL))
    assert "p:ss" not in str(shown)
