"""The web worker: gunicorn's with threads, where nobody who is slow holds one of them.

Gunicorn gives a connection to a thread at its first byte, and the thread waits for the rest, and
then until the answer is taken: as many slow visitors as there are threads stop the site. Here a
connection waits in the loop, which can watch any number, until its request is whole, and again
until its answer has been taken; a thread never waits for a visitor to go on. Whoever takes too long
is hung up on, and where too many wait, who has waited longest makes room.
"""

import errno
import socket
import struct
import time
from contextlib import suppress
from functools import partial
from selectors import EVENT_READ, EVENT_WRITE
from types import SimpleNamespace
from typing import Any

from gunicorn.http import get_parser  # type: ignore[import-untyped]
from gunicorn.workers.gthread import TConn, ThreadWorker  # type: ignore[import-untyped]

from coffeechat.arriving import Arrival, TooLarge
from coffeechat.leaving import Departure

HEAD_TIMEOUT, REQUEST_TIMEOUT = 10.0, 60.0
"""Seconds from the first moment, for the head of a request and for all of it."""
MAX_WAITING = 500
"""Connections of one worker, half of what gunicorn takes: that waiting never keeps it from
accepting."""
MAX_BUFFERED_BYTES = 64 * 1024 * 1024
"""Bytes of requests that are not whole."""
SEND_TIMEOUT = 30.0
"""Seconds in which a visitor takes nothing of an answer."""
MAX_LEAVING = 200
"""Answers of one worker that have not been taken."""
MAX_UNSENT_BYTES = 256 * 1024 * 1024
"""Bytes of all of them, on disk but for the beginnings."""
SWEEP_EVERY = 0.5
LINGER_SECONDS = 2.0
"""Seconds for which a closed connection may still read its answer."""

RESET = struct.pack("ii", 1, 0)
"""Wait no second for what is unsent."""
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
TOO_LARGE = b"HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
NOT_NOW = {errno.EAGAIN, errno.EWOULDBLOCK, errno.ECONNABORTED, errno.EINTR}
NO_MORE_FILES = {errno.EMFILE, errno.ENFILE}


class Visit(TConn):  # type: ignore[misc]
    """One connection, with what has come of its request."""

    def __init__(self, worker: "WaitingWorker", sock: socket.socket, client: Any, server: Any):
        super().__init__(worker.cfg, sock, client, server)
        self.worker = worker
        # Gunicorn's own waiting is not needed: a thread sees it with all its bytes.
        self.initialized = self.data_ready = True
        self.departure = Departure(sock)
        self.begins()

    def begins(self) -> None:
        self.since = time.monotonic()
        self.arrival = Arrival()

    @property
    def until(self) -> float:
        return self.since + (REQUEST_TIMEOUT if self.arrival.body_at else HEAD_TIMEOUT)

    def close(self, graceful: bool = False) -> None:
        """Gunicorn's own graceful end waits for the visitor, and all others with it."""
        if graceful:
            self.worker.linger(self)
        else:
            super().close()


class WaitingWorker(ThreadWorker):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waiting: dict[Visit, None] = {}
        """In the order in which they began to wait."""
        self.buffered = 0
        """Bytes that have come for them."""
        self.leaving: dict[Visit, None] = {}
        """In the order in which they were answered."""
        self.unsent = 0
        """Bytes that have not been taken."""
        self.lingering: dict[Visit, None] = {}
        self.looks_at = 0.0

    def accept(self, listener: socket.socket) -> None:
        try:
            sock, client = listener.accept()
        except OSError as error:
            if error.errno in NO_MORE_FILES:
                self._make_room()
            elif error.errno not in NOT_NOW:
                raise
            return
        self.nr_conns += 1
        self._wait(Visit(self, sock, client, listener.getsockname()))

    def on_client_socket_readable(self, visit: Visit, sock: socket.socket) -> None:
        """The next request on a connection that was kept."""
        self.poller.unregister(sock)
        self.keepalived_conns.remove(visit)
        visit.begins()
        self._wait(visit)

    def _wait(self, visit: Visit) -> None:
        self.waiting[visit] = None
        self.poller.register(visit.sock, EVENT_READ, partial(self._receive, visit))
        if len(self.waiting) > MAX_WAITING:
            self._make_room()

    def _make_room(self) -> None:
        """Whoever is quick has not waited for long, however many others wait."""
        for longest in list(self.waiting)[:1]:
            self._hang_up(longest)

    def _receive(self, visit: Visit, sock: socket.socket) -> None:
        if visit not in self.waiting:
            return  # it made room a moment ago, when this was on its way already
        try:
            data = sock.recv(64 * 1024)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._hang_up(visit)
            return
        self.buffered += len(data)
        try:
            self._take(visit, data)
        except TooLarge:
            self._refuse(visit)
        while self.buffered > MAX_BUFFERED_BYTES:
            self._make_room()

    def _take(self, visit: Visit, data: bytes) -> None:
        had_head = visit.arrival.body_at
        visit.arrival.take(data)
        if visit.arrival.is_whole:
            self._hand_over(visit)
        elif visit.arrival.asks_first and not had_head:
            _say(visit.sock, CONTINUE)

    def _hand_over(self, visit: Visit) -> None:
        self._stop_waiting(visit)
        visit.parser = get_parser(self.cfg, visit.arrival, visit.client)
        self.enqueue_req(visit)

    def _keepalive_after(self, visit: Visit, keepalive: bool) -> bool:
        """Gunicorn's own would read what is left of the body; here it has come, read or not."""
        return bool(keepalive)

    def handle_request(self, request: Any, visit: Visit) -> Any:
        visit.departure = Departure(visit.sock)
        answered = SimpleNamespace(sock=visit.departure, client=visit.client, server=visit.server)
        return super().handle_request(request, answered)

    def finish_request(self, visit: Visit, future: Any) -> None:
        """The thread is free; the answer may still be on its way."""
        if not visit.departure.left:
            self._finish(visit, future)
            return
        visit.since = time.monotonic()
        self.leaving[visit] = None
        self.unsent += visit.departure.left
        self.poller.register(visit.sock, EVENT_WRITE, partial(self._send_on, visit, future))
        while len(self.leaving) > MAX_LEAVING or self.unsent > MAX_UNSENT_BYTES:
            self._give_up(next(iter(self.leaving)))

    def _send_on(self, visit: Visit, future: Any, _: socket.socket) -> None:
        if visit not in self.leaving:
            return
        try:
            sent = visit.departure.send_on()
        except OSError:
            self._give_up(visit)
            return
        self.unsent -= sent
        if sent:
            visit.since = time.monotonic()
        if not visit.departure.left:
            self._stop_leaving(visit)
            self._finish(visit, future)

    def _give_up(self, visit: Visit) -> None:
        """With a reset: else the system would keep megabytes for who does not take them."""
        self._stop_leaving(visit)
        with suppress(OSError):
            visit.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        self.nr_conns -= 1
        visit.close()

    def _stop_leaving(self, visit: Visit) -> None:
        del self.leaving[visit]
        self.unsent -= visit.departure.left
        visit.departure.forget()
        self.poller.unregister(visit.sock)

    def _finish(self, visit: Visit, future: Any) -> None:
        """A second request sent behind the first, which no browser does, is to be sent again."""
        has_more, visit.arrival = visit.arrival.has_more, Arrival()
        # Nothing of this request must be taken for the next.
        visit.parser = get_parser(self.cfg, visit.arrival, visit.client)
        if has_more:
            self.nr_conns -= 1
            visit.close(graceful=True)
        else:
            super().finish_request(visit, future)

    def _refuse(self, visit: Visit) -> None:
        self._stop_waiting(visit)
        self.nr_conns -= 1
        _say(visit.sock, TOO_LARGE)
        visit.close(graceful=True)

    def _hang_up(self, visit: Visit) -> None:
        self._stop_waiting(visit)
        self.nr_conns -= 1
        visit.close()

    def _stop_waiting(self, visit: Visit) -> None:
        del self.waiting[visit]
        self.buffered -= len(visit.arrival.data)
        self.poller.unregister(visit.sock)

    def murder_pending(self) -> None:
        """Whose time is over. Called after whatever happens, and at least once a second."""
        now = time.monotonic()
        if self.alive and now < self.looks_at:
            return
        self.looks_at = now + SWEEP_EVERY
        for visit in list(self.waiting):
            if visit.until <= now or not (self.alive or visit.arrival.data):
                self._hang_up(visit)
        for visit in list(self.leaving):
            if visit.since + SEND_TIMEOUT <= now:
                self._give_up(visit)
        for visit in list(self.lingering):
            if visit.until <= now:
                self._let_go(visit)

    def linger(self, visit: Visit) -> None:
        """Closed at once with bytes unread, a connection takes its answer along (RFC 9112, 9.6)."""
        visit.arrival, visit.since = Arrival(), time.monotonic() + LINGER_SECONDS - HEAD_TIMEOUT
        try:
            visit.sock.shutdown(socket.SHUT_WR)
            visit.sock.setblocking(False)
        except OSError:
            visit.close()
            return
        self.lingering[visit] = None
        self.poller.register(visit.sock, EVENT_READ, partial(self._drain, visit))
        if len(self.lingering) > MAX_WAITING // 2:
            self._let_go(next(iter(self.lingering)))

    def _drain(self, visit: Visit, sock: socket.socket) -> None:
        if visit not in self.lingering:
            return
        with suppress(OSError):
            if sock.recv(64 * 1024):
                return
        self._let_go(visit)

    def _let_go(self, visit: Visit) -> None:
        del self.lingering[visit]
        self.poller.unregister(visit.sock)
        visit.close()


def _say(sock: socket.socket, words: bytes) -> None:
    """What does not fit, or is not wanted any more, is not said."""
    with suppress(OSError):
        sock.send(words)
