"""The gate of the live server, on which tests with a browser rely between them."""

from threading import Event, Thread
from wsgiref.types import StartResponse, WSGIEnvironment

from tests.live_server import Gate

OPEN, CLOSED = "200 OK", "503 Service Unavailable"


def ask(gate: Gate, path: str) -> str:
    said = list[str]()
    list(gate({"PATH_INFO": path}, lambda status, _: said.append(status)))
    return said[0]


def test_what_is_under_way_ends_before_it_is_closed_and_then_nothing_comes_in() -> None:
    begun, may_end, ended = Event(), Event(), list[str]()

    def site(environ: WSGIEnvironment, start: StartResponse) -> list[bytes]:
        if environ["PATH_INFO"] == "/slow/":
            begun.set()
            may_end.wait()
            ended.append("request")
        start(OPEN, [])
        return []

    gate = Gate(site)
    threads = [
        Thread(target=lambda: ask(gate, "/slow/")),
        Thread(target=lambda: (gate.close(), ended.append("closing"))),
    ]
    threads[0].start()
    begun.wait()
    threads[1].start()
    while ask(gate, "/quick/") == OPEN:
        pass
    may_end.set()
    for thread in threads:
        thread.join()
    assert (ended, ask(gate, "/quick/")) == (["request", "closing"], CLOSED)
    gate.open()
    assert ask(gate, "/quick/") == OPEN
