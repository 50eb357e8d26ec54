"""A connection is kept between e-mails, and the server may end it whenever it likes."""

from collections.abc import Iterator

import pytest

from outbox import delivery
from outbox.models import Outage, OutgoingEmail
from outbox.smtp import Phase
from outbox.states import Status
from tests.outbox.rendered import enqueued
from tests.outbox.script import HANG_UP, KIND, Script

pytestmark = pytest.mark.django_db

MAIL = Phase.MAIL


def sent_over_a_connection_that_ends(server: Script, replies: Iterator[str]) -> OutgoingEmail:
    """The first leaves, then the server has had enough of waiting for the next."""
    server.answers[MAIL] = lambda: next(replies, KIND[MAIL])
    enqueued()
    delivery.drain()
    row = enqueued(repeatable=False)
    delivery.drain()
    row.refresh_from_db()
    return row


@pytest.mark.parametrize("end", [HANG_UP, "421 4.4.2 Timeout, closing"])
def test_one_that_the_server_ended_costs_no_try(server: Script, end: str) -> None:
    row = sent_over_a_connection_that_ends(server, iter([KIND[MAIL], end]))
    assert (row.status, row.attempts, row.last_error) == (Status.SENT, 1, "")
    assert (server.came_to[Phase.CONNECT], server.came_to[Phase.END]) == (2, 2)
    assert not Outage.objects.exists()


def test_a_new_one_that_ends_as_well_is_an_outage_of_the_server(server: Script) -> None:
    row = sent_over_a_connection_that_ends(server, iter([KIND[MAIL], HANG_UP, HANG_UP]))
    assert (row.status, row.attempts) == (Status.PENDING, 0)
    assert server.came_to[Phase.CONNECT] == 2
    assert Outage.objects.exists()


def test_what_the_server_may_have_is_not_handed_over_again(server: Script) -> None:
    ends = iter([KIND[Phase.END], HANG_UP])
    server.answers[Phase.END] = lambda: next(ends, KIND[Phase.END])
    row = sent_over_a_connection_that_ends(server, iter([]))
    assert (row.status, server.came_to[Phase.END]) == (Status.UNCERTAIN, 2)
