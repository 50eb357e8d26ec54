"""A day is marked as not free at the moment a host takes a time of it."""

from datetime import timedelta
from functools import partial

import pytest

from calendars import my_hours
from calendars.models import DayException
from calendars.models.availability import MIDNIGHT
from chats import lifecycle
from chats.errors import TimeTaken
from chats.models import Chat, Invitation
from chats.states import Way
from chats.times import day_commitments
from outbox.models import OutgoingEmail
from tests.by_link import take
from tests.factories import NOW, make_sent_invitation
from tests.races.harness import while_open

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

SOON = NOW + timedelta(minutes=1)


@pytest.fixture
def asked() -> Invitation:
    return make_sent_invitation()


def marking(asked: Invitation) -> "partial[DayException | None]":
    day = asked.slots.earliest("starts_at").day
    one = {"day": day, "kind": "off", "starts": 0, "ends": MIDNIGHT}
    return partial(my_hours.add_exception, asked.seeker, one, now=SOON)


def taking(asked: Invitation) -> "partial[Chat]":
    return partial(take, asked, asked.slots.earliest("starts_at").pk, way=Way.VIDEO, now=SOON)


def test_a_time_of_a_day_that_is_being_marked_is_not_taken(asked: Invitation) -> None:
    late = while_open(marking(asked), taking(asked))
    assert isinstance(late, TimeTaken)
    assert not Chat.objects.exists()


def test_who_marks_a_day_while_a_time_of_it_is_taken_reads_what_was_agreed(
    asked: Invitation,
) -> None:
    def mark_and_look() -> list[str]:
        assert marking(asked)() is None
        days = list(DayException.objects.all())
        (found,) = day_commitments.commitments_on(asked.seeker, days, SOON).values()
        return [line.url for line in found.agreed]

    assert while_open(taking(asked), mark_and_look) == [Chat.objects.get().get_absolute_url()]


def test_a_time_that_is_taken_while_the_sweep_looks_is_not_told_of_as_lost(
    asked: Invitation,
) -> None:
    follow = partial(lifecycle.follow_times, asked, now=SOON)
    while_open(taking(asked), follow, marking(asked))
    lost = OutgoingEmail.objects.filter(kind__in=["times_lost_seeker", "no_times_left_seeker"])
    assert (Chat.objects.count(), lost.count()) == (1, 0)
