"""What stands on a day that a seeker has marked as not free. Chats know that, and are asked."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from accounts.models import User
from calendars import commitments
from calendars.commitments import DayCommitments
from calendars.models import DayException


def commitments_on(
    seeker: User, days: Sequence[DayException], now: datetime
) -> Mapping[int, DayCommitments]:
    """By the key of each day off. As many queries for many days as for one."""
    off = [one for one in days if one.kind == DayException.Kind.OFF]
    return commitments.known().commitments_on(seeker, off, now) if off else {}


def said_of(found: DayCommitments) -> str:
    """In a sentence, as soon as the day is marked."""
    agreed = " What is agreed then stands, and is listed with it." if found.agreed else ""
    closing = " Nobody can take the times you offered then any more." if found.closing else ""
    return f"The day is kept.{agreed}{closing}"
