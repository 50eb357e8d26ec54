"""Whoever is slow, or says nothing, keeps nobody else waiting."""

import http.client
import select
import socket
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from urllib.parse import urlsplit

import pytest

from coffeechat.web_worker import Visit, WaitingWorker
from tests.coffeechat import large
from tests.patience import PAGE_PATIENCE, PATIENCE, wait_until
from tests.web import running_web

pytestmark = pytest.mark.django_db(transaction=True)

UNKNOWN = "/i/" + "0" * 43 + "/"
COOKIE = f"Cookie: csrftoken={'a' * 32}\r\n"
"""With one, the body is read to the end to find the secret of its form."""
HEAD = f"POST /accounts/login/ HTTP/1.1\r\nHost: localhost\r\n{COOKIE}"
SLOW = {
    "bodies": (40, f"{HEAD}Content-Length: 1000\r\n\r\nproof=".encode()),
    "chunked bodies": (40, f"{HEAD}Transfer-Encoding: chunked\r\n\r\n3\r\npro".encode()),
    "heads": (40, HEAD.encode()),
    "connections that say nothing": (250, b""),
}


@contextmanager
def slow_visitors(url: str, number: int, words: bytes) -> Iterator[list[socket.socket]]:
    """That many, each of whom has said so much and no more."""
    place = ("127.0.0.1", urlsplit(url).port)
    with ExitStack() as stack:
        visitors = [
            stack.enter_context(socket.create_connection(place, timeout=PAGE_PATIENCE))
            for _ in range(number)
        ]
        for visitor in visitors:
            visitor.sendall(words)
        yield visitors


def status(
    url: str,
    path: str = UNKNOWN,
    *,
    method: str = "GET",
    body: str | None = None,
    headers: Mapping[str, str] = {},
) -> int:
    """Of somebody who sends all of it at once, and would not wait for long."""
    site = http.client.HTTPConnection("127.0.0.1", urlsplit(url).port or 80, timeout=PAGE_PATIENCE)
    site.request(method, path, body, {"Host": "localhost", **headers})
    answer = site.getresponse()
    answer.read()
    site.close()
    return answer.status


@pytest.fixture(scope="module")
def site(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    log = tmp_path_factory.mktemp("web") / "web.log"
    with running_web(log, "tests.coffeechat.large", UNKNOWN_LINKS_RATE="100000/s") as url:
        yield url


@pytest.mark.parametrize("kind", SLOW)
def test_whoever_is_slow_keeps_nobody_waiting(site: str, kind: str) -> None:
    number, words = SLOW[kind]
    with slow_visitors(site, number, words):
        assert {status(site) for _ in range(20)} == {404}
        body = "x" * 200_000
        assert status(site, f"{UNKNOWN}take/", method="POST", body=body) == 404


ASKING_FOR_MUCH = f"GET {large.PATH} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()


def test_whoever_does_not_read_keeps_nobody_waiting(site: str) -> None:
    with slow_visitors(site, 40, ASKING_FOR_MUCH) as visitors:
        assert {visitor.recv(12)[-3:] for visitor in visitors} == {b"200"}
        assert {status(site) for _ in range(20)} == {404}


def test_what_is_taken_late_is_whole_and_the_connection_is_kept(site: str) -> None:
    with slow_visitors(site, 1, ASKING_FOR_MUCH) as [visitor]:
        assert status(site) == 404
        for _ in range(2):
            answer = http.client.HTTPResponse(visitor)
            answer.begin()
            assert answer.read() == b"".join(large.PIECES)
            visitor.sendall(ASKING_FOR_MUCH)


def test_all_of_them_at_once_keep_nobody_waiting(site: str) -> None:
    with ExitStack() as stack:
        for number, words in SLOW.values():
            stack.enter_context(slow_visitors(site, number, words))
        assert {status(site) for _ in range(20)} == {404}


def test_whoever_asks_first_and_comes_in_pieces_is_answered(site: str) -> None:
    first = f"{HEAD}Expect: 100-continue\r\nConnection: close\r\nContent-Length: 7\r\n\r\n"
    with slow_visitors(site, 1, first.encode()) as [visitor]:
        assert visitor.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        for piece in (b"pro", b"of=", b"x"):
            visitor.sendall(piece)
        assert b"HTTP/1.1 403 Forbidden" in b"".join(iter(lambda: visitor.recv(4096), b""))


def test_a_connection_is_kept_for_the_next_request(site: str) -> None:
    visitor = http.client.HTTPConnection("127.0.0.1", urlsplit(site).port or 80, timeout=PATIENCE)
    seen = set()
    for method, body in (
        ("GET", None),
        ("POST", "form_token=x"),
        ("POST", "y" * 100_000),
        ("GET", None),
    ):
        visitor.request(method, UNKNOWN, body, {"Host": "localhost"})
        answer = visitor.getresponse()
        answer.read()
        assert answer.status == 404
        assert visitor.sock is not None
        seen.add(visitor.sock.getsockname())
    visitor.close()
    assert len(seen) == 1


def test_a_body_longer_than_any_form_is_refused_at_once(site: str) -> None:
    with slow_visitors(site, 1, f"{HEAD}Content-Length: 99999999\r\n\r\n".encode()) as [visitor]:
        assert visitor.recv(100).startswith(b"HTTP/1.1 413 ")


def test_a_visitor_who_does_not_close_holds_up_nobody(site: str) -> None:
    """Each has its answer, which says that the connection ends, and stays on it."""
    asking = f"GET {UNKNOWN} HTTP/1.0\r\nHost: localhost\r\n\r\n".encode()
    with slow_visitors(site, 60, asking) as visitors:
        assert {visitor.recv(12)[-4:] for visitor in visitors} == {b" 404"}
        assert {status(site) for _ in range(20)} == {404}


@pytest.fixture(scope="module")
def impatient(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    log = tmp_path_factory.mktemp("impatient") / "web.log"
    with running_web(log, "tests.coffeechat.impatient", UNKNOWN_LINKS_RATE="100000/s") as url:
        yield url


@pytest.mark.parametrize("kind", SLOW)
def test_whoever_takes_too_long_is_hung_up_on(impatient: str, kind: str) -> None:
    with slow_visitors(impatient, 3, SLOW[kind][1]) as visitors:
        assert {_end_of(visitor) for visitor in visitors} == {b""}


def test_whoever_takes_nothing_for_too_long_is_hung_up_on(impatient: str) -> None:
    with slow_visitors(impatient, 3, ASKING_FOR_MUCH) as visitors:
        for visitor in visitors:
            wait_until("they are hung up on", partial(_is_over, visitor))


def _is_over(visitor: socket.socket) -> bool:
    """Whether the other side has gone, asked without reading."""
    poll = select.poll()
    poll.register(visitor, 0)
    return bool(poll.poll(0))


@pytest.fixture(scope="module")
def crowded(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    log = tmp_path_factory.mktemp("crowded") / "web.log"
    with running_web(log, "tests.coffeechat.crowded", UNKNOWN_LINKS_RATE="100000/s") as url:
        yield url


def test_where_too_many_wait_the_longest_makes_room(crowded: str) -> None:
    """Of sixty, each of the two processes lets twenty wait: the first ones have to go."""
    with slow_visitors(crowded, 60, b"") as visitors:
        wait_until("twenty are hung up on", lambda: len(_ended(visitors)) >= 20)
        assert set(_ended(visitors)) & set(visitors[-20:]) == set()
        assert {status(crowded) for _ in range(10)} == {404}


def test_where_too_many_have_not_taken_their_answers_the_first_makes_room(crowded: str) -> None:
    with slow_visitors(crowded, 60, ASKING_FOR_MUCH) as visitors:
        wait_until("twenty are hung up on", lambda: sum(map(_is_over, visitors)) >= 20)
        assert {status(crowded) for _ in range(10)} == {404}


def _ended(visitors: list[socket.socket]) -> list[socket.socket]:
    return select.select(visitors, [], [], 0)[0]


def _end_of(visitor: socket.socket) -> bytes:
    try:
        return visitor.recv(100)
    except ConnectionResetError:
        return b""


def test_whoever_has_made_room_is_passed_over() -> None:
    """The loop hears of several at once, and the first of them may cost another its place."""
    worker = object.__new__(WaitingWorker)
    worker.waiting, worker.lingering = {}, {}
    with socket.socket() as closed:
        closed.close()
        for heard in (worker._receive, worker._drain):
            heard(object.__new__(Visit), closed)
