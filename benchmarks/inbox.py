"""An inbox of 10,000 e-mails, read to its end: how long it takes and how much memory it holds.

Answers, notes of absence, threads of 3,000 quoted lines, files and newsletters, as many of each.
The worker and its children are measured apart; no server of mail is between.
"""

import resource
import sys
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from benchmarks.servers import throwaway_servers

EMAILS = 10_000


def head(number: int, subject: str, more: str = "") -> str:
    return (
        f"From: Somebody <somebody{number}@example.com>\r\nTo: coffee@coffee.example\r\n"
        f"Subject: {subject}\r\nDate: Tue, 1 Dec 2026 09:15:00 +0100\r\n"
        f"Message-ID: <{number}@example.com>\r\nMIME-Version: 1.0\r\n{more}"
    )


def email(number: int) -> bytes:
    kind = number % 5
    plain = 'Content-Type: text/plain; charset="utf-8"\r\n\r\n'
    if kind == 0:
        quoted = "> Dear Maren,\r\n" * 200
        said = "Gladly, Thursday at 3.\r\n\r\nOn 26 Nov 2026 at 09:00 Ana <a@b.example> wrote:\r\n"
        return (head(number, "Re: 25 minutes") + plain + said + quoted).encode()
    if kind == 1:
        return (head(number, "Automatic reply: x") + plain + "Away until 7 December.").encode()
    if kind == 2:
        nested = "".join(">" * (at % 40 + 1) + " words of a thread\r\n" for at in range(3_000))
        return (head(number, "Re: Re: Re: long") + plain + "See below.\r\n" + nested).encode()
    if kind == 3:
        file = ("A" * 76 + "\r\n") * 4_000
        more = (
            "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
            + plain
            + "A file.\r\n--b\r\n"
        )
        name = (
            "Content-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        )
        return (head(number, "file", more) + name + file + "--b--\r\n").encode()
    return (
        head(number, "News") + "Content-Type: text/html\r\n\r\n" + "<p>News &amp; more</p>" * 500
    ).encode()


class Box:
    """As many as are wanted, each made when it is asked for."""

    validity = 1

    def newer_than(self, uid: int, since: object) -> list[int]:
        return list(range(uid + 1, EMAILS + 1))

    def read(self, uid: int) -> bytes:
        return email(uid)


@contextmanager
def box() -> Any:
    yield Box()


def main() -> None:
    with throwaway_servers():
        _measure()


def _measure() -> None:
    from django.conf import settings

    from chats.models import InboxMark, UnmatchedEmail
    from chats.replies import sweep

    sweep.inbox.opened = box  # type: ignore[assignment]
    sweep.inbox.place = lambda: "benchmark"
    sweep.SWEEP_SECONDS = 3_600
    settings.DEFAULT_FROM_EMAIL = "coffee@coffee.example"
    now, sweeps, begun = datetime(2026, 12, 1, 12, tzinfo=UTC), 0, time.monotonic()
    before = _megabytes(resource.RUSAGE_SELF)
    while not sweeps or InboxMark.objects.get().uid < EMAILS:
        sweep.read_new(now=now)
        sweeps += 1
    took = time.monotonic() - begun
    print(f"{EMAILS} e-mails in {sweeps} sweeps: {took:.0f} s, {1000 * took / EMAILS:.1f} ms each")
    print(f"worker: {before:.0f} MB before, {_megabytes(resource.RUSAGE_SELF):.0f} MB at most")
    print(f"child: {_megabytes(resource.RUSAGE_CHILDREN):.0f} MB at most")
    print(f"listed as unmatched: {UnmatchedEmail.objects.count()}")


def _megabytes(whose: int) -> float:
    return resource.getrusage(whose).ru_maxrss / 1024 / (1024 if sys.platform == "darwin" else 1)


if __name__ == "__main__":
    main()
