"""The hours of a week as they are typed: rows of from and until under each weekday."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from django.http import QueryDict

from calendars.clock import say_time_of_day
from calendars.free import Window
from calendars.models.availability import MIDNIGHT

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MAX_ROWS = 8
"""Windows of one day; more is a mistake, or somebody trying."""


@dataclass
class Row:
    starts: str = ""
    ends: str = ""
    error: str = ""
    is_new: bool = False
    """Just asked for, so the next thing typed goes here."""


@dataclass
class Day:
    weekday: int
    rows: list[Row] = field(default_factory=list)

    @property
    def name(self) -> str:
        return WEEKDAYS[self.weekday]

    @property
    def is_full(self) -> bool:
        return len(self.rows) >= MAX_ROWS


class WeekForm:
    """Days with rows. `read` gives the windows, or None after it has put errors at the rows."""

    def __init__(self, days: list[Day]) -> None:
        self.days = days

    @classmethod
    def of(cls, week: Mapping[int, Sequence[Window]]) -> "WeekForm":
        return cls(
            [
                Day(
                    weekday,
                    [Row(said(starts), said(ends)) for starts, ends in week.get(weekday, ())],
                )
                for weekday in range(7)
            ]
        )

    @classmethod
    def typed(cls, data: QueryDict) -> "WeekForm":
        return cls([Day(weekday, list(_rows(data, weekday))) for weekday in range(7)])

    def change(self, data: QueryDict) -> bool:
        """A button that changes the rows without keeping them; whether one was pressed."""
        if "copy" in data:
            for day in self.days[1:5]:
                day.rows = [Row(row.starts, row.ends) for row in self.days[0].rows]
        elif (weekday := data.get("more", "")) in set("0123456"):
            day = self.days[int(weekday)]
            if not day.is_full:
                day.rows.append(Row(is_new=True))
        else:
            return False
        return True

    def read(self) -> dict[int, list[Window]] | None:
        week = {day.weekday: _read_day(day) for day in self.days}
        return None if self.errors else week

    @property
    def errors(self) -> int:
        return sum(bool(row.error) for day in self.days for row in day.rows)


def said(minutes: int) -> str:
    """As `<input type="time">` has it; the end of the day is its midnight."""
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"


def too_early(starts: int, ends: int) -> str:
    """Why hours end too early to be any."""
    if ends == starts:
        return "Beginning and end are the same. Please give a later end."
    return "The end comes before the beginning."


def minutes_of(typed: str) -> int | None:
    try:
        read = datetime.strptime(typed.strip()[:5], "%H:%M")  # noqa: DTZ007 - a local time
    except ValueError:
        return None
    return read.hour * 60 + read.minute


def _rows(data: QueryDict, weekday: int) -> Iterator[Row]:
    starts, ends = data.getlist(f"starts_{weekday}"), data.getlist(f"ends_{weekday}")
    for one, other in zip(starts, ends, strict=False):
        yield Row(one[:5], other[:5])


def _read_day(day: Day) -> list[Window]:
    """Rows left empty count as removed."""
    typed = [row for row in day.rows if row.starts.strip() or row.ends.strip()]
    read = sorted(
        ((window, row) for row in typed if (window := _read(row))), key=lambda pair: pair[0]
    )
    for (before, _), (after, row) in pairwise(read):
        if after[0] < before[1]:
            row.error = (
                f"This overlaps {say_time_of_day(before[0])} to {say_time_of_day(before[1])}."
            )
    for row in typed[MAX_ROWS:]:
        row.error = f"A day has room for {MAX_ROWS} of these. Join two of them, or empty this one."
    return [window for window, _ in read]


def _read(row: Row) -> Window | None:
    starts, ends = minutes_of(row.starts), minutes_of(row.ends)
    if starts is None or ends is None:
        early, late = say_time_of_day(9 * 60), say_time_of_day(17 * 60 + 30)
        row.error = f"Please give both, such as {early} and {late}."
        return None
    if (ends or MIDNIGHT) <= starts:
        row.error = f"{too_early(starts, ends)} Hours past midnight go on the next day."
        return None
    return starts, ends or MIDNIGHT
