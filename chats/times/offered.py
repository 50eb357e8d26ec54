"""A time as it is offered: what the seeker wants around it is written down with it."""

from datetime import datetime

from calendars.free import FreeBusy
from chats.models import Invitation, Offer, Slot


def offered_slot(
    invitation: Invitation, start: datetime, offer: Offer | None, free_busy: FreeBusy
) -> Slot:
    """A time the seeker offers. Their notice and buffers count, unless it is nearer on purpose."""
    in_time, end = start - free_busy.rules.notice, start + invitation.length
    clear_from, clear_until = free_busy.clear_around(start, end)
    return Slot(
        invitation=invitation,
        offer=offer,
        starts_at=start,
        ends_at=end,
        day=start.astimezone(invitation.seeker.time_zone).date(),
        closes_at=in_time if in_time > free_busy.now else start,
        clear_from=clear_from,
        clear_until=clear_until,
    )
