"""The reading child from outside: a real server on one side, `run` on the other."""

import gzip
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from django.conf import LazySettings

from calendars.models import CalendarAccount
from calendars.reading import Answer, Found, Known, Problem, Request, child, process, run
from calendars.reading.guard import Guard
from tests.calendars.reading.requests import BUSY, ONE, calendar, feed
from tests.calendars.reading.server import Server, running_server, self_signed
from tests.patience import PATIENCE


@pytest.fixture
def server(settings: LazySettings) -> Iterator[Server]:
    with running_server() as server:
        settings.CALENDAR_HOSTS = [server.name]
        yield server


def problem_of(url: str) -> Problem | None:
    return run(feed(url)).problem


def test_the_child_and_the_pages_call_problems_the_same() -> None:
    assert [*Problem] == [*CalendarAccount.Problem]


def test_a_feed_is_read(server: Server) -> None:
    url = server.answer("/a.ics", ONE, ETag='"v1"')
    [found] = run(feed(url)).calendars
    assert (found.url, found.version, found.unchanged, found.busy) == (
        url,
        'ETag "v1"',
        False,
        BUSY,
    )


def test_progress_is_told_before_the_answer(server: Server) -> None:
    told: list[int] = []
    run(feed(server.answer("/a.ics", ONE)), told.append)
    assert told == [50]


@pytest.mark.parametrize(
    ("header", "asks"), [("ETag", "If-None-Match"), ("Last_Modified", "If-Modified-Since")]
)
def test_an_unchanged_feed_is_not_read_again(server: Server, header: str, asks: str) -> None:
    url = server.answer("/a.ics", ONE, **{header: "what-it-was"})
    version = run(feed(url)).calendars[0].version
    server.answer("/a.ics", status=304)
    [found] = run(feed(url, calendars=(Known(url, version),))).calendars
    assert (found.unchanged, found.version) == (True, version)
    assert server.asked[-1][1][asks] == "what-it-was"


def test_a_version_that_could_not_be_sent_back_is_none(server: Server) -> None:
    url = server.answer("/a.ics", ONE, ETag='"a\x00b"')
    assert run(feed(url)).calendars[0].version == ""


def test_without_a_version_a_feed_is_read_whatever_it_is(server: Server) -> None:
    url = server.answer("/a.ics", ONE, ETag='"v1"')
    assert run(feed(url, calendars=(Known(url),))).calendars[0].busy == BUSY
    assert "If-None-Match" not in server.asked[-1][1]


@pytest.mark.parametrize(
    ("status", "problem"),
    [
        (401, Problem.REFUSED),
        (403, Problem.REFUSED),
        (404, Problem.MISSING),
        (410, Problem.MISSING),
        (418, Problem.UNREADABLE),
        (429, Problem.SILENT),
        (503, Problem.SILENT),
    ],
)
def test_what_a_server_says_instead(server: Server, status: int, problem: Problem) -> None:
    assert problem_of(server.answer("/a.ics", status=status)) == problem


def test_a_page_is_no_calendar(server: Server) -> None:
    assert problem_of(server.answer("/a.ics", "<h1>Please sign in</h1>")) == Problem.UNREADABLE


def test_a_calendar_that_was_cut_off_is_not_taken_for_an_empty_one(server: Server) -> None:
    assert problem_of(server.answer("/a.ics", ONE[:-30])) == Problem.UNREADABLE


def test_an_answer_that_was_cut_off_is_no_shorter_one(server: Server) -> None:
    """Of two calendars the first one came to its end."""

    def cut_off(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(2 * len(ONE)))
        handler.end_headers()
        handler.wfile.write(ONE.encode())

    server.answers["/a.ics"] = cut_off
    assert problem_of(server.url("/a.ics")) == Problem.UNREADABLE


def test_three_redirects_are_followed_and_no_fourth(server: Server) -> None:
    server.answer("/0", ONE)
    for number in range(1, 5):
        server.answer(f"/{number}", status=302, Location=f"/{number - 1}")
    assert run(feed(server.url("/3"))).calendars[0].busy == BUSY
    assert problem_of(server.url("/4")) == Problem.ADDRESS


def test_twenty_megabytes_are_read_and_a_byte_more_is_not(server: Server) -> None:
    most = ONE.encode().ljust(20 * 1024 * 1024, b"x")
    assert run(feed(server.answer("/a.ics", most))).calendars[0].busy == BUSY
    assert problem_of(server.answer("/b.ics", most + b"x")) == Problem.TOO_LARGE


def test_a_packed_feed_is_unpacked(server: Server) -> None:
    url = server.answer("/a.ics", gzip.compress(ONE.encode()), Content_Encoding="gzip")
    assert run(feed(url)).calendars[0].busy == BUSY


def test_a_packed_feed_that_was_cut_off_is_no_shorter_one(server: Server) -> None:
    packed = gzip.compress(ONE.encode())[:-20]
    url = server.answer("/a.ics", packed, Content_Encoding="gzip")
    assert problem_of(url) == Problem.UNREADABLE


def test_a_zip_bomb_is_let_go_after_as_much_as_a_feed_may_have(server: Server) -> None:
    bomb = gzip.compress(bytes(100_000_000))
    url = server.answer("/a.ics", bomb, Content_Encoding="gzip")
    assert problem_of(url) == Problem.TOO_LARGE


def test_an_entry_that_would_never_end_is_left_out_and_counted(server: Server) -> None:
    start = "DTSTART:20261201T100000Z"
    text = calendar(f"UID:1\n{start}\nDURATION:PT1H", f"UID:2\n{start}\nRRULE:FREQ=SECONDLY")
    [found] = run(feed(server.answer("/a.ics", text))).calendars
    assert (found.busy, found.left_out) == (BUSY, 1)


def test_more_than_anybody_meets_is_too_large(server: Server) -> None:
    every = "RRULE:FREQ=MINUTELY;INTERVAL=15"
    text = calendar(*[f"UID:{n}\nDTSTART:20261201T100000Z\n{every}" for n in range(3)])
    assert problem_of(server.answer("/a.ics", text)) == Problem.TOO_LARGE


def test_a_child_takes_no_more_memory_than_it_may() -> None:
    take = "from calendars.reading import child; child.limit(); bytearray(child.MAX_MEMORY_BYTES)"
    ended = subprocess.run([sys.executable, "-c", take], capture_output=True, text=True)
    assert ended.stderr.endswith("MemoryError\n")


def test_a_child_leaves_the_processor_to_those_who_wait_for_it() -> None:
    ask = "from calendars.reading import child; child.limit(); import os; print(os.nice(0))"
    ended = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True)
    assert int(ended.stdout) == os.nice(0) + child.POLITENESS


def test_memory_its_worker_holds_is_not_its_own() -> None:
    """A big worker would otherwise have every calendar it cannot read called too large."""
    ask = "from calendars.reading import child; print(child._peak())"
    take = f"""if True:
        import subprocess, sys
        from calendars.reading import child
        held = bytes(1) * child.MAX_MEMORY_BYTES
        ended = subprocess.run([sys.executable, "-c", {ask!r}], capture_output=True, text=True)
        print(child._peak(), ended.stdout)
    """
    ended = subprocess.run([sys.executable, "-c", take], capture_output=True, text=True)
    worker, reader = map(int, ended.stdout.split())
    assert reader < child.MAX_MEMORY_BYTES // 4 < child.MAX_MEMORY_BYTES <= worker


def test_memory_that_ran_out_leaves_nothing_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """What could not be expanded for want of it would look like time that is free."""

    def read(request: Request, guard: object) -> Answer:
        return Answer(calendars=(Found("u", left_out=1),))

    monkeypatch.setattr(child, "_reader", lambda kind: read)
    monkeypatch.setattr(child, "_peak", lambda: child.MAX_MEMORY_BYTES // 2)
    assert child.answer(feed("https://x.example/"), Guard(())).problem is None
    monkeypatch.setattr(child, "_peak", lambda: child.MAX_MEMORY_BYTES)
    assert child.answer(feed("https://x.example/"), Guard(())) == child.OUT_OF_MEMORY


def test_a_child_ends_when_nobody_listens_any_more(server: Server) -> None:
    arrived, answered = threading.Event(), threading.Event()

    def keep_waiting(handler: BaseHTTPRequestHandler) -> None:
        arrived.set()
        answered.wait(PATIENCE)

    server.answers["/slow.ics"] = keep_waiting
    request = replace(feed(server.url("/slow.ics")), own_hosts=(server.name,))
    reader = subprocess.Popen(
        [sys.executable, "-m", "calendars.reading"], stdin=subprocess.PIPE, text=True
    )
    assert reader.stdin is not None
    reader.stdin.write(request.to_json() + "\n")
    reader.stdin.flush()
    assert arrived.wait(PATIENCE)
    assert reader.poll() is None
    reader.stdin.close()
    assert reader.wait(5) == 1
    answered.set()


def until_left(handler: BaseHTTPRequestHandler, seconds: queue.Queue[float], send: bytes) -> None:
    """Keep whoever asks waiting, and say how long they stayed."""
    begun = time.monotonic()
    handler.connection.settimeout(0.1)
    try:
        while time.monotonic() < begun + PATIENCE:
            with suppress(TimeoutError):
                handler.connection.recv(1)
                break  # it closed its end: nobody who asks sends more
            handler.wfile.write(send)
    except OSError:
        pass  # closed as well
    finally:
        seconds.put(time.monotonic() - begun)


@pytest.mark.parametrize("drip", [b"", b"H"], ids=["silent", "dripping"])
def test_a_server_without_an_answer_is_left_after_ten_seconds(server: Server, drip: bytes) -> None:
    seconds: queue.Queue[float] = queue.Queue()
    server.answers["/a.ics"] = lambda handler: until_left(handler, seconds, drip)
    begun = time.monotonic()
    assert run(feed(server.url("/a.ics"))) == Answer(Problem.SILENT, hit_limit=True)
    assert time.monotonic() - begun > 9
    assert seconds.get(timeout=PATIENCE) < 13


def test_a_child_that_outlives_its_limits_is_killed(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "MAX_LIFE_SECONDS", 1)
    server.answers["/a.ics"] = lambda handler: time.sleep(3)
    assert problem_of(server.url("/a.ics")) == Problem.SILENT


def test_a_child_that_dies_before_it_was_asked_is_answered_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tell = process._tell

    def tell_the_dead(child: "subprocess.Popen[bytes]", request: Request) -> None:
        child.wait()
        tell(child, request)

    monkeypatch.setattr(process, "_tell", tell_the_dead)
    monkeypatch.setattr(process.sys, "executable", "false")
    assert run(feed("https://x.example/")) == Answer(Problem.TOO_LARGE, hit_limit=True)


def test_an_answer_that_is_too_long_is_not_read_to_its_end(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "MAX_LINE_BYTES", 40)
    assert problem_of(server.answer("/a.ics", ONE)) == Problem.TOO_LARGE


def test_a_closed_port_is_a_silent_server(settings: LazySettings) -> None:
    with running_server() as server:
        settings.CALENDAR_HOSTS = [server.name]
    assert problem_of(server.url("/a.ics")) == Problem.SILENT


def test_https_is_read_where_its_certificate_is_trusted(
    settings: LazySettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = self_signed(tmp_path)
    with running_server(certificate=certificate) as server:
        settings.CALENDAR_HOSTS = [server.name]
        url = server.answer("/a.ics", ONE)
        assert problem_of(url) == Problem.ADDRESS
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert run(feed(url)).calendars[0].busy == BUSY


def test_what_is_said_keeps_its_secrets(
    server: Server, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    for path, status in (("/hidden-a.ics", 500), ("/hidden-b.ics", 200)):
        url = server.answer(path, "hidden", status=status)
        answer = run(feed(url, username="hidden", password="hidden"))
        assert answer == Answer(answer.problem)
    assert "hidden" not in caplog.text + "".join(capfd.readouterr())


def test_the_child_knows_none_of_our_secrets(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert run(feed(server.answer("/a.ics", ONE))).calendars[0].busy == BUSY
    assert not {"SECRET_KEY", "DATABASE_URL", "REDIS_URL", "http_proxy"} & {*process.PASSED_ON}


def test_a_request_survives_the_way() -> None:
    request = feed("https://x.example/", calendars=(Known("u", "v"),), own_addresses=("a@x.org",))
    assert type(request).from_json(request.to_json()) == request
    assert request.until - request.since == timedelta(days=400)


@pytest.mark.parametrize(
    ("peak", "answer"),
    [
        (400 * 1024 * 1024, Answer(Problem.TOO_LARGE, hit_limit=True)),
        (100 * 1024 * 1024, Answer(Problem.UNREADABLE)),
    ],
    ids=["full", "ordinary"],
)
def test_whatever_a_library_makes_of_full_memory_is_too_large(
    monkeypatch: pytest.MonkeyPatch, peak: int, answer: Answer
) -> None:
    def fail(request: Request, guard: object) -> Answer:
        raise ValueError("a library's own words")

    monkeypatch.setattr(child, "_reader", lambda kind: fail)
    monkeypatch.setattr(child, "_peak", lambda: peak)
    assert child.answer(feed("https://x.example/"), Guard(())) == answer
