"""One function for each e-mail, each with a folder of three templates in `templates/emails/`.

Every function renders and returns an e-mail; the operation queues it. `link` is a private link that
was minted for this very e-mail.
"""

from chats.emails.asking import (
    countered_seeker,
    declined_seeker,
    invitation,
    new_times,
    no_times_left_seeker,
    reopened_seeker,
    times_lost_seeker,
    undeliverable_seeker,
)
from chats.emails.clocks import (
    clocks_changed_host,
    clocks_changed_seeker,
    moment_kept_host,
    moment_kept_seeker,
)
from chats.emails.common import UNDO_DELAY, as_read_by, outreach_headers, way_out_headers
from chats.emails.groups import (
    ASKS,
    CHAT_TO_HOST,
    CLOCKS_CHANGED,
    FIRST_NEWS,
    MOVED,
    OF_THE_CALENDAR,
)
from chats.emails.meeting import (
    booked_host,
    booked_seeker,
    cancelled_host,
    cancelled_seeker,
    moved_host,
    moved_seeker,
    place_changed_host,
    place_changed_seeker,
)
from chats.emails.reminding import (
    before_chat,
    confirmed_host,
    reminder_day_host,
    reminder_hour_seeker,
)
from chats.emails.replies import reply_host, reply_own_seeker, reply_seeker

__all__ = [
    "ASKS",
    "CHAT_TO_HOST",
    "CLOCKS_CHANGED",
    "FIRST_NEWS",
    "MOVED",
    "OF_THE_CALENDAR",
    "UNDO_DELAY",
    "as_read_by",
    "before_chat",
    "booked_host",
    "booked_seeker",
    "cancelled_host",
    "cancelled_seeker",
    "clocks_changed_host",
    "clocks_changed_seeker",
    "confirmed_host",
    "countered_seeker",
    "declined_seeker",
    "invitation",
    "moment_kept_host",
    "moment_kept_seeker",
    "moved_host",
    "moved_seeker",
    "new_times",
    "no_times_left_seeker",
    "outreach_headers",
    "place_changed_host",
    "place_changed_seeker",
    "reminder_day_host",
    "reminder_hour_seeker",
    "reopened_seeker",
    "reply_host",
    "reply_own_seeker",
    "reply_seeker",
    "times_lost_seeker",
    "undeliverable_seeker",
    "way_out_headers",
]
