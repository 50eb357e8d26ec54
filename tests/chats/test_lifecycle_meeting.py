"""The chat's operations: reschedule, cancel, remind, and whether it happened."""

from datetime import datetime, timedelta

import pytest

from chats import lifecycle, tasks
from chats.errors import Refused, TimeTaken
from chats.models import Attendance, Chat, Invitation, Reminder
from chats.states import Side
from contacts.models import Contact
from contacts.states import Stage
from outbox.models import OutgoingEmail
from outbox.states import Status
from preparation import lifecycle as preparation
from tests import by_link
from tests.expect import let_leave, queued, stage, statuses, timeline
from tests.factories import (
    NOW,
    make_chat,
    make_contact,
    make_ended_chat,
    make_seeker,
    make_sent_invitation,
    three_times,
)

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)
MOVED_TO = NOW + timedelta(days=6)


def told_chat() -> Chat:
    """A chat of which both have had their e-mails."""
    chat = make_chat()
    let_leave(chat.invitation)
    let_leave(chat)
    return chat


def during(chat: Chat) -> set[tuple[datetime, datetime]]:
    return {(row.during.lower, row.during.upper) for row in chat.attendances.all()}


# -- Moving it -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("by", "line"), [(Side.SEEKER, "Chat moved by you"), (Side.HOST, "Chat moved by them")]
)
def test_moving_keeps_the_uid_raises_the_sequence_and_tells_both(by: Side, line: str) -> None:
    chat = told_chat()
    moved = lifecycle.reschedule(chat, starts_at=MOVED_TO, by=by, line="Train is late", now=LATER)

    assert (moved.pk, moved.uid, moved.sequence, moved.minutes) == (chat.pk, chat.uid, 1, 25)
    assert during(moved) == {(MOVED_TO, MOVED_TO + timedelta(minutes=25))}
    assert moved.attendances.count() == 2
    emails = queued(chat)
    assert {kind: (row.to, row.ics_method) for kind, row in emails.items()} == {
        "moved_seeker": (chat.seeker.email, "REQUEST"),
        "moved_host": (chat.contact.email, "REQUEST"),
    }
    for email in emails.values():
        assert f"UID:{chat.uid}\r\n" in email.ics
        assert "SEQUENCE:1\r\n" in email.ics
        assert "Train is late" in email.text
    assert (timeline(chat.contact)[-1], stage(chat.contact)) == (line, Stage.BOOKED)


def test_moving_plans_the_reminders_anew() -> None:
    chat = told_chat()
    lifecycle.reschedule(chat, starts_at=MOVED_TO, by=Side.HOST, now=LATER)
    assert dict(chat.reminders.values_list("kind", "due_at")) == {
        "day_host": MOVED_TO - timedelta(days=1),
        "day_seeker": MOVED_TO - timedelta(days=1),
        "hour_seeker": MOVED_TO - timedelta(hours=1),
    }


def test_whoever_has_not_heard_of_the_chat_hears_of_it_as_it_is_now() -> None:
    chat = make_chat()
    let_leave(chat, "booked_host")
    lifecycle.reschedule(chat, starts_at=MOVED_TO, by=Side.HOST, now=LATER)
    left = OutgoingEmail.objects.about(chat.about).values_list("kind", "status")
    assert sorted(left) == [
        ("booked_host", "sent"),
        ("booked_seeker", "cancelled"),
        ("booked_seeker", "pending"),
        ("moved_host", "pending"),
    ]
    assert "SEQUENCE:1" in queued(chat)["booked_seeker"].ics


def test_taken_moved_and_cancelled_within_the_minute_reaches_no_seeker() -> None:
    chat = make_chat()
    let_leave(chat, "booked_host")
    lifecycle.reschedule(chat, starts_at=MOVED_TO, by=Side.HOST, now=LATER)
    lifecycle.cancel(chat, by=Side.HOST, now=LATER)
    assert list(queued(chat)) == ["cancelled_host"]


def test_moving_to_where_it_is_is_a_quiet_no_op() -> None:
    chat = told_chat()
    same = lifecycle.reschedule(chat, starts_at=chat.starts_at, by=Side.SEEKER, now=LATER)
    assert (same.sequence, queued(chat)) == (0, {})


def test_moving_by_ten_minutes_does_not_conflict_with_itself() -> None:
    chat = told_chat()
    later = chat.starts_at + timedelta(minutes=10)
    assert lifecycle.reschedule(chat, starts_at=later, by=Side.HOST, now=LATER).starts_at == later


def test_moving_onto_another_chat_is_refused_and_changes_nothing() -> None:
    seeker = make_seeker()
    other = make_chat(make_contact(seeker), starts_at=MOVED_TO)
    chat = make_chat(make_contact(seeker))
    before, reminders = during(chat), set(chat.reminders.values_list("pk", flat=True))
    with pytest.raises(TimeTaken):
        lifecycle.reschedule(
            chat, starts_at=MOVED_TO + timedelta(minutes=24), by=Side.HOST, now=LATER
        )
    chat.refresh_from_db()
    assert (chat.sequence, during(chat)) == (0, before)
    assert set(chat.reminders.values_list("pk", flat=True)) == reminders
    assert sorted(queued(chat)) == ["booked_host", "booked_seeker"]
    touching = other.ends_at
    assert lifecycle.reschedule(chat, starts_at=touching, by=Side.HOST, now=LATER).sequence == 1


def test_moving_frees_the_old_time_for_others() -> None:
    seeker = make_seeker()
    waiting = make_sent_invitation(make_contact(seeker))
    chat = make_chat(make_contact(seeker))
    lifecycle.reschedule(chat, starts_at=MOVED_TO, by=Side.HOST, now=LATER)
    slot = waiting.slots.earliest("starts_at")
    assert by_link.take(waiting, slot.pk, way="video", now=LATER).starts_at == three_times()[0]


def test_a_chat_cannot_move_into_the_past() -> None:
    with pytest.raises(Refused, match="passed already"):
        lifecycle.reschedule(make_chat(), starts_at=LATER, by=Side.HOST, now=LATER)


def test_a_chat_that_has_begun_cannot_be_moved_or_cancelled() -> None:
    chat = make_chat()
    with pytest.raises(Refused, match="has begun"):
        lifecycle.reschedule(chat, starts_at=MOVED_TO, by=Side.HOST, now=chat.starts_at)
    with pytest.raises(Refused, match="has begun"):
        lifecycle.cancel(chat, by=Side.SEEKER, now=chat.starts_at)
    assert Chat.objects.get().status == "scheduled"


# -- Calling it off --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("by", "after", "line"),
    [
        (Side.SEEKER, "withdrawn", "Chat cancelled by you"),
        (Side.HOST, "declined", "Chat cancelled by them"),
    ],
)
def test_cancelling_tells_both_and_removes_it_from_their_calendars(
    by: Side, after: str, line: str
) -> None:
    chat = told_chat()
    for _ in range(2):
        lifecycle.cancel(chat, by=by, line="Down with a cold", now=LATER)
    chat.refresh_from_db()
    assert (chat.status, chat.cancelled_by, chat.sequence) == ("cancelled", by, 1)
    assert Invitation.objects.get().status == after
    assert (Attendance.objects.count(), Reminder.objects.count()) == (0, 0)
    emails = queued(chat)
    assert {kind: (row.to, row.ics_method) for kind, row in emails.items()} == {
        "cancelled_seeker": (chat.seeker.email, "CANCEL"),
        "cancelled_host": (chat.contact.email, "CANCEL"),
    }
    for email in emails.values():
        assert "STATUS:CANCELLED\r\n" in email.ics
        assert f"UID:{chat.uid}\r\n" in email.ics
        assert "SEQUENCE:1\r\n" in email.ics
    told = {email.to for email in emails.values() if "Down with a cold" in email.text}
    assert told == {chat.contact.email if by == Side.SEEKER else chat.seeker.email}
    assert (timeline(chat.contact)[3:], stage(chat.contact)) == (
        [f"{line}: Down with a cold"],
        Stage.CLOSED,
    )


def test_cancelling_frees_the_time_for_both_people() -> None:
    seeker = make_seeker()
    chat = make_chat(make_contact(seeker))
    lifecycle.cancel(chat, by=Side.SEEKER, now=LATER)
    again = make_chat(make_contact(seeker), starts_at=chat.starts_at)
    assert again.status == "scheduled"


def test_a_host_can_take_a_time_again_after_cancelling() -> None:
    chat = make_chat()
    lifecycle.cancel(chat, by=Side.HOST, now=LATER)
    slot = chat.invitation.slots.latest("starts_at")
    again = by_link.take(chat.invitation, slot.pk, way="video", now=LATER)
    assert again.uid != chat.uid
    assert Invitation.objects.get().status == "booked"


def test_cancelling_a_moved_chat_goes_on_counting() -> None:
    chat = told_chat()
    lifecycle.reschedule(chat, starts_at=MOVED_TO, by=Side.HOST, now=LATER)
    let_leave(chat)
    lifecycle.cancel(chat, by=Side.HOST, now=LATER)
    assert "SEQUENCE:2\r\n" in queued(chat)["cancelled_host"].ics


# -- Reminders -------------------------------------------------------------------------------------


def sweep_at(now: datetime) -> None:
    """Both sweeps: that of the day before, to the seeker, belongs to `preparation`."""
    for reminder in Reminder.objects.filter(due_at__lte=now):
        if reminder.kind == "day_seeker":
            preparation.remind(reminder, now=now)
        else:
            lifecycle.remind(reminder, now=now)


def test_each_reminder_is_sent_once_at_its_time() -> None:
    chat = told_chat()
    day_before = chat.starts_at - timedelta(days=1)
    sweep_at(day_before - timedelta(seconds=1))
    assert queued(chat) == {}
    for _ in range(2):
        sweep_at(day_before)
    assert {kind: row.to for kind, row in queued(chat).items()} == {
        "reminder_day_host": chat.contact.email,
        "reminder_day_seeker": chat.seeker.email,
    }
    sweep_at(chat.starts_at - timedelta(hours=1))
    assert queued(chat)["reminder_hour_seeker"].to == chat.seeker.email
    assert Reminder.objects.count() == 0


def test_reminders_are_never_repeated_nor_sent_after_the_start() -> None:
    chat = told_chat()
    sweep_at(chat.starts_at - timedelta(hours=1))
    for email in queued(chat).values():
        assert (email.repeatable, email.expires_at) == (False, chat.starts_at)


def test_a_reminder_found_after_the_start_is_dropped() -> None:
    chat = told_chat()
    sweep_at(chat.starts_at)
    assert (queued(chat), Reminder.objects.count()) == ({}, 0)


def test_a_reminder_held_by_a_slow_sweep_of_a_cancelled_chat_says_nothing() -> None:
    chat = told_chat()
    reminder = chat.reminders.get(kind="hour_seeker")
    lifecycle.cancel(chat, by=Side.HOST, now=LATER)
    lifecycle.remind(reminder, now=reminder.due_at)
    assert sorted(queued(chat)) == ["cancelled_host", "cancelled_seeker"]


def test_a_reminder_of_a_chat_closed_behind_its_back_says_nothing() -> None:
    """The row itself is checked again, whoever wrote it."""
    chat = told_chat()
    Chat.objects.update(status="cancelled")
    sweep_at(chat.starts_at - timedelta(hours=1))
    assert (queued(chat), Reminder.objects.count()) == ({}, 0)


def test_cancelling_takes_back_a_reminder_that_waits_to_leave() -> None:
    chat = told_chat()
    sweep_at(chat.starts_at - timedelta(days=1))
    lifecycle.cancel(chat, by=Side.HOST, now=chat.starts_at - timedelta(hours=23))
    assert statuses(chat)["reminder_day_host"] == Status.CANCELLED


def test_a_host_without_an_address_is_not_reminded() -> None:
    chat = make_chat(make_contact(email=""))
    let_leave(chat)
    sweep_at(chat.starts_at - timedelta(days=1))
    assert list(queued(chat)) == ["reminder_day_seeker"]


# -- How it went -----------------------------------------------------------------------------------


def test_it_happened() -> None:
    chat = make_ended_chat()
    for _ in range(2):
        lifecycle.mark_held(chat, now=NOW)
    assert Chat.objects.get().status == "held"
    assert (timeline(chat.contact)[3:], stage(chat.contact)) == (["You had your chat"], Stage.THANK)


def test_it_did_not_happen_and_a_slip_can_be_put_right() -> None:
    chat = make_ended_chat()
    lifecycle.mark_no_show(chat, now=NOW)
    assert (Chat.objects.get().status, stage(chat.contact)) == ("no_show", Stage.CLOSED)
    lifecycle.mark_held(chat, now=NOW)
    assert (Chat.objects.get().status, stage(chat.contact)) == ("held", Stage.THANK)


def test_how_it_went_is_not_known_before_it_begins() -> None:
    chat = make_chat()
    for verb in (lifecycle.mark_held, lifecycle.mark_no_show):
        with pytest.raises(Refused, match="has not begun"):
            verb(chat, now=chat.starts_at - timedelta(seconds=1))
    lifecycle.mark_held(chat, now=chat.starts_at)
    assert Chat.objects.get().status == "held"


def test_a_cancelled_chat_did_neither() -> None:
    chat = make_chat()
    lifecycle.cancel(chat, by=Side.HOST, now=LATER)
    with pytest.raises(Refused, match="This chat is cancelled"):
        lifecycle.mark_held(chat, now=chat.ends_at)


# -- The sweep -------------------------------------------------------------------------------------


def test_the_sweep_tells_of_a_dead_invitation_but_not_of_an_earlier_round() -> None:
    sent = make_sent_invitation(now=datetime.now(NOW.tzinfo))
    OutgoingEmail.objects.filter(kind="invitation").update(
        status=Status.DEAD, last_error="550 No such user"
    )
    tasks.sweep()
    sent.refresh_from_db()
    assert sent.status == "undeliverable"
    assert "550 No such user" in queued(sent)["undeliverable_seeker"].text

    Contact.objects.update(email="mended@example.com")
    now = datetime.now(NOW.tzinfo)
    lifecycle.offer_times(sent, times=three_times(now), now=now)
    tasks.sweep()
    sent.refresh_from_db()
    assert sent.status == "sent"


def test_a_host_reached_by_link_alone_can_run_out_of_times_twice() -> None:
    """Rounds are told apart even where no e-mail counts them."""
    seeker = make_seeker()
    by_link = make_sent_invitation(make_contact(seeker, email=""), times=three_times()[:1])
    make_chat(make_contact(seeker))
    week_later = NOW + timedelta(days=7)
    next_time = three_times(week_later)[:1]
    lifecycle.offer_times(by_link, times=next_time, now=week_later)
    make_chat(make_contact(seeker), starts_at=next_time[0], now=week_later)
    assert by_link.about in OutgoingEmail.objects.values_list("about", flat=True)
    assert OutgoingEmail.objects.filter(kind="no_times_left_seeker").count() == 2


def test_a_host_who_cancels_before_the_seeker_heard_still_gets_a_word_across() -> None:
    chat = make_chat()
    lifecycle.cancel(chat, by=Side.HOST, line="Ill today, sorry", now=LATER)
    assert queued(chat) == {}
    assert "Ill today, sorry" in queued(chat.invitation)["declined_seeker"].text
    assert timeline(chat.contact)[-1] == "Chat cancelled by them: Ill today, sorry"


def test_a_chat_is_moved_five_times_at_most() -> None:
    chat = told_chat()
    for day in range(5):
        starts_at = MOVED_TO + timedelta(days=day)
        lifecycle.reschedule(chat, starts_at=starts_at, by=Side.SEEKER, now=LATER)
    with pytest.raises(Refused, match="changed 5 times"):
        lifecycle.reschedule(
            chat, starts_at=MOVED_TO + timedelta(days=9), by=Side.SEEKER, now=LATER
        )
