"""One function for each e-mail, each with a folder of three templates in `templates/emails/`.

Every function renders and returns a draft; the verb queues it. `link` is a private link that was
minted for this very e-mail.
"""

from chats.emails.common import as_read_by, outreach_headers, way_out_headers
from chats.emails.host import (
    ASKS,
    CHAT_TO_HOST,
    booked_host,
    cancelled_host,
    confirmed_host,
    invitation,
    moved_host,
    place_changed_host,
    reminder_day_host,
)
from chats.emails.seeker import (
    SETTLE,
    before_chat,
    booked_seeker,
    cancelled_seeker,
    countered_seeker,
    declined_seeker,
    moved_seeker,
    no_times_left_seeker,
    place_changed_seeker,
    reminder_hour_seeker,
    reopened_seeker,
    times_lost_seeker,
    undeliverable_seeker,
)

__all__ = [
    "ASKS",
    "CHAT_TO_HOST",
    "SETTLE",
    "as_read_by",
    "before_chat",
    "booked_host",
    "booked_seeker",
    "cancelled_host",
    "cancelled_seeker",
    "confirmed_host",
    "countered_seeker",
    "declined_seeker",
    "invitation",
    "moved_host",
    "moved_seeker",
    "no_times_left_seeker",
    "outreach_headers",
    "place_changed_host",
    "place_changed_seeker",
    "reminder_day_host",
    "reminder_hour_seeker",
    "reopened_seeker",
    "times_lost_seeker",
    "undeliverable_seeker",
    "way_out_headers",
]
