"""What is urgent goes first, and waits for no worker."""

import itertools
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from outbox import delivery, outage, urgent
from outbox.models import Outage, OutgoingEmail
from outbox.smtp import Phase
from outbox.states import Status
from tests.outbox.rendered import enqueued
from tests.outbox.script import HANG, KIND, Script
from tests.outbox.sink import Sink
from tests.patience import wait_until

in_one_transaction = pytest.mark.django_db


def is_sent(row: OutgoingEmail) -> bool:
    return OutgoingEmail.objects.filter(pk=row.pk, status=Status.SENT).exists()


@pytest.fixture
def no_broker(settings: Settings) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:9"


def wait_for_threads() -> None:
    """Each has let go of its connections."""
    others = """SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND backend_type = 'client backend'"""

    def alone() -> bool:
        with connection.cursor() as cursor:
            cursor.execute(others)
            return cursor.fetchone() == (1,) and urgent._State.at_work == 0

    wait_until("all threads are done", alone)


# -- Without a worker ----------------------------------------------------------------------------


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_what_is_urgent_leaves_without_broker_and_worker(sink: Sink, no_broker: None) -> None:
    code, other = enqueued(urgent=True), enqueued()
    wait_until("the code has left", lambda: is_sent(code))
    wait_for_threads()
    assert (sink.recipients, is_sent(other)) == ([code.to], False)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_server_that_hangs_with_one_code_does_not_keep_the_next(
    server: Script, no_broker: None
) -> None:
    answers = itertools.chain([HANG], itertools.repeat(KIND[Phase.RCPT]))
    server.answers[Phase.RCPT] = lambda: next(answers)
    enqueued(urgent=True)
    wait_until("the first one hangs", lambda: server.came_to[Phase.RCPT])
    second = enqueued(urgent=True)
    wait_until("the second one has left", lambda: is_sent(second))
    server.over.set()
    wait_for_threads()


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_thread_that_fails_leaves_it_to_the_sweep(
    sink: Sink, no_broker: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise RuntimeError("the database is away")

    with monkeypatch.context() as broken:
        broken.setattr(delivery, "reclaim", fail)
        code = enqueued(urgent=True)
        wait_for_threads()
    delivery.drain()
    assert (is_sent(code), sink.recipients) == (True, [code.to])


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("at_first", ["451 4.3.0 Come back", "421 4.3.2 Shutting down"])
def test_what_is_urgent_is_tried_again_without_broker_and_worker(
    server: Script, no_broker: None, monkeypatch: pytest.MonkeyPatch, at_first: str
) -> None:
    soon = timedelta(milliseconds=100)
    monkeypatch.setattr(delivery, "RETRY_AFTER", [soon] * 8)
    monkeypatch.setattr(outage, "MIN_BACKOFF", soon)
    monkeypatch.setattr(urgent, "MIN_PAUSE_SECONDS", 0.1)
    answers = itertools.chain([at_first] * 2, itertools.repeat(KIND[Phase.RCPT]))
    server.answers[Phase.RCPT] = lambda: next(answers)
    code = enqueued(urgent=True, expires_at=timezone.now() + timedelta(minutes=15))
    wait_until("the code has left", lambda: is_sent(code))
    wait_for_threads()
    assert urgent._State.timer is None


@in_one_transaction
def test_it_comes_again_for_what_is_still_worth_something_then() -> None:
    def due(in_minutes: int, **fields: Any) -> None:
        enqueued(not_before=now + timedelta(minutes=in_minutes), **fields)

    now = timezone.now()
    assert delivery.wait_for_urgent() is None
    due(5, expires_at=now + timedelta(hours=1))
    due(10, urgent=True)
    due(20, urgent=True, expires_at=now + timedelta(minutes=15))
    assert delivery.wait_for_urgent() is None
    due(30, urgent=True, expires_at=now + timedelta(hours=1))
    wait = delivery.wait_for_urgent()
    assert wait is not None
    assert 15 * 60 < wait <= 30 * 60
    Outage.objects.create(
        name=outage.MAIL_SERVER, since=now, said="", try_at=now + timedelta(hours=2)
    )
    assert delivery.wait_for_urgent() is None


# -- Before all others ---------------------------------------------------------------------------


@in_one_transaction
def test_what_is_urgent_goes_before_what_has_waited_longer(sink: Sink) -> None:
    earlier = [enqueued(not_before=timezone.now() - timedelta(hours=1)) for _ in range(3)]
    code = enqueued(urgent=True)
    delivery.drain()
    assert sink.recipients == [code.to, *(row.to for row in earlier)]


@in_one_transaction
def test_with_a_slow_server_it_waits_for_one_email_and_not_for_a_batch(
    sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "BATCH_SECONDS", 0)
    first, second = enqueued(), enqueued()
    codes: list[OutgoingEmail] = []
    real = delivery._finish_sent

    def ask_for_a_code_then(row: OutgoingEmail) -> None:
        real(row)
        if row.pk == first.pk:
            codes.append(enqueued(urgent=True))

    monkeypatch.setattr(delivery, "_finish_sent", ask_for_a_code_then)
    delivery.drain()
    assert sink.recipients == [first.to, codes[0].to, second.to]
