"""The child: little memory, little time, no way inside, one request, one answer."""

import logging
import os
import resource
import signal
import sys
import threading
import warnings
from collections.abc import Callable
from pathlib import Path

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

MAX_MEMORY_BYTES = 768 * 1024 * 1024
PROCESSOR_SECONDS = 30
FEED_SECONDS = 10
"""For an address to answer, redirects and all, and for what it sends."""

POLITENESS = 10
"""Whoever works for people who wait, the web server and the e-mail, goes before it."""
OUT_OF_MEMORY = Answer(Problem.TOO_LARGE, hit_limit=True)

Reader = Callable[[Request, Guard], Answer]


def main() -> None:
    limit()
    request = Request.from_json(sys.stdin.readline())
    threading.Thread(target=end_with_the_worker, daemon=True).start()
    guard = Guard(request.own_hosts)
    guard.install()
    print(answer(request, guard).to_json(), flush=True)


def limit() -> None:
    """A limit that is met ends the process, and the worker says what that means (`process.run`)."""
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(POLITENESS)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    # A library's warning could hold an address.
    warnings.simplefilter("ignore")
    logging.disable()


def end_with_the_worker() -> None:
    """Whoever asked holds our standard input open; it closes when the worker is gone, killed or
    not. Then nobody hears the answer, and another worker will read the account anew."""
    os.read(sys.stdin.fileno(), 1)
    os._exit(1)


def answer(request: Request, guard: Guard) -> Answer:
    """Whatever goes wrong is a code. What an exception says could hold an address or a password."""
    try:
        read = _reader(request.kind)(request, guard)
        # What was left out for want of memory would look like time that is free.
        if any(one.left_out for one in read.calendars) and _memory_ran_out():
            return OUT_OF_MEMORY
        return read
    except CannotRead as error:
        return Answer(error.problem)
    except Exception:
        return OUT_OF_MEMORY if _memory_ran_out() else Answer(Problem.UNREADABLE)


def _memory_ran_out() -> bool:
    """Asked of the process, not of the exception: a library may turn a MemoryError into its own,
    and an import or a thread that finds no memory left fails in words of other kinds."""
    return _peak() > MAX_MEMORY_BYTES // 2


def _peak() -> int:
    """Bytes this program held at most (proc_pid_status(5)). `ru_maxrss` is kept across exec and
    would count the worker that started it (getrusage(2)); it serves where there is no /proc."""
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        unit = 1 if sys.platform == "darwin" else 1024
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
    [line] = [line for line in status.splitlines() if line.startswith("VmHWM:")]
    return int(line.split()[1]) * 1024


def _reader(kind: Kind) -> Reader:
    """What CalDAV needs is loaded only for it."""
    if kind is Kind.FEED:
        return read_feed
    from calendars.reading.caldav_client import READERS

    return READERS[kind]


def read_feed(request: Request, guard: Guard) -> Answer:
    from calendars.reading.expand import expand_all, few
    from calendars.reading.fetch import Patience, fetch

    known = request.calendars[0] if request.calendars else Known(request.url)
    fetched = fetch(request.url, known.version, guard, Patience(FEED_SECONDS))
    if fetched.chunks is None:
        return Answer(calendars=(Found(request.url, version=fetched.version, unchanged=True),))
    say_progress(50)
    all_of_it = expand_all(fetched.chunks, request)
    found = Found(
        request.url,
        all_of_it.name,
        fetched.version,
        busy=tuple(all_of_it.busy),
        left_out=all_of_it.left_out,
        unknown_zones=few(all_of_it.unknown_zones),
    )
    return Answer(calendars=(found,))
