"""A real SMTP server that answers as it is told: refuses, dawdles, hangs, hangs up."""

import asyncio
import email.policy
import logging
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from typing import Any, TypeVar

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

logging.getLogger("mail.log").setLevel(logging.WARNING)  # it tells of every command
OK, HANG, HANG_UP = "250 OK", "hang", "hang up"


class Sink:
    """`at_rcpt` and `at_data` decide the reply for an address; the default is yes.

    With `starttls` it offers that, and it signs in whoever has its `password`.
    """

    starttls: ssl.SSLContext | None = None
    password = ""

    def __init__(self) -> None:
        self.received: list[EmailMessage] = []
        self.covered: list[bool] = []
        """Of each of those, whether it came encrypted."""
        self.connections = 0
        self.at_rcpt: Callable[[str], str] = lambda address: OK
        self.at_data: Callable[[str], str] = lambda address: OK
        self.port = 0

    @property
    def recipients(self) -> list[str]:
        return [str(message["To"]) for message in self.received]

    # -- What aiosmtpd calls ------------------------------------------------------------------

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return await self._do(server, self.at_rcpt(address))

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        reply = self.at_data(envelope.rcpt_tos[0])
        if reply.startswith("2") or reply == HANG_UP:
            self.received.append(_parsed(envelope.content))
            self.covered.append(server.transport.get_extra_info("sslcontext") is not None)
        return await self._do(server, reply)

    async def _do(self, server: SMTP, reply: str) -> str:
        if reply == HANG:
            await asyncio.sleep(60)
        if reply == HANG_UP:
            server.transport.abort()
        return reply

    def protocol(self) -> SMTP:
        self.connections += 1
        return SMTP(
            self,
            hostname="sink.invalid",
            tls_context=self.starttls,
            auth_required=bool(self.password and self.starttls),
            auth_require_tls=self.starttls is not None,  # it knows no other TLS than that
            authenticator=self._let_in,
        )

    def _let_in(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: Any
    ) -> AuthResult:
        known = isinstance(given, LoginPassword) and given.password == self.password.encode()
        return AuthResult(success=known)


AnySink = TypeVar("AnySink", bound=Sink)


def _parsed(content: Any) -> EmailMessage:
    message = message_from_bytes(content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


@contextmanager
def running_sink(
    kind: type[AnySink] = Sink,  # type: ignore[assignment]
    tls_at_once: ssl.SSLContext | None = None,
) -> Iterator[AnySink]:
    """A sink on a free port of the loopback address, in a thread of its own."""
    sink, loop = kind(), asyncio.new_event_loop()
    listener = socket.create_server(("127.0.0.1", 0))
    sink.port = listener.getsockname()[1]
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    # In that thread too: beside a browser's tests this one has a running loop of its own.
    starting = loop.create_server(sink.protocol, sock=listener, ssl=tls_at_once)
    server = asyncio.run_coroutine_threadsafe(starting, loop).result(10)
    try:
        yield sink
    finally:
        asyncio.run_coroutine_threadsafe(_end(server), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _end(server: asyncio.Server) -> None:
    """Let go of every connection, also of those that hang."""
    server.close()
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
