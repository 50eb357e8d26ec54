"""The connection to the mail server, kept open between e-mails."""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.core.mail import EmailMessage, get_connection

from outbox.smtp import EmailBackend, Failure, Phase

RECYCLE_AFTER_EMAILS = 200
RECYCLE_AFTER_SECONDS = 120


class _Kept(threading.local):
    """This thread's open connection, closed after some e-mails, some minutes, or an error."""

    connection: Any = None
    opened_at = 0.0
    used = 0


_kept = _Kept()


def kept_connection() -> Any:
    """Django's e-mail backend, opened once and kept open between e-mails."""
    if _kept.connection is None or _is_worn_out():
        close_connection()
        connection = get_connection()
        connection.open()
        _kept.connection, _kept.opened_at, _kept.used = connection, time.monotonic(), 0
    return _kept.connection


def _is_worn_out() -> bool:
    age = time.monotonic() - _kept.opened_at
    return _kept.used >= RECYCLE_AFTER_EMAILS or age > RECYCLE_AFTER_SECONDS


def send(email: EmailMessage, heartbeat: Callable[[], object]) -> None:
    """Over the kept connection; `heartbeat` is called while an answer is waited for."""
    try:
        _hand_over(email, heartbeat)
    except Failure as failure:
        if not _was_closed_meanwhile(failure):
            raise
        close_connection()
        _hand_over(email, heartbeat)


def _was_closed_meanwhile(failure: Failure) -> bool:
    """A server ends what was idle for a while, which is found out at the next e-mail's first word
    and is no fault of it."""
    return bool(_kept.used) and failure.phase == Phase.MAIL and failure.code in {None, 421}


def _hand_over(email: EmailMessage, heartbeat: Callable[[], object]) -> None:
    connection = kept_connection()
    if isinstance(connection, EmailBackend):
        connection.on_heartbeat(heartbeat)
    connection.send_messages([email])
    _kept.used += 1


def close_connection() -> None:
    """Say goodbye, if anyone is still there."""
    connection, _kept.connection = _kept.connection, None
    if connection is not None:
        with suppress(OSError):
            connection.close()
