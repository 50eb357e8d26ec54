"""Operations of calendars: adding, reading and removing them, and writing agreed chats into one.

Each takes `now`, locks, writes everything and returns. Whatever talks to a server (`read_due`,
`write_due`) is called by a worker alone, never inside a request.
"""

from calendars.lifecycle.accounts import (
    add_caldav,
    add_feed,
    caldav_at,
    choose,
    feed_at,
    read_now,
    remove,
    take_chats,
    turn_on,
)
from calendars.lifecycle.fingerprint import notice_changes
from calendars.lifecycle.reading import read, read_due
from calendars.lifecycle.writing import write, write_due

__all__ = [
    "add_caldav",
    "add_feed",
    "caldav_at",
    "choose",
    "feed_at",
    "notice_changes",
    "read",
    "read_due",
    "read_now",
    "remove",
    "take_chats",
    "turn_on",
    "write",
    "write_due",
]
