"""The live server of a test lets nothing in once the test is over."""

from collections.abc import Iterable
from threading import Condition
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from pytest_django.live_server_helper import LiveServer

from tests.patience import PAGE_PATIENCE


class Gate:
    """What a page still asks for while it closes holds locks, and would deadlock with the TRUNCATE
    after the test: so this waits for what is under way, and turns away what comes later."""

    def __init__(self, site: WSGIApplication) -> None:
        self._site = site
        self._changed = Condition()
        self._is_open = True
        self._under_way: list[str] = []

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if not self._enters(path):
            start("503 Service Unavailable", [])
            return []
        try:
            return self._site(environ, start)
        finally:
            self._leaves(path)

    def open(self) -> None:
        with self._changed:
            self._is_open = True

    def close(self) -> None:
        with self._changed:
            self._is_open = False
            is_empty = self._changed.wait_for(lambda: not self._under_way, PAGE_PATIENCE)
        assert is_empty, f"still under way after {PAGE_PATIENCE} s: {self._under_way}"

    def _enters(self, path: str) -> bool:
        with self._changed:
            if self._is_open:
                self._under_way.append(path)
            return self._is_open

    def _leaves(self, path: str) -> None:
        with self._changed:
            self._under_way.remove(path)
            self._changed.notify_all()


def gate_of(server: LiveServer) -> Gate:
    """Its own, put in place once."""
    http = server.thread.httpd
    if not isinstance(http.get_app(), Gate):
        http.set_app(Gate(http.get_app()))
    return http.get_app()
