"""The 24 hours of a thank-you, as words and as a share."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from calendars.clock import say_briefly
from followups.models import FollowUp
from followups.states import DUE_AFTER, Status

LONG = timedelta(days=6)
"""From then on nobody calls it a little late."""


@dataclass(frozen=True)
class Clock:
    """`kind` is due, late or done; `share` how much of the 24 hours is gone, in percent."""

    kind: str
    words: str
    share: int


def clock_of(follow_up: FollowUp, now: datetime, *, delivery_problem: str = "") -> Clock:
    if delivery_problem:
        return Clock("late", "It may not have arrived", 100)
    if follow_up.status == Status.DONE:
        return Clock("done", "Sent elsewhere" if follow_up.elsewhere else "Sent", 100)
    if follow_up.status == Status.SKIPPED:
        return Clock("late", "Skipped, and still worth sending", 100)
    if follow_up.send_at:
        words = f"Leaves {say_briefly(follow_up.send_at, follow_up.seeker.time_zone)}"
        return Clock("done", words, 100)
    left = follow_up.due_at - now
    if left <= -LONG:
        return Clock("due", "Late is better than never", 100)
    if left <= timedelta():
        return Clock("late", "A little late, and still welcome", 100)
    return Clock("due", f"{_say(left)} left", min(100, round(100 * (1 - left / DUE_AFTER))))


def _say(span: timedelta) -> str:
    minutes = int(span.total_seconds()) // 60
    if minutes < 1:
        return "Less than a minute"
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest} min" if hours else f"{rest} min"
