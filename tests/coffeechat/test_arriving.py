"""A request is whole when its last byte is there, however it is cut on the way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coffeechat.arriving import MAX_BODY_BYTES, MAX_HEAD_BYTES, Arrival, TooLarge
from tests.growth import LINEAR, growth

GET = b"GET /i/x/ HTTP/1.1\r\nHost: coffee.example\r\n\r\n"
POST = b"POST / HTTP/1.1\r\nHost: coffee.example\r\ncontent-LENGTH: 11\r\n\r\nname=Ana&a="
CHUNKED = (
    b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
    b"b;note=x\r\n0\r\n\r\n567890\r\n5\r\nhello\r\n0\r\nTrailer: x\r\n\r\n"
)
UNTRAILED = CHUNKED.replace(b"Trailer: x\r\n", b"")
WHOLE = [GET, POST, CHUNKED, UNTRAILED]


def whole_after(pieces: list[bytes]) -> int:
    """How many of them it took."""
    arrival = Arrival()
    for number, piece in enumerate(pieces, 1):
        arrival.take(piece)
        if arrival.is_whole:
            return number
    return 0


@pytest.mark.parametrize("request_", WHOLE)
def test_byte_by_byte_it_is_whole_with_the_last_one(request_: bytes) -> None:
    assert whole_after([bytes([byte]) for byte in request_]) == len(request_)


@pytest.mark.parametrize("without_end", [b"", b"0\r\nTrailer: "], ids=["a length", "a trailer"])
def test_no_byte_is_looked_at_again_for_each_that_follows(without_end: bytes) -> None:
    def send(length: int) -> None:
        arrival = Arrival()
        arrival.take(CHUNKED.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" + without_end)
        arrival.take(b"x" * length)
        for _ in range(length // 10):
            arrival.take(b"x")

    assert growth(send, int, 50_000) < LINEAR


@given(st.sampled_from(WHOLE), st.lists(st.integers(0, 150)), st.binary(max_size=20))
def test_the_parser_gets_this_request_and_no_byte_of_the_next(
    request_: bytes, cuts: list[int], next_one: bytes
) -> None:
    arrival, sent = Arrival(), request_ + next_one
    ends = [*sorted(cut for cut in cuts if cut < len(request_)), len(sent)]
    for begin, end in zip([0, *ends], ends, strict=False):
        arrival.take(sent[begin:end])
    assert arrival.is_whole
    assert b"".join(iter(lambda: arrival.recv(7), b"")) == request_
    assert arrival.has_more == bool(next_one)


@pytest.mark.parametrize("bad", [b"-5\r\n", b"+5\r\n", b"0x5\r\n", b"\r\n", b"many\r\n"])
def test_a_chunk_without_a_size_is_left_to_the_parser(bad: bytes) -> None:
    head = b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert whole_after([head, bad]) == 2


def test_a_head_without_an_end_is_left_to_the_parser() -> None:
    assert whole_after([b"GET / HTTP/1.1\r\n", b"x" * MAX_HEAD_BYTES]) == 2


@pytest.mark.parametrize("words", [b"many", b"-1", b"", b"1, 2"])
def test_a_length_that_is_none_is_left_to_the_parser(words: bytes) -> None:
    assert whole_after([POST.replace(b"11\r\n", words + b"\r\n")]) == 1


def test_a_body_that_is_said_to_be_too_long_is_refused_before_it_comes() -> None:
    with pytest.raises(TooLarge):
        Arrival().take(POST.replace(b"11", b"%d" % (MAX_BODY_BYTES + 1)))
    Arrival().take(POST.replace(b"11", b"%d" % MAX_BODY_BYTES))


def test_chunks_without_an_end_are_refused_where_they_become_too_long() -> None:
    arrival = Arrival()
    arrival.take(b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n")
    chunk = b"ffff\r\n" + b"x" * 0xFFFF + b"\r\n"
    for _ in range(MAX_BODY_BYTES // len(chunk)):
        arrival.take(chunk)
    with pytest.raises(TooLarge):
        arrival.take(chunk)


def test_whoever_asks_first_is_told_once_the_head_is_there() -> None:
    arrival = Arrival()
    arrival.take(POST.partition(b"\r\n\r\n")[0])
    assert not arrival.asks_first
    arrival.take(b"\r\nExpect: 100-continue\r\n\r\n")
    assert arrival.asks_first
