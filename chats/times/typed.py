"""The times a seeker types or ticks: one list, kept as typed, each with what is wrong with it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django import forms

from calendars.fields import TYPED, LocalTimeField, typed_as
from calendars.free import HARD_CONFLICTS, Conflict, FreeBusy, Host
from outbox.text import one_line

LOCAL_TIME_LENGTH = len("2026-11-24T15:00")
OFFSET = re.compile(r"UTC([+−]\d{1,2}(:\d\d)?)?")
MIN_TIMES = 3
MAX_TIMES = 20
TOO_FEW = "Please offer three times or more, so that one of them fits."
TOO_MANY = f"That is more than {MAX_TIMES} times. Fewer are easier to choose from."
WHY_NOT = {
    Conflict.PAST: "This time has passed. Please choose a later one.",
    Conflict.BOOKED: "You have a chat then already. Please choose another time.",
    Conflict.BUSY: "Something is in your calendar then. Please choose another time.",
    Conflict.DAY_FULL: "That day has as many chats as you want. Please choose another day.",
}


@dataclass(frozen=True)
class TypedTime:
    raw: str
    """As the form sends it: a local time in the seeker's zone, or whatever was typed."""
    starts_at: datetime | None
    problem: str = ""
    conflicts: Sequence[Conflict] = ()
    """What speaks against it, and leaves it to the seeker."""
    meant: Sequence[tuple[str, datetime]] = ()
    """On the nights the clocks change: what could be meant instead, as the form would send it."""

    @property
    def against(self) -> str:
        """`Outside your hours, not daytime for them`."""
        said = ", ".join(
            conflict.label[0].lower() + conflict.label[1:] for conflict in self.conflicts
        )
        return f"{said[:1].upper()}{said[1:]}"

    @property
    def is_local_time(self) -> bool:
        """Whether a date-and-time control can show it."""
        return self.starts_at is not None or _canonical(self.raw) != ""

    @property
    def local_time(self) -> str:
        """Without the offset that says which of two readings is meant."""
        return self.raw[:LOCAL_TIME_LENGTH] if self.is_local_time else self.raw

    @property
    def typed_at(self) -> datetime | None:
        """The local time, whether or not the clocks show it once."""
        return datetime.strptime(self.local_time, TYPED) if _canonical(self.raw) else None  # noqa: DTZ007

    @property
    def is_chosen(self) -> bool:
        """Whether it comes twice, and one of the two was chosen."""
        return self.is_local_time and self.raw != self.local_time


def with_readings(raws: Iterable[str], readings: Iterable[str]) -> list[str]:
    """Each time that comes twice together with the reading that was chosen before."""
    chosen = {reading[:LOCAL_TIME_LENGTH]: reading for reading in map(_canonical, readings)}
    return [chosen.get(_canonical(raw), raw) for raw in raws]


def typed(raws: Iterable[str]) -> list[str]:
    """What was typed, once each, in the order of time; what is no time at all stands last."""
    tidy = (_canonical(raw) or one_line(raw)[:60] for raw in raws)
    once = dict.fromkeys(raw for raw in tidy if raw)
    return sorted(once, key=lambda raw: (not _canonical(raw), raw))[: 2 * MAX_TIMES]


def _canonical(raw: str) -> str:
    """The local time, and behind it the offset that was chosen if it comes twice."""
    raw = raw.strip()
    try:
        local = datetime.strptime(raw[:LOCAL_TIME_LENGTH].replace(" ", "T"), TYPED)  # noqa: DTZ007 - no zone yet
    except ValueError:
        return ""
    # %Y does not fill up a year before 1000.
    typed, chosen = local.isoformat(timespec="minutes"), raw[LOCAL_TIME_LENGTH:].strip()
    return f"{typed} {chosen}" if OFFSET.fullmatch(chosen) else typed


def read(
    raws: Iterable[str], *, free_busy: FreeBusy, host: Host, length: timedelta
) -> list[TypedTime]:
    """Each time with its instant, and what speaks against it: a sentence that says what to change,
    or notes where it may be offered all the same."""
    field = LocalTimeField()
    field.read_in(free_busy.rules.zone, free_busy.now)
    times: list[TypedTime] = []
    for raw in typed(raws):
        starts_at, problem, meant = _instant(field, raw)
        conflicts: Sequence[Conflict] = ()
        if starts_at is not None:
            ends_at = starts_at + length
            conflicts = [
                *free_busy.conflicts(starts_at, ends_at),
                *host.conflicts(starts_at, ends_at),
            ]
            problem = _problem(starts_at, length, conflicts, times)
        times.append(TypedTime(raw, starts_at, problem, () if problem else tuple(conflicts), meant))
    return times


Meant = tuple[tuple[str, datetime], ...]


def _instant(field: LocalTimeField, raw: str) -> tuple[datetime | None, str, Meant]:
    """Its instant; or what is wrong, and what could be meant where the clocks change."""
    try:
        return field.clean(raw), "", ()
    except forms.ValidationError as error:
        params = getattr(error, "error_list", [error])[0].params or {}
        meant = ((typed_as(instant, field.zone), instant) for instant in params.get("meant", ()))
        return None, error.messages[0], tuple(meant)


def _problem(
    starts_at: datetime,
    length: timedelta,
    conflicts: Iterable[Conflict],
    earlier: Sequence[TypedTime],
) -> str:
    sentence = next((WHY_NOT[conflict] for conflict in conflicts if conflict in HARD_CONFLICTS), "")
    if sentence:
        return sentence
    good = (time.starts_at for time in earlier if time.starts_at and not time.problem)
    if any(other < starts_at + length and other + length > starts_at for other in good):
        return "This overlaps with another time in the list. Please move one of them."
    return ""


def problem_of(times: Sequence[TypedTime], fewest: int = MIN_TIMES) -> str:
    """What is wrong with the list as a whole, when it is about to be offered."""
    if any(time.problem for time in times):
        return "Some of the times need another look."
    if len(times) < fewest:
        return TOO_FEW
    return TOO_MANY if len(times) > MAX_TIMES else ""
