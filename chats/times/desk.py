"""The part of the desk where times are picked: rows and ticks, what they mean, and suggestions."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.http import QueryDict

from calendars import clock
from calendars.fields import MAX_AHEAD, typed_as
from calendars.free import FreeBusy, Host
from calendars.intervals import merged
from calendars.suggest import suggest, why
from calendars.week import Week, week_around
from chats.models import Invitation, Slot
from chats.states import Side
from chats.times import typed as typed_times
from chats.times.mine import free_busy_of
from chats.times.typed import TypedTime

BLANK_ROWS = 3
SUGGESTED_TIMES = 5
"""How many times are offered when they are suggested."""
LOOK_FOR_TIMES = timedelta(weeks=3)
LOOK_AHEAD = 3
"""In days: late in the week the grid begins with the next one."""


@dataclass
class TimesDesk:
    """Rows and ticks for times, which feed one list."""

    picks_one: ClassVar[bool] = False
    """Whether the week has one time to pick instead of several."""
    saves_itself: ClassVar[bool] = False
    """Whether each change is kept, and so goes with what was there before."""
    invitation: Invitation
    raws: Sequence[str]
    now: datetime
    day: date | None = None
    """Whose week is shown; without one, that of the first time."""
    all_hours: bool = False
    """Whether early and late hours are in view as well."""
    suggested: int | None = None
    """How many times were added, where the seeker asked for some."""
    checked: bool = False
    """Whether what is wrong with the list as a whole is said."""

    @classmethod
    def posted(cls, invitation: Invitation, data: QueryDict, now: datetime) -> "TimesDesk":
        """Of the page for other times, which keeps nothing before they are offered."""
        shown = {"all_hours": "all_hours" in data, "checked": "offer" in data}
        desk = cls(invitation, times_in(data), now, week_in(data), **shown)
        if "suggest" in data:
            desk.suggest()
        return desk

    @property
    def mine(self) -> ZoneInfo:
        zone: ZoneInfo = self.invitation.seeker.time_zone
        return zone

    @property
    def theirs(self) -> ZoneInfo:
        return self.invitation.zone_for_host

    @property
    def are_apart(self) -> bool:
        """Whether the two read another hour from their clocks."""
        return clock.offset(self.now, self.mine) != clock.offset(self.now, self.theirs)

    @cached_property
    def host(self) -> Host:
        return Host(self.theirs, is_guess=not self.invitation.knows_host_zone)

    @cached_property
    def free_busy(self) -> FreeBusy:
        """From today to the last day that is looked at."""
        today = self._today
        days = [today + LOOK_FOR_TIMES, *self._typed_days, *([self.day] if self.day else [])]
        last = min(max(days), today + MAX_AHEAD) + timedelta(weeks=1)
        return free_busy_of(self.invitation.seeker, today, last, self.now, self.invitation)

    @property
    def _today(self) -> date:
        return self.now.astimezone(self.mine).date()

    @property
    def _typed_days(self) -> Iterator[date]:
        for raw in self.raws:
            with suppress(ValueError):
                yield date.fromisoformat(raw[:10])

    @cached_property
    def times(self) -> list[TypedTime]:
        length = self.invitation.length
        return typed_times.read(self.raws, free_busy=self.free_busy, host=self.host, length=length)

    @property
    def picked(self) -> list[tuple[TypedTime, str]]:
        """Each time with what is worth knowing of it: why it is a good one, or what is against."""
        return [(time, self._note(time)) for time in self.times]

    def _note(self, time: TypedTime) -> str:
        if time.starts_at is None or time.problem:
            return ""
        if time.conflicts:
            return f"{time.against}. Offered on purpose."
        return why(time.starts_at, self.free_busy, self.host)

    @property
    def good(self) -> list[datetime]:
        return [time.starts_at for time in self.times if time.starts_at and not time.problem]

    @property
    def problem(self) -> str:
        return typed_times.problem_of(self.times, self.fewest) if self.checked else ""

    @property
    def fewest(self) -> int:
        return typed_times.MIN_TIMES

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Where to look and what for, for the summary at the top."""
        return [("times", self.problem)] if self.problem else []

    @property
    def slots(self) -> list[Slot]:
        """As they would be offered, not saved."""
        length = self.invitation.length
        return [
            Slot(invitation=self.invitation, starts_at=start, ends_at=start + length)
            for start in self.good
        ]

    @cached_property
    def proposed(self) -> list[TypedTime]:
        """What the host has proposed instead, as if the seeker had typed it."""
        by_host = self.invitation.slots.filter(by=Side.HOST, withdrawn_at=None).order_by(
            "starts_at"
        )
        starts = by_host.values_list("starts_at", flat=True)
        raws = [typed_as(start, self.mine) for start in starts]
        length = self.invitation.length
        return typed_times.read(raws, free_busy=self.free_busy, host=self.host, length=length)

    @property
    def mark(self) -> str:
        """What the marked half hours of the week are."""
        return f"{self.invitation.contact.first_name} proposed it"

    @cached_property
    def week(self) -> Week:
        return week_around(
            self.day or self._first_day(),
            free_busy=self.free_busy,
            host=self.host,
            length=self.invitation.length,
            picked=self.good,
            proposed=[time.starts_at for time in self.proposed if time.starts_at],
        )

    def _first_day(self) -> date:
        first = min(self.good, default=None)
        if first is not None:
            return first.astimezone(self.mine).date()
        return self._today + timedelta(days=LOOK_AHEAD)

    def suggest(self) -> None:
        """Pick good times beside those there are, on other days where that is possible."""
        length, good = self.invitation.length, self.good
        free_busy = replace(
            self.free_busy,
            booked=merged([*self.free_busy.booked, *((start, start + length) for start in good)]),
        )
        last = self._today + LOOK_FOR_TIMES
        found = suggest(
            free_busy, self.host, length, first=self._today, last=last, wanted=SUGGESTED_TIMES
        )
        taken = {start.astimezone(self.mine).date() for start in good}
        found.sort(key=lambda one: one.starts_at.astimezone(self.mine).date() in taken)
        starts = [one.starts_at for one in found[: max(1, SUGGESTED_TIMES - len(good))]]
        self.suggested = len(starts)
        added = [typed_as(start, self.mine) for start in starts]
        self._take(typed_times.typed([*self.raws, *added]))

    def _take(self, raws: Sequence[str]) -> None:
        self.raws, self.day = raws, None
        del self.times

    @property
    def few_found(self) -> bool:
        """Suggestions were asked for, and there are not enough times to offer even so."""
        return self.suggested is not None and len(self.good) < self.fewest

    @property
    def ticked(self) -> set[str]:
        """Times that stand in the grid as ticks."""
        return {time.raw for time in self.times} & self.week.values

    @property
    def rows(self) -> list[TypedTime | None]:
        """All the others, each in a row of its own, then a few blank ones."""
        others = [time for time in self.times if time.raw not in self.ticked]
        return [*others, *[None] * BLANK_ROWS]


def times_in(data: QueryDict) -> list[str]:
    """The times of the form: without one the seeker has just removed, and with what they have just
    said is meant where the clocks change."""
    raws = typed_times.typed(data.getlist("times"))
    raws = typed_times.with_readings(raws, data.getlist("reading"))
    before, _, after = data.get("meant", "").partition("/")
    said = [after if after and raw == before else raw for raw in raws]
    return typed_times.typed(raw for raw in said if raw != data.get("remove"))


def week_in(data: QueryDict) -> date | None:
    """The week asked for, or the one that was shown."""
    try:
        return date.fromisoformat(data.get("go") or data.get("week") or "")
    except ValueError:
        return None
