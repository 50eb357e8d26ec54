"""An answer leaves whole, in its order, as fast as it is taken."""

import socket
from collections.abc import Iterator

import pytest

from coffeechat.leaving import MAX_IN_MEMORY_BYTES, Departure


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


def test_what_is_taken_at_once_is_not_kept(ends: tuple[socket.socket, socket.socket]) -> None:
    ours, theirs = ends
    departure = Departure(ours)
    departure.sendall(b"a short ")
    departure.sendall(b"answer")
    assert departure.left == 0
    assert theirs.recv(100) == b"a short answer"


@pytest.mark.parametrize("times", [1, 40])
def test_what_is_not_taken_is_kept_in_its_order(
    ends: tuple[socket.socket, socket.socket], times: int
) -> None:
    ours, theirs = ends
    departure = Departure(ours)
    said = bytes(range(256)) * (MAX_IN_MEMORY_BYTES // 256) * times
    for at in range(0, len(said), 5000):
        departure.sendall(said[at : at + 5000])
    heard = bytearray()
    while len(heard) < len(said):
        while departure.left and departure.send_on():
            pass
        heard += theirs.recv(1 << 20)
    assert bytes(heard) == said
    assert departure.left == 0


def test_a_visitor_who_has_gone_is_said(ends: tuple[socket.socket, socket.socket]) -> None:
    ours, theirs = ends
    departure = Departure(ours)
    departure.sendall(b"x" * 10_000_000)
    theirs.close()
    with pytest.raises(OSError, match=r"pipe|reset"):
        departure.send_on()
    departure.forget()
