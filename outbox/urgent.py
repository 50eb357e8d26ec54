"""What is urgent leaves from the process that queued it, and waits for no worker.

Somebody looks at their screen until the code comes. It leaves also while the broker is away, or
every worker sits with a slow e-mail. Rows, leases and the sweep are those of all e-mail: whatever
does not leave so is left to them. Nobody may be there to sweep, so a timer asks again
for what may be tried later, until that is worth nothing any more.
"""

import logging
import threading

from django.db import connection as database

from outbox import delivery
from outbox.connection import close_connection

logger = logging.getLogger(__name__)

MIN_PAUSE_SECONDS = 1
"""Seconds until it comes again, at the least."""

MAX_THREADS = 4
"""Threads of one process, so that a server that hangs with one code does not keep all others."""


class _State:
    """How many are under way, and whether anybody has asked since the last one looked."""

    lock = threading.Lock()
    at_work = 0
    is_asked = False

    timer_lock = threading.Lock()
    timer: threading.Timer | None = None
    """Asks again for what has to wait: no thread and no connection does meanwhile."""


def send_soon() -> None:
    with _State.lock:
        _State.is_asked = True
        if _State.at_work == MAX_THREADS:
            return
        _State.at_work += 1
    threading.Thread(target=_work, name="urgent-email", daemon=True).start()


def _work() -> None:
    try:
        while _is_wanted():
            delivery.drain(delivery.claim_urgent)
            _schedule_retry()
    except Exception:
        logger.exception("What is urgent is left to the sweep")
        _leave()
    finally:
        close_connection()
        database.close()


def _schedule_retry() -> None:
    """When the first that waits may be tried. The database knows, whoever planned before."""
    with _State.timer_lock:
        if _State.timer:
            _State.timer.cancel()
        wait = delivery.wait_for_urgent()
        _State.timer = (
            None if wait is None else threading.Timer(max(wait, MIN_PAUSE_SECONDS), send_soon)
        )
        if _State.timer:
            _State.timer.daemon = True
            _State.timer.start()


def _is_wanted() -> bool:
    """Looked up and answered in one, so that a call that comes now is not missed."""
    with _State.lock:
        wanted, _State.is_asked = _State.is_asked, False
        if not wanted:
            _State.at_work -= 1
        return wanted


def _leave() -> None:
    with _State.lock:
        _State.at_work -= 1
