"""Whether an e-mail has arrived, as far as anyone can tell."""

import pytest

from outbox import arrival
from outbox.delivery_results import DeliveryResult
from outbox.models import OutgoingEmail
from outbox.states import Status
from tests.outbox.rendered import enqueued

pytestmark = pytest.mark.django_db


def left(status: Status, said: str = "", kind: str = "moved", delivery_result: str = "") -> None:
    """One more e-mail about the same thing, come as far as this."""
    email = enqueued(kind=kind, about="thing:1")
    rows = OutgoingEmail.objects.filter(pk=email.pk)
    rows.update(status=status, last_error=said, delivery_result=delivery_result)


@pytest.mark.parametrize(
    ("status", "said", "sentence"),
    [
        (Status.SENT, "", ""),
        (Status.PENDING, "421 Later", ""),
        (Status.CANCELLED, "", ""),
        (
            Status.DEAD,
            "550 No such user",
            "It could not be delivered. Their mail server said: “550 No such user”",
        ),
        (Status.DEAD, "TimeoutError", "It could not be delivered."),
        (
            Status.UNCERTAIN,
            "The worker stopped in mid-delivery.",
            "Something broke while it was leaving, so we cannot tell whether it arrived.",
        ),
        (
            Status.HELD,
            "they asked not to be written to",
            "It was kept back: they asked not to be written to.",
        ),
    ],
)
def test_each_state_has_its_sentence(status: Status, said: str, sentence: str) -> None:
    left(status, said)
    assert arrival.delivery_problem("thing:1", ["moved"]) == sentence


@pytest.mark.parametrize(
    ("delivery_result", "words"),
    [
        (DeliveryResult.ADDRESS, "It could not be delivered: the address takes no e-mail."),
        (
            DeliveryResult.EMAIL,
            "Their mail server did not let this e-mail in; another one may well arrive.",
        ),
        (
            DeliveryResult.LATER,
            "It could not be delivered: their mail server asked us to wait, for a day.",
        ),
    ],
)
def test_the_words_fit_whose_refusal_it_was(delivery_result: DeliveryResult, words: str) -> None:
    left(Status.DEAD, "554 No", delivery_result=delivery_result)
    assert (
        arrival.delivery_problem("thing:1", ["moved"])
        == f"{words} Their mail server said: “554 No”"
    )


def test_the_newest_that_is_finished_decides() -> None:
    left(Status.DEAD, "550 No such user")
    left(Status.SENT)
    assert arrival.delivery_problem("thing:1", ["moved"]) == ""
    left(Status.UNCERTAIN)
    left(Status.PENDING)
    left(Status.CANCELLED)
    left(Status.SENT, kind="other")
    assert arrival.delivery_problem("thing:1", ["moved"]).startswith("Something broke")
    assert arrival.delivery_problem("thing:2", ["moved"]) == ""
