"""Requests and calendars for the reading child."""

from datetime import UTC, datetime
from typing import Any

from calendars.reading import Kind, Request

SINCE = datetime(2026, 11, 1, tzinfo=UTC)
UNTIL = datetime(2027, 12, 6, tzinfo=UTC)


def feed(url: str = "", **fields: Any) -> Request:
    values: dict[str, Any] = {"zone": "Europe/Berlin", "since": SINCE, "until": UNTIL}
    return Request(**{"kind": Kind.FEED, "url": url, **values, **fields})


def calendar(*events: str, head: str = "") -> str:
    """Each event as its lines, without the first and the last."""
    blocks = [f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT\n" for event in events]
    body = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:t\n{head}{''.join(blocks)}END:VCALENDAR\n"
    return "\r\n".join(line.strip() for line in body.splitlines()) + "\r\n"


ONE = calendar("UID:1\nDTSTART:20261201T100000Z\nDTEND:20261201T110000Z")
BUSY = ((datetime(2026, 12, 1, 10, tzinfo=UTC), datetime(2026, 12, 1, 11, tzinfo=UTC)),)
