"""The e-mails that a chat causes, those with a calendar entry among them."""

from chats.meeting.emails.asks import declined_seeker, no_times_left_seeker
from chats.meeting.emails.entries import (
    booked_host,
    booked_seeker,
    cancelled_host,
    cancelled_seeker,
    moved_host,
    moved_seeker,
    place_changed_host,
    place_changed_seeker,
)
from chats.meeting.emails.new_rules import (
    clocks_changed_host,
    clocks_changed_seeker,
    moment_kept_host,
    moment_kept_seeker,
)
from chats.meeting.emails.reminding import (
    before_chat,
    confirmed_host,
    reminder_day_host,
    reminder_hour_seeker,
)

__all__ = [
    "before_chat",
    "booked_host",
    "booked_seeker",
    "cancelled_host",
    "cancelled_seeker",
    "clocks_changed_host",
    "clocks_changed_seeker",
    "confirmed_host",
    "declined_seeker",
    "moment_kept_host",
    "moment_kept_seeker",
    "moved_host",
    "moved_seeker",
    "no_times_left_seeker",
    "place_changed_host",
    "place_changed_seeker",
    "reminder_day_host",
    "reminder_hour_seeker",
]
