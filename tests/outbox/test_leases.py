"""Leases that run out while others are at work on the same table, in real transactions."""

import uuid
from datetime import timedelta

import pytest
from django.db.models.functions import Now
from pytest_django import DjangoAssertNumQueries

from outbox import delivery
from outbox.models import OutgoingEmail
from outbox.states import Status
from tests.outbox.rendered import enqueued
from tests.patience import wait_until
from tests.races.harness import while_open

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def leased(*, left: timedelta, started: bool = False) -> OutgoingEmail:
    """A row that a worker has claimed, so long before its lease runs out."""
    row = enqueued(repeatable=False)
    OutgoingEmail.objects.filter(pk=row.pk).update(
        status=Status.SENDING,
        lease=uuid.uuid4(),
        lease_until=Now() + left,
        started_at=Now() if started else None,
    )
    return row


def lock(row: OutgoingEmail) -> None:
    OutgoingEmail.objects.select_for_update().get(pk=row.pk)


def wait_for_end_of_lease(row: OutgoingEmail) -> None:
    held = OutgoingEmail.objects.filter(pk=row.pk, lease_until__gte=Now())
    wait_until("its lease has run out", lambda: not held.exists())


def states() -> list[str]:
    return list(OutgoingEmail.objects.order_by("pk").values_list("status", flat=True))


def test_what_never_began_is_not_uncertain_though_another_row_was_locked_meanwhile() -> None:
    held = leased(left=timedelta(seconds=-1))
    running_out = leased(left=timedelta(seconds=1))
    answer = while_open(
        hold=lambda: lock(held),
        call=delivery.reclaim,
        then=lambda: wait_for_end_of_lease(running_out),
    )
    assert answer is None
    assert Status.UNCERTAIN not in states()
    delivery.reclaim()
    assert states() == [Status.PENDING, Status.PENDING]


def test_a_row_that_somebody_holds_is_left_alone_and_the_others_are_freed() -> None:
    held = leased(left=timedelta(seconds=-1))
    for started in (False, True):
        leased(left=timedelta(seconds=-1), started=started)
    while_open(hold=lambda: lock(held), call=delivery.reclaim)
    assert states() == [Status.SENDING, Status.PENDING, Status.UNCERTAIN]


def test_leases_are_ended_by_one_statement_with_one_clock(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    leased(left=timedelta(seconds=-1))
    with django_assert_num_queries(1):
        delivery.reclaim()
