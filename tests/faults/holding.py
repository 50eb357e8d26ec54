"""A mail server that keeps whoever sends in mid-delivery for as long as a test wants."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.outbox.sink import Sink


@dataclass
class Delivery:
    """One that waits for an answer."""

    address: str
    port: int
    """Of the one who sends: it says which process that is."""


@dataclass
class Waiting:
    """Those that are answered together."""

    deliveries: list[Delivery] = field(default_factory=list)
    answer: threading.Event = field(default_factory=threading.Event)


@dataclass
class Hold:
    """Holds every answer at one step: `RCPT`, when the server has not seen the e-mail yet, or
    `DATA`, when it has it and the sender does not know."""

    step: str
    waiting: Waiting = field(default_factory=Waiting)
    addresses: set[str] = field(default_factory=set)
    """Of all that ever waited."""

    def deliveries(self) -> list[Delivery]:
        return self.waiting.deliveries

    def let_go(self) -> None:
        """Answer those that wait; whoever comes after them waits too."""
        answered, self.waiting = self.waiting, Waiting()
        answered.answer.set()


class HoldingSink(Sink):
    def __init__(self) -> None:
        super().__init__()
        self._hold: Hold | None = None

    @contextmanager
    def holding(self, step: str) -> Iterator[Hold]:
        self._hold = hold = Hold(step)
        try:
            yield hold
        finally:
            self._hold = None
            hold.let_go()
            hold.waiting.answer.set()  # for whoever looked at `_hold` just before

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        reply = await super().handle_RCPT(server, session, envelope, address, options)
        await self._wait("RCPT", session, address)
        return reply

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        reply = await super().handle_DATA(server, session, envelope)
        await self._wait("DATA", session, envelope.rcpt_tos[0])
        return reply

    async def _wait(self, step: str, session: Session, address: str) -> None:
        hold = self._hold
        if hold is not None and hold.step == step:
            waiting = hold.waiting
            hold.addresses.add(address)
            waiting.deliveries.append(Delivery(address, session.peer[1]))
            await asyncio.to_thread(waiting.answer.wait)
