"""The bytes of one request while they arrive: whether it is whole, and where it ends."""

import re

MAX_HEAD_BYTES = 64 * 1024
MAX_BODY_BYTES = 6 * 1024 * 1024
"""Bytes. No form of ours comes near it."""

HEAD_END = b"\r\n\r\n"
CONTENT_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,15})[ \t]*\r\n", re.IGNORECASE)
CHUNKED = re.compile(rb"\r\ntransfer-encoding:", re.IGNORECASE)
ASKS_FIRST = re.compile(rb"\r\nexpect:[ \t]*100-continue", re.IGNORECASE)


class TooLarge(Exception):
    """The body is longer than any we take."""


class Arrival:
    """What has come of a request. Whatever is wrong with its words is left to the parser, which
    gets the whole of it at once and never waits for more."""

    def __init__(self) -> None:
        self.data = bytearray()
        self.body_at = 0
        """Where the body begins, once the head is there."""
        self.end: int | None = None
        """Where the request ends, once that is known."""
        self.is_chunked = self.asks_first = False
        """`asks_first`: whether its sender waits for a word before the body."""
        self.chunk_at = self.trailer_at = 0
        """Where the next chunk says its length, and where the last one did, once it is there."""
        self.searched_to = 0
        self.read_up_to = 0

    def take(self, data: bytes) -> None:
        self.data += data
        if not self.body_at:
            self._look_for_body()
        if self.is_chunked and self.end is None:
            self._look_for_last_chunk()
        if len(self.data) - self.body_at > MAX_BODY_BYTES and not self.is_whole:
            raise TooLarge

    def _look_for_body(self) -> None:
        found = self._find(HEAD_END, 0)
        if found < 0:
            if len(self.data) > MAX_HEAD_BYTES:
                self.end = len(self.data)
            return
        self.body_at = self.chunk_at = found + len(HEAD_END)
        head = bytes(self.data[: self.body_at])
        length = CONTENT_LENGTH.search(head)
        self.asks_first = bool(ASKS_FIRST.search(head))
        self.is_chunked = bool(CHUNKED.search(head))
        if self.is_chunked:
            return
        self.end = self.body_at + (int(length[1]) if length else 0)
        if self.end - self.body_at > MAX_BODY_BYTES:
            raise TooLarge

    def _look_for_last_chunk(self) -> None:
        """RFC 9112, 7.1: each chunk says its length; an empty one and an empty line are the end."""
        while not self.trailer_at and (line := self._find(b"\r\n", self.chunk_at)) >= 0:
            size = _size(bytes(self.data[self.chunk_at : line]))
            if size is None:
                self.end = len(self.data)
                return
            if size:
                self.chunk_at = line + 2 + size + 2
            else:
                self.trailer_at = line
        if self.trailer_at and (found := self._find(HEAD_END, self.trailer_at)) >= 0:
            self.end = found + len(HEAD_END)

    def _find(self, what: bytes, begin: int) -> int:
        """From where the last search ended: of whoever sends byte by byte none is looked at again
        and again."""
        found = self.data.find(what, max(begin, self.searched_to))
        self.searched_to = found if found >= 0 else max(begin, len(self.data) - len(what) + 1)
        return found

    @property
    def is_whole(self) -> bool:
        return self.end is not None and len(self.data) >= self.end

    @property
    def has_more(self) -> bool:
        """Whether another request has begun behind it already."""
        return self.end is not None and len(self.data) > self.end

    def recv(self, size: int) -> bytes:
        """As a socket gives it to the parser."""
        begin = self.read_up_to
        self.read_up_to = min(begin + size, self.end or 0)
        return bytes(self.data[begin : self.read_up_to])


def _size(line: bytes) -> int | None:
    """None where it says none. `int` alone would take signs and underscores too."""
    digits = line.partition(b";")[0].strip()
    return int(digits, 16) if re.fullmatch(rb"[0-9a-fA-F]{1,12}", digits) else None
