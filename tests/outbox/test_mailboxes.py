"""Opt-outs and limits see one mailbox behind its many addresses."""

import pytest

from outbox.addresses import address_hash, are_same, mailbox, mailbox_hash
from outbox.delivery import drain
from outbox.models import Suppression
from outbox.suppression import has_opted_out, is_suppressed, lift, suppress, suppressed_among
from tests.factories import NOW
from tests.outbox.rendered import enqueued

pytestmark = pytest.mark.django_db

OPT_OUT, BOUNCE = Suppression.Reason.OPT_OUT, Suppression.Reason.BOUNCE
OF_ONE = [
    "dana@example.com",
    "dana+coffee@example.com",
    "DANA+a+b@Example.com",
]
OF_GMAIL = ["danaokafor@gmail.com", "dana.okafor@googlemail.com", "Dana.Oka.For+chats@gmail.com"]
OF_OTHERS = ["dan@example.com", "d.ana@example.com", "+dana@example.com", "dana@example.org"]


@pytest.mark.parametrize("addresses", [OF_ONE, OF_GMAIL])
def test_an_opt_out_from_one_address_holds_for_its_mailbox(addresses: list[str]) -> None:
    for address in addresses:
        suppress(address, OPT_OUT)
        assert suppressed_among([*addresses, *OF_OTHERS]).keys() == set(addresses)
        Suppression.objects.all().delete()


def test_addresses_of_others_stay_their_own() -> None:
    assert len({mailbox(address) for address in [*OF_OTHERS, OF_ONE[0]]}) == 5


def test_for_all_else_they_are_two_addresses() -> None:
    assert not are_same(OF_ONE[0], OF_ONE[1])
    assert address_hash(OF_ONE[0]) != address_hash(OF_ONE[1])


def test_a_tag_that_does_not_exist_says_nothing_of_the_mailbox() -> None:
    suppress("dana+coffee@example.com", BOUNCE)
    assert suppressed_among(OF_ONE).keys() == {"dana+coffee@example.com"}


def test_nor_does_the_mailbox_of_its_tags() -> None:
    """Some answer only there."""
    suppress("dana@example.com", BOUNCE)
    assert suppressed_among(OF_ONE).keys() == {"dana@example.com"}


def test_a_wish_stands_above_a_bounce() -> None:
    suppress("dana@example.com", BOUNCE)
    assert suppress("dana+coffee@example.com", OPT_OUT, at=NOW)
    assert has_opted_out("dana@example.com")
    assert not suppress("dana@example.com", BOUNCE)
    assert has_opted_out("dana@example.com")


def test_an_opt_out_of_one_address_alone_still_holds_for_it() -> None:
    """Before mailboxes were seen, or where the address is kept as its hash."""
    key = address_hash("dana+coffee@example.com")
    Suppression.objects.create(address_hash=key, reason=OPT_OUT)
    assert suppressed_among(OF_ONE).keys() == {"dana+coffee@example.com"}


def test_taking_it_back_takes_it_back_for_all() -> None:
    suppress("dana+coffee@example.com", OPT_OUT, at=NOW)
    lift("dana+coffee@example.com", since=NOW)
    assert not any(map(is_suppressed, OF_ONE))


def test_what_waits_for_another_address_of_it_does_not_leave() -> None:
    row = enqueued(to="dana+jobs@example.com", outreach=True)
    suppress("dana@example.com", OPT_OUT)
    drain()
    row.refresh_from_db()
    assert row.status == "held"


def test_the_hash_of_an_address_without_a_tag_is_the_same() -> None:
    assert mailbox_hash("dana@example.com") == address_hash("dana@example.com")
