"""CalDAV (RFC 4791), through the caldav library: finding calendars, reading and writing them.

Runs in the child, below its guard: each connection goes to an address that was checked.
"""

import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urljoin

import caldav.response
from caldav.collection import Calendar
from caldav.davclient import DAVClient
from caldav.lib.error import AuthorizationError, DAVError, NotFoundError, RateLimitError
from caldav.lib.url import URL
from niquests.exceptions import ConnectionError as NoConnection
from niquests.exceptions import RequestException, Timeout, TooManyRedirects

from calendars.intervals import merged
from calendars.reading.allowance import Allowance
from calendars.reading.guard import Guard
from calendars.reading.wire import (
    Answer,
    CannotRead,
    Found,
    Kind,
    Known,
    Problem,
    Request,
    say_progress,
)

if TYPE_CHECKING:
    from calendars.reading.expand import Expanded
    from calendars.reading.repeats import Budget

SESSION_SECONDS = 90
"""For everything asked of an account at once."""
SILENCE_SECONDS = 15
"""Seconds that a server may be silent."""
MAX_CALENDARS = 50
MAX_ANSWER_BYTES = 8 * 1024 * 1024
"""The largest is all of one calendar between `since` and `until`, with the XML around it."""
MAX_SESSION_BYTES = 32 * 1024 * 1024
"""Of everything that is answered within one session."""
WELL_KNOWN = "/.well-known/caldav"
"""Where servers point to the account, RFC 6764 section 5."""
CTAG = "{http://calendarserver.org/ns/}getctag"
SYNC_TOKEN = "{DAV:}sync-token"  # noqa: S105  # the name of a property, RFC 6578 section 4
GONE = frozenset({404, 410})
PERHAPS_HELD = frozenset({400, 403, 409, 412})
"""What servers answer, among other things, where another object has the UID."""
NO_CALENDAR = frozenset({403, 404, 405, 410, 501})


def read(request: Request, guard: Guard) -> Answer:
    """Every calendar of the account by name, and those of `request.calendars` with their times."""
    wanted = {known.url: known for known in request.calendars}
    found = []
    with _client(request, guard) as client:
        listed = _calendars(client, request.url)
        for number, calendar in enumerate(listed, 1):
            known = wanted.get(str(calendar.url))
            found.append(_read(client, calendar, known, request) if known else _named(calendar))
            say_progress(100 * number // (len(listed) + 1))
    return Answer(calendars=tuple(found))


def put(request: Request, guard: Guard) -> Answer:
    """Where a mail program has put our invitation under a name of its own, that one follows: a
    calendar holds each UID once (RFC 4791 section 5.3.2.1)."""
    with _client(request, guard) as client:
        status = _put(client, _object_url(request), request.ics)
        other = _held_as(client, request) if status in PERHAPS_HELD else ""
        _expect(_put(client, other, request.ics) if other else status, range(200, 300))
    return Answer()


def delete(request: Request, guard: Guard) -> Answer:
    """What is not there any more, under whatever name, has been deleted."""
    with _client(request, guard) as client:
        status = _delete(client, _object_url(request))
        other = _held_as(client, request) if status in GONE else ""
        _expect(_delete(client, other) if other else status, {*range(200, 300), *GONE})
    return Answer()


READERS: Mapping[Kind, Callable[[Request, Guard], Answer]] = {
    Kind.CALDAV: read,
    Kind.PUT: put,
    Kind.DELETE: delete,
}


@contextmanager
def _client(request: Request, guard: Guard) -> Iterator[DAVClient]:
    """A session with the server; whatever it raises becomes the code of a problem."""
    guard.checked(request.url)
    allowance = Allowance(MAX_ANSWER_BYTES, MAX_SESSION_BYTES)
    signal.alarm(SESSION_SECONDS)
    try:
        with DAVClient(
            url=request.url,
            username=request.username,
            password=request.password,
            timeout=SILENCE_SECONDS,
            enable_rfc6764=False,
            rate_limit_handle=False,
        ) as client:
            client.session.max_redirects = 3
            client.session.trust_env = False
            client.session.headers["Accept-Encoding"] = "gzip"
            # A hook is called with the options of the request as well, which its type leaves out.
            client.session.hooks["response"].append(allowance.measure)  # type: ignore[arg-type]
            yield client
    except CannotRead:
        raise
    except (DAVError, RequestException, OSError) as error:
        raise CannotRead(_problem(error)) from None
    finally:
        # Whatever the library makes of an answer that was cut off, such as an absence.
        if allowance.is_spent:
            raise CannotRead(Problem.TOO_LARGE)


def _same(earlier: str, later: str) -> str:
    """What an object holds that an answer names twice, which it must not (RFC 4918, 14.24).

    The library reads all there is of it anew at each repeat, and brings both together: a few
    hundred repeats would take the whole limit. It has no other way to be told otherwise than this
    name of its own, so its version is pinned (`test_private_names.py`).
    """
    if earlier != later:
        raise CannotRead(Problem.UNREADABLE)
    return later


caldav.response._merge_calendar_data = _same


def _problem(error: BaseException) -> Problem:
    if refusal := _refusal(error):
        return refusal.problem
    if isinstance(error, AuthorizationError):
        return Problem.REFUSED
    if isinstance(error, NotFoundError):
        return Problem.MISSING
    if isinstance(error, TooManyRedirects):
        return Problem.ADDRESS
    if isinstance(error, RateLimitError | NoConnection | Timeout | OSError):
        return Problem.SILENT
    return Problem.UNREADABLE


def _refusal(error: BaseException | None) -> CannotRead | None:
    """The guard's own word, if a library has wrapped it."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        if isinstance(error, CannotRead):
            return error
        seen.add(id(error))
        error = error.__cause__ or error.__context__
    return None


def _calendars(client: DAVClient, url: str) -> list[Calendar]:
    """From the address a person typed: the account's own, or only the server's."""
    for address in (url, urljoin(url, WELL_KNOWN)):
        found = _calendars_at(client, address)
        if found:
            return found[:MAX_CALENDARS]
    raise CannotRead(Problem.MISSING)


def _calendars_at(client: DAVClient, url: str) -> list[Calendar]:
    """Nothing where nothing there speaks CalDAV; a wrong password is an error, not an absence."""
    try:
        client.url = URL(url)
        listed = client.get_calendars(client.get_principal())
    except AuthorizationError:
        raise
    except DAVError:
        return []
    return [one for one in listed if _holds_events(one)]


def _holds_events(calendar: Calendar) -> bool:
    """Task lists are calendars too, to CalDAV."""
    kinds: Any = calendar.get_supported_components()
    return not kinds or "VEVENT" in kinds


def _named(calendar: Calendar) -> Found:
    """Unread, so `unchanged` stands for "nothing to say about its times"."""
    return Found(str(calendar.url), _name(calendar), unchanged=True)


def _name(calendar: Calendar) -> str:
    return str(calendar.get_display_name() or "")


def _read(client: DAVClient, calendar: Calendar, known: Known, request: Request) -> Found:
    from calendars.reading.expand import few

    url, name = str(calendar.url), _name(calendar)
    version = _version(client, url)
    if version and version == known.version:
        return Found(url, name, version, unchanged=True)
    found = _expanded_all(calendar, request)
    return Found(
        url,
        name,
        version,
        busy=tuple(merged(stretch for one in found for stretch in one.busy)),
        left_out=sum(one.left_out for one in found),
        unknown_zones=few(zone for one in found for zone in one.unknown_zones),
    )


def _version(client: DAVClient, url: str) -> str:
    """What changes whenever the calendar does, from before it is read: a change in between is
    found the next time. A sync token may be a long URL, so it is kept by its hash."""
    results: Any = client.propfind(url, props=[CTAG, SYNC_TOKEN], depth=0).results or []
    said = [str(one.properties.get(name) or "") for one in results for name in (CTAG, SYNC_TOKEN)]
    known = next(filter(None, said), "")
    return sha256(known.encode()).hexdigest() if known else ""


def _expanded_all(calendar: Calendar, request: Request) -> "list[Expanded]":
    """Whole objects in the time range, so that moved days come along; expanded here."""
    from calendars.reading.repeats import Budget

    objects: Any = calendar.search(
        start=request.since, end=request.until, event=True, expand=False, post_filter=False
    )
    budget = Budget()
    return [_expanded(one.data, request, budget) for one in objects]


def _expanded(text: str, request: Request, budget: "Budget") -> "Expanded":
    """An object is one entry: one that cannot be read spoils no other."""
    from calendars.reading.expand import Expanded, expand

    try:
        return expand(text, request, budget)
    except CannotRead as error:
        if error.problem is not Problem.UNREADABLE:
            raise
    except ValueError:
        pass
    return Expanded([], 1)


def _object_url(request: Request) -> str:
    """Named after its UID, so that each write meets the same object."""
    return urljoin(request.url, quote(f"{request.uid}.ics", safe="@"))


def _held_as(client: DAVClient, request: Request) -> str:
    """Where the calendar holds that UID under another name, or nothing."""
    calendar = Calendar(client=client, url=request.url)
    try:
        found: Any = calendar.get_event_by_uid(request.uid)
    except NotFoundError:
        return ""
    return str(found.url)


def _put(client: DAVClient, url: str, ics: str) -> int:
    return _status(lambda: client.put(url, ics, {"Content-Type": "text/calendar; charset=utf-8"}))


def _delete(client: DAVClient, url: str) -> int:
    """Nobody is to be told by the server that the seeker said no (RFC 6638 section 8.1)."""
    return _status(lambda: client.delete(url, {"Schedule-Reply": "F"}))


def _status(ask: Callable[[], Any]) -> int:
    """The library raises what it takes for a wrong password, and more comes as 403."""
    try:
        return int(ask().status)
    except AuthorizationError as error:
        return int(error.status or 401)


def _expect(status: int, good: "range | set[int]") -> None:
    if status in good:
        return
    if status in (401, 403):
        raise CannotRead(Problem.REFUSED)
    raise CannotRead(Problem.MISSING if status in NO_CALENDAR | {409} else Problem.SILENT)
