"""Whether an e-mail has arrived, as far as anyone can tell."""

import pytest

from outbox import arrival
from outbox.models import OutgoingEmail
from outbox.states import Status
from tests.outbox.drafts import enqueued

pytestmark = pytest.mark.django_db


def left(status: Status, said: str = "", kind: str = "moved") -> None:
    """One more e-mail about the same thing, come as far as this."""
    email = enqueued(kind=kind, about="thing:1")
    OutgoingEmail.objects.filter(pk=email.pk).update(status=status, last_error=said)


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
    assert arrival.trouble("thing:1", ["moved"]) == sentence


def test_the_newest_that_is_settled_decides() -> None:
    left(Status.DEAD, "550 No such user")
    left(Status.SENT)
    assert arrival.trouble("thing:1", ["moved"]) == ""
    left(Status.UNCERTAIN)
    left(Status.PENDING)
    left(Status.CANCELLED)
    left(Status.SENT, kind="other")
    assert arrival.trouble("thing:1", ["moved"]).startswith("Something broke")
    assert arrival.trouble("thing:2", ["moved"]) == ""
