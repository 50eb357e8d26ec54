"""EMAIL_URL means what it says: read in its parts, and against a server of each kind."""

import logging
import ssl
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage, get_connection
from pytest_django import Settings

from coffeechat.celery import say_how_email_leaves
from coffeechat.mail_server import mail_server_at
from outbox.smtp import Failure
from tests.certificate import certify
from tests.local.programs import refusal
from tests.outbox.sink import HANG, Sink, running_sink
from tests.stack import state_folder

PASSWORD = "pa$$w/rd:@#%?"
WRITTEN = "pa%24%24w%2Frd%3A%40%23%25%3F"


# -- Read in its parts ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "port", "tls_at_once", "starttls"),
    [
        ("smtps://smtp.example", 465, True, False),
        ("submission://smtp.example", 587, False, True),
        ("smtp://smtp.example", 25, False, False),
        ("SMTPS://smtp.example:4650/", 4650, True, False),
    ],
)
def test_a_scheme_says_the_port_and_how_it_is_encrypted(
    url: str, port: int, tls_at_once: bool, starttls: bool
) -> None:
    server = mail_server_at(url)
    assert (server["EMAIL_HOST"], server["EMAIL_PORT"]) == ("smtp.example", port)
    assert (server["EMAIL_USE_SSL"], server["EMAIL_USE_TLS"]) == (tls_at_once, starttls)


def test_what_is_special_in_a_password_is_written_with_percent_signs() -> None:
    server = mail_server_at(f"submission://sam%40coffee.example:{WRITTEN}@[::1]:2525?timeout=45")
    user_and_password = (server["EMAIL_HOST_USER"], server["EMAIL_HOST_PASSWORD"])
    assert user_and_password == ("sam@coffee.example", PASSWORD)
    assert (server["EMAIL_HOST"], server["EMAIL_TIMEOUT"]) == ("::1", 45)


@pytest.mark.parametrize(
    "url",
    [
        "hunter2",
        "submit://u:hunter2@smtp.example",
        "https://u:hunter2@smtp.example",
        "file:///hunter2",
        "smtp://",
        "smtps://u:hunter2@",
        "smtps://u:hunter2@smtp.example:port",
        "smtps://u:hunter2@[smtp.example",
        "smtps://u:hunter/2@smtp.example",
        "smtps://u:hunter#2@smtp.example",
        "smtps://u:hunter?2@smtp.example",
        "smtps://hunter2@smtp.example",
        "smtps://:hunter2@smtp.example",
        "smtp://u:hunter2@smtp.example?tls=true",
        "smtp://u:hunter2@smtp.example?timeout=",
        "smtp://u:hunter2@smtp.example?timeout=0",
        "smtp://u:hunter2@smtp.example?timeout=1.5",
        "smtp://u:hunter2@smtp.example?timeout=-1",
    ],
)
def test_what_is_wrong_is_said_without_the_password(url: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        mail_server_at(url)
    said = str(refused.value)
    assert (said.startswith("EMAIL_URL "), said.endswith("."), "hunter" in said) == (
        True,
        True,
        False,
    )


def test_another_scheme_is_refused_at_the_start_with_one_sentence() -> None:
    with state_folder() as folder:
        said = refusal(folder, EMAIL_URL="https://u:hunter2@smtp.example")
    assert said == "EMAIL_URL begins with smtps://, submission:// or smtp://."


# -- Against a server of each kind ---------------------------------------------------------------


@pytest.fixture
def tls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """Of a server whose certificate this process trusts."""
    certify(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    return context


@pytest.fixture
def at_once(tls: ssl.SSLContext) -> Iterator[Sink]:
    with running_sink(tls_at_once=tls) as sink:
        sink.password = PASSWORD
        yield sink


@pytest.fixture
def by_starttls(tls: ssl.SSLContext) -> Iterator[Sink]:
    with running_sink() as sink:
        sink.starttls, sink.password = tls, PASSWORD
        yield sink


@pytest.fixture
def plain() -> Iterator[Sink]:
    with running_sink() as sink:
        yield sink


def send(settings: Settings, url: str) -> None:
    for name, value in mail_server_at(url).items():
        setattr(settings, name, value)
    email = EmailMessage("Coffee", "Hello", "coffee@coffee.example", ["host@example.org"])
    with closing(get_connection()) as connection:
        connection.send_messages([email])


def test_smtps_is_encrypted_from_the_first_byte(at_once: Sink, settings: Settings) -> None:
    send(settings, f"smtps://sam:{WRITTEN}@127.0.0.1:{at_once.port}")
    assert (at_once.recipients, at_once.covered) == (["host@example.org"], [True])


def test_submission_is_encrypted_by_starttls(by_starttls: Sink, settings: Settings) -> None:
    send(settings, f"submission://sam:{WRITTEN}@127.0.0.1:{by_starttls.port}")
    assert (by_starttls.recipients, by_starttls.covered) == (["host@example.org"], [True])


def test_submission_sends_nothing_without_starttls(plain: Sink, settings: Settings) -> None:
    with pytest.raises(Failure, match="STARTTLS"):
        send(settings, f"submission://sam:{WRITTEN}@127.0.0.1:{plain.port}")
    assert plain.received == []


@pytest.mark.parametrize("kind", ["smtps", "submission"])
def test_a_certificate_that_is_not_trusted_ends_it(
    kind: str, tls: ssl.SSLContext, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with running_sink(tls_at_once=tls if kind == "smtps" else None) as sink:
        sink.starttls = tls
        with pytest.raises(Failure, match="CERTIFICATE_VERIFY_FAILED"):
            send(settings, f"{kind}://sam:{WRITTEN}@127.0.0.1:{sink.port}")
        assert sink.received == []


def test_smtp_is_plain(plain: Sink, settings: Settings) -> None:
    send(settings, f"smtp://127.0.0.1:{plain.port}")
    assert (plain.recipients, plain.covered) == (["host@example.org"], [False])


def test_the_timeout_is_kept(plain: Sink, settings: Settings) -> None:
    plain.at_rcpt = lambda address: HANG
    with pytest.raises(Failure, match="no answer"):
        send(settings, f"smtp://127.0.0.1:{plain.port}?timeout=1")


# -- Said at the start ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "times"),
    [
        ("smtp://smtp.example", 1),
        ("smtp://127.0.0.1", 0),
        ("smtp://localhost", 0),
        ("submission://smtp.example", 0),
        ("smtps://smtp.example", 0),
    ],
)
def test_the_log_says_what_crosses_a_network_in_the_clear(
    url: str, times: int, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    for name, value in mail_server_at(url).items():
        setattr(settings, name, value)
    say_how_email_leaves()
    said = [one for one in caplog.records if "in the clear" in one.getMessage()]
    assert [one.levelno for one in said] == [logging.WARNING] * times
