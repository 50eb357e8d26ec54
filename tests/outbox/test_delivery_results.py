"""Whose refusal is it? Every row of the table, said by a real server."""

import itertools
import re
import threading
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db.models import F
from django.db.models.functions import Now
from pytest_django import Settings

from outbox import delivery, delivery_results, outage, smtp, tasks
from outbox.delivery_results import DeliveryResult
from outbox.models import Outage, OutgoingEmail
from outbox.smtp import LIMITS, EmailBackend, Failure, Phase
from outbox.states import Status
from outbox.suppression import is_suppressed
from tests.outbox.rendered import again, enqueued, make_due, wait
from tests.outbox.script import HANG, HANG_UP, KIND, Script
from tests.patience import PATIENCE

pytestmark = pytest.mark.django_db

GivesUpSoon = Callable[[Phase], None]

ROOT = Path(__file__).resolve().parents[2]

CONNECT, HELLO, SIGN_IN = Phase.CONNECT, Phase.HELLO, Phase.SIGN_IN
MAIL, RCPT, DATA, END = Phase.MAIL, Phase.RCPT, Phase.DATA, Phase.END

SAID = [
    # Ours: the mail server is away, or does not want us.
    (CONNECT, "554 5.7.1 No service for you", DeliveryResult.SERVER),
    (CONNECT, "421 4.3.2 Too many connections", DeliveryResult.SERVER),
    (CONNECT, HANG, DeliveryResult.SERVER),
    (CONNECT, HANG_UP, DeliveryResult.SERVER),
    (CONNECT, "nonsense", DeliveryResult.SERVER),
    (HELLO, "550 Who are you", DeliveryResult.SERVER),
    (HELLO, HANG, DeliveryResult.SERVER),
    (SIGN_IN, "535 5.7.8 Bad credentials", DeliveryResult.SERVER),
    (SIGN_IN, "454 4.7.0 Temporary failure", DeliveryResult.SERVER),
    (SIGN_IN, HANG_UP, DeliveryResult.SERVER),
    (MAIL, "530 5.7.0 Must issue a STARTTLS command first", DeliveryResult.SERVER),
    (MAIL, "550 5.7.1 Sender refused", DeliveryResult.SERVER),
    (MAIL, "501 5.1.7 Bad sender", DeliveryResult.SERVER),
    (MAIL, "451 4.3.0 Try later", DeliveryResult.SERVER),
    (MAIL, "421 Closing", DeliveryResult.SERVER),
    (MAIL, HANG, DeliveryResult.SERVER),
    (MAIL, HANG_UP, DeliveryResult.SERVER),
    (RCPT, "421 4.7.0 Closing", DeliveryResult.SERVER),
    (END, "421 4.3.2 Shutting down", DeliveryResult.SERVER),
    # Ours as well, and others leave.
    (RCPT, "550 5.7.1 Blocked, see the list", DeliveryResult.OURS),
    (RCPT, "554 5.7.1 Relay access denied", DeliveryResult.OURS),
    (RCPT, "553 5.7.1 Not allowed", DeliveryResult.OURS),
    (RCPT, "450 4.7.1 Rate exceeded", DeliveryResult.OURS),
    (RCPT, "530 Authentication required", DeliveryResult.OURS),
    (RCPT, "503 5.5.1 MAIL first", DeliveryResult.OURS),
    (RCPT, "550 5.1.8 Sender's domain does not exist", DeliveryResult.OURS),
    (RCPT, "550 Rejected, 192.0.2.1 is on the Spamhaus block list", DeliveryResult.OURS),
    (RCPT, "550 relaying denied for user dana", DeliveryResult.OURS),
    (RCPT, "450 Too many recipients from you", DeliveryResult.OURS),
    (RCPT, "550 IP address 203.0.113.9 has no reverse DNS (PTR record)", DeliveryResult.OURS),
    (RCPT, "550 Address 2001:db8::9 listed in zen", DeliveryResult.OURS),
    (RCPT, "550 Mail from dynamic IP addresses is not accepted", DeliveryResult.OURS),
    (RCPT, "550 SPF check failed for recipient domain", DeliveryResult.OURS),
    (RCPT, "550 Bad HELO: address literal does not match", DeliveryResult.OURS),
    (RCPT, "550 Access denied for user (policy)", DeliveryResult.OURS),
    (RCPT, "550 Recipient refuses mail from known spam sources", DeliveryResult.OURS),
    (RCPT, "550 #5.7.1 Message from this host is refused by the recipient", DeliveryResult.OURS),
    (RCPT, "553 sorry, not in my list of allowed rcpthosts (#5.7.1)", DeliveryResult.OURS),
    (RCPT, "553 sorry, that domain is not in my list of allowed rcpthosts", DeliveryResult.OURS),
    (DATA, "451 4.7.0 Slow down", DeliveryResult.OURS),
    (END, "451 4.7.1 Too many messages", DeliveryResult.OURS),
    # The address.
    (RCPT, "550 5.1.1 No such user here", DeliveryResult.ADDRESS),
    (RCPT, "550-5.1.1 The account does not\r\n550 5.1.1 exist", DeliveryResult.ADDRESS),
    (RCPT, "556 5.1.10 Null MX", DeliveryResult.ADDRESS),
    (RCPT, "550 5.2.1 Mailbox disabled", DeliveryResult.ADDRESS),
    (RCPT, "551 Not here", DeliveryResult.ADDRESS),
    (RCPT, "553 Mailbox name not allowed", DeliveryResult.ADDRESS),
    (RCPT, "550 User unknown", DeliveryResult.ADDRESS),
    (RCPT, "550 sorry, no mailbox here by that name. (#5.1.1)", DeliveryResult.ADDRESS),
    (
        RCPT,
        "550 <dana@example.com>: Recipient address rejected: unknown at this host",
        DeliveryResult.ADDRESS,
    ),
    (RCPT, "550 Invalid recipient", DeliveryResult.ADDRESS),
    (RCPT, "550 Requested action not taken: mailbox unavailable", DeliveryResult.ADDRESS),
    (END, "550 5.1.1 No such user after all", DeliveryResult.ADDRESS),
    # This e-mail alone.
    (MAIL, "552 5.3.4 Larger than the limit", DeliveryResult.EMAIL),
    (MAIL, "554 5.2.3 Too large", DeliveryResult.EMAIL),
    (RCPT, "552 5.2.2 Mailbox full", DeliveryResult.EMAIL),
    (RCPT, "550 The mailbox of this user is full", DeliveryResult.EMAIL),
    (RCPT, "550 Requested action not taken", DeliveryResult.EMAIL),
    (RCPT, "550 5.4.1 No route", DeliveryResult.EMAIL),
    (DATA, "554 5.5.1 No valid recipients", DeliveryResult.EMAIL),
    (END, "550 5.7.1 Looks like spam", DeliveryResult.EMAIL),
    (END, "554 Transaction failed", DeliveryResult.EMAIL),
    (END, "554 5.6.0 Malformed", DeliveryResult.EMAIL),
    (END, "552 Too large", DeliveryResult.EMAIL),
    (END, "550 The user does not want this", DeliveryResult.EMAIL),
    # Tried again.
    (RCPT, "451 Greylisted", DeliveryResult.LATER),
    (RCPT, "452 4.2.2 Mailbox full", DeliveryResult.LATER),
    (RCPT, HANG, DeliveryResult.LATER),
    (RCPT, HANG_UP, DeliveryResult.LATER),
    (RCPT, "nonsense", DeliveryResult.LATER),
    (DATA, "451 4.3.0 Try later", DeliveryResult.LATER),
    (DATA, HANG_UP, DeliveryResult.LATER),
    (END, "451 4.3.0 Try later", DeliveryResult.LATER),
    # Nobody knows.
    (END, HANG, DeliveryResult.UNANSWERED),
    (END, HANG_UP, DeliveryResult.UNANSWERED),
    (END, "nonsense", DeliveryResult.UNANSWERED),
    (END, "354 Go on and on", DeliveryResult.UNANSWERED),
]


# -- Every row of the table ----------------------------------------------------------------------

WAITS = {
    DeliveryResult.SERVER,
    DeliveryResult.OURS,
    DeliveryResult.LATER,
    DeliveryResult.UNANSWERED,
}
WAITS_FOR_US = {DeliveryResult.SERVER, DeliveryResult.OURS}


@pytest.mark.parametrize(("phase", "said", "delivery_result"), SAID)
def test_what_becomes_of_it(
    phase: Phase,
    said: str,
    delivery_result: DeliveryResult,
    server: Script,
    gives_up_soon: GivesUpSoon,
) -> None:
    server.answers[phase] = said
    if said == HANG:
        gives_up_soon(phase)
    row = enqueued(outreach=True)
    delivery.drain()
    left = again(row)
    assert left.delivery_result == delivery_result
    assert left.status == (Status.PENDING if delivery_result in WAITS else Status.DEAD)
    assert is_suppressed(row.to) == (delivery_result == DeliveryResult.ADDRESS)
    assert (left.attempts == 0, left.blocked_since is not None) == (
        delivery_result in WAITS_FOR_US,
    ) * 2
    assert Outage.objects.exists() == (delivery_result == DeliveryResult.SERVER)
    if said[0].isdigit():
        assert left.last_error[:3] == said[:3]


@pytest.mark.parametrize(("phase", "said", "delivery_result"), SAID)
def test_what_must_not_go_out_twice_does_not(
    phase: Phase,
    said: str,
    delivery_result: DeliveryResult,
    server: Script,
    gives_up_soon: GivesUpSoon,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Only where the server has said that it did not take it, it is sent to it again."""
    server.answers[phase] = said
    if said == HANG:
        gives_up_soon(phase)
    row = enqueued(repeatable=False)
    delivery.drain()
    server.answers.clear()
    monkeypatch.setattr(smtp, "LIMITS", LIMITS)
    make_due()
    delivery.drain()
    left = again(row)
    if delivery_result == DeliveryResult.UNANSWERED:
        assert (left.status, server.came_to[END]) == (Status.UNCERTAIN, 1)
    elif delivery_result in WAITS:
        assert (left.status, server.came_to[END]) == (Status.SENT, 2 if phase == END else 1)
    else:
        assert left.status == Status.DEAD


def test_what_breaks_in_our_own_code_at_the_end_leaves_it_open_as_well(
    server: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, faults = smtp._Replies.readline, iter([RuntimeError])

    def readline(replies: Any, most: int) -> bytes:
        if replies.session.phase == END and (fault := next(faults, None)):
            raise fault
        return real(replies, most)

    monkeypatch.setattr(smtp._Replies, "readline", readline)
    row = enqueued(repeatable=False)
    delivery.drain()
    assert (again(row).status, again(row).last_error) == (Status.UNCERTAIN, "RuntimeError")


def test_what_cannot_even_be_opened_waits_for_us(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "anymail.backends.nobody.EmailBackend"
    row = enqueued()
    delivery.drain()
    assert (again(row).status, again(row).delivery_result) == (
        Status.PENDING,
        DeliveryResult.SERVER,
    )


def test_every_row_of_the_table_was_said() -> None:
    used = {rule_of(phase, said) for phase, said, _ in SAID}
    missing = [rule.when for rule in delivery_results.TABLE if rule.where != (Phase.API,)]
    assert [when for when in missing if when not in used] == []


def rule_of(phase: Phase, said: str) -> str:
    silent = said in {HANG, HANG_UP} or not said[0].isdigit()
    words = said.split("\r\n")[0]
    failure = Failure(phase, None, "") if silent else Failure(phase, int(said[:3]), words[4:])
    reply = delivery_results._in_one_form(failure)
    fitting = (
        one for one in delivery_results.TABLE if phase in one.where and re.match(one.reply, reply)
    )
    return next((rule.when for rule in fitting), "")


def test_the_guide_holds_the_table() -> None:
    rows = [f"| {rule.when} | {rule.delivery_result.label} |" for rule in delivery_results.TABLE]
    guide = (ROOT / "docs/deploy.md").read_text().splitlines()
    begin = guide.index(rows[0])
    assert guide[begin : begin + len(rows)] == rows


# -- A slow answer is no failure -----------------------------------------------------------------


def test_the_answer_to_a_whole_email_may_take_ten_minutes_whatever_the_timeout_says() -> None:
    limits = EmailBackend(timeout=5).limits
    assert (limits[END], {limits[phase] for phase in LIMITS if phase != END}) == (600, {5})


def test_whoever_waits_holds_on_to_the_row(server: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    """For longer than a lease, and nobody else takes it over meanwhile."""
    monkeypatch.setattr(smtp, "HEARTBEAT_SECONDS", 0.05)
    real, held, enough = delivery._renew_lease, [], threading.Event()

    def hold_on(row: OutgoingEmail) -> None:
        OutgoingEmail.objects.update(lease_until=Now() - timedelta(milliseconds=1))
        real(row)
        delivery.reclaim()
        held.append(again(row).status)
        if len(held) == 3:
            enough.set()

    def at_last() -> str:
        assert enough.wait(PATIENCE)
        return KIND[END]

    monkeypatch.setattr(delivery, "_renew_lease", hold_on)
    server.answers[END] = at_last
    row = enqueued()
    delivery.drain()
    assert again(row).status == Status.SENT
    assert held[:3] == [Status.SENDING] * 3
    assert server.came_to[END] == 1


def test_what_stands_behind_a_slow_answer_is_free_for_others(
    server: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "HEARTBEAT_SECONDS", 0.05)
    real, let_go = delivery._renew_lease, threading.Event()
    seen: list[list[str]] = []

    def see(row: OutgoingEmail) -> None:
        real(row)
        seen.append([again(each).status for each in rows])
        let_go.set()

    def at_last() -> str:
        assert let_go.wait(PATIENCE)
        return KIND[END]

    monkeypatch.setattr(delivery, "_renew_lease", see)
    server.answers[END] = at_last
    rows = [enqueued(), enqueued()]
    delivery.drain()
    assert seen[0] == [Status.SENDING, Status.PENDING]
    assert [again(each).status for each in rows] == [Status.SENT] * 2
    assert server.came_to[END] == 2


def test_nothing_between_two_signs_of_life_takes_as_long_as_a_lease() -> None:
    longest = smtp.HEARTBEAT_SECONDS + max(smtp.BLOCK_SECONDS, 3 * smtp.CONNECT_SECONDS)
    assert longest < delivery.LEASE.total_seconds()


def test_a_task_may_take_as_long_as_one_email() -> None:
    once = sum(LIMITS.values()) + LIMITS[HELLO] * 3 + LIMITS[SIGN_IN] * 3 + smtp.BLOCK_SECONDS
    longest = delivery.DRAIN_SECONDS + once
    assert {task.time_limit > longest for task in (tasks.sweep, tasks.tick)} == {True}


# -- What waits for us ----------------------------------------------------------------------------


def test_what_waits_for_us_kills_nothing_however_long_it_lasts(server: Script) -> None:
    server.answers[MAIL] = "530 5.7.0 Must issue a STARTTLS command first"
    server.answers[RCPT] = "550 5.7.1 Blocked"
    row = enqueued(outreach=True)
    for _ in range(15):
        make_due()
        delivery.drain()
    server.answers.pop(MAIL)
    for _ in range(15):
        make_due()
        delivery.drain()
    left = again(row)
    assert (left.status, left.attempts, is_suppressed(row.to)) == (Status.PENDING, 0, False)
    server.answers.clear()
    make_due()
    delivery.drain()
    assert (again(row).status, again(row).blocked_since) == (Status.SENT, None)


def test_while_the_server_is_away_one_email_asks_for_all(server: Script) -> None:
    server.answers[SIGN_IN] = "535 5.7.8 Bad credentials"
    first, *others = [enqueued() for _ in range(5)]
    assert (delivery.drain(), delivery.drain()) == (1, 0)
    assert server.came_to[SIGN_IN] == 1
    assert (again(first).status, wait(first)) == (Status.PENDING, timedelta(seconds=10))
    untouched = {(one.status, one.attempts, one.last_error) for one in map(again, others)}
    assert untouched == {(Status.PENDING, 0, "")}


def test_the_server_is_asked_ever_more_rarely_and_at_least_once_a_minute(server: Script) -> None:
    server.answers[SIGN_IN] = "535 5.7.8 Bad credentials"
    enqueued()
    delivery.drain()
    waits = []
    for minutes in (0.5, 60):
        Outage.objects.update(since=Now() - timedelta(minutes=minutes))
        make_due()
        delivery.drain()
        left = Outage.objects.annotate(left=F("try_at") - Now()).get().left
        waits.append(round(left.total_seconds()))
    assert waits == [30, 60]


def test_once_it_is_back_everything_leaves_at_once(server: Script) -> None:
    server.answers[SIGN_IN] = "535 5.7.8 Bad credentials"
    rows = [enqueued() for _ in range(3)]
    delivery.drain()
    server.answers.clear()
    Outage.objects.update(try_at=Now())
    delivery.drain()
    delivery.drain()
    assert {again(row).status for row in rows} == {Status.SENT}
    assert not Outage.objects.exists()


def test_a_server_that_takes_one_email_and_then_refuses_is_in_outage_all_the_while(
    server: Script,
) -> None:
    replies = itertools.cycle([KIND[RCPT], "421 4.3.2 Shutting down"])
    server.answers[RCPT] = lambda: next(replies)
    rows = [enqueued() for _ in range(4)]
    delivery.drain()
    Outage.objects.update(since=Now() - timedelta(minutes=5))
    make_due()
    delivery.drain()
    assert [again(row).status for row in rows].count(Status.SENT) == 2
    assert outage.lasts_longer_than(timedelta(minutes=2))
    server.answers.clear()
    make_due()
    delivery.drain()
    assert not Outage.objects.exists()


def test_an_outage_that_nothing_waits_for_any_more_is_forgotten(server: Script) -> None:
    server.answers[SIGN_IN] = "535 5.7.8 Bad credentials"
    enqueued()
    delivery.drain()
    OutgoingEmail.objects.update(status=Status.CANCELLED)
    Outage.objects.update(try_at=Now())
    delivery.drain()
    assert not Outage.objects.exists()


def test_one_host_who_blocks_us_keeps_no_other_waiting(server: Script) -> None:
    replies = iter(["550 5.7.1 Blocked", KIND[RCPT]])
    server.answers[RCPT] = partial(next, replies)
    blocked, other = enqueued(), enqueued()
    delivery.drain()
    assert (again(blocked).status, again(other).status) == (Status.PENDING, Status.SENT)


def test_the_log_says_what_the_server_said_and_to_nobody_whom_it_was_for(
    server: Script, caplog: pytest.LogCaptureFixture
) -> None:
    row = enqueued()
    server.answers[MAIL] = f"550 5.7.1 <{row.to}> We do not know you"
    delivery.drain()
    said = "\n".join(record.getMessage() for record in caplog.records)
    assert "550 5.7.1 <[address]> We do not know you" in said
    assert row.to not in said


def test_a_name_in_what_the_server_said_is_cut_out() -> None:
    said = "550 5.1.1 <dana.okafor@example.com>: (dana@example.com) rejected"
    assert outage.without_addresses(said) == "550 5.1.1 <[address]>: ([address]) rejected"
