"""The local mail server as a process: what is sent by SMTP lies on disk, whole."""

import os
import smtplib
import socket
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from local.mailbox.store import Mailbox
from local.services import program
from local.services.processes import Child, spawn
from local.services.state import CHECKOUT
from tests.patience import PATIENCE


@pytest.fixture
def mailbox(tmp_path: Path) -> Mailbox:
    (tmp_path / "mailbox").mkdir()
    return Mailbox(tmp_path / "mailbox")


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener


@pytest.fixture
def server(mailbox: Mailbox, listener: socket.socket, tmp_path: Path) -> Iterator[Child]:
    role = program.mail(listener.fileno(), mailbox.folder)
    server = spawn(role, os.environ, tmp_path / "log", CHECKOUT)
    yield server
    server.ask_to_stop()
    server.stop()
    assert server.process.returncode == 0
    assert (tmp_path / "log").read_text() == ""


@pytest.fixture
def smtp(server: Child, listener: socket.socket) -> Iterator[smtplib.SMTP]:
    with smtplib.SMTP("127.0.0.1", listener.getsockname()[1], timeout=PATIENCE) as smtp:
        yield smtp


def letter() -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = "Grüße"
    message["From"] = "coffee@example.org"
    message["To"] = "jonas@example.org"
    message.set_content("A line.\n.a dot at its start\n" + "x" * 400 + "\n", cte="8bit")
    return message


def test_what_is_sent_lies_on_disk_once_per_recipient(smtp: smtplib.SMTP, mailbox: Mailbox) -> None:
    to = ["jonas@example.org", "Amara@Example.org"]
    assert smtp.send_message(letter(), to_addrs=to) == {}
    assert mailbox.recipients() == [("amara@example.org", 1), ("jonas@example.org", 1)]
    for address in to:
        (stored,) = mailbox.newest(address)
        kept = stored.message()
        assert kept["Subject"] == "Grüße"
        assert kept.get_content().replace("\r\n", "\n") == letter().get_content()
    assert [path.suffix for path in mailbox.folder.glob("*/*")] == [".eml", ".eml"]


def test_an_address_too_long_for_a_folder_is_refused(smtp: smtplib.SMTP, mailbox: Mailbox) -> None:
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        smtp.send_message(letter(), to_addrs=["x" * 100 + "@example.org"])
    assert [code for code, _ in refused.value.recipients.values()] == [550]
    assert mailbox.newest() == []
