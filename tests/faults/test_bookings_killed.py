"""Hosts take times while Postgres and web are killed with -9: what they were told stands."""

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import closing, contextmanager
from itertools import islice
from typing import Any

import psycopg2
import pytest

from local.services.state import CHECKOUT
from tests.faults.killing import find, kill, kill_postgres, somebody_waits
from tests.faults.through_it_all import take
from tests.patience import wait_until, wait_until_ended
from tests.program import environment, sql
from tests.stack import Stack, running_stack

pytestmark = pytest.mark.stack

TIMES, HOSTS = 12, 2
"""Each time is offered to several hosts, who press at once."""
BOOKED, TOO_LATE = 303, 409
CONFIRMED = ["booked_host", "booked_seeker"]

CHATS = """SELECT c.invitation_id,
        (SELECT count(*) FROM chats_attendance a WHERE a.chat_id = c.id),
        (SELECT array_agg(e.kind::text ORDER BY e.kind) FROM outbox_outgoingemail e
         WHERE e.about = 'chat:' || c.id)
    FROM chats_chat c"""
HELD = "LOCK TABLE chats_reminder IN SHARE MODE"
"""What a booking writes into after the chat and before its e-mails."""


@pytest.fixture
def program() -> Iterator[Stack]:
    with running_stack() as stack:
        yield stack


@contextmanager
def asking(program: Stack) -> "Iterator[subprocess.Popen[str]]":
    """Each line that is written there orders asks, and it says each as soon as it is sent."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.faults.asking"],
        cwd=CHECKOUT,
        env={**environment(program), "INVITATIONS_PER_DAY": "1000"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as producer:
        assert producer.stdin is not None
        yield producer
        producer.stdin.close()
        wait_until_ended(producer, program.log_path)
        assert producer.returncode == 0


def asked(producer: "subprocess.Popen[str]", hosts: int, times: int) -> list[dict[str, Any]]:
    assert producer.stdin is not None
    assert producer.stdout is not None
    print(hosts, times, file=producer.stdin, flush=True)
    return [json.loads(line) for line in islice(producer.stdout, hosts * times)]


def test_what_a_host_was_told_stands(program: Stack) -> None:
    with asking(program) as producer:
        asks = asked(producer, HOSTS, TIMES)
    site = program.url
    with ThreadPoolExecutor(4) as hosts:
        first, *others = asks
        pressed = {kill_postgres_in_the_middle(program, hosts, first): first["invitation"]}
        pressed |= {hosts.submit(take, site, one): one["invitation"] for one in others}
        told = {pressed[answer]: answer.result() for answer in killing_between(program, pressed)}
    by_time = [{told[ask["invitation"]] for ask in pair} for pair in batched(asks, HOSTS)]
    assert by_time == [{BOOKED, TOO_LATE}] * TIMES
    chats = sql(program, CHATS)
    booked = {invitation for invitation, status in told.items() if status == BOOKED}
    assert {invitation for invitation, _, _ in chats} == booked
    assert len(chats) == TIMES
    assert [(people, emails) for _, people, emails in chats] == [(2, CONFIRMED)] * TIMES


def kill_postgres_in_the_middle(
    program: Stack, hosts: ThreadPoolExecutor, ask: dict[str, Any]
) -> "Future[int]":
    """While an answer has written half of what it writes."""
    with closing(psycopg2.connect(program.env["DATABASE_URL"])) as ours, ours.cursor() as cursor:
        cursor.execute(HELD)
        pressed = hosts.submit(take, program.url, ask)
        wait_until("an answer waits for us", lambda: somebody_waits(cursor), program.log_path)
        kill_postgres(program)
    return pressed


def killing_between(program: Stack, pressed: Iterable["Future[int]"]) -> Iterator["Future[int]"]:
    """Each as it is answered, and every few of them somebody is killed."""
    for number, answer in enumerate(as_completed(pressed), 1):
        yield answer
        if number == 6:
            kill(program, find(program, "web"))
        if number == 12:
            kill_postgres(program)


def batched(asks: list[dict[str, Any]], size: int) -> list[list[dict[str, Any]]]:
    return [asks[start : start + size] for start in range(0, len(asks), size)]
