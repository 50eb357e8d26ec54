"""The instance's inbox over IMAP: looked at, never changed.

It may be a person's too, so it is opened for reading only (EXAMINE): nothing in it is deleted,
moved or marked as read.
"""

import imaplib
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date
from typing import Any

from django.conf import settings
from imap_tools import BaseMailBox, MailBox, MailBoxUnencrypted
from imap_tools.errors import (
    ImapToolsError,
    MailboxFolderSelectError,
    MailboxFolderStatusError,
    MailboxLoginError,
)

SILENCE_SECONDS = 10
"""Of silence, before the server counts as gone."""
MAX_BYTES = 1024 * 1024
"""A reply has some thousand octets."""
BEGINNING_BYTES = 256 * 1024
"""So much of what is larger: words come before files, of which only the names are wanted."""

LOST = "the server did not answer"
REFUSED = "the server refused the user or the password"
NO_FOLDER = "there is no such folder"
UNTRUSTED = "the server's certificate is not trusted"


class CannotRead(Exception):
    """Why, in half a sentence without any secret: what a server says could hold one."""


class Inbox:
    """One look into the folder."""

    def __init__(self, mailbox: BaseMailBox, validity: int) -> None:
        self.mailbox, self.validity = mailbox, validity

    def newer_than(self, uid: int, since: date) -> list[int]:
        """The numbers of what has arrived, the oldest first.

        `UID 8:*` names the last message even where all are older (RFC 9051 section 6.4.9).
        """
        criteria = f"UID {uid + 1}:* SINCE {since.day}-{_MONTHS[since.month - 1]}-{since.year}"
        with _plainly():
            found = self.mailbox.uids(criteria, charset=None)
        return sorted(number for number in map(int, found) if number > uid)

    def read(self, uid: int) -> bytes:
        """The octets of one message, the first of a large one; none where it is gone meanwhile."""
        with _plainly():
            size = _size_in(self._fetch(uid, "(RFC822.SIZE)"))
            if size <= 0:
                return b""
            most = MAX_BYTES if size <= MAX_BYTES else BEGINNING_BYTES
            # Only so much of it, whatever the size was said to be; and not marked as read.
            answer = self._fetch(uid, f"(BODY.PEEK[]<0.{most}>)")
        return b"".join(one[1] for one in answer if isinstance(one, tuple))

    def _fetch(self, uid: int, what: str) -> list[Any]:
        status, answer = self.mailbox.client.uid("fetch", str(uid), what)
        if status != "OK":
            raise CannotRead(LOST)
        return answer


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _size_in(answer: list[Any]) -> int:
    """From `1 (UID 7 RFC822.SIZE 4021)`."""
    said = b" ".join(one for one in answer if isinstance(one, bytes))
    _, _, number = said.partition(b"RFC822.SIZE ")
    digits = number.split(b" ")[0].rstrip(b")")
    return int(digits) if digits.isdigit() else 0


def _account() -> Mapping[str, Any]:
    """Where it is and who signs in; the task asks first whether there is one."""
    account = settings.INBOX
    assert account is not None
    return account


def place() -> str:
    """Which folder of which account: what is remembered of one says nothing about another."""
    inbox = _account()
    return f"{inbox['USER']}@{inbox['HOST']}:{inbox['PORT']}/{inbox['FOLDER']}"[:300]


@contextmanager
def opened() -> Iterator[Inbox]:
    with _plainly():
        mailbox = _connected()
    try:
        with _plainly():
            _sign_in(mailbox)
            validity = mailbox.folder.status(_account()["FOLDER"], ["UIDVALIDITY"])
            mailbox.folder.set(_account()["FOLDER"], readonly=True)
        yield Inbox(mailbox, validity["UIDVALIDITY"])
    finally:
        _leave(mailbox)


def _connected() -> BaseMailBox:
    inbox = _account()
    where = {"host": inbox["HOST"], "port": inbox["PORT"], "timeout": SILENCE_SECONDS}
    if inbox["SECURITY"] == "tls":
        return MailBox(**where, ssl_context=ssl.create_default_context())
    return MailBoxUnencrypted(**where)


def _leave(mailbox: BaseMailBox) -> None:
    """It is over, whatever the server says to that; the library leaves a broken line open."""
    with suppress(Exception):
        mailbox.logout()
    with suppress(Exception):
        mailbox.client.shutdown()


def _sign_in(mailbox: BaseMailBox) -> None:
    """Behind TLS wherever a network is in between. LOGIN carries ASCII alone."""
    if _account()["SECURITY"] == "starttls":
        mailbox.client.starttls(ssl.create_default_context())
    user, password = _account()["USER"], _account()["PASSWORD"]
    ascii_alone = user.isascii() and password.isascii()
    sign_in = mailbox.login if ascii_alone else mailbox.login_utf8
    try:
        sign_in(user, password, initial_folder=None)
    except imaplib.IMAP4.abort:  # the connection broke; it is an `error` too
        raise CannotRead(LOST) from None
    except imaplib.IMAP4.error:
        raise CannotRead(REFUSED) from None


@contextmanager
def _plainly() -> Iterator[None]:
    """Whatever goes wrong, in our words. `from None`: a log must not show what it was."""
    try:
        yield
    except MailboxLoginError:
        raise CannotRead(REFUSED) from None
    except (MailboxFolderStatusError, MailboxFolderSelectError):
        raise CannotRead(NO_FOLDER) from None
    except ssl.SSLCertVerificationError:
        raise CannotRead(UNTRUSTED) from None
    except (ImapToolsError, imaplib.IMAP4.error, OSError, EOFError, ValueError, KeyError):
        raise CannotRead(LOST) from None
