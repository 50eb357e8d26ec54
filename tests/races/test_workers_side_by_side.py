"""What workers are at, and what seekers do with it meanwhile."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.db.models import Model
from django.db.models.functions import Now

from archive import lifecycle as archive
from calendars import lifecycle as calendars
from calendars.lifecycle import reading, writing
from calendars.models import CalendarAccount, CalendarEntry
from calendars.reading import Answer
from outbox import delivery, queue
from outbox.models import OutgoingEmail
from outbox.retention import forget_outdated
from outbox.states import Status
from tests.chats.busy import URL
from tests.factories import make_seeker
from tests.outbox.rendered import enqueued
from tests.races.harness import while_open

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

NOW = datetime(2026, 11, 30, 8, tzinfo=UTC)


# -- Each passes over what another one is claiming -----------------------------------------------


def emails() -> list[Model]:
    return [enqueued(), enqueued()]


def exports() -> list[Model]:
    return [archive.ask(make_seeker()), archive.ask(make_seeker())]


def accounts() -> list[Model]:
    return [calendars.add_feed(make_seeker(), URL, "Work", now=NOW) for _ in range(2)]


def entries() -> list[Model]:
    return [
        CalendarEntry.objects.create(
            seeker=one.seeker, calendar=one.calendars.get(), uid="1", due_at=NOW
        )
        for one in accounts()
    ]


@pytest.mark.parametrize(
    ("rows", "claim"),
    [
        (emails, lambda: delivery.claim(10)),
        (exports, lambda: [archive._claim(NOW)]),
        (accounts, lambda: [reading.claim(NOW)]),
        (entries, lambda: [writing.claim(NOW)]),
    ],
    ids=["emails", "exports", "accounts", "entries"],
)
def test_a_worker_takes_the_next_where_another_is_at_the_first(
    rows: Callable[[], list[Model]], claim: Callable[[], Any]
) -> None:
    first, second = rows()
    held = type(first)._default_manager.select_for_update()
    assert while_open(partial(held.get, pk=first.pk), claim) == [second]


# -- E-mail --------------------------------------------------------------------------------------


def test_what_is_outdated_and_tried_again_at_this_moment_is_kept() -> None:
    """And the rest is deleted beside it, without waiting."""
    dead, other = enqueued(), enqueued()
    long_ago = Now() - timedelta(days=400)
    OutgoingEmail.objects.update(status=Status.DEAD, wanted_at=long_ago)
    again = OutgoingEmail.objects.filter(pk=dead.pk)
    left: list[int] = []

    def look() -> None:
        left.extend(OutgoingEmail.objects.values_list("pk", flat=True))

    assert while_open(again.start_anew, forget_outdated, look) == 1
    assert left == [dead.pk] != [other.pk]
    assert OutgoingEmail.objects.get().pk == dead.pk


def test_an_email_that_begins_to_leave_is_not_counted_as_taken_back() -> None:
    row = enqueued(about="chat:1")
    [claimed] = delivery.claim(1)
    late = while_open(partial(delivery._start, claimed), partial(queue.cancel, "chat:1"))
    row.refresh_from_db()
    assert (late, row.status) == ([], Status.SENDING)


# -- Calendars -----------------------------------------------------------------------------------


def claimed(account: CalendarAccount) -> CalendarAccount:
    CalendarAccount.objects.filter(pk=account.pk).update(is_on=True, due_at=NOW)
    found = reading.claim(NOW)
    assert found == account
    return found


def test_an_address_that_is_added_twice_at_once_is_one_account() -> None:
    add = partial(calendars.add_feed, make_seeker(), URL, "Work", now=NOW)
    while_open(add, add)
    assert CalendarAccount.objects.count() == 1


def test_two_workers_at_once_do_not_read_two_calendars_of_one_seeker() -> None:
    seeker = make_seeker()
    for number in range(2):
        calendars.add_feed(seeker, f"{URL}?{number}", "Work", now=NOW)
    assert while_open(partial(reading.claim, NOW), partial(reading.claim, NOW)) is None


def test_pressed_while_a_reading_finishes_it_is_read_once_more() -> None:
    account = claimed(calendars.add_feed(make_seeker(), URL, "Work", now=NOW))
    pressed = NOW + timedelta(seconds=5)
    while_open(
        partial(CalendarAccount.objects.select_for_update().get, pk=account.pk),
        partial(reading.finish, account, Answer(), now=NOW),
        partial(calendars.read_now, account, now=pressed),
    )
    assert CalendarAccount.objects.get().due_at == pressed
