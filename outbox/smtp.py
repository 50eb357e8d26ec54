"""SMTP in its phases: each has its own limit, and what fails says in which of them it did."""

import smtplib
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from enum import StrEnum
from functools import partial
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends import smtp
from django.core.mail.message import sanitize_address


class Phase(StrEnum):
    CONNECT = "connect"  # up to its greeting
    HELLO = "hello"  # EHLO and STARTTLS
    SIGN_IN = "sign in"
    MAIL = "mail"  # the sender
    RCPT = "rcpt"  # the recipient
    DATA = "data"  # whether it wants to read the e-mail
    END = "end"  # it has the e-mail, or part of it
    API = "api"  # a provider's, in place of all these


LIMITS: Mapping[Phase, float] = {
    Phase.CONNECT: 60,
    Phase.HELLO: 60,
    Phase.SIGN_IN: 60,
    Phase.MAIL: 60,
    Phase.RCPT: 120,
    Phase.DATA: 120,
    Phase.END: 600,
}
"""Seconds for one answer. Up to the e-mail itself giving up costs a try and nothing more. Once it
is there, a server may take ten minutes to say so, and whoever gives up earlier sends it again
(RFC 5321 section 4.5.3.2.6)."""

CONNECT_SECONDS = 20
"""Seconds for one address to answer at all, and as many for TLS at once."""

BLOCK_SECONDS = 60
"""Seconds for the network to take what we write."""

QUIT_SECONDS = 5
HEARTBEAT_SECONDS = 30
"""Seconds between two heartbeats of whoever waits for an answer."""


class Failure(Exception):
    """What did not work out: in which phase, with which code if there was an answer, in words."""

    def __init__(self, phase: Phase, code: int | None, said: str) -> None:
        super().__init__(phase, code, said)
        self.phase, self.code = phase, code
        self.said = " ".join(said.replace("\x00", "").split())

    def __str__(self) -> str:
        return f"{self.code} {self.said}" if self.code else self.said


def failure(error: Exception, phase: Phase) -> Failure:
    """An answer, or what the network says in its place."""
    if isinstance(error, Failure):
        return error
    if isinstance(error, smtplib.SMTPResponseException) and error.smtp_code > 0:
        text = error.smtp_error
        said = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
        return Failure(phase, error.smtp_code, said)
    said = (getattr(error, "strerror", None) or str(error)) if isinstance(error, OSError) else ""
    return Failure(phase, None, said or type(error).__name__)


class _Replies:
    """The lines of one connection, each within the limit of its answer.

    Whoever waits shows now and then that they live, so that nobody takes over what they hold.
    """

    def __init__(self, session: "_Session") -> None:
        self.session, self.left_over = session, b""

    def readline(self, most: int) -> bytes:
        while b"\n" not in self.left_over and len(self.left_over) < most:
            more = self._more()
            if not more:
                return b""
            self.left_over += more
        end = min(self.left_over.find(b"\n") + 1 or most, most)
        line, self.left_over = self.left_over[:end], self.left_over[end:]
        return line

    def _more(self) -> bytes:
        while (left := self.session.answer_by - time.monotonic()) > 0:
            self.session.heartbeat()
            sock: Any = self.session.sock
            sock.settimeout(min(left, HEARTBEAT_SECONDS))
            with suppress(TimeoutError):
                return bytes(sock.recv(4096))
        raise TimeoutError("no answer, the time for it ran out")

    def close(self) -> None:
        """The socket is closed by its owner."""


class _Session(smtplib.SMTP):
    """smtplib's conversation, which knows its phase."""

    phase = Phase.CONNECT
    answer_by = 0.0

    def __init__(self, *where: Any, limits: Mapping[Phase, float], block: float, **how: Any):
        self.limits, self.block = limits, block
        self.on_heartbeat(lambda: None)
        super().__init__(*where, **how)

    def on_heartbeat(self, call: Callable[[], object]) -> None:
        self.call, self.last_heartbeat = call, time.monotonic()

    def heartbeat(self) -> None:
        if time.monotonic() - self.last_heartbeat >= HEARTBEAT_SECONDS:
            self.last_heartbeat = time.monotonic()
            self.call()

    def getreply(self) -> tuple[int, bytes]:
        self.answer_by = time.monotonic() + self.limits[self.phase]
        if self.file is None:
            self.file = _Replies(self)
        code, said = super().getreply()
        if self.phase == Phase.DATA and code == 354:
            self.phase = Phase.END
        return code, said

    def send(self, s: Any) -> None:
        if self.sock:
            self.heartbeat()
            self.sock.settimeout(self.block)
        super().send(s)

    def ehlo(self, name: str = "") -> tuple[int, bytes]:
        self.phase = Phase.HELLO
        return super().ehlo(name)

    def starttls(self, *what: Any, **how: Any) -> tuple[int, bytes]:
        self.phase = Phase.HELLO
        return super().starttls(*what, **how)

    def login(self, *who: Any, **how: Any) -> tuple[int, bytes]:
        self.ehlo_or_helo_if_needed()
        self.phase = Phase.SIGN_IN
        return super().login(*who, **how)

    def quit(self) -> tuple[int, bytes]:
        self.limits = dict.fromkeys(Phase, QUIT_SECONDS)
        return super().quit()

    def hand_over(self, sender: str, recipient: str, email: bytes) -> None:
        """One e-mail to one person; what is not taken is raised."""
        self.phase = Phase.MAIL
        self.ehlo_or_helo_if_needed()
        size = [f"size={len(email)}"] if self.has_extn("size") else []
        self.phase = Phase.MAIL
        _insist(self.mail(sender, size))
        self.phase = Phase.RCPT
        _insist(self.rcpt(recipient))
        self.phase = Phase.DATA
        _insist(self.data(email))


class _TlsSession(_Session, smtplib.SMTP_SSL):
    """The same under TLS from the first byte."""


def _insist(reply: tuple[int, bytes]) -> None:
    code, said = reply
    if code // 100 != 2:
        raise smtplib.SMTPResponseException(code, said)


class EmailBackend(smtp.EmailBackend):
    """Django's, with limits for each phase and failures that say which it was.

    EMAIL_TIMEOUT, where it is set, holds in every phase but the last.
    """

    _partial_connection: Any

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.limits, self.block = LIMITS, float(BLOCK_SECONDS)
        if given := self.timeout:
            self.limits = {**dict.fromkeys(LIMITS, given), Phase.END: LIMITS[Phase.END]}
            self.block = given
        self.timeout = given or CONNECT_SECONDS

    @property
    def connection_class(self) -> Any:
        kind = _TlsSession if self.use_ssl else _Session
        return partial(kind, limits=self.limits, block=self.block)

    def open(self) -> bool | None:
        try:
            return super().open()
        except OSError as error:
            begun, self._partial_connection = self._partial_connection, None
            if begun is None:
                raise failure(error, Phase.CONNECT) from error
            begun.close()
            raise failure(error, begun.phase) from error

    def on_heartbeat(self, call: Callable[[], object]) -> None:
        """From now on, while an answer is waited for."""
        session: Any = self.connection
        session.on_heartbeat(call)

    def _send(self, email: EmailMessage) -> bool:
        encoding = email.encoding or "utf-8"
        sender = sanitize_address(email.from_email, encoding)
        recipients = [sanitize_address(one, encoding) for one in email.recipients()]
        message: Any = email.message()
        written = message.as_bytes(linesep="\r\n")
        for recipient in recipients:
            self._hand_over(sender, recipient, written)
        return True

    def _hand_over(self, sender: str, recipient: str, written: bytes) -> None:
        """Once the server has it, whatever goes wrong leaves open whether it took it."""
        session: Any = self.connection
        try:
            session.hand_over(sender, recipient, written)
        except Exception as error:
            if isinstance(error, OSError) or session.phase == Phase.END:
                raise failure(error, session.phase) from error
            raise
