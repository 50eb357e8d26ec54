"""What becomes of a row: sent, tried again, dead, uncertain. Against a real SMTP server."""

import itertools
import uuid
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db.models.functions import Now
from django.utils import timezone
from pytest_django import Settings

from outbox import connection, delivery, queue, smtp, tasks
from outbox.addresses import address_hash
from outbox.delivery_results import DeliveryResult
from outbox.models import Heartbeat, OutgoingEmail, Suppression
from outbox.smtp import LIMITS, Phase
from outbox.states import Status
from outbox.suppression import is_suppressed, lift_by_hand, suppress
from tests.outbox.rendered import again, enqueued, make_due, rendered_email, wait
from tests.outbox.sink import HANG, HANG_UP, OK, Sink

pytestmark = pytest.mark.django_db

LONG = timedelta(hours=1)


# -- In calm -------------------------------------------------------------------------------------


def test_each_email_leaves_once_over_one_connection(sink: Sink) -> None:
    rows = [enqueued() for _ in range(120)]
    assert delivery.drain() == 120
    assert delivery.drain() == 0
    assert sink.recipients == [row.to for row in rows]
    assert [str(each["Message-ID"]) for each in sink.received] == [row.message_id for row in rows]
    assert sink.connections == 1
    finished = OutgoingEmail.objects.filter(status=Status.SENT, lease=None, attempts=1)
    assert finished.exclude(sent_at=None).count() == 120


def test_a_connection_is_not_kept_for_ever(sink: Sink, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "RECYCLE_AFTER_EMAILS", 10)
    for _ in range(25):
        enqueued()
    delivery.drain()
    assert (len(sink.received), sink.connections) == (25, 3)


def test_what_is_not_due_waits(sink: Sink) -> None:
    row = enqueued(not_before=timezone.now() + timedelta(minutes=1))
    assert (delivery.drain(), again(row).status) == (0, Status.PENDING)
    make_due()
    assert (delivery.drain(), again(row).status) == (1, Status.SENT)


def test_the_tick_sends_and_says_that_it_lives(sink: Sink) -> None:
    row = enqueued()
    tasks.tick()
    assert again(row).status == Status.SENT
    first = Heartbeat.objects.get(name="sweep").at
    tasks.tick()
    assert Heartbeat.objects.get(name="sweep").at > first


def test_a_sweep_sends_and_says_nothing_of_the_clock(sink: Sink) -> None:
    row = enqueued()
    tasks.sweep()
    assert again(row).status == Status.SENT
    assert not Heartbeat.objects.exists()


def test_old_bodies_are_blanked_and_waiting_ones_are_not(sink: Sink) -> None:
    old, waiting, fresh = enqueued(html="<p>x</p>", ics="X"), enqueued(), enqueued()
    delivery.drain()
    OutgoingEmail.objects.filter(pk=waiting.pk).update(status=Status.PENDING)
    OutgoingEmail.objects.exclude(pk=fresh.pk).update(created_at=Now() - timedelta(days=31))
    tasks.tidy()
    assert (again(old).text, again(old).html, again(old).ics) == ("", "", "")
    assert (again(waiting).text, again(fresh).text) == ("Hello\n", "Hello\n")


# -- When the other side says no, or nothing -----------------------------------------------------


@pytest.mark.parametrize("moment", ["at_rcpt", "at_data"])
def test_a_4xx_climbs_the_whole_ladder_and_then_the_row_is_dead(sink: Sink, moment: str) -> None:
    setattr(sink, moment, lambda address: "451 Greylisted,\x00 come back")
    row = enqueued()
    waits = []
    while again(row).status == Status.PENDING:
        make_due()
        delivery.drain()
        waits.append(wait(row))
    assert [each for each in waits if each > timedelta()] == [
        timedelta(seconds=10),
        timedelta(minutes=1),
        timedelta(minutes=5),
        timedelta(minutes=15),
        timedelta(hours=1),
        timedelta(hours=3),
        timedelta(hours=6),
        timedelta(hours=12),
    ]
    dead = again(row)
    assert (dead.status, dead.attempts) == (Status.DEAD, 9)
    assert dead.last_error == "451 Greylisted, come back"
    assert not is_suppressed(row.to)


@pytest.mark.parametrize("reply", [HANG, HANG_UP])
def test_silence_and_hanging_up_are_tried_again(
    sink: Sink, reply: str, gives_up_soon: Callable[[Phase], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    sink.at_rcpt = lambda address: reply
    gives_up_soon(Phase.RCPT)
    row = enqueued()
    delivery.drain()
    monkeypatch.setattr(smtp, "LIMITS", LIMITS)
    assert (again(row).status, wait(row)) == (Status.PENDING, timedelta(seconds=10))
    sink.at_rcpt = lambda address: OK
    make_due()
    delivery.drain()
    assert (again(row).status, sink.recipients) == (Status.SENT, [row.to])


def test_taken_and_then_hung_up_is_repeated_under_the_same_message_id(sink: Sink) -> None:
    replies = iter([HANG_UP, OK])
    sink.at_data = lambda address: next(replies)
    row = enqueued()
    delivery.drain()
    make_due()
    delivery.drain()
    assert again(row).status == Status.SENT
    assert [str(each["Message-ID"]) for each in sink.received] == [row.message_id] * 2


@pytest.mark.parametrize("between", [[], ["451 Greylisted"] * 3])
def test_what_is_never_answered_is_repeated_once_and_then_uncertain(
    sink: Sink, between: list[str]
) -> None:
    """The second copy is the last, whatever was said between the two."""
    replies = itertools.chain([HANG_UP], between, itertools.repeat(HANG_UP))
    sink.at_data = lambda address: next(replies)
    row = enqueued()
    while again(row).status == Status.PENDING:
        make_due()
        delivery.drain()
    assert again(row).status == Status.UNCERTAIN
    assert [str(each["Message-ID"]) for each in sink.received] == [row.message_id] * 2


def test_nobody_listening_is_tried_again(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "outbox.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    row = enqueued()
    delivery.drain()
    assert (again(row).status, again(row).last_error) == (Status.PENDING, "Connection refused")


def test_an_unknown_address_is_remembered_and_what_waits_for_it_is_kept_back(sink: Sink) -> None:
    sink.at_rcpt = lambda address: "550 No such user"
    row = enqueued(outreach=True)
    waiting = enqueued(to=row.to, outreach=True, not_before=timezone.now() + timedelta(days=1))
    delivery.drain()
    dead = again(row)
    assert (dead.status, dead.attempts) == (Status.DEAD, 1)
    assert (dead.last_error, dead.delivery_result) == ("550 No such user", DeliveryResult.ADDRESS)
    assert is_suppressed(row.to)
    assert again(waiting).status == Status.HELD


@pytest.mark.parametrize(
    "poison",
    [
        {"subject": "Hello\nBcc: everybody@example.com"},
        {"from_name": "Sam\r\nX: y"},
        {"headers": {"X-Bad": "a\x0bb\nc"}},
        {"reply_to": "x\ny@example.com"},
    ],
)
def test_a_poisonous_row_stops_no_other(sink: Sink, poison: dict[str, Any]) -> None:
    before, bad, after = enqueued(), enqueued(**poison), enqueued()
    delivery.drain()
    assert [again(row).status for row in (before, bad, after)] == [
        Status.SENT,
        Status.DEAD,
        Status.SENT,
    ]
    assert sink.recipients == [before.to, after.to]


def test_one_refused_recipient_stops_no_other(sink: Sink) -> None:
    sink.at_rcpt = lambda address: "550 No" if address.startswith("dead") else OK
    rows = [enqueued(to=to) for to in ("a@example.com", "dead@example.com", "b@example.com")]
    delivery.drain()
    assert [again(row).status for row in rows] == [Status.SENT, Status.DEAD, Status.SENT]
    assert sink.recipients == ["a@example.com", "b@example.com"]


# -- Checked again at the moment of sending ------------------------------------------------------


def test_an_opt_out_after_the_claim_still_counts(sink: Sink) -> None:
    row, asked_for = enqueued(outreach=True), enqueued(outreach=False)
    claimed = delivery.claim(10)
    Suppression.objects.all().delete()
    suppress(row.to, Suppression.Reason.OPT_OUT)
    OutgoingEmail.objects.filter(pk=row.pk).update(
        status=Status.SENDING, lease=claimed[0].lease, lease_until=Now() + delivery.LEASE
    )
    for each in claimed:
        delivery.deliver(each)
    assert (again(row).status, again(asked_for).status) == (Status.HELD, Status.SENT)
    assert sink.recipients == [asked_for.to]


def test_what_was_kept_back_by_mistake_leaves_when_that_is_lifted(sink: Sink) -> None:
    theirs, other = enqueued(outreach=True), enqueued(outreach=True)
    for row in (theirs, other):
        suppress(row.to, Suppression.Reason.BOUNCE)
    found = Suppression.objects.get(address_hash=address_hash(theirs.to))
    assert lift_by_hand(found) == 1
    delivery.drain()
    assert (again(theirs).status, again(other).status) == (Status.SENT, Status.HELD)


def test_wherever_it_was_held_for_a_bounce_it_leaves_when_that_is_lifted(sink: Sink) -> None:
    waiting, claimed = enqueued(outreach=True), enqueued(outreach=True)
    to = waiting.to
    OutgoingEmail.objects.filter(pk=claimed.pk).update(to=to, not_before=Now() - LONG)
    (leaving,) = delivery.claim(1)
    Suppression.objects.create(address_hash=address_hash(to), reason=Suppression.Reason.BOUNCE)
    delivery.deliver(leaving)
    suppress(to, Suppression.Reason.BOUNCE)
    queued = enqueued(to=to, outreach=True)
    other = enqueued(to=to, outreach=True, kept_back=Suppression.Reason.BOUNCE.label)
    rows = [waiting, claimed, queued, other]
    assert {again(row).status for row in rows} == {Status.HELD}
    assert lift_by_hand(Suppression.objects.get()) == 3
    assert [again(row).status for row in rows] == [Status.PENDING] * 3 + [Status.HELD]


def test_what_was_taken_back_meanwhile_does_not_leave_when_a_bounce_is_lifted(sink: Sink) -> None:
    row = enqueued(outreach=True, about="invitation:1")
    suppress(row.to, Suppression.Reason.BOUNCE)
    queue.cancel("invitation:1")
    assert lift_by_hand(Suppression.objects.get()) == 0
    delivery.drain()
    assert (again(row).status, sink.recipients) == (Status.CANCELLED, [])


def test_what_was_kept_back_by_an_opt_out_stays_when_that_is_lifted(sink: Sink) -> None:
    row = enqueued(outreach=True)
    suppress(row.to, Suppression.Reason.OPT_OUT)
    assert lift_by_hand(Suppression.objects.get()) == 0
    assert (again(row).status, is_suppressed(row.to)) == (Status.HELD, False)


def test_what_comes_too_late_is_not_sent(sink: Sink) -> None:
    late = enqueued(expires_at=timezone.now() - timedelta(seconds=1))
    in_time = enqueued(expires_at=timezone.now() + timedelta(minutes=1))
    delivery.drain()
    assert (again(late).status, again(late).last_error) == (Status.CANCELLED, "came too late")
    assert again(in_time).status == Status.SENT
    assert sink.recipients == [in_time.to]


# -- Leases --------------------------------------------------------------------------------------


def abandoned(*, started: bool, **fields: Any) -> OutgoingEmail:
    """A row whose worker was killed and whose lease has just run out."""
    row = enqueued(**fields)
    OutgoingEmail.objects.filter(pk=row.pk).update(
        status=Status.SENDING,
        lease=uuid.uuid4(),
        lease_until=Now() - timedelta(seconds=1),
        started_at=Now() - delivery.LEASE if started else None,
    )
    return row


@pytest.mark.parametrize(
    ("started", "repeatable", "status"),
    [
        (False, True, Status.SENT),
        (False, False, Status.SENT),
        (True, True, Status.SENT),
        (True, False, Status.UNCERTAIN),
    ],
)
def test_a_lost_lease(sink: Sink, started: bool, repeatable: bool, status: Status) -> None:
    row = abandoned(started=started, repeatable=repeatable)
    delivery.drain()
    assert again(row).status == status
    sent = [str(each["Message-ID"]) for each in sink.received]
    assert sent == ([row.message_id] if status == Status.SENT else [])


def test_a_live_lease_is_left_alone(sink: Sink) -> None:
    row = enqueued()
    delivery.claim(10)
    delivery.drain()
    assert (again(row).status, sink.received) == (Status.SENDING, [])


def test_a_worker_whose_lease_ran_out_neither_sends_nor_finishes(sink: Sink) -> None:
    row = enqueued()
    (slow,) = delivery.claim(10)
    OutgoingEmail.objects.update(lease_until=Now() - timedelta(seconds=1))
    delivery.deliver(slow)
    assert sink.received == []
    delivery.drain()
    delivery._finish(slow, status=Status.DEAD)
    assert (again(row).status, sink.recipients) == (Status.SENT, [row.to])


def claimed_twice() -> tuple[OutgoingEmail, OutgoingEmail]:
    """One row as the worker has it whose lease ran out, and as the one that took over."""
    enqueued()
    (slow,) = delivery.claim(1)
    OutgoingEmail.objects.update(lease_until=Now() - timedelta(seconds=1))
    delivery.reclaim()
    (quick,) = delivery.claim(1)
    return slow, quick


def test_a_worker_that_was_overtaken_sends_nothing(sink: Sink) -> None:
    slow, quick = claimed_twice()
    delivery.deliver(slow)
    assert sink.received == []
    delivery.deliver(quick)
    assert (again(slow).status, sink.recipients) == (Status.SENT, [slow.to])


@pytest.mark.parametrize(
    "finish", [delivery._finish_sent, partial(delivery._finish, status=Status.DEAD)]
)
def test_a_worker_that_was_overtaken_finishes_nothing(
    finish: Callable[[OutgoingEmail], None],
) -> None:
    slow, quick = claimed_twice()
    finish(slow)
    assert (again(slow).status, again(slow).lease) == (Status.SENDING, quick.lease)


def test_a_row_is_claimed_by_one_worker_only() -> None:
    rows = [enqueued() for _ in range(5)]
    first, second = delivery.claim(3), delivery.claim(3)
    assert [row.pk for row in first + second] == [row.pk for row in rows]
    assert delivery.claim(3) == []


def test_settling_twice_changes_nothing(sink: Sink) -> None:
    enqueued()
    (row,) = delivery.claim(1)
    delivery.deliver(row)
    delivery.deliver(row)
    assert len(sink.received) == 1


def test_drafts_with_equal_times_keep_no_one_waiting(sink: Sink) -> None:
    """More than one batch, all due at the very same moment."""
    moment = timezone.now()
    number = delivery.BATCH_ROWS * 2 + 1
    rendered = [rendered_email(not_before=moment) for _ in range(number)]
    queue.enqueue(rendered)
    assert delivery.drain() == number
    assert sorted(sink.recipients) == sorted(each.to for each in rendered)
