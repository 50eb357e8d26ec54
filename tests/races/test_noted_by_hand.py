"""The seeker books by hand at the moment a host presses on their page."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from chats import lifecycle
from chats.errors import Refused
from chats.host_reply import HostReply
from chats.meeting.by_hand import Meeting
from chats.models import Answer, Chat, Invitation
from chats.states import AnswerKind, InvitationStatus, Side, Way
from outbox.models import OutgoingEmail
from outbox.states import Status
from tests import by_link
from tests.factories import make_contact, make_seeker, make_sent_invitation, three_times
from tests.races.harness import all_at_once, double_bookings, or_deadlock, while_open

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

PAIRS = 10
ASKS = 12
NOW = datetime(2026, 11, 30, 8, tzinfo=UTC)


def told() -> HostReply:
    return HostReply("", way=Way.VIDEO, came_on=NOW.date())


def note(invitation: Invitation, starts_at: datetime) -> Chat:
    meeting = Meeting(starts_at, 25, Way.VIDEO)
    return lifecycle.note_booking(invitation, meeting, told(), now=NOW)


def take(invitation: Invitation) -> Chat:
    slot = invitation.slots.filter(by=Side.SEEKER).earliest("starts_at")
    return by_link.take(invitation, slot.pk, way=Way.VIDEO, now=NOW)


def both(number: int) -> list[Invitation]:
    """One seeker's asks, all for three o'clock."""
    seeker, three = make_seeker(), three_times(NOW)[0]
    return [
        make_sent_invitation(make_contact(seeker), times=[three], now=NOW) for _ in range(number)
    ]


def noted_and_pressed(invitations: list[Invitation]) -> list[partial[Chat]]:
    """Every other one is booked by hand, ten minutes into the time that the others are taken at."""
    three = three_times(NOW)[0] + timedelta(minutes=10)
    return [
        partial(take, each) if number % 2 else partial(note, each, three)
        for number, each in enumerate(invitations)
    ]


# -- Of one ask ------------------------------------------------------------------------------------


def test_whoever_comes_second_finds_what_the_host_took() -> None:
    sent = make_sent_invitation(now=NOW)
    late = while_open(partial(take, sent), partial(note, sent, three_times(NOW)[2]))
    assert isinstance(late, Refused)
    assert (Chat.objects.count(), Answer.objects.get().told_by_seeker) == (1, False)


def test_a_host_who_comes_second_finds_what_was_noted() -> None:
    sent = make_sent_invitation(now=NOW)
    late = while_open(partial(note, sent, three_times(NOW)[2]), partial(take, sent))
    assert isinstance(late, Refused)
    assert (Chat.objects.count(), Answer.objects.get().told_by_seeker) == (1, True)


def test_a_press_and_a_note_of_one_ask_make_one_chat() -> None:
    for _ in range(PAIRS):
        sent = make_sent_invitation(now=NOW)
        all_at_once([partial(take, sent), partial(note, sent, three_times(NOW)[2])])
        assert (sent.chats.count(), sent.answers.count()) == (1, 1)


def test_a_no_that_is_noted_while_the_host_says_yes_leaves_one_answer_standing() -> None:
    sent = make_sent_invitation(now=NOW)
    no = partial(lifecycle.note_answer, sent, AnswerKind.DECLINE, told(), now=NOW)
    assert isinstance(while_open(partial(take, sent), no), Refused)
    sent.refresh_from_db()
    assert sent.status == InvitationStatus.BOOKED
    assert OutgoingEmail.objects.filter(kind="booked_host", status=Status.PENDING).count() == 1


def test_a_note_that_is_taken_back_while_the_host_takes_a_time_stays_with_the_host() -> None:
    sent = make_sent_invitation(now=NOW)
    lifecycle.note_answer(sent, AnswerKind.AGREE, told(), now=NOW)
    back = partial(lifecycle.take_note_back, sent, now=NOW)
    while_open(partial(take, sent), back)
    sent.refresh_from_db()
    assert (sent.status, Chat.objects.live().count()) == (InvitationStatus.BOOKED, 1)


# -- Of one hour -----------------------------------------------------------------------------------


def test_one_of_twelve_gets_the_hour_however_it_was_agreed() -> None:
    results = all_at_once(noted_and_pressed(both(ASKS)))
    assert Counter(type(each).__name__ for each in results) == {"Chat": 1, "TimeTaken": ASKS - 1}
    assert double_bookings() == []


@pytest.mark.usefixtures("without_locks")
def test_the_constraint_alone_keeps_the_hour_for_one() -> None:
    all_at_once([or_deadlock(call) for call in noted_and_pressed(both(ASKS))])
    assert (Chat.objects.count(), double_bookings()) == (1, [])


@pytest.mark.usefixtures("without_locks", "without_constraint")
def test_negative_control_without_both_the_hour_is_booked_twice() -> None:
    all_at_once([or_deadlock(call) for call in noted_and_pressed(both(ASKS))])
    assert Chat.objects.count() > 1
    assert double_bookings() != []
