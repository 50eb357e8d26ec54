"""The seeker's e-mail of the day before, through the operation that sends each reminder once."""

from datetime import datetime

from chats import lifecycle as chats
from chats.models import Reminder
from preparation import emails


def remind(reminder: Reminder, *, now: datetime) -> None:
    chats.remind(reminder, now=now, write=emails.reminder_day_seeker)
