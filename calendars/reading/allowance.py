"""How much a server may answer: cut off while it arrives, not once all of it is here."""

import zlib
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from calendars.reading.wire import CannotRead, Problem

if TYPE_CHECKING:
    from niquests import Response

AT_ONCE = 64 * 1024
PACKED = ("gzip", "x-gzip")


def unpacked(chunks: Iterable[bytes], encoding: str, largest: int) -> Iterator[bytes]:
    """Never more than `largest`, neither over the wire nor of what was in it."""
    encoding = encoding.strip().lower() or "identity"
    chunks = _at_most(largest, chunks)
    if encoding in PACKED:
        chunks = _at_most(largest, _inflated(chunks))
    elif encoding != "identity":
        raise CannotRead(Problem.UNREADABLE)
    return chunks


def _inflated(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """A little at a time, however much it becomes."""
    unpack = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
    try:
        for chunk in chunks:
            waiting = chunk
            while waiting and not unpack.eof:
                yield unpack.decompress(waiting, AT_ONCE)
                waiting = unpack.unconsumed_tail
        yield unpack.flush()
    except zlib.error:
        raise CannotRead(Problem.UNREADABLE) from None


def _at_most(most: int, chunks: Iterable[bytes]) -> Iterator[bytes]:
    for chunk in chunks:
        most -= len(chunk)
        if most < 0:
            raise CannotRead(Problem.TOO_LARGE)
        yield chunk


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
            packed = raw.stream(AT_ONCE, decode_content=False)
            body = b"".join(unpacked(packed, encoding, most))
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
