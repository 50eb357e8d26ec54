"""How much a server may answer: cut off while it arrives, not once all of it is here."""

import zlib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from calendars.reading.wire import CannotRead, Problem

if TYPE_CHECKING:
    from niquests import Response

AT_ONCE = 64 * 1024
PACKED = ("gzip", "x-gzip")


def unpacked(body: bytes, encoding: str, largest: int) -> bytes:
    """Never more than `largest`, however little of it came over the wire."""
    encoding = encoding.strip().lower() or "identity"
    if len(body) <= largest and encoding in PACKED:
        try:
            body = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS).decompress(body, largest + 1)
        except zlib.error:
            raise CannotRead(Problem.UNREADABLE) from None
    elif encoding != "identity":
        raise CannotRead(Problem.UNREADABLE)
    if len(body) > largest:
        raise CannotRead(Problem.TOO_LARGE)
    return body


class Allowance:
    """All that a server answers in one session, and each answer by itself."""

    def __init__(self, each: int, together: int) -> None:
        self.each, self.left = each, together
        self.is_spent = False

    def measure(self, response: "Response", **_: Any) -> "Response":
        """For a session's hook on responses, before the library reads what was answered."""
        encoding = str(response.headers.get("Content-Encoding", ""))
        response.raw = Measured(response.raw, encoding, self)
        return response

    def read(self, raw: Any, encoding: str) -> bytes:
        most = min(self.each, self.left)
        try:
            packed = _at_most(most, raw.stream(AT_ONCE, decode_content=False))
            body = unpacked(packed, encoding, most)
        except CannotRead as refusal:
            self.is_spent = self.is_spent or refusal.problem is Problem.TOO_LARGE
            raise
        self.left -= len(body)
        return body


class Measured:
    """What urllib3 has of an answer, read as a whole and no further than its allowance."""

    def __init__(self, raw: Any, encoding: str, allowance: Allowance) -> None:
        self.raw, self.encoding, self.allowance = raw, encoding, allowance

    def __getattr__(self, name: str) -> Any:
        return getattr(self.raw, name)

    def read(self, **_: Any) -> bytes:
        return self.allowance.read(self.raw, self.encoding)


def _at_most(most: int, chunks: Iterable[bytes]) -> bytes:
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > most:
            raise CannotRead(Problem.TOO_LARGE)
    return bytes(body)
