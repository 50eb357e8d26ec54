"""A real IMAP server, with what can arrive in it and what can become of it."""

import logging
import os
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from urllib.parse import urlsplit, urlunsplit

import psycopg2
import pytest
from django.db import connection
from pytest_django import Settings

from chats import tasks
from chats.models import CalendarReply, Chat, InboxMark, IncomingEmail, UnmatchedEmail
from chats.replies import inbox as looking
from chats.replies import sweep
from chats.states import CalendarSaid
from local.services.state import CHECKOUT
from outbox.models import OutgoingEmail
from tests.chats.replies.mail import (
    LATER,
    SUGGESTED,
    changing,
    chat_with_dana,
    email,
    entry,
    reply,
    sample,
)
from tests.chats.replies.test_parsing import bomb_of_parts
from tests.dovecot import PASSWORD, Dovecot, running_dovecot
from tests.expect import let_leave, queued
from tests.factories import NOW

pytestmark = [pytest.mark.imap, pytest.mark.django_db]


@pytest.fixture
def chat() -> Chat:
    chat = chat_with_dana()
    let_leave(chat)
    return chat


def read_new() -> None:
    sweep.read_new(now=LATER)


def said(chat: Chat) -> list[tuple[str, str]]:
    return list(CalendarReply.objects.filter(chat=chat).values_list("side", "said"))


@pytest.mark.parametrize(
    ("name", "side", "expected"),
    [
        ("gmail_accepted", "host", CalendarSaid.ACCEPTED),
        ("gmail_declined", "host", CalendarSaid.DECLINED),
        ("gmail_countered", "host", CalendarSaid.COUNTERED),
        ("outlook_declined", "host", CalendarSaid.DECLINED),
        ("outlook_countered", "host", CalendarSaid.COUNTERED),
        ("apple_tentative", "host", CalendarSaid.TENTATIVE),
        ("thunderbird_seeker_declined", "seeker", CalendarSaid.DECLINED),
    ],
)
def test_what_arrives_is_noted(
    name: str, side: str, expected: CalendarSaid, inbox: Dovecot, chat: Chat
) -> None:
    inbox.put(sample(name, chat))
    read_new()
    assert said(chat) == [(side, expected)]
    proposed = CalendarReply.objects.get().proposed_at
    assert proposed == (SUGGESTED if expected == CalendarSaid.COUNTERED else None)


def test_the_task_reads_where_an_inbox_is_set(
    inbox: Dovecot, settings: Settings, chat: Chat
) -> None:
    inbox.put(reply(chat))
    account, settings.INBOX = settings.INBOX, None
    with changing():
        tasks.read_replies()
    settings.INBOX = account
    tasks.read_replies()
    assert InboxMark.objects.get().uid == 1


def test_a_message_is_read_once_and_left_as_it_was(inbox: Dovecot, chat: Chat) -> None:
    for raw in (reply(chat), b"Subject: Hello\r\n\r\nA person wrote this.\r\n"):
        inbox.put(raw)
    before = inbox.flags()
    read_new()
    assert [line for line in inbox.flags() if b"Seen" in line or b"Deleted" in line] == []
    assert len(inbox.flags()) == len(before) == 2
    with changing():
        read_new()


def test_what_arrives_later_is_read_later(inbox: Dovecot, chat: Chat) -> None:
    read_new()
    inbox.put(reply(chat, partstat="ACCEPTED", stamped_at=NOW))
    read_new()
    inbox.put(reply(chat, partstat="TENTATIVE", stamped_at=NOW + timedelta(minutes=1)))
    read_new()
    assert said(chat) == [("host", CalendarSaid.TENTATIVE)]


def test_the_same_message_twice_in_the_inbox_is_one_email(inbox: Dovecot, chat: Chat) -> None:
    for _ in range(3):
        inbox.put(reply(chat))
    read_new()
    assert set(queued(chat)) == {"reply_host", "reply_seeker"}


def test_with_new_numbers_all_is_looked_at_again_and_nothing_said_again(
    inbox: Dovecot, chat: Chat
) -> None:
    inbox.put(reply(chat))
    read_new()
    InboxMark.objects.update(validity=1, uid=4_000_000)
    with changing("chats_inboxmark"):
        read_new()
    assert InboxMark.objects.get().uid == 1


def test_one_account_says_nothing_about_another(
    inbox: Dovecot, settings: Settings, chat: Chat
) -> None:
    read_new()
    settings.INBOX = inbox.account(FOLDER="spare")
    inbox.put(reply(chat), "spare")
    read_new()
    assert InboxMark.objects.count() == 2
    assert said(chat) == [("host", CalendarSaid.DECLINED)]


def test_junk_is_passed_over_and_changes_nothing(inbox: Dovecot, chat: Chat) -> None:
    junk = [
        bomb_of_parts(1000),
        b"",
        b"\x00\xff" * 100,
        email("BEGIN:VCALENDAR"),
        email(entry("x")),
        reply(chat).replace(b"utf-8", b"no-such-charset").replace(b"dana", b"mallory"),
    ]
    for raw in junk:
        with suppress(Exception):  # what the server itself refuses
            inbox.put(raw or b"\r\n")
    inbox.put(reply(chat))
    read_new()
    assert said(chat) == [("host", CalendarSaid.DECLINED)]
    assert InboxMark.objects.get().uid == len(inbox.flags())


def test_of_what_is_large_the_beginning_alone_is_fetched(
    inbox: Dovecot, chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    filler = b"".join(b"x" * 76 + b"\r\n" for _ in range(30 * 1024 * 1024 // 78))
    inbox.put(reply(chat) + filler)
    inbox.put(reply(chat, partstat="ACCEPTED"))
    lengths: list[int] = []
    look = looking.Inbox.read

    def measured(self: looking.Inbox, uid: int) -> bytes:
        raw = look(self, uid)
        lengths.append(len(raw))
        return raw

    monkeypatch.setattr(looking.Inbox, "read", measured)
    read_new()
    assert lengths[0] == looking.BEGINNING_BYTES
    assert said(chat) == [("host", CalendarSaid.ACCEPTED)]


def test_a_sweep_has_an_end_and_the_next_goes_on(
    inbox: Dovecot, chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweep, "MAX_MESSAGES", 2)
    for _ in range(4):
        inbox.put(b"Subject: Hello\r\n\r\nHello\r\n")
    inbox.put(reply(chat))
    read_new()
    assert InboxMark.objects.get().uid == 2
    read_new()
    read_new()
    assert said(chat) == [("host", CalendarSaid.DECLINED)]


# -- The server -----------------------------------------------------------------------------------


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [
        record.getMessage() for record in caplog.records if record.name == "chats.replies.sweep"
    ]


COULD_NOT = "The inbox could not be read: "


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"PASSWORD": "hunter2 secret"}, looking.REFUSED),
        ({"PASSWORD": "größer secret"}, looking.REFUSED),
        ({"USER": "nobody"}, looking.REFUSED),
        ({"FOLDER": "No such"}, looking.NO_FOLDER),
        ({"PORT": 9}, looking.LOST),
        ({"HOST": "inbox.invalid"}, looking.LOST),
        ({"SECURITY": "tls"}, looking.LOST),
        ({"SECURITY": "starttls"}, looking.UNTRUSTED),
    ],
)
def test_a_server_that_fails_is_one_line_without_a_secret(
    changes: dict[str, object],
    why: str,
    inbox: Dovecot,
    settings: Settings,
    caplog: pytest.LogCaptureFixture,
) -> None:
    settings.INBOX = inbox.account(**changes)
    caplog.set_level(logging.DEBUG)
    with changing():
        tasks.read_replies()
    assert warnings(caplog) == [f"{COULD_NOT}{why}."]
    everything = "".join(f"{one.getMessage()}{one.exc_text or ''}" for one in caplog.records)
    assert PASSWORD not in everything
    assert "secret" not in everything
    assert all(record.exc_info is None for record in caplog.records)


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_trusted_certificate_opens_it(
    security: str,
    inbox: Dovecot,
    settings: Settings,
    chat: Chat,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(inbox.certificate))
    port = inbox.tls_port if security == "tls" else inbox.port
    settings.INBOX = inbox.account(SECURITY=security, PORT=port)
    inbox.put(reply(chat))
    read_new()
    assert said(chat) == [("host", CalendarSaid.DECLINED)]


@contextmanager
def cut_after(octets: int, port: int) -> Iterator[int]:
    """In front of the server, and gone once the client has got so much of it."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with suppress(OSError):
            client, _ = listener.accept()
            with client, socket.create_connection(("127.0.0.1", port)) as server:
                threading.Thread(target=pump, args=(client, server), daemon=True).start()
                left = octets
                while left > 0 and (data := server.recv(min(left, 1024))):
                    client.sendall(data)
                    left -= len(data)
                client.shutdown(socket.SHUT_RDWR)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.close()
        thread.join(10)


def pump(client: socket.socket, server: socket.socket) -> None:
    with suppress(OSError):
        while data := client.recv(1024):
            server.sendall(data)
        server.shutdown(socket.SHUT_WR)


def test_a_server_gone_in_the_middle_costs_time_alone(
    inbox: Dovecot, settings: Settings, chat: Chat, caplog: pytest.LogCaptureFixture
) -> None:
    for minute in range(3):
        raw = reply(chat, stamped_at=NOW + timedelta(minutes=minute))
        inbox.put(raw.replace(b"Subject: Re", b"Subject: " + b"long " * 200))
    reached = []
    for octets in range(40, 6000, 397):
        with cut_after(octets, inbox.port) as port:
            settings.INBOX = inbox.account(PORT=port)
            read_new()
        InboxMark.objects.update(place="as if it were one account")
        mark = InboxMark.objects.first()
        reached.append(mark.uid if mark else 0)
        InboxMark.objects.all().delete()
    assert {0, 1, 2} <= set(reached)  # else nothing was cut where it hurts
    assert set(warnings(caplog)) == {f"{COULD_NOT}{looking.LOST}."}
    settings.INBOX = inbox.account()
    read_new()
    assert InboxMark.objects.get().uid == 3
    assert set(queued(chat)) == {"reply_host", "reply_seeker"}


def test_a_server_that_is_killed_is_asked_again(settings: Settings, chat: Chat) -> None:
    with running_dovecot() as server:
        settings.INBOX = server.account()
        server.put(reply(chat))
        server.stop()
        read_new()
        assert InboxMark.objects.count() == 0
        server.start()
        read_new()
        assert said(chat) == [("host", CalendarSaid.DECLINED)]


def test_a_silent_server_is_left(
    inbox: Dovecot, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "SILENCE_SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        settings.INBOX = inbox.account(PORT=listener.getsockname()[1])
        with changing():
            read_new()


def test_plain_words_never_cross_without_tls(inbox: Dovecot, settings: Settings) -> None:
    """A server that offers no STARTTLS gets no password."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            client, _ = listener.accept()
            with client:
                client.sendall(b"* OK [CAPABILITY IMAP4rev1] ready\r\n")
                while data := client.recv(1024):
                    heard.append(data)
                    tag = data.split(b" ")[0]
                    client.sendall(b"* CAPABILITY IMAP4rev1\r\n" + tag + b" OK done\r\n")

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        settings.INBOX = inbox.account(PORT=listener.getsockname()[1], SECURITY="starttls")
        read_new()
        thread.join(10)
    assert PASSWORD.encode() not in b"".join(heard)


# -- The worker -----------------------------------------------------------------------------------


def test_a_message_that_cannot_be_noted_is_left_out_in_the_end(
    inbox: Dovecot,
    chat: Chat,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    inbox.put(reply(chat))
    inbox.put(b"Subject: Hello\r\n\r\nHello\r\n")

    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("with a secret inside")

    monkeypatch.setattr("chats.replies.hinting.note_reply", broken)
    read_new()
    read_new()
    assert InboxMark.objects.get().uid == 0
    read_new()
    assert InboxMark.objects.get().uid == 2
    assert set(warnings(caplog)) == {"Message 1 of the inbox could not be noted: RuntimeError"}


def no_child() -> None:
    raise OSError


def test_an_answer_waits_for_a_machine_that_can_read_it(
    inbox: Dovecot, chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox.put(reply(chat))
    with monkeypatch.context() as patch:
        patch.setattr("chats.replies.process._new_child", no_child)
        read_new()
    assert (InboxMark.objects.get().uid, said(chat)) == (0, [])
    read_new()
    assert said(chat) == [("host", CalendarSaid.DECLINED)]
    assert not UnmatchedEmail.objects.exists()


def test_what_cannot_be_read_at_all_is_listed_for_the_operator(
    inbox: Dovecot, chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox.put(reply(chat))
    monkeypatch.setattr("chats.replies.process._new_child", no_child)
    for _ in range(sweep.MAX_STUMBLES):
        read_new()
    assert InboxMark.objects.get().uid == 1
    assert UnmatchedEmail.objects.get().why == "message 1 of the inbox could not be read"


def test_with_new_numbers_it_is_left_out_in_the_end_too(
    inbox: Dovecot, chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_new()
    InboxMark.objects.update(validity=1, uid=4_000_000)
    inbox.put(reply(chat))

    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("chats.replies.hinting.note_reply", broken)
    for _ in range(3):
        read_new()
    mark = InboxMark.objects.get()
    assert (mark.uid, mark.stumbles) == (1, 0)
    assert mark.validity != 1


@pytest.mark.django_db(transaction=True)
def test_one_worker_at_a_time(inbox: Dovecot, chat: Chat) -> None:
    inbox.put(reply(chat))
    with psycopg2.connect(**connection.get_connection_params()) as other, other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [tasks.ONE_AT_A_TIME])
        tasks.read_replies()
        assert InboxMark.objects.count() == 0
        # A closed connection lets go some moment later.
        cursor.execute("SELECT pg_advisory_unlock(%s)", [tasks.ONE_AT_A_TIME])
    other.close()
    tasks.read_replies()
    assert InboxMark.objects.get().uid == 1


KILLED = """
import os, signal, sys
import django
django.setup()
from datetime import datetime
from django.conf import settings
from chats import lifecycle
from chats.models import InboxMark
from chats.replies import sweep

def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)

where = sys.argv[1]
if where == "before anything is written":
    sweep.hear = die
elif where == "before it is committed":
    sweep._step = die
elif where == "after the first is committed":
    handle = sweep._handle
    sweep._handle = lambda *args: handle(*args) and die()
sweep.read_new(now=datetime.fromisoformat(sys.argv[2]))
"""
PLACES = [
    "before anything is written",
    "before it is committed",
    "after the first is committed",
]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("where", PLACES)
def test_a_worker_killed_in_the_middle_says_nothing_twice(where: str, inbox: Dovecot) -> None:
    chat = chat_with_dana()
    let_leave(chat)
    inbox.put(reply(chat))
    inbox.put(reply(chat))
    for _ in range(2):
        killed = subprocess.run(
            [sys.executable, "-c", KILLED, where, LATER.isoformat()],
            cwd=CHECKOUT,
            env={**os.environ, "DATABASE_URL": _test_database(), "INBOX_URL": _url_of(inbox)},
            capture_output=True,
        )
        assert killed.returncode == -9, killed.stderr
    tasks.read_new(now=LATER)
    assert set(queued(chat)) == {"reply_host", "reply_seeker"}
    assert OutgoingEmail.objects.filter(kind__startswith="reply_").count() == 2
    assert said(chat) == [("host", CalendarSaid.DECLINED)]
    assert InboxMark.objects.get().uid == 2


def _test_database() -> str:
    """The same server; the database of this test."""
    address = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(address._replace(path=f"/{connection.settings_dict['NAME']}"))


def _url_of(inbox: Dovecot) -> str:
    from urllib.parse import quote

    return f"imap://{inbox.user}:{quote(PASSWORD, safe='')}@127.0.0.1:{inbox.port}/INBOX"


def test_the_certificate_of_the_test_is_not_trusted_by_itself(inbox: Dovecot) -> None:
    """So that the test of a trusted one shows something."""
    with (
        pytest.raises(ssl.SSLCertVerificationError),
        socket.create_connection(("127.0.0.1", inbox.tls_port)) as plain,
    ):
        ssl.create_default_context().wrap_socket(plain, server_hostname="127.0.0.1")


def test_an_answer_with_a_large_file_is_heard_with_its_name(inbox: Dovecot, chat: Chat) -> None:
    head = (
        "From: dana@example.com\r\nTo: coffee@localhost\r\nSubject: Re: x\r\n"
        f"In-Reply-To: {chat.invitation.thread_id}\r\nMIME-Version: 1.0\r\n"
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
        "--b\r\nContent-Type: text/plain\r\n\r\nHere it is.\r\n"
        "--b\r\nContent-Type: application/pdf; name=tides.pdf\r\n"
        "Content-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    )
    file = ("A" * 76 + "\r\n") * 30_000
    inbox.put(f"{head}{file}--b--\r\n".encode())
    read_new()
    (heard,) = IncomingEmail.objects.all()
    assert (heard.text, heard.attachments) == ("Here it is.", ["tides.pdf"])
