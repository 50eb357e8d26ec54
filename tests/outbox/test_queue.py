"""Into the caller's transaction, and out again."""

import socket
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks, Settings

from outbox import delivery, queue, urgent
from outbox.models import OutgoingEmail, Suppression
from outbox.states import Status
from outbox.suppression import is_suppressed, lift, suppress, suppressed_among, why_not
from tests.outbox.rendered import enqueued, rendered_email

pytestmark = pytest.mark.django_db

OPT_OUT, BOUNCE = Suppression.Reason.OPT_OUT, Suppression.Reason.BOUNCE


def states() -> dict[str, str]:
    return dict(OutgoingEmail.objects.values_list("to", "status"))


def test_a_rollback_leaves_no_row_and_wakes_nobody(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    def change_that_fails() -> None:
        with transaction.atomic():
            queue.enqueue([rendered_email()])
            assert OutgoingEmail.objects.count() == 1
            raise ZeroDivisionError

    with django_capture_on_commit_callbacks() as called, pytest.raises(ZeroDivisionError):
        change_that_fails()
    assert OutgoingEmail.objects.count() == 0
    assert called == []


def test_all_rows_of_a_change_are_one_insert(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(1):
        queue.enqueue([rendered_email() for _ in range(20)])
    with django_assert_num_queries(2):  # and one look for opt-outs
        queue.enqueue([rendered_email(outreach=True) for _ in range(20)])
    assert OutgoingEmail.objects.count() == 40


def test_the_bell_rings_once_it_is_committed_and_only_for_what_may_leave_now(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    later = timezone.now() + timedelta(minutes=1)
    with django_capture_on_commit_callbacks() as called:
        queue.enqueue([rendered_email(not_before=later)])
    assert called == []
    with django_capture_on_commit_callbacks() as called:
        queue.enqueue([rendered_email(not_before=later), rendered_email()])
    assert called == [queue.wake_up]


def test_what_is_urgent_leaves_from_this_process_as_well(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks() as called:
        queue.enqueue([rendered_email(urgent=True)])
    assert called == [urgent.send_soon, queue.wake_up]


def test_the_same_thing_is_said_once() -> None:
    first = rendered_email(dedupe_key="booked:chat:1:0:host", subject="First")
    again = rendered_email(dedupe_key="booked:chat:1:0:host", subject="Second")
    queue.enqueue([first])
    queue.enqueue([again, rendered_email(to="other@example.com")])
    assert OutgoingEmail.objects.count() == 2
    assert OutgoingEmail.objects.get(dedupe_key="booked:chat:1:0:host").subject == "First"


def test_each_email_has_a_message_id_of_its_own_at_our_domain(settings: Settings) -> None:
    settings.SITE_URL = "https://coffee.example"
    ids = {rendered_email().message_id for _ in range(50)}
    assert len(ids) == 50
    assert {each.rpartition("@")[2] for each in ids} == {"coffee.example>"}


# -- Suppression ---------------------------------------------------------------------------------


def test_outreach_to_a_suppressed_address_is_held_from_the_start() -> None:
    suppress("Dana@Example.com", OPT_OUT)
    queue.enqueue(
        [
            rendered_email(to="dana@example.com", outreach=True),
            rendered_email(to="DANA@example.com", outreach=True),
            rendered_email(to="ben@example.com", outreach=True),
        ]
    )
    assert states() == {
        "dana@example.com": Status.HELD,
        "DANA@example.com": Status.HELD,
        "ben@example.com": Status.PENDING,
    }


def test_what_was_asked_for_still_reaches_a_suppressed_address() -> None:
    suppress("dana@example.com", OPT_OUT)
    enqueued(to="dana@example.com", outreach=False)
    assert states() == {"dana@example.com": Status.PENDING}


def test_suppression_keeps_back_what_waits() -> None:
    enqueued(to="Dana@example.com", outreach=True)
    enqueued(to="ben@example.com", outreach=True)
    started = enqueued(to="dana@EXAMPLE.com", outreach=True)
    OutgoingEmail.objects.filter(pk=started.pk).update(started_at=timezone.now())
    suppress("dana@example.com", OPT_OUT)
    assert states() == {
        "Dana@example.com": Status.HELD,
        "ben@example.com": Status.PENDING,
        "dana@EXAMPLE.com": Status.PENDING,
    }


def test_the_table_keeps_no_address() -> None:
    suppress("dana@example.com", OPT_OUT)
    kept = Suppression.objects.get()
    assert len(kept.address_hash) == 64
    assert "dana" not in str(vars(kept))


def test_a_hash_is_worth_nothing_without_the_secret_of_the_instance(settings: Settings) -> None:
    suppress("dana@example.com", OPT_OUT)
    settings.ADDRESS_KEY = "another"
    assert not is_suppressed("dana@example.com")


def test_a_new_secret_for_signing_leaves_every_hash_as_it_was(settings: Settings) -> None:
    suppress("dana@example.com", OPT_OUT)
    settings.SECRET_KEY = "another"
    assert is_suppressed("dana@example.com")


@pytest.mark.parametrize("spelling", [" dana@bücher.example", "DANA@xn--bcher-kva.EXAMPLE"])
def test_one_address_has_one_hash_however_it_is_spelt(spelling: str) -> None:
    suppress("dana@bücher.example", OPT_OUT)
    assert is_suppressed(spelling)
    assert suppressed_among([spelling, "x@example.com"]).keys() == {spelling}


@pytest.mark.parametrize(
    ("reason", "words"),
    [(OPT_OUT, "they asked not to be written to"), (BOUNCE, "the address does not exist")],
)
def test_a_bounce_is_not_told_as_a_wish(reason: Suppression.Reason, words: str) -> None:
    waiting = enqueued(to="dana@example.com", outreach=True)
    suppress("dana@example.com", reason)
    later = enqueued(to="Dana@example.com", outreach=True)
    waiting.refresh_from_db()
    assert (waiting.last_error, later.last_error, why_not("dana@example.com")) == (words,) * 3
    assert why_not("ben@example.com") == ""


def test_lifting_takes_back_an_opt_out_but_not_a_bounce() -> None:
    now = timezone.now()
    suppress("dana@example.com", OPT_OUT, at=now)
    suppress("dead@example.com", BOUNCE, at=now)
    lift("dana@example.com", since=now)
    lift("dead@example.com", since=now)
    assert (is_suppressed("dana@example.com"), is_suppressed("dead@example.com")) == (False, True)


def test_lifting_leaves_the_wish_of_an_earlier_answer() -> None:
    now = timezone.now()
    assert suppress("dana@example.com", OPT_OUT, at=now - timedelta(days=90)) is True
    assert suppress("dana@example.com", OPT_OUT, at=now) is False
    lift("dana@example.com", since=now)
    assert is_suppressed("dana@example.com")


# -- Taking back ---------------------------------------------------------------------------------


def test_cancelling_takes_back_what_has_not_started_and_names_it() -> None:
    enqueued(about="chat:1", kind="booked_host")
    enqueued(about="chat:1", kind="booked_seeker")
    enqueued(about="chat:2", kind="booked_host")
    assert queue.cancel("chat:1", kinds=["booked_host"]) == ["booked_host"]
    assert queue.cancel("chat:1") == ["booked_seeker"]
    assert queue.cancel("chat:1") == []
    assert list(OutgoingEmail.objects.order_by("pk").values_list("status", flat=True)) == [
        Status.CANCELLED,
        Status.CANCELLED,
        Status.PENDING,
    ]


def test_cancelling_wins_over_a_claim_that_has_not_started() -> None:
    row = enqueued(about="chat:1")
    (claimed,) = delivery.claim(10)
    assert queue.cancel("chat:1") == [row.kind]
    delivery.deliver(claimed)
    row.refresh_from_db()
    assert (row.status, row.attempts, row.lease) == (Status.CANCELLED, 0, None)


def test_cancelling_loses_against_a_delivery_that_has_started() -> None:
    row = enqueued(about="chat:1")
    delivery.claim(10)
    OutgoingEmail.objects.update(started_at=timezone.now())
    assert queue.cancel("chat:1") == []
    row.refresh_from_db()
    assert row.status == Status.SENDING


class FailsWhileCancelled(BaseEmailBackend):
    """Somebody takes the e-mail back while it is leaving; then the other side hangs up."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        assert queue.cancel("chat:1") == []
        raise ConnectionResetError


def test_what_was_cancelled_in_mid_delivery_does_not_leave_again(settings: Settings) -> None:
    delivery.close_connection()
    settings.EMAIL_BACKEND = f"{__name__}.{FailsWhileCancelled.__name__}"
    row = enqueued(about="chat:1")
    delivery.drain()
    row.refresh_from_db()
    assert (row.status, row.attempts) == (Status.PENDING, 1)
    OutgoingEmail.objects.update(not_before=timezone.now())
    delivery.drain()
    row.refresh_from_db()
    assert (row.status, row.attempts) == (Status.CANCELLED, 1)


@pytest.mark.parametrize("failed", [Status.DEAD, Status.UNCERTAIN])
def test_cancelling_closes_what_failed_and_does_not_name_it(failed: Status) -> None:
    row = enqueued(about="chat:1")
    OutgoingEmail.objects.update(status=failed, started_at=timezone.now())
    assert queue.cancel("chat:1") == []
    row.refresh_from_db()
    assert row.status == Status.CANCELLED


@pytest.mark.parametrize("finished", [Status.SENT, Status.HELD])
def test_cancelling_leaves_what_is_finished(finished: Status) -> None:
    row = enqueued(about="chat:1")
    OutgoingEmail.objects.update(status=finished)
    assert queue.cancel("chat:1") == []
    row.refresh_from_db()
    assert row.status == finished


def test_what_is_erased_is_gone_but_for_the_news_of_what_was_called_off() -> None:
    for kind in ("invitation", "cancelled_host", "cancelled_seeker"):
        enqueued(about="chat:1", kind=kind)
    enqueued(about="chat:1", kind="cancelled_host")
    OutgoingEmail.objects.filter(pk=OutgoingEmail.objects.latest("pk").pk).update(status="sent")
    other = enqueued(about="chat:2", kind="invitation")
    queue.erase(OutgoingEmail.objects.about("chat:1"))
    last = OutgoingEmail.objects.about(queue.ERASED)
    assert sorted(last.values_list("kind", flat=True)) == ["cancelled_host", "cancelled_seeker"]
    last.filter(kind="cancelled_host").update(status=Status.SENT)
    queue.forget_erased()
    left = OutgoingEmail.objects.order_by("pk").values_list("kind", flat=True)
    assert list(left) == ["cancelled_seeker", other.kind]


def test_cancelling_takes_back_what_is_held_for_a_bounce_and_does_not_name_it() -> None:
    held = enqueued(about="chat:1", outreach=True)
    suppress(held.to, BOUNCE)
    enqueued(about="chat:1", outreach=True, to=held.to)
    enqueued(about="chat:1", kept_back="the address does not exist")
    assert queue.cancel("chat:1") == []
    assert list(OutgoingEmail.objects.order_by("pk").values_list("status", flat=True)) == [
        Status.CANCELLED,
        Status.CANCELLED,
        Status.HELD,
    ]


# -- The wake-up -------------------------------------------------------------------------------


@pytest.fixture
def hanging_redis() -> Iterator[str]:
    """Takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"redis://127.0.0.1:{listener.getsockname()[1]}/0"


def test_a_hanging_broker_costs_the_page_nothing_but_a_blink(
    hanging_redis: str, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.REDIS_URL = hanging_redis
    begun = time.monotonic()
    queue.wake_up()
    assert time.monotonic() - begun < 1
    assert caplog.messages == ["No wake-up, the sweep will find it: TimeoutError"]


def test_a_dead_broker_costs_nothing_at_all(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:9/0"
    begun = time.monotonic()
    queue.wake_up()
    assert time.monotonic() - begun < 1
    assert caplog.messages == ["No wake-up, the sweep will find it: ConnectionError"]


def test_what_is_to_leave_later_is_late_only_after_that() -> None:
    later = timezone.now() + timedelta(hours=1)
    row, now = enqueued(not_before=later), enqueued()
    assert row.wanted_at == later
    assert list(OutgoingEmail.objects.late()) == [now]
