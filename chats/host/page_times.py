"""The offered times as the page shows them."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from calendars import clock
from chats.host import queries as host_queries
from chats.models import Invitation, Slot
from chats.states import Side


@dataclass(frozen=True)
class Time:
    """One time as the page shows it: a button has no room for a year, and offers are weeks away."""

    pk: int
    starts_at: datetime
    day: str
    hours: str
    note: str
    """Why it cannot be taken any more; empty while it can."""
    is_picked: bool

    @property
    def is_open(self) -> bool:
        return not self.note


def time_of(
    slot: Slot, zone: ZoneInfo, now: datetime, picked: str = "", conflict: datetime | None = None
) -> Time:
    note = gettext("Taken") if slot.starts_at == conflict else _why_closed(slot, now)
    start, end = (clock.say_hour(instant, zone) for instant in (slot.starts_at, slot.ends_at))
    day, where = clock.say_day_and_month(slot.starts_at, zone), clock.say_zone(slot.starts_at, zone)
    return Time(
        pk=slot.pk,
        starts_at=slot.starts_at,
        day=gettext("%(day)s, %(hour)s") % {"day": day, "hour": start},
        hours=gettext("to %(hour)s, %(where)s") % {"hour": end, "where": where},
        note=note,
        is_picked=not note and str(slot.pk) == picked,
    )


def _why_closed(slot: Slot, now: datetime) -> str:
    """A preview's slots are not saved: they have no end and nothing beside them yet."""
    if slot.starts_at <= now:
        return gettext("Past")
    if getattr(slot, "is_off", False):
        return gettext("No longer free")
    if getattr(slot, "is_taken", False):
        return gettext("Just taken")
    is_too_soon = slot.closes_at and slot.closes_at <= now
    return gettext("Too soon by now") if is_too_soon else ""


def still_open(invitation: Invitation, now: datetime) -> list[Time]:
    """The offered times that can be taken, in order; none once the time to answer is over."""
    if invitation.expires_at is None or invitation.expires_at <= now:
        return []
    slots = host_queries.current_slots(invitation)
    times = [time_of(one, invitation.zone_for_host, now) for one in slots if one.by == Side.SEEKER]
    return sorted((one for one in times if one.is_open), key=lambda one: one.starts_at)
