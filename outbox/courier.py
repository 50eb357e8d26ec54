"""What is urgent leaves from the process that queued it, and waits for no worker.

Somebody looks at their screen until the code comes. It leaves also while the broker is away, or
every worker sits with a slow e-mail. Rows, leases and the sweep are those of all e-mail: whatever
the courier does not manage is left to them.
"""

import logging
import threading

from django.db import connection as database

from outbox import delivery
from outbox.connection import close_connection

logger = logging.getLogger(__name__)

MOST = 4
"""Threads of one process, so that a server that hangs with one code does not keep all others."""


class _Desk:
    """How many are under way, and whether anybody has rung since the last one looked."""

    lock = threading.Lock()
    at_work = 0
    rung = False


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
    except Exception:
        logger.exception("The courier leaves it to the sweep")
        _leave()
    finally:
        close_connection()
        database.close()


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
