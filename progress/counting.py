"""Count a seeker's asks. Pure: rows in, figures out; nothing is read, no clock is asked."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

WEEK, DAYS = timedelta(weeks=1), 31
"""An answer is counted by its day since asking, from the first to the thirty-first."""
KEPT_WEEKS = 156
"""Three years of asks, so that a long streak is seen whole."""
HAD_TIME = timedelta(days=14)
"""Only asks this old are compared: younger ones have not had their chance yet."""

CONNECTIONS = ["introduced", "noted", "none"]
LENGTHS = ["short", "fair", "long"]
WEEKDAYS = ["weekday", "friday", "weekend"]
HOURS = ["morning", "afternoon", "evening"]
AIM_FOR, AT_MOST = 75, 100
"""Words of a message, as the coach has them."""
FRIDAY = 4
NOON, EVENING = 12, 17


@dataclass(frozen=True)
class Ask:
    """One invitation that was sent, and what is known of it."""

    contact: int
    sent_at: datetime
    host_zone: ZoneInfo
    connection: str
    words: int
    answered_at: datetime | None = None
    waiting: bool = False
    """Still open, so that silence means nothing yet."""
    arrived: bool = True
    """Nobody can answer what did not arrive. It was an ask all the same."""


def monday(instant: datetime, zone: ZoneInfo) -> date:
    """The first day of its ISO week, by the calendar of the zone."""
    day = instant.astimezone(zone).date()
    return day - timedelta(days=day.weekday())


def count(asks: Iterable[Ask], *, zone: ZoneInfo, now: datetime) -> dict[str, object]:
    """All that the plots of asks show, as it is kept."""
    asks = list(asks)
    arrived = [ask for ask in asks if ask.arrived]
    return {
        "asks": _outcome_of_asks(arrived),
        "days": _by_day(arrived),
        "weeks": _by_week(asks, zone, now),
        "kinds": _kinds([ask for ask in arrived if now - ask.sent_at >= HAD_TIME]),
    }


def _outcome_of_asks(asks: list[Ask]) -> dict[str, int]:
    answered = [ask for ask in asks if ask.answered_at]
    waiting = sum(ask.waiting for ask in asks if not ask.answered_at)
    return {
        "sent": len(asks),
        "answered": len(answered),
        "waiting": waiting,
        "silent": len(asks) - len(answered) - waiting,
        "people": len({ask.contact for ask in asks}),
        "people_answered": len({ask.contact for ask in answered}),
    }


def _by_day(asks: list[Ask]) -> list[int]:
    """Answers within the first day, the second, ..., and last all that came later."""
    took = Counter(
        min(max((ask.answered_at - ask.sent_at).days, 0), DAYS) for ask in asks if ask.answered_at
    )
    return [took[day] for day in range(DAYS + 1)]


def _by_week(asks: list[Ask], zone: ZoneInfo, now: datetime) -> dict[str, int]:
    oldest = monday(now, zone) - KEPT_WEEKS * WEEK
    weeks = Counter(monday(ask.sent_at, zone) for ask in asks)
    return {week.isoformat(): weeks[week] for week in sorted(weeks) if week > oldest}


def _kinds(asks: list[Ask]) -> dict[str, list[list[int]]]:
    """For each kind of ask, in the order of its names: how many, and how many were answered."""
    return {
        "connection": _answered(asks, CONNECTIONS, [ask.connection for ask in asks]),
        "words": _answered(asks, LENGTHS, [_length(ask.words) for ask in asks]),
        "weekday": _answered(asks, WEEKDAYS, [_weekday(_theirs(ask)) for ask in asks]),
        "hour": _answered(asks, HOURS, [_hour(_theirs(ask)) for ask in asks]),
    }


def _answered(asks: list[Ask], names: list[str], kinds: list[str]) -> list[list[int]]:
    sent = Counter(kinds)
    heard = Counter(kind for ask, kind in zip(asks, kinds, strict=True) if ask.answered_at)
    return [[sent[name], heard[name]] for name in names]


def _theirs(ask: Ask) -> datetime:
    """When it reached the host, by their own clock."""
    return ask.sent_at.astimezone(ask.host_zone)


def _length(words: int) -> str:
    return "short" if words <= AIM_FOR else "fair" if words <= AT_MOST else "long"


def _weekday(at: datetime) -> str:
    day = at.weekday()
    return "weekday" if day < FRIDAY else "friday" if day == FRIDAY else "weekend"


def _hour(at: datetime) -> str:
    return "morning" if at.hour < NOON else "afternoon" if at.hour < EVENING else "evening"


def streak(weeks: dict[str, int], this_week: date, least: int = 1) -> int:
    """Weeks in a row with that many asks. The week that is not over yet can only add to it."""
    length = int(weeks.get(this_week.isoformat(), 0) >= least)
    week = this_week - WEEK
    while weeks.get(week.isoformat(), 0) >= least:
        length, week = length + 1, week - WEEK
    return length
