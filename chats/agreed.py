"""The wall times both agreed to, kept beside the instant."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from calendars.fields import TYPED
from chats.models import Invitation


def agreed_on(invitation: Invitation, starts_at: datetime) -> dict[str, Any]:
    """The fields of a chat that say its moment as each side reads it."""
    mine, theirs = invitation.seeker.time_zone, invitation.zone_for_host
    return {
        "day": starts_at.astimezone(mine).date(),
        "seeker_zone": mine,
        "seeker_wall": wall(starts_at, mine),
        "host_zone": theirs,
        "host_wall": wall(starts_at, theirs),
    }


def wall(instant: datetime, zone: ZoneInfo) -> str:
    """`2026-11-24T15:00`."""
    return instant.astimezone(zone).strftime(TYPED)
