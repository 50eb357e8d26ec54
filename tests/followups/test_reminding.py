"""When the reminders of a thank-you come: by day, in order, before the deadline."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from followups import lifecycle
from followups.models import FollowUp
from followups.thank_you.reminding import is_awake, moments
from outbox.models import OutgoingEmail
from tests.expect import queued
from tests.factories import make_contact, make_ended_chat, make_seeker

BERLIN = ZoneInfo("Europe/Berlin")
DAY = timedelta(hours=24)
HOUR = timedelta(hours=1)


def at(hour: int, minute: int = 0, day: int = 24) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("ended", "first", "last"),
    [
        (at(10), at(12), at(8, day=25)),
        (at(12), at(14), at(8, day=25)),
        (at(14), at(16), at(10, day=25)),
        (at(19, 30), at(21, 30), at(15, 30, day=25)),
        (at(19, 31), at(8, day=25), at(15, 31, day=25)),
        (at(23), at(8, day=25), at(19, day=25)),
        (at(3), at(8), at(21, 30)),
        (at(7), at(9), at(21, 30)),
        (at(8), at(10), at(21, 30)),
        (at(8, 1), at(10, 1), at(8, day=25)),
    ],
)
def test_what_falls_into_the_night_waits_or_comes_the_evening_before(
    ended: datetime, first: datetime, last: datetime
) -> None:
    assert moments(ended, ended + DAY, BERLIN) == (first, last)


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2031, 1, 1), timezones=st.just(UTC)),
    st.sampled_from(sorted(available_timezones() - {"localtime", "Factory"})).map(ZoneInfo),
)
def test_in_every_zone_both_come_by_day_in_order_and_in_time(
    ended: datetime, zone: ZoneInfo
) -> None:
    due_at = ended + DAY
    first, last = moments(ended, due_at, zone)
    assert ended < first
    assert first + HOUR <= last < due_at
    for moment in (first, last):
        assert time(8) <= moment.astimezone(zone).time() <= time(21, 30)


@pytest.mark.django_db
def test_the_second_reminder_keeps_to_the_zone_the_seeker_has_moved_to() -> None:
    ended = at(14).astimezone(UTC)
    chat = make_ended_chat(ended_at=ended)
    follow_up = lifecycle.open_thank_you(chat, now=ended)
    lifecycle.remind(follow_up, now=at(16))
    seeker = chat.seeker
    seeker.time_zone = ZoneInfo("America/Los_Angeles")  # 10:00 in Berlin is 01:00 there
    seeker.save()
    lifecycle.remind(follow_up, now=at(10, day=25))
    assert list(queued(follow_up)) == ["thank_you_due"]
    follow_up.refresh_from_db()
    assert follow_up.remind_at is not None
    assert is_awake(follow_up.remind_at, ZoneInfo("America/Los_Angeles"))


@pytest.mark.django_db
def test_a_sweep_that_comes_at_night_waits_for_the_morning() -> None:
    ended = at(19).astimezone(UTC)
    follow_up = lifecycle.open_thank_you(make_ended_chat(ended_at=ended), now=ended)
    lifecycle.remind(follow_up, now=at(23))
    assert queued(follow_up) == {}
    follow_up.refresh_from_db()
    assert follow_up.remind_at == at(8, day=25)
    lifecycle.remind(follow_up, now=at(8, day=25))
    assert list(queued(follow_up)) == ["thank_you_due"]


@pytest.mark.django_db
@pytest.mark.parametrize("late", [timedelta(seconds=20), timedelta(minutes=29)])
def test_a_sweep_a_little_after_the_last_moment_of_the_evening_still_reminds(
    late: timedelta,
) -> None:
    """The morning comes after the deadline: whoever is not reminded now never is."""
    ended = at(7).astimezone(UTC)
    follow_up = lifecycle.open_thank_you(make_ended_chat(ended_at=ended), now=ended)
    lifecycle.remind(follow_up, now=at(9))
    lifecycle.remind(follow_up, now=at(21, 30) + late)
    assert list(queued(follow_up)) == ["thank_you_last_call"]


@pytest.mark.django_db
def test_a_chat_moved_after_its_time_has_a_clock_of_its_new_end() -> None:
    from chats import lifecycle as chats
    from chats.states import Side
    from followups import tasks

    ended = at(14).astimezone(UTC)
    chat = make_ended_chat(make_contact(make_seeker()), ended_at=ended)
    lifecycle.save_draft(lifecycle.open_thank_you(chat, now=ended), "Dear Dana, words kept")
    chats.reschedule(chat, starts_at=at(14, day=26), by=Side.SEEKER, now=at(15))
    assert not FollowUp.objects.to_remind(at(12, day=26)).exists()
    with time_machine.travel(at(15, day=26)):
        tasks.sweep()
    follow_up = FollowUp.objects.get()
    assert (follow_up.due_at, follow_up.text) == (at(14, 25, day=27), "Dear Dana, words kept")
    assert FollowUp.objects.open().exists()


@pytest.mark.django_db
def test_a_chat_moved_after_a_reminder_is_reminded_of_again() -> None:
    from chats import lifecycle as chats
    from chats.states import Side
    from followups import tasks

    ended = at(9).astimezone(UTC)
    chat = make_ended_chat(make_contact(make_seeker()), ended_at=ended)
    lifecycle.remind(lifecycle.open_thank_you(chat, now=ended), now=at(12))
    chats.reschedule(chat, starts_at=at(9, day=26), by=Side.SEEKER, now=at(13))
    for hour in (10, 13):
        with time_machine.travel(at(hour, day=26)):
            tasks.sweep()
    assert OutgoingEmail.objects.filter(kind="thank_you_due").count() == 2
