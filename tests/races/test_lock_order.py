"""Operations that come upon each other half-way wait; Postgres throws neither out as a deadlock."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from accounts.models import User
from archive import lifecycle as archive
from calendars import lifecycle as calendars
from calendars.lifecycle import reading
from calendars.models import BusyTime, CalendarAccount
from calendars.reading import Answer, Found
from chats import lifecycle
from chats.locks import lock_both, lock_chat
from chats.models import Chat, Reminder
from chats.states import ChatStatus, ReminderKind, Side, Way
from outbox.models import OutgoingEmail
from tests import by_link
from tests.chats.busy import URL, make_busy
from tests.factories import make_chat, make_contact, make_seeker, make_sent_invitation
from tests.races.harness import while_open

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

HOUR = timedelta(hours=1)


def test_a_reminder_that_comes_upon_a_cancellation_is_never_sent() -> None:
    chat = make_chat(now=datetime.now(UTC))
    reminder = chat.reminders.get(kind=ReminderKind.DAY_HOST)
    late = while_open(
        partial(lock_chat, chat),
        partial(lifecycle.remind, reminder, now=reminder.due_at),
        partial(lifecycle.cancel, chat, by=Side.SEEKER, now=reminder.due_at),
    )
    assert (late, Chat.objects.get().status) == (None, ChatStatus.CANCELLED)
    assert not OutgoingEmail.objects.filter(kind="reminder_day_host").exists()
    assert Reminder.objects.count() == 0


def claimed(seeker: User, now: datetime) -> CalendarAccount:
    CalendarAccount.objects.filter(seeker=seeker).update(is_on=True, due_at=now)
    account = reading.claim(now)
    assert account is not None
    return account


def test_a_calendar_removed_while_it_is_read_is_gone() -> None:
    now = datetime.now(UTC)
    busy = make_busy(make_seeker(), now + HOUR)
    account = claimed(busy.seeker, now)
    read = Answer(calendars=(Found(URL, "Work", busy=((now + 5 * HOUR, now + 6 * HOUR),)),))
    late = while_open(
        partial(CalendarAccount.objects.select_for_update().get, pk=account.pk),
        partial(calendars.remove, account),
        partial(reading.finish, account, read, now=now),
    )
    assert late is None
    assert (CalendarAccount.objects.count(), BusyTime.objects.count()) == (0, 0)


def test_an_account_erased_while_its_calendar_is_read_is_gone() -> None:
    now = datetime.now(UTC)
    busy = make_busy(make_seeker(), now + HOUR)
    account = claimed(busy.seeker, now)
    read = Answer(calendars=(Found(URL, "Work", busy=((now + 5 * HOUR, now + 6 * HOUR),)),))
    late = while_open(
        partial(CalendarAccount.objects.select_for_update().get, pk=account.pk),
        partial(archive.erase, busy.seeker, now=now),
        partial(reading.finish, account, read, now=now),
    )
    assert (late, User.objects.count(), BusyTime.objects.count()) == (None, 0, 0)


def test_an_account_erased_while_a_host_says_yes_is_gone_and_the_host_hears() -> None:
    now = datetime.now(UTC)
    seeker = make_seeker()
    make_chat(make_contact(seeker), now=now)
    sent = make_sent_invitation(make_contact(seeker), times=[now + timedelta(days=9)], now=now)
    slot = sent.slots.get()
    late = while_open(
        partial(lock_both, sent),
        partial(archive.erase, seeker, now=now),
        partial(by_link.take, sent, slot.pk, way=Way.VIDEO, now=now),
    )
    assert (late, User.objects.count(), Chat.objects.count()) == (None, 0, 0)
