"""What is urgent leaves from the process that queued it, and waits for no worker.

Somebody looks at their screen until the code comes. It leaves also while the broker is away, or
every worker sits with a slow e-mail. Rows, leases and the sweep are those of all e-mail: whatever
the courier does not manage is left to them. Nobody may be there to sweep, so it also comes again
itself for what may be tried later, until that is worth nothing any more.
"""

import logging
import threading

from django.db import connection as database

from outbox import delivery
from outbox.connection import close_connection

logger = logging.getLogger(__name__)

SOONEST = 1
"""Seconds until it comes again, at the least."""

MOST = 4
"""Threads of one process, so that a server that hangs with one code does not keep all others."""


class _Desk:
    """How many are under way, and whether anybody has rung since the last one looked."""

    lock = threading.Lock()
    at_work = 0
    rung = False

    planning = threading.Lock()
    alarm: threading.Timer | None = None
    """Rings for what has to wait: no thread and no connection does meanwhile."""


def ring() -> None:
    with _Desk.lock:
        _Desk.rung = True
        if _Desk.at_work == MOST:
            return
        _Desk.at_work += 1
    threading.Thread(target=_work, name="courier", daemon=True).start()


def _work() -> None:
    try:
        while _is_wanted():
            delivery.drain(delivery.claim_urgent)
            _come_again()
    except Exception:
        logger.exception("The courier leaves it to the sweep")
        _leave()
    finally:
        close_connection()
        database.close()


def _come_again() -> None:
    """When the first that waits may be tried. The database knows, whoever planned before."""
    with _Desk.planning:
        if _Desk.alarm:
            _Desk.alarm.cancel()
        wait = delivery.wait_for_urgent()
        _Desk.alarm = None if wait is None else threading.Timer(max(wait, SOONEST), ring)
        if _Desk.alarm:
            _Desk.alarm.daemon = True
            _Desk.alarm.start()


def _is_wanted() -> bool:
    """Looked up and answered in one, so that whoever rings now is not overheard."""
    with _Desk.lock:
        wanted, _Desk.rung = _Desk.rung, False
        if not wanted:
            _Desk.at_work -= 1
        return wanted


def _leave() -> None:
    with _Desk.lock:
        _Desk.at_work -= 1
