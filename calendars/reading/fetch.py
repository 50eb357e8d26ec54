"""Fetch what stands at a secret iCalendar address, if it is not what we already know."""

import http.client
import signal
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urljoin, urlunsplit

from calendars.reading.allowance import AT_ONCE, unpacked
from calendars.reading.guard import Guard
from calendars.reading.wire import CannotRead, Problem

MAX_BYTES = 20 * 1024 * 1024
MAX_REDIRECTS = 3
MIN_TIMER_SECONDS = 0.001
"""A clock that is set to nothing would never ring."""
MAX_VERSION_LENGTH = 500
REDIRECTS = {301, 302, 303, 307, 308}
PROBLEMS = {
    401: Problem.REFUSED,
    403: Problem.REFUSED,
    404: Problem.MISSING,
    410: Problem.MISSING,
    429: Problem.SILENT,
}
SAFE = "%/:=&?~#+!$,;'@()*[]"
"""What may stand in an address as it is; everything else is written with percent signs."""


@dataclass(frozen=True)
class Fetched:
    """`chunks` are nothing when the version is still the same; else they come as they are asked
    for."""

    chunks: Iterator[bytes] | None
    version: str


class Patience:
    """Seconds that a server may keep us waiting in all. One that is silent or drips ends with the
    process; while we work on what came, the clock stands still."""

    def __init__(self, seconds: float) -> None:
        self.left = seconds

    @contextmanager
    def waiting(self) -> Iterator[None]:
        signal.setitimer(signal.ITIMER_REAL, max(self.left, MIN_TIMER_SECONDS))
        try:
            yield
        finally:
            self.left, _ = signal.setitimer(signal.ITIMER_REAL, 0)


def fetch(url: str, version: str, guard: Guard, patience: Patience) -> Fetched:
    """Redirects are followed by hand, each under the checks of the first address."""
    for _ in range(MAX_REDIRECTS + 1):
        with patience.waiting():
            found = _ask(guard.checked(url), version, guard, patience)
        if isinstance(found, Fetched):
            return found
        url = urljoin(url, found)
    raise CannotRead(Problem.ADDRESS)


def _ask(parts: SplitResult, version: str, guard: Guard, patience: Patience) -> Fetched | str:
    """What is there, or where it says to look instead. Connections close with the process."""
    connection = _connection(parts, guard)
    with _problems():
        connection.request("GET", _target(parts), headers=_headers(version))
        return _read(connection.getresponse(), version, patience)


@contextmanager
def _problems() -> Iterator[None]:
    """Whatever goes wrong under way, as its code."""
    try:
        yield
    except (ssl.SSLError, UnicodeError, http.client.InvalidURL):
        raise CannotRead(Problem.ADDRESS) from None
    except OSError:
        raise CannotRead(Problem.SILENT) from None
    except http.client.HTTPException:
        raise CannotRead(Problem.UNREADABLE) from None


def _connection(parts: SplitResult, guard: Guard) -> http.client.HTTPConnection:
    host, port = parts.hostname or "", guard.port_of(parts)
    if parts.scheme == "http":
        return http.client.HTTPConnection(host, port)
    context = ssl.create_default_context()
    return http.client.HTTPSConnection(host, port, context=context)


def _target(parts: SplitResult) -> str:
    return quote(urlunsplit(("", "", parts.path or "/", parts.query, "")), safe=SAFE)


def _headers(version: str) -> dict[str, str]:
    """A version is the header it came with: `ETag "33a6"`."""
    name, _, value = version.partition(" ")
    conditions = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}
    conditional = {conditions[name]: value} if name in conditions else {}
    return {"Accept": "text/calendar, */*;q=0.1", "Accept-Encoding": "gzip", **conditional}


def _read(response: http.client.HTTPResponse, version: str, patience: Patience) -> Fetched | str:
    if response.status in REDIRECTS:
        return response.headers.get("Location", "")
    if response.status == 304 and version:
        return Fetched(None, version)
    if response.status != 200:
        silent = Problem.SILENT if response.status >= 500 else Problem.UNREADABLE
        raise CannotRead(PROBLEMS.get(response.status, silent))
    encoding = response.headers.get("Content-Encoding", "")
    chunks = unpacked(_chunks(response, patience), encoding, MAX_BYTES)
    return Fetched(chunks, _version(response.headers))


def _chunks(response: http.client.HTTPResponse, patience: Patience) -> Iterator[bytes]:
    while True:
        with patience.waiting(), _problems():
            chunk = response.read(AT_ONCE)
        if not chunk and response.length:
            raise CannotRead(Problem.UNREADABLE)  # cut off on its way
        if not chunk:
            return
        yield chunk


def _version(headers: http.client.HTTPMessage) -> str:
    """Blank where the server names none, or one we could not keep whole or send back."""
    for name in ("ETag", "Last-Modified"):
        if value := headers.get(name):
            version = f"{name} {value.strip()}"
            return version if len(version) <= MAX_VERSION_LENGTH and version.isprintable() else ""
    return ""
