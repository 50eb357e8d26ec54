"""Operations of both sides on one invitation at the same moment: one story in the end."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from chats import lifecycle
from chats.errors import HostBusy, Refused
from chats.event_kinds import INVITED
from chats.models import Answer, Attendance, Chat, Invitation, Reminder
from chats.states import InvitationStatus, Side, Way
from contacts.models import Event
from followups import lifecycle as followups
from outbox.models import OutgoingEmail
from outbox.states import Status
from preparation import lifecycle as preparation
from tests import by_link
from tests.factories import (
    make_chat,
    make_contact,
    make_draft,
    make_ended_chat,
    make_seeker,
    make_sent_invitation,
    three_times,
)
from tests.races.harness import all_at_once, while_open

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def kinds(**filters: Any) -> Counter[str]:
    return Counter(OutgoingEmail.objects.filter(**filters).values_list("kind", flat=True))


def test_sending_twenty_times_at_once_sends_once() -> None:
    now = datetime.now(UTC)
    draft = make_draft(now=now)
    send = partial(lifecycle.send, draft, times=three_times(now), now=now)
    results = all_at_once([send] * 20)
    assert {type(result) for result in results} == {Invitation}
    assert kinds() == {"invitation": 1}
    assert Event.objects.of_kind(INVITED).count() == 1


def test_the_pace_holds_for_drafts_sent_at_once(settings: Settings) -> None:
    settings.INVITATIONS_PER_DAY, now = 3, datetime.now(UTC)
    seeker = make_seeker()
    drafts = [make_draft(make_contact(seeker), now=now) for _ in range(12)]
    all_at_once(
        [partial(lifecycle.send, draft, times=three_times(now), now=now) for draft in drafts]
    )
    assert kinds() == {"invitation": 3}


@pytest.mark.parametrize("address", ["dana@example.com", "dana+{}@example.com"])
def test_a_host_is_left_in_peace_by_strangers_who_write_at_once(
    settings: Settings, address: str
) -> None:
    settings.FIRST_CONTACTS_PER_HOST_PER_WEEK, now = 2, datetime.now(UTC)
    contacts = [make_contact(email=address.format(number)) for number in range(8)]
    drafts = [make_draft(contact, now=now) for contact in contacts]
    all_at_once(
        [partial(lifecycle.send, draft, times=three_times(now), now=now) for draft in drafts]
    )
    assert kinds() == {"invitation": 2}


def test_yes_no_withdraw_and_expire_at_once_tell_one_story() -> None:
    now = datetime.now(UTC)
    for _ in range(5):
        sent = make_sent_invitation(now=now)
        slot = sent.slots.earliest("starts_at")
        other = [now + timedelta(days=9)]
        results = all_at_once(
            [
                partial(by_link.take, sent, slot.pk, way=Way.VIDEO, now=now),
                partial(by_link.decline, sent, now=now),
                partial(by_link.propose, sent, times=other, way=Way.VIDEO, now=now),
                partial(lifecycle.withdraw, sent, now=now),
                partial(lifecycle.undeliverable, sent, reason="550", now=now),
            ]
        )
        assert all(result is None or isinstance(result, Chat | Refused) for result in results)
        sent.refresh_from_db()
        live = sent.chats.live().count()
        assert live == (1 if sent.status == "booked" else 0)
        assert Attendance.objects.filter(chat__invitation=sent).count() == 2 * live


def test_cancelling_from_both_sides_at_once_tells_each_once() -> None:
    chat, now = make_chat(now=datetime.now(UTC)), datetime.now(UTC)
    OutgoingEmail.objects.update(status=Status.SENT, started_at=now)
    results = all_at_once(
        [partial(lifecycle.cancel, chat, by=side, now=now) for side in [*Side] * 10]
    )
    assert results == [None] * 20
    assert kinds(status=Status.PENDING) == {"cancelled_host": 1, "cancelled_seeker": 1}
    assert Chat.objects.get().sequence == 1


def test_undoing_while_moving_leaves_one_or_no_chat() -> None:
    now = datetime.now(UTC)
    for _ in range(5):
        sent = make_sent_invitation(now=now)
        first, second, _ = sent.slots.all()
        chat = by_link.take(sent, first.pk, way=Way.VIDEO, now=now)
        results = all_at_once(
            [
                partial(lifecycle.undo, sent, now=now),
                partial(
                    lifecycle.reschedule, chat, starts_at=second.starts_at, by=Side.SEEKER, now=now
                ),
            ]
        )
        assert all(result is None or isinstance(result, Chat | Refused) for result in results)
        assert (sent.chats.live().count(), chat.attendances.count()) in [(0, 0), (1, 2)]


def test_tries_to_find_a_hosts_other_chats_count_also_at_once() -> None:
    now = datetime.now(UTC)
    chat, host = make_chat(make_contact(email="dana@example.com"), now=now), "dana@example.com"
    others = [
        make_chat(make_contact(email=host), starts_at=busy, now=now) for busy in later_days(6)
    ]
    tries = [
        partial(lifecycle.reschedule, chat, starts_at=other.starts_at, by=Side.SEEKER, now=now)
        for other in others
    ]
    results = Counter(type(result) for result in all_at_once(tries * 2))
    assert results == {HostBusy: 2, Refused: 10}


def test_a_try_is_counted_before_the_locks_are_let_go() -> None:
    """Else whoever waits for them looks before it counts."""
    now, host = datetime.now(UTC), "dana@example.com"
    chat = make_chat(make_contact(email=host), now=now)
    (busy,) = later_days(1)
    make_chat(make_contact(email=host), starts_at=busy, now=now)
    with CaptureQueriesContext(connection) as asked, pytest.raises(HostBusy):
        lifecycle.reschedule(chat, starts_at=busy, by=Side.SEEKER, now=now)
    ends = [each["sql"] for each in asked if each["sql"] == "COMMIT" or "+ 1" in each["sql"]]
    assert [sql.split()[0] for sql in ends] == ["UPDATE", "COMMIT"]


def later_days(count: int) -> list[datetime]:
    first = three_times(datetime.now(UTC))[-1]
    return [first + timedelta(days=day) for day in range(1, count + 1)]


def test_a_reminder_swept_by_many_workers_is_sent_once() -> None:
    chat = make_chat(now=datetime.now(UTC))
    due = chat.starts_at - timedelta(hours=1)
    reminders = list(chat.reminders.all())
    own_sweep = {"day_seeker": preparation.remind}
    verbs = [(own_sweep.get(each.kind, lifecycle.remind), each) for each in reminders]
    sweeps = [partial(verb, each, now=due) for verb, each in verbs for _ in range(8)]
    assert all_at_once(sweeps) == [None] * 24
    assert {kind: count for kind, count in kinds().items() if kind.startswith("reminder")} == {
        "reminder_day_host": 1,
        "reminder_day_seeker": 1,
        "reminder_hour_seeker": 1,
    }
    assert Reminder.objects.count() == 0


def test_a_thank_you_is_opened_reminded_of_and_sent_once() -> None:
    now = datetime.now(UTC)
    # About noon for the seeker, since nobody is reminded at night.
    ahead = 12 - now.hour  # POSIX counts westward: Etc/GMT-3 is UTC+3
    seeker = make_seeker(time_zone=f"Etc/GMT{-ahead:+d}" if ahead else "UTC")
    chat = make_ended_chat(make_contact(seeker), ended_at=now - timedelta(hours=3))
    opened = all_at_once([partial(followups.open_thank_you, chat, now=now)] * 10)
    follow_up = chat.follow_ups.get()
    assert opened == [follow_up] * 10
    all_at_once([partial(followups.remind, follow_up, now=now)] * 10)
    all_at_once([partial(followups.send, follow_up, "Thank you.", now=now)] * 10)
    assert kinds(about=follow_up.about) == {"thank_you_due": 1, "thank_you": 1}


def test_one_answer_for_many_presses_of_accept() -> None:
    now = datetime.now(UTC)
    sent = make_sent_invitation(now=now)
    by_link.propose(sent, times=[now + timedelta(days=9)], way=Way.VIDEO, now=now)
    slot = sent.slots.proposed().get()
    results = all_at_once([partial(lifecycle.accept_proposal, sent, slot.pk, now=now)] * 20)
    assert results == [Chat.objects.get()] * 20
    assert (Answer.objects.count(), kinds(kind="booked_host")) == (1, {"booked_host": 1})


def test_a_proposal_by_a_link_that_came_late_while_the_seeker_asks_anew_is_refused_kindly() -> None:
    now = datetime.now(UTC)
    sent = make_sent_invitation(now=now)
    Invitation.objects.filter(pk=sent.pk).update(status=InvitationStatus.UNDELIVERABLE)
    anew = make_draft(sent.contact, now=now)
    refused = while_open(
        partial(lifecycle.send, anew, times=three_times(now), now=now),
        partial(by_link.propose, sent, times=[now + timedelta(days=9)], way=Way.VIDEO, now=now),
    )
    assert isinstance(refused, Refused)
    assert "another open invitation" in refused.sentence
