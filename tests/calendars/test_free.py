"""Whether a seeker is free, and why not: each conflict alone, and all together by brute force."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from calendars.free import HARD_CONFLICTS, Conflict, FreeBusy, Host, Rules, free_starts
from calendars.intervals import Interval, merged

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
HALF_AN_HOUR = timedelta(minutes=30)
MONDAY = date(2026, 11, 23)
THURSDAY = date(2026, 11, 26)
LONG_BEFORE = datetime(2026, 11, 1, tzinfo=UTC)


def at(day: date, hour: float, zone: ZoneInfo = BERLIN) -> datetime:
    return (datetime.combine(day, datetime.min.time(), zone) + timedelta(hours=hour)).astimezone(
        UTC
    )


def stretch(day: date, begins: float, ends: float) -> Interval:
    return at(day, begins), at(day, ends)


def conflicts(
    free_busy: FreeBusy, day: date, hour: float, long: timedelta = HALF_AN_HOUR
) -> Sequence[Conflict]:
    start = at(day, hour, free_busy.rules.zone)
    return free_busy.conflicts(start, start + long)


def starts(free_busy: FreeBusy, day: date, long: timedelta = HALF_AN_HOUR) -> list[str]:
    """What the clocks on the wall show at each free start of that day."""
    found = free_starts(free_busy, long, day, day)
    return [f"{start.astimezone(free_busy.rules.zone):%H:%M}" for start in found]


def free_busy_of(rules: Rules, now: datetime = LONG_BEFORE) -> FreeBusy:
    return FreeBusy(rules, now)


ROOMY = Rules(BERLIN, buffer_before=HALF_AN_HOUR, buffer_after=timedelta(hours=1))


@pytest.mark.parametrize(
    ("taken", "clear"),
    [
        ([], (9.5, 11.5)),
        ([(9, 9.5), (11.5, 12)], (9.5, 11.5)),
        ([(9, 9.75)], (10, 11.5)),
        ([(10.75, 11)], (9.5, 10.5)),
        ([(9, 10), (10.5, 11)], (10, 10.5)),
    ],
)
def test_a_time_keeps_its_buffers_clear_unless_something_stands_there(
    taken: Sequence[tuple[float, float]], clear: tuple[float, float]
) -> None:
    stretches = [stretch(MONDAY, *one) for one in taken]
    for free_busy in (
        FreeBusy(ROOMY, LONG_BEFORE, booked=stretches),
        FreeBusy(ROOMY, LONG_BEFORE, busy=stretches),
    ):
        assert free_busy.clear_around(*stretch(MONDAY, 10, 10.5)) == stretch(MONDAY, *clear)


def test_an_ordinary_hour_is_free() -> None:
    assert conflicts(free_busy_of(Rules(BERLIN)), MONDAY, 10) == []


@pytest.mark.parametrize(
    ("conflict", "free_busy", "hour"),
    [
        (Conflict.PAST, FreeBusy(Rules(BERLIN), at(MONDAY, 10)), 10),
        (Conflict.BOOKED, FreeBusy(Rules(BERLIN), LONG_BEFORE, [stretch(MONDAY, 10.25, 11)]), 10),
        (Conflict.BUSY, FreeBusy(Rules(BERLIN), LONG_BEFORE, busy=[stretch(MONDAY, 9, 10.25)]), 10),
        (
            Conflict.DAY_FULL,
            FreeBusy(Rules(BERLIN, most_per_day=1), LONG_BEFORE, chats=[at(MONDAY, 15)]),
            10,
        ),
        (Conflict.NOTICE, FreeBusy(Rules(BERLIN), at(MONDAY, 9.5)), 10),
        (
            Conflict.BUFFER,
            FreeBusy(
                Rules(BERLIN, buffer_after=HALF_AN_HOUR),
                LONG_BEFORE,
                busy=[stretch(MONDAY, 10.75, 12)],
            ),
            10,
        ),
        (Conflict.OUT_OF_HOURS, free_busy_of(Rules(BERLIN)), 17.75),
        (Conflict.QUIET_DAY, free_busy_of(Rules(BERLIN, quiet_days=frozenset({0}))), 10),
        (Conflict.HOLIDAY, free_busy_of(Rules(BERLIN, country="JP")), 10),
    ],
)
def test_each_conflict_is_said_alone(conflict: Conflict, free_busy: FreeBusy, hour: float) -> None:
    assert conflicts(free_busy, MONDAY, hour) == [conflict]


def test_a_day_off_says_so_and_a_day_without_hours_does_not() -> None:
    off = free_busy_of(Rules(BERLIN, off={MONDAY: [(0, 24 * 60)]}))
    assert conflicts(off, MONDAY, 10) == [Conflict.DAY_OFF, Conflict.OUT_OF_HOURS]
    assert conflicts(off, MONDAY - timedelta(days=1), 10) == [Conflict.OUT_OF_HOURS]


@pytest.mark.parametrize(
    ("conflicts", "day", "hour"),
    [
        ([], MONDAY, 15),
        ([], MONDAY, 24.5),  # their 18:30 to 19:00
        ([Conflict.THEIR_NIGHT], MONDAY, 13.5),  # their 7:30
        ([Conflict.THEIR_NIGHT], MONDAY, 24.75),  # until their 19:15
        ([Conflict.THEIR_NIGHT], MONDAY, 29.75),  # over their midnight
        ([Conflict.THEIR_WEEKEND], MONDAY - timedelta(days=1), 15),
        ([Conflict.THEIR_HOLIDAY], THURSDAY, 15),  # Thanksgiving
    ],
)
def test_their_day_is_read_where_they_are(
    conflicts: list[Conflict], day: date, hour: float
) -> None:
    assert Host(NEW_YORK).conflicts(at(day, hour), at(day, hour) + HALF_AN_HOUR) == conflicts


def test_their_weekend_is_the_one_of_their_country() -> None:
    friday, cairo = THURSDAY + timedelta(days=1), ZoneInfo("Africa/Cairo")
    assert Host(cairo).conflicts(at(friday, 10), at(friday, 10.5)) == [Conflict.THEIR_WEEKEND]
    sunday = THURSDAY + timedelta(days=3)
    assert Host(cairo).conflicts(at(sunday, 10), at(sunday, 10.5)) == []


@pytest.mark.parametrize("day", [THURSDAY, THURSDAY + timedelta(days=2)])
@pytest.mark.parametrize("host", [Host(ZoneInfo("UTC")), Host(NEW_YORK, is_guess=True)])
def test_without_a_country_there_is_no_weekend_and_no_holiday(host: Host, day: date) -> None:
    assert host.conflicts(at(day, 15), at(day, 15.5)) == []


def test_nothing_is_said_of_the_day_of_somebody_nobody_knows_where() -> None:
    host = Host(BERLIN, is_guess=True)
    assert host.conflicts(at(MONDAY, 3), at(MONDAY, 3.5)) == []


def test_holidays_of_both_countries_are_told_apart() -> None:
    """Thanksgiving is theirs, German Unity Day is mine, Christmas belongs to both."""
    mine, theirs = free_busy_of(Rules(BERLIN, country="DE")), Host(NEW_YORK)
    weekdays = free_busy_of(
        Rules(BERLIN, weekly={day: [(540, 1080)] for day in range(7)}, country="DE")
    )
    unity, christmas = date(2027, 10, 3), date(2026, 12, 25)
    assert conflicts(weekdays, unity, 16) == [Conflict.HOLIDAY]
    assert conflicts(mine, THURSDAY, 16) == []
    assert conflicts(mine, christmas, 16) == [Conflict.HOLIDAY]
    assert theirs.conflicts(at(christmas, 16), at(christmas, 16.5)) == [Conflict.THEIR_HOLIDAY]
    assert Conflict.THEIR_HOLIDAY not in theirs.conflicts(at(unity, 16), at(unity, 16.5))


def test_the_strongest_reason_comes_first_and_only_four_forbid() -> None:
    everything = FreeBusy(
        Rules(BERLIN, weekly={}, off={}, most_per_day=1, quiet_days=frozenset({0}), country="JP"),
        at(MONDAY, 12),
        booked=[stretch(MONDAY, 9, 11)],
        busy=[stretch(MONDAY, 9, 11)],
        chats=[at(MONDAY, 9)],
    )
    found = conflicts(everything, MONDAY, 10)
    assert found == [conflict for conflict in Conflict if conflict in found]
    assert set(found[:4]) == HARD_CONFLICTS
    assert set(found[4:]) == {Conflict.OUT_OF_HOURS, Conflict.QUIET_DAY, Conflict.HOLIDAY}


def test_extra_hours_join_the_usual_ones_and_hours_off_leave_the_rest() -> None:
    rules = Rules(
        BERLIN,
        weekly={0: [(540, 600)]},
        extra={MONDAY: [(600, 660), (1200, 1230)]},
        off={MONDAY: [(570, 600)]},
    )
    assert starts(free_busy_of(rules), MONDAY) == ["09:00", "10:00", "10:30", "20:00"]
    assert starts(free_busy_of(rules), MONDAY + timedelta(days=7)) == ["09:00", "09:30"]


def test_a_window_begins_at_its_first_half_hour() -> None:
    rules = Rules(BERLIN, weekly={0: [(550, 630)]})
    assert starts(free_busy_of(rules), MONDAY) == ["09:30", "10:00"]


def test_hours_that_meet_at_midnight_are_one_window() -> None:
    rules = Rules(BERLIN, weekly={0: [(23 * 60, 24 * 60)], 1: [(0, 60)]})
    hour = timedelta(hours=1)
    assert starts(free_busy_of(rules), MONDAY, hour) == ["23:00", "23:30"]
    assert starts(free_busy_of(rules), MONDAY + timedelta(days=1), hour) == ["00:00"]
    alone = Rules(BERLIN, weekly={0: [(23 * 60, 24 * 60)]})
    assert starts(free_busy_of(alone), MONDAY, hour) == ["23:00"]


def test_room_is_kept_before_and_after_each_thing() -> None:
    """A chat of mine wants 30 minutes before and 60 after, so it ends an hour before the next."""
    rules = Rules(
        BERLIN, weekly={0: [(540, 900)]}, buffer_before=HALF_AN_HOUR, buffer_after=2 * HALF_AN_HOUR
    )
    free_busy = FreeBusy(rules, LONG_BEFORE, busy=[stretch(MONDAY, 11, 12)])
    assert starts(free_busy, MONDAY) == [
        "09:00",
        "09:30",
        "12:30",
        "13:00",
        "13:30",
        "14:00",
        "14:30",
    ]
    assert conflicts(free_busy, MONDAY, 10) == conflicts(free_busy, MONDAY, 12) == [Conflict.BUFFER]
    assert conflicts(free_busy, MONDAY, 11) == [Conflict.BUSY]


def test_a_full_day_is_the_seekers_own_day() -> None:
    """A chat at 0:30 in Berlin counts there, though its UTC date is the day before."""
    rules = Rules(BERLIN, weekly={day: [(0, 1440)] for day in range(7)}, most_per_day=1)
    free_busy = FreeBusy(rules, LONG_BEFORE, chats=[at(MONDAY, 0.5)])
    assert starts(free_busy, MONDAY) == []
    assert starts(free_busy, MONDAY - timedelta(days=1))[-1] == "23:30"


def test_notice_ends_to_the_minute() -> None:
    free_busy = FreeBusy(Rules(BERLIN, notice=timedelta(hours=24)), at(MONDAY, 10))
    tuesday = MONDAY + timedelta(days=1)
    assert conflicts(free_busy, tuesday, 9.75) == [Conflict.NOTICE]
    assert conflicts(free_busy, tuesday, 10) == []


@pytest.mark.parametrize(
    ("day", "long"),
    [(date(2026, 3, 29), 3), (date(2026, 10, 25), 5), (date(2026, 11, 1), 4)],
    ids=["forward", "back", "ordinary"],
)
def test_on_the_night_the_clocks_change_a_window_is_shorter_or_longer(day: date, long: int) -> None:
    rules = Rules(BERLIN, weekly={6: [(0, 4 * 60)]})
    (hours,) = rules.hours_on(day)
    assert hours[1] - hours[0] == timedelta(hours=long)


def test_a_skipped_hour_has_no_starts_and_a_repeated_one_twice_as_many() -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    night = FreeBusy(Rules(BERLIN, weekly={6: [(60, 210)]}), now)
    assert starts(night, date(2026, 3, 29)) == ["01:00", "01:30", "03:00"]
    twice = ["02:00", "02:30"]
    assert starts(night, date(2026, 10, 25)) == ["01:00", "01:30", *twice, *twice, "03:00"]


def test_hours_wholly_within_the_skipped_hour_are_none() -> None:
    rules = Rules(BERLIN, weekly={6: [(120, 180)]})
    assert rules.hours_on(date(2026, 3, 29)) == []
    late = Rules(BERLIN, weekly={6: [(150, 180)]})
    assert late.hours_on(date(2026, 3, 29)) == []


def test_the_same_wall_hours_hold_after_the_clocks_change() -> None:
    for sunday in (date(2026, 3, 29), date(2026, 10, 25)):
        before, after = sunday - timedelta(days=2), sunday + timedelta(days=1)
        free_busy = free_busy_of(Rules(BERLIN), datetime(2026, 1, 1, tzinfo=UTC))
        assert starts(free_busy, before)[0] == starts(free_busy, after)[0] == "09:00"
        assert starts(free_busy, before)[-1] == starts(free_busy, after)[-1] == "17:30"


def test_things_that_touch_are_not_in_the_way() -> None:
    free_busy = FreeBusy(
        Rules(BERLIN),
        LONG_BEFORE,
        busy=merged([stretch(MONDAY, 9, 10), stretch(MONDAY, 10.5, 18)]),
    )
    assert starts(free_busy, MONDAY) == ["10:00"]
