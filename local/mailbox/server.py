"""The local mail server: `python -m local.mailbox.server <listening socket> <folder>`."""

import asyncio
import signal
import socket
import sys
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from local.mailbox.store import Mailbox

MAX_ADDRESS_LENGTH = 100
TRIM_EVERY = 200


class Keep:
    """Accept every e-mail and keep it, once per recipient."""

    def __init__(self, mailbox: Mailbox) -> None:
        self.mailbox = mailbox
        self.until_trim = 0

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if len(address) > MAX_ADDRESS_LENGTH:
            return "550 5.1.3 That address is too long"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        try:
            for recipient in envelope.rcpt_tos:
                self.mailbox.keep(recipient, envelope.original_content or b"")
        except OSError as error:  # as on a full disk: it is ours, and passes
            return f"452 4.3.1 The mailbox cannot be written ({error.strerror})"
        self.until_trim -= 1
        if self.until_trim < 0:
            self.until_trim = TRIM_EVERY
            self.mailbox.trim()
        return "250 2.0.0 Kept in the local mailbox"


async def serve(listener: socket.socket, mailbox: Mailbox) -> None:
    loop = asyncio.get_running_loop()
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    server = await loop.create_server(
        lambda: SMTP(Keep(mailbox), hostname="localhost", enable_SMTPUTF8=True), sock=listener
    )
    await stopping.wait()
    server.close()


def main(listener: str, folder: str) -> None:
    mailbox = Mailbox(Path(folder))
    with socket.socket(fileno=int(listener)) as held:
        asyncio.run(serve(held, mailbox))


if __name__ == "__main__":
    main(*sys.argv[1:])
