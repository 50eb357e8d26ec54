"""What is finished is deleted in its time, the oldest first, and nothing else is."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F
from django.db.models.functions import Now
from pytest_django import Settings

from outbox import retention, tasks
from outbox.models import OutgoingEmail
from outbox.states import FINISHED, WAITING, Status
from tests.outbox.rendered import enqueued, many_emails

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def aged(days: int, **fields: Any) -> OutgoingEmail:
    """Sent so many days ago."""
    row, stands = enqueued(), {"status": Status.SENT, **fields}
    OutgoingEmail.objects.filter(pk=row.pk).update(wanted_at=Now() - days * DAY, **stands)
    return row


def kept() -> list[int]:
    return list(OutgoingEmail.objects.order_by("pk").values_list("pk", flat=True))


def pks(rows: Iterable[OutgoingEmail]) -> list[int]:
    return [row.pk for row in rows]


@pytest.mark.parametrize("number", [1, 2 * retention.BATCH_ROWS + 1])
def test_what_is_outdated_is_deleted(number: int) -> None:
    many_emails(Status.SENT, number)
    OutgoingEmail.objects.update(wanted_at=F("wanted_at") - 91 * DAY)
    fresh = aged(89)
    tasks.forget()
    assert kept() == [fresh.pk]


@pytest.mark.parametrize("status", Status)
def test_what_waits_is_not_deleted_however_late_it_is(status: Status) -> None:
    row = aged(400)
    leased = {"lease": "5f0c1b7e-2a9d-4835-bb1f-0a6c9e7d2f48"}
    OutgoingEmail.objects.update(status=status, **leased)
    tasks.forget()
    assert kept() == ([row.pk] if status in WAITING else [])
    assert set(Status) == {*FINISHED, *WAITING}


def test_days_count_from_the_last_moment() -> None:
    """An e-mail to somebody who expects a chat in a year says for as long where it is."""
    aged(400, expires_at=Now() - 91 * DAY)
    over = aged(400, expires_at=Now() - 89 * DAY)
    to_come = aged(400, expires_at=Now() + 300 * DAY)
    tasks.forget()
    assert kept() == pks([over, to_come])


@pytest.mark.parametrize("days", [30, 365])
def test_the_operator_says_how_many(days: int, settings: Settings) -> None:
    settings.EMAIL_RETENTION_DAYS = days
    _, fresh = aged(days + 1), aged(days - 1)
    tasks.forget()
    assert kept() == [fresh.pk]


def test_a_text_is_not_kept_longer_than_its_row() -> None:
    """And 30 days are the least that an operator can say."""
    assert timedelta(days=30) >= tasks.KEEP_BODIES


def test_one_run_is_bounded_and_takes_the_oldest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "BATCH_ROWS", 2)
    monkeypatch.setattr(retention, "MAX_BATCHES", 2)
    rows = [aged(100 + days) for days in (3, 1, 5, 2, 6, 4)]
    assert retention.forget_outdated() == 4
    assert kept() == pks([rows[1], rows[3]])
    assert retention.forget_outdated() == 2
    assert retention.forget_outdated() == 0


def test_it_is_rung_for_again_and_again() -> None:
    from coffeechat.celery import app

    queued = [one["task"] for one in app.conf.beat_schedule.values()]
    assert tasks.forget.name in queued
