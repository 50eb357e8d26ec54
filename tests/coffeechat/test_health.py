"""`/healthz` says what an operator needs to know."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from outbox import outage
from outbox.models import Heartbeat, Outage, OutgoingEmail
from outbox.smtp import Failure, Phase
from outbox.states import Status

pytestmark = pytest.mark.django_db


def add_email(number: int, **fields: object) -> None:
    OutgoingEmail.objects.create(
        kind="test",
        dedupe_key=f"k{number}",
        message_id=f"<{number}@x>",
        to="a@example.org",
        subject="s",
        text="t",
        **fields,
    )


def test_it_is_well_while_the_sweep_runs() -> None:
    Heartbeat.objects.create(name="sweep", at=timezone.now())
    answer = Client().get("/healthz")
    assert answer.status_code == 200
    figures = answer.json()
    assert figures.pop("sweep_age_seconds") < 5
    assert figures == {
        "ok": True,
        "database": True,
        "oldest_due_seconds": 0.0,
        "dead": 0,
        "uncertain": 0,
        "blocked": 0,
        "blocked_since": None,
        "blocked_by": None,
    }


@pytest.mark.parametrize("age", [None, timedelta(minutes=2)])
def test_it_is_not_well_without_a_recent_sweep(age: timedelta | None) -> None:
    if age:
        Heartbeat.objects.create(name="sweep", at=timezone.now() - age)
    assert Client().get("/healthz").status_code == 503


def test_it_says_what_waits_for_us_and_since_when_and_names_no_address() -> None:
    long_ago = timezone.now() - timedelta(hours=3)
    said = "550 5.7.1 <a@example.org> Blocked"
    add_email(1, not_before=timezone.now(), blocked_since=long_ago, last_error=said)
    add_email(2, not_before=timezone.now(), blocked_since=timezone.now(), last_error="later")
    add_email(3, status=Status.SENT, blocked_since=long_ago)
    figures = Client().get("/healthz").json()
    assert figures["blocked"] == 2
    assert figures["blocked_since"] == long_ago.isoformat()
    assert figures["blocked_by"] == "550 5.7.1 <[address]> Blocked"


@pytest.mark.parametrize("status", [Status.PENDING, Status.SENDING])
def test_an_email_is_late_from_when_it_was_first_wanted(status: Status) -> None:
    """Not from its next try, which may be hours away; nor does it end when somebody tries it."""
    now = timezone.now()
    long_ago, next_try = now - timedelta(hours=2), now + timedelta(hours=3)
    add_email(1, status=status, lease=uuid4(), wanted_at=long_ago, not_before=next_try)
    assert 7200 <= Client().get("/healthz").json()["oldest_due_seconds"] < 7210


@pytest.mark.parametrize(("minutes", "answer"), [(1, 200), (3, 503)])
def test_a_mail_server_that_is_away_for_two_minutes_is_an_alarm(minutes: int, answer: int) -> None:
    Heartbeat.objects.create(name="sweep", at=timezone.now())
    outage.note(Failure(Phase.CONNECT, None, "Connection refused"))
    since = timezone.now() - timedelta(minutes=minutes)
    Outage.objects.update(since=since)
    said = Client().get("/healthz")
    assert (said.status_code, said.json()["ok"]) == (answer, answer == 200)
    assert said.json()["blocked_since"] == since.isoformat()


def test_it_says_that_the_mail_server_is_away() -> None:
    outage.note(Failure(Phase.SIGN_IN, 535, "5.7.8 Bad credentials"))
    outage.note(Failure(Phase.CONNECT, None, "Connection refused"))
    figures = Client().get("/healthz").json()
    assert figures["blocked_by"] == "Connection refused"
    since = Outage.objects.get().since.isoformat()
    assert (figures["blocked_since"], figures["blocked"]) == (since, 0)


def test_it_counts_what_waits_and_what_failed() -> None:
    Heartbeat.objects.create(name="sweep", at=timezone.now())
    add_email(1, status=Status.DEAD)
    add_email(2, status=Status.UNCERTAIN)
    add_email(3, wanted_at=timezone.now() - timedelta(minutes=5))
    later = timezone.now() + timedelta(minutes=5)
    add_email(4, wanted_at=later, not_before=later)
    figures = Client().get("/healthz").json()
    assert (figures["dead"], figures["uncertain"]) == (1, 1)
    assert 300 <= figures["oldest_due_seconds"] < 310
