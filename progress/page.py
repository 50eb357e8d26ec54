"""What the page of plots shows: one snapshot, read; nothing is counted here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from accounts.models import User
from progress import plots, words
from progress.counting import WEEK, streak
from progress.figures import VERSION
from progress.models import Snapshot, WeeklyTarget
from progress.plots import Bars, Columns, Given

WEEKS = 26
DAYS_NAMED = {1: "day 1", 7: "7", 14: "14", 21: "21"}
NOT_OVER = "The hollow bar is this week, which is not over yet."

STAGES = [
    ("asked", "Asked"),
    ("answered", "Answered"),
    ("met", "Met"),
    ("thanked", "Thanked"),
    ("outcome", "Something came of it"),
]
COMPARED = [
    (
        "How you are connected",
        "connection",
        ["Introduced by a contact", "A connection noted", "Nothing noted"],
    ),
    ("The length of your letter", "words", ["Up to 75 words", "76 to 100 words", "Longer"]),
    (
        "The day it reached them",
        "weekday",
        ["Monday to Thursday", "Friday", "Saturday or Sunday"],
    ),
    ("Their time of day", "hour", ["Before noon", "Noon to 17:00", "After 17:00"]),
]


@dataclass(frozen=True)
class Table:
    """The same numbers to read."""

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Plot:
    """A drawing, what it says in a sentence, and its numbers."""

    name: str
    title: str
    says: str
    drawing: Bars | Columns
    table: Table
    note: str = ""
    """What a mark means that does not speak for itself."""


def context_for(seeker: User, now: datetime) -> dict[str, Any]:
    """Two rows are read: the snapshot and the target."""
    snapshot = Snapshot.objects.filter(seeker=seeker, version=VERSION).first()
    target = WeeklyTarget.objects.filter(seeker=seeker).first()
    aim = target.asks if target else 0
    if snapshot is None:
        return {"snapshot": None, "target": aim}
    today = now.astimezone(seeker.time_zone).date()
    since = target.since.astimezone(seeker.time_zone).date() if target and target.since else None
    shown = drawn(snapshot.figures, today, target=aim, since=since)
    return {"snapshot": snapshot, "target": aim, **shown}


def drawn(
    figures: dict[str, Any], today: date, *, target: int, since: date | None = None
) -> dict[str, Any]:
    """Every plot with its sentence, of figures and the day on which they are looked at. `since` is
    the day on which the target became what it is, where that is known."""
    this_week = today - timedelta(days=today.weekday())
    return {
        "any_asked": bool(figures["weeks"]),
        "rehearsed": figures.get("rehearsed", 0),
        "base_rate": words.base_rate(figures["asks"], figures["days"]),
        "week_says": _week_says(figures["weeks"], this_week, target, since),
        "funnel": _funnel(figures),
        "answers": _answers(figures),
        "weeks": _weeks(figures["weeks"], this_week, target),
        "kinds": [
            plots.rates(title, name, labels, figures["kinds"][name])
            for title, name, labels in COMPARED
        ],
        "compared": sum(asked for asked, _ in figures["kinds"]["words"]),
        "enough": plots.MIN_ASKS,
    }


def _week_says(weeks: dict[str, int], this_week: date, target: int, since: date | None) -> str:
    asked, before = (weeks.get(week.isoformat(), 0) for week in (this_week, this_week - WEEK))
    stood = since is not None and since < this_week
    return words.of_this_week(asked, before, target, target_stood=stood)


def _funnel(figures: dict[str, Any]) -> Plot:
    asks, people = figures["asks"], figures["people"]
    counts = {"asked": asks["people"], "answered": asks["people_answered"], **people}
    asked = max(counts["asked"], 1)
    rows = [(label, counts[key], f"{counts[key]:,}") for key, label in STAGES]
    table = [[label, f"{counts[key]:,}", _in_100(counts[key], asked)] for key, label in STAGES]
    return Plot(
        "funnel",
        "From asking to what came of it",
        "Each person counts once, however often you asked or met.",
        plots.bars(rows, max(asked, *counts.values())),
        Table("People at each step", ["Step", "People", "In 100 asked"], table),
    )


def _in_100(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)}"


def _answers(figures: dict[str, Any]) -> Plot:
    asks, days = figures["asks"], figures["days"]
    given = [
        Given(
            number,
            said=f"{number:,}" if number and _has_room(days, day) else "",
            tick=DAYS_NAMED.get(day + 1, ""),
        )
        for day, number in enumerate(days[:-1])
    ]
    later = Given(days[-1], f"{days[-1]:,}" if days[-1] else "", "later", "soft")
    half = words.days_to_half(days)
    line = (half, f"half within {half} {words.plural(half, 'day')}") if half else None
    rows = [[f"Day {day}", f"{number:,}"] for day, number in enumerate(days[:-1], 1) if number]
    rows += [["Later", f"{days[-1]:,}"]] if days[-1] else []
    rows += [["Still waiting", f"{asks['waiting']:,}"], ["No answer", f"{asks['silent']:,}"]]
    return Plot(
        "answers",
        "How long answers take",
        words.of_silence(asks["answered"], asks["sent"], asks["silent"], asks["waiting"]),
        plots.columns([*given, Given(0), later], half=line),
        Table("Answers by day since asking", ["When", "Asks"], rows),
    )


def _has_room(days: Sequence[int], day: int) -> bool:
    """One digit fits over any column; more only where it rises over those beside it."""
    before, after = days[day - 1] if day else 0, days[day + 1]
    return days[day] < 10 or (days[day] >= before and days[day] > after)


def _weeks(weeks: dict[str, int], this_week: date, target: int) -> Plot:
    shown = [this_week - WEEK * back for back in range(WEEKS - 1, -1, -1)]
    counts = [weeks.get(week.isoformat(), 0) for week in shown]
    given = [
        Given(
            number,
            said=f"{number:,}" if number else "",
            tick=_month(week, shown),
            tone="now" if week == this_week else "",
        )
        for week, number in zip(shown, counts, strict=True)
    ]
    rows = [
        [f"{week.day} {week:%B %Y}", f"{number:,}"]
        for week, number in reversed(list(zip(shown, counts, strict=True)))
    ]
    length = streak(weeks, this_week, target or 1)
    return Plot(
        "weeks",
        "Your weeks",
        f"{words.of_streak(length, target)} Asks count, not answers.",
        plots.columns(given, target=target),
        Table("Asks in each week", ["Week of", "Asks"], rows),
        NOT_OVER if counts[-1] else "",
    )


def _month(week: date, shown: Sequence[date]) -> str:
    """The name of the month where it begins; not in the last column, where it has no room."""
    starts = week == shown[0] or (week - WEEK).month != week.month
    has_room = week not in shown[-1:] and (week != shown[0] or (week + WEEK).month == week.month)
    return f"{week:%b}" if starts and has_room else ""
