"""Is everything alive: the database, and the sweep that proves beat, broker and worker."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.db.models import F
from django.db.models.functions import Now
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from outbox import outage
from outbox.models import Heartbeat, OutgoingEmail
from outbox.states import Status

LATE_AFTER = timedelta(seconds=60)
AWAY_AFTER = timedelta(minutes=2)
"""After this a mail server that nothing can leave through is no hiccup any more."""


@never_cache
@login_not_required
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 while the sweep ran within the last minute and the mail server is there, else 503;
    figures either way.

    `oldest_due_seconds` is how late the oldest e-mail is, from when it was first wanted;
    `blocked_by` is what the mail server says while e-mail waits for us to mend something.
    """
    try:
        figures: dict[str, Any] = {**_outbox(), **_blocked(), **_sweep()}
    except DatabaseError:
        return JsonResponse({"ok": False, "database": False}, status=503)
    age = figures["sweep_age_seconds"]
    swept = age is not None and age < LATE_AFTER.total_seconds()
    alive = swept and not outage.lasts_longer_than(AWAY_AFTER)
    return JsonResponse({"ok": alive, "database": True, **figures}, status=200 if alive else 503)


def _outbox() -> dict[str, float | None]:
    """Questions that partial indexes answer; the table itself may hold millions."""
    emails = OutgoingEmail.objects
    waited = emails.late().values_list(Now() - F("wanted_at"), flat=True)
    return {
        "oldest_due_seconds": _seconds(waited.first()) or 0.0,
        "dead": emails.filter(status=Status.DEAD).count(),
        "uncertain": emails.filter(status=Status.UNCERTAIN).count(),
    }


def _blocked() -> dict[str, Any]:
    """Of the server as a whole first: while it is away, little else can be known."""
    waiting = OutgoingEmail.objects.blocked().order_by("blocked_since")
    server, oldest = outage.current(), waiting.only("blocked_since", "last_error").first()
    since, said = None, None
    if server:
        since, said = server.since, server.said
    elif oldest:
        since, said = oldest.blocked_since, outage.without_addresses(oldest.last_error)
    return {
        "blocked": waiting.count(),
        "blocked_since": since.isoformat() if since else None,
        "blocked_by": said,
    }


def _sweep() -> dict[str, float | None]:
    age = Heartbeat.objects.filter(name="sweep").values_list(Now() - F("at"), flat=True).first()
    return {"sweep_age_seconds": _seconds(age)}


def _seconds(age: timedelta | None) -> float | None:
    return None if age is None else round(age.total_seconds(), 1)
