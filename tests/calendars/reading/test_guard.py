"""Thirty tricks to make us read inside, and that none of them does."""

import json
import socket
import subprocess
import sys
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.conf import LazySettings, settings

from calendars.reading import Kind, Problem, Request, run
from calendars.reading.guard import Guard, is_public
from calendars.reading.wire import CannotRead
from tests.calendars.reading.requests import BUSY, ONE, feed
from tests.calendars.reading.server import Server, running_server

INSIDE = {
    "0.0.0.0/8": ["0.0.0.0"],
    "private": ["10.0.0.1", "172.16.0.1", "192.168.1.1", "fc00::1", "fd12::1"],
    "loopback": ["127.0.0.1", "127.9.9.9", "::1", "::"],
    "link-local, metadata": ["169.254.169.254", "fe80::1", "fe80::1%lo", "fec0::1"],
    "carriers": ["100.64.0.1"],
    "protocols": ["192.0.0.8", "198.18.0.1", "100::1", "2001:10::1", "2001:20::1", "5f00::1"],
    "documentation": ["192.0.2.1", "198.51.100.1", "203.0.113.1", "2001:db8::1", "3fff::1"],
    "multicast": ["224.0.0.1", "239.1.1.1", "ff02::1"],
    "reserved": ["240.0.0.1", "255.255.255.255"],
    "IPv4 within": ["::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:0:127.0.0.1"],
    "NAT64": ["64:ff9b::7f00:1", "64:ff9b:1::7f00:1"],
    "6to4": ["192.88.99.1", "2002:7f00:1::"],
    "Teredo": ["2001::1"],
}
OUTSIDE = ["1.1.1.1", "8.8.8.8", "193.99.144.80", "2606:4700:4700::1111", "2a02:2e0:3fe:1001::1"]


def test_an_address_that_leads_inside_is_not_public() -> None:
    addresses = [address for kind in INSIDE.values() for address in kind]
    assert [address for address in addresses if is_public(address)] == []


def test_an_address_of_the_internet_is() -> None:
    assert [address for address in OUTSIDE if not is_public(address)] == []


@pytest.fixture(scope="module")
def secret() -> Iterator[Server]:
    """A server inside that nobody has allowed."""
    with running_server() as server:
        server.answer("/", ONE)
        yield server


TRICKS = [
    "http://127.0.0.1:{port}/",
    "https://127.0.0.1:{port}/",
    "https://127.0.0.1/",
    "https://localhost/",
    "https://localhost:{port}/",
    "https://LOCALHOST./",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:7f00:1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[2002:7f00:1::]/",
    "https://[::]/",
    "https://0.0.0.0/",
    "https://0/",
    "https://127.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0x7f.1/",
    "https://017700000001/",
    "https://0177.0.0.1/",
    "https://①②⑦.⓪.⓪.①/",
    "https://127。0。0。1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://user@127.0.0.1/",
    "https://calendar.example:secret@127.0.0.1/",
    "https://calendar.example\\@127.0.0.1/",
    "https://calendar.example#@127.0.0.1:{port}/",
    "https://1.1.1.1:{port}/",
    "https://1.1.1.1:22/",
    "http://1.1.1.1/",
    "http://1.1.1.1:443/",
    "file:///etc/passwd",
    "ftp://127.0.0.1/",
    "gopher://127.0.0.1:{port}/_GET",
    "webcal://127.0.0.1:{port}/",
    "//127.0.0.1:{port}/",
    "https:///127.0.0.1:{port}/",
    "https://127.0.0.1:99999/",
    "https://127.0.0.1:{port}\r\nHost: x/",
    "https://\t127.0.0.1:{port}/",
    "",
]


CHILD_OF_EACH = """
import os, sys
from calendars.reading import child, expand, fetch
from calendars.reading.guard import Guard
from calendars.reading.wire import Request
for line in sys.stdin:
    if os.fork() == 0:
        request, _ = Request.from_json(line), child.limit()
        guard = Guard(request.own_hosts)
        guard.install()
        print(child.answer(request, guard).to_json(), flush=True)
        os._exit(0)
    os.wait()
"""
"""A guard cannot be taken away again, so each request has a child; what it needs is loaded once."""


def problems_with(requests: Iterable[Request]) -> list[str]:
    asked = "".join(f"{request.to_json()}\n" for request in requests)
    done = subprocess.run(
        [sys.executable, "-c", CHILD_OF_EACH],
        input=asked,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    said = [json.loads(line) for line in done.stdout.splitlines()]
    return [answer["problem"] for answer in said if "progress" not in answer]


def test_no_trick_of_an_address_reaches_inside(secret: Server) -> None:
    """One sentence for all, so that nobody learns what there is inside."""
    before = len(secret.asked)
    urls = [trick.format(port=secret.port) for trick in TRICKS]
    problems = zip(TRICKS, problems_with(map(feed, urls)), strict=True)
    assert {trick: said for trick, said in problems if said != Problem.ADDRESS} == {}
    assert len(secret.asked) == before


def test_no_redirect_reaches_inside(secret: Server, allowed: Server) -> None:
    before, tricks = len(secret.asked), list(filter(None, TRICKS))
    asked = []
    for number, trick in enumerate(tricks):
        place = trick.format(port=secret.port).encode("ascii", "ignore").decode()
        place = place.replace("\r\n", "").replace("\t", "")
        url = allowed.answer(f"/go/{number}", status=302, Location=place)
        asked.append(feed(url, own_hosts=(allowed.name,)))
    problems = zip(tricks, problems_with(asked), strict=True)
    assert {trick: said for trick, said in problems if said != Problem.ADDRESS} == {}
    assert len(secret.asked) == before
    went = [path for path, _ in allowed.asked if path.startswith("/go/")]
    assert went == [f"/go/{number}" for number in range(len(tricks))]


@pytest.fixture(scope="module")
def allowed() -> Iterator[Server]:
    with running_server() as server:
        server.answer("/", ONE)
        yield server


def test_a_host_the_operator_names_may_be_read(allowed: Server, settings: LazySettings) -> None:
    settings.CALENDAR_HOSTS = [allowed.name]
    assert run(feed(allowed.url("/"))).calendars[0].busy == BUSY


def test_a_name_the_operator_gives_is_for_that_port_alone(secret: Server, allowed: Server) -> None:
    guard = Guard([f"localhost:{allowed.port}"])
    guard.resolve("localhost", allowed.port)
    with pytest.raises(CannotRead):
        guard.resolve("localhost", secret.port)
    with pytest.raises(CannotRead):
        guard.watch("socket.connect", (None, ("127.0.0.1", secret.port)))


class Names:
    """A resolver whose answers change from one question to the next."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)

    def __call__(self, host: str, port: int, **_: Any) -> list[tuple[Any, ...]]:
        return [(None, None, None, "", (address, port)) for address in self.answers.pop(0)]


@pytest.mark.parametrize(
    "addresses", [["10.0.0.1"], ["1.1.1.1", "10.0.0.1"], ["8.8.8.8", "::1"], []]
)
def test_every_answer_of_a_name_must_be_public(addresses: list[str]) -> None:
    with pytest.raises(CannotRead):
        Guard(resolver=Names(addresses)).resolve("calendar.example", 443)


@pytest.mark.parametrize(
    ("why", "problem"),
    [
        (socket.EAI_NONAME, Problem.ADDRESS),
        (socket.EAI_FAIL, Problem.ADDRESS),
        (socket.EAI_AGAIN, Problem.SILENT),
    ],
)
def test_a_name_that_leads_nowhere_is_refused_like_one_that_leads_inside(
    why: int, problem: Problem
) -> None:
    def nowhere(*_: object, **__: object) -> list[tuple[Any, ...]]:
        raise socket.gaierror(why, "no such host")

    with pytest.raises(CannotRead) as refusal:
        Guard(resolver=nowhere).resolve("calendar.example", 443)
    assert refusal.value.problem == problem


@pytest.mark.parametrize("kind", [Kind.FEED, Kind.CALDAV, Kind.PUT, Kind.DELETE])
def test_of_every_kind_the_same_is_said(kind: Kind) -> None:
    for url in ("https://localhost/", "https://127.0.0.1/", "http://1.1.1.1/", "x"):
        assert run(feed(url, kind=kind)).problem == Problem.ADDRESS


def test_a_name_is_asked_once_and_stays_what_it_was() -> None:
    guard = Guard(resolver=Names(["1.1.1.1"], ["127.0.0.1"]))
    first = guard.resolve("calendar.example", 443)
    assert guard.resolve("calendar.example", 443) == first == [("1.1.1.1", 443)]


@pytest.mark.parametrize(
    ("event", "address"),
    [
        ("socket.connect", ("127.0.0.1", 443)),
        ("socket.connect", ("8.8.8.8", 443)),
        ("socket.connect", ("1.1.1.1", 80)),
        ("socket.connect", "/run/postgresql/.s.PGSQL.5432"),
        ("socket.sendto", ("1.1.1.1", 443)),
    ],
)
def test_only_what_a_name_led_to_is_connected_to(event: str, address: object) -> None:
    guard = Guard(resolver=Names(["1.1.1.1"]))
    guard.resolve("calendar.example", 443)
    guard.watch("socket.connect", (None, ("1.1.1.1", 443)))
    with pytest.raises(CannotRead):
        guard.watch(event, (None, address))


REBINDING = """
import socket
from calendars.reading.guard import Guard
answers = iter(["1.1.1.1", "127.0.0.1"])
def names(host, port, *a, **k): return [(2, 1, 6, "", (next(answers), port))]
guard = Guard(resolver=names)
guard.install()
print(socket.getaddrinfo("x.example", 443)[0][4], socket.getaddrinfo("x.example", 443)[0][4])
for attempt in (
    lambda: socket.create_connection(("127.0.0.1", {port}), 2),
    lambda: socket.socket().connect(("127.0.0.1", {port})),
    lambda: socket.socket().connect_ex(("127.0.0.1", {port})),
    lambda: socket.socket(type=socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", {port})),
    lambda: __import__("urllib.request").request.urlopen("http://127.0.0.1:{port}/"),
    lambda: __import__("niquests").get("http://127.0.0.1:{port}/"),
    lambda: __import__("os").system("true"),
    lambda: __import__("subprocess").run(["true"]),
):
    try:
        print("inside", attempt())
    except Exception as error:
        print("refused")
"""


def test_no_library_gets_past_the_guard_nor_a_name_that_changes(secret: Server) -> None:
    before = len(secret.asked)
    code = REBINDING.replace("{port}", str(secret.port))
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=settings.BASE_DIR, capture_output=True, text=True
    )
    same = "('1.1.1.1', 443) ('1.1.1.1', 443)"
    assert done.stdout.splitlines() == [same, *["refused"] * 8], done.stderr
    assert len(secret.asked) == before
