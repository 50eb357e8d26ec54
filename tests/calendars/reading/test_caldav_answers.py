"""What a CalDAV server may answer: no more than an account holds, cut off while it arrives."""

import gzip
import io
import subprocess
import sys
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler

import pytest
from django.conf import LazySettings, settings
from niquests import Response
from urllib3 import HTTPResponse

from calendars.reading import Answer, Kind, Known, Problem, Request, run
from calendars.reading.allowance import Allowance
from calendars.reading.caldav_client import MAX_ANSWER_BYTES, MAX_SESSION_BYTES
from calendars.reading.wire import CannotRead
from tests.calendars.reading.requests import BUSY, ONE, calendar, feed
from tests.calendars.reading.server import Server, running_server

MEGABYTE = 1024 * 1024
ON_THE_WAY = 8 * MEGABYTE
"""In buffers of both sides, at most."""
FLOOD = 400 * MEGABYTE
RESPONSE = (
    "<D:response><D:href>{href}</D:href><D:propstat><D:prop>{prop}</D:prop>"
    "<D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>"
)
PRINCIPAL = "<D:current-user-principal><D:href>/me/</D:href></D:current-user-principal>"
HOME = "<C:calendar-home-set><D:href>/me/</D:href></C:calendar-home-set>"
KIND = "<D:resourcetype><D:collection/><C:calendar/></D:resourcetype>"
NAME = "<D:displayname>Work</D:displayname>"


def multistatus(*responses: str) -> str:
    spaces = 'xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"'
    body = "".join(responses)
    return f'<?xml version="1.0"?><D:multistatus {spaces}>{body}</D:multistatus>'


class Account:
    """A server with one calendar; each of its answers can be something else instead."""

    def __init__(self, server: Server) -> None:
        self.server, self.sent = server, 0
        self.instead: dict[str, Callable[[BaseHTTPRequestHandler], None]] = {}
        self.events = [ONE]
        for path in ("/", "/me/", "/me/work/", "/.well-known/caldav"):
            server.answers[path] = self.answer

    def name_of(self, number: int) -> str:
        return f"/me/work/{number}.ics"

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        what = f"{handler.command} {handler.path}"
        if what in self.instead:
            self.instead[what](handler)
        else:
            self.say(handler, self.plain(handler).encode())

    def plain(self, handler: BaseHTTPRequestHandler) -> str:
        if handler.command == "REPORT":
            data = (f"<C:calendar-data><![CDATA[{one}]]></C:calendar-data>" for one in self.events)
            rows = (
                RESPONSE.format(href=self.name_of(number), prop=one)
                for number, one in enumerate(data)
            )
            return multistatus(*rows)
        calendar = RESPONSE.format(href="/me/work/", prop=KIND + NAME)
        root = RESPONSE.format(href=handler.path, prop=PRINCIPAL + HOME)
        return (
            multistatus(root, calendar)
            if handler.path == "/me/"
            else multistatus(calendar if handler.path == "/me/work/" else root)
        )

    def say(self, handler: BaseHTTPRequestHandler, body: bytes, **headers: str) -> None:
        handler.send_response(207)
        handler.send_header("Content-Type", "application/xml")
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    def flood(self, handler: BaseHTTPRequestHandler) -> None:
        """As much as is taken, of an answer that never says how long it is."""
        handler.send_response(207)
        handler.send_header("Content-Type", "application/xml")
        handler.end_headers()
        while self.sent < FLOOD:
            handler.wfile.write(b" " * MEGABYTE)
            self.sent += MEGABYTE

    def request(self, kind: Kind = Kind.CALDAV, **fields: object) -> Request:
        url = self.server.url("/me/work/" if kind is not Kind.CALDAV else "/")
        known = (Known(self.server.url("/me/work/")),)
        mine = {"username": "sam", "password": "secret", "calendars": known, "uid": "1"}
        return feed(url, kind=kind, **{**mine, **fields})


@pytest.fixture
def account(settings: LazySettings) -> Iterator[Account]:
    with running_server() as server:
        settings.CALENDAR_HOSTS = [server.name]
        yield Account(server)


def test_an_account_is_read(account: Account) -> None:
    [found] = run(account.request()).calendars
    assert (found.name, found.busy) == ("Work", BUSY)


@pytest.mark.parametrize(
    "where", ["PROPFIND /", "PROPFIND /me/", "PROPFIND /me/work/", "REPORT /me/work/"]
)
def test_an_answer_without_an_end_is_cut_off_while_it_arrives(account: Account, where: str) -> None:
    account.instead[where] = account.flood
    assert run(account.request()) == Answer(Problem.TOO_LARGE)
    assert MAX_ANSWER_BYTES - MEGABYTE < account.sent < MAX_SESSION_BYTES + ON_THE_WAY


@pytest.mark.parametrize("kind", [Kind.PUT, Kind.DELETE])
def test_writing_hears_no_more_than_reading(account: Account, kind: Kind) -> None:
    account.server.answers["/me/work/1.ics"] = account.flood
    assert run(account.request(kind)) == Answer(Problem.TOO_LARGE)
    assert account.sent < MAX_SESSION_BYTES + ON_THE_WAY


@pytest.mark.parametrize(
    ("encoding", "problem"),
    [("gzip", Problem.TOO_LARGE), ("gzip, gzip", Problem.UNREADABLE), ("br", Problem.UNREADABLE)],
)
def test_a_packed_answer_is_unpacked_no_further_than_that(
    account: Account, encoding: str, problem: Problem
) -> None:
    bomb = gzip.compress(bytes(FLOOD), 1)
    account.instead["REPORT /me/work/"] = lambda handler: account.say(
        handler, bomb, Content_Encoding=encoding
    )
    assert run(account.request()) == Answer(problem)


def test_a_packed_answer_is_read(account: Account) -> None:
    account.instead["REPORT /me/work/"] = lambda handler: account.say(
        handler, gzip.compress(account.plain(handler).encode()), Content_Encoding="gzip"
    )
    assert run(account.request()).calendars[0].busy == BUSY


def test_an_object_named_twice_must_be_the_same(account: Account) -> None:
    account.name_of = lambda number: "/me/work/1.ics"  # type: ignore[method-assign]
    account.events = [ONE, ONE]
    assert run(account.request()).calendars[0].busy == BUSY
    account.events = [ONE, ONE.replace("UID:1", "UID:2")]
    assert run(account.request()) == Answer(Problem.UNREADABLE)


def test_many_objects_hold_no_more_than_one_calendar(account: Account) -> None:
    """Each of these alone would be read."""
    often = "DTSTART:20261201T100000Z\nRRULE:FREQ=MINUTELY;INTERVAL=15"
    account.events = [calendar(f"UID:{number}\n{often}") for number in range(2)]
    assert run(account.request()) == Answer(Problem.TOO_LARGE)


MEASURED = """
import sys
from calendars.reading import Request, child
from calendars.reading.guard import Guard
answer = child.answer(Request.from_json(sys.stdin.readline()), Guard(sys.argv[1:]))
print(answer.problem, child._peak())
"""


def test_a_flood_takes_little_memory(account: Account) -> None:
    account.instead["PROPFIND /"] = account.flood
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, account.server.name],
        input=account.request().to_json(),
        capture_output=True,
        text=True,
        cwd=settings.BASE_DIR,
    )
    problem, peak = done.stdout.split()[-2:]
    assert problem == "too_large"
    assert int(peak) < 160 * MEGABYTE


def test_all_answers_together_are_bounded() -> None:
    allowance = Allowance(each=10, together=25)
    for body in (b"0123456789", b"0123456789", b"0123"):
        assert allowance.measure(answered(body)).content == body
    with pytest.raises(CannotRead) as refusal:
        _ = allowance.measure(answered(b"01")).content
    assert (refusal.value.problem, allowance.is_spent) == (Problem.TOO_LARGE, True)


def answered(body: bytes) -> Response:
    response = Response()
    response.raw = HTTPResponse(io.BytesIO(body), preload_content=False)
    return response
