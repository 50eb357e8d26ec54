"""An e-mail that came back is as one that was refused at once."""

import pytest

from outbox.arrival import delivery_problem
from outbox.bounced import came_back
from outbox.delivery_results import DeliveryResult
from outbox.models import OutgoingEmail, Suppression
from outbox.states import Status
from outbox.suppression import is_suppressed
from tests.outbox.rendered import enqueued

pytestmark = pytest.mark.django_db
SAID = "550 5.1.1 user unknown"


def test_it_could_not_be_delivered_and_the_address_gets_no_more() -> None:
    email = enqueued(about="chat:1", outreach=True)
    OutgoingEmail.objects.update(status=Status.SENT)
    waiting = enqueued(to=email.to, outreach=True)
    assert came_back(email.pk, reason=SAID, is_proven=True)
    email.refresh_from_db()
    waiting.refresh_from_db()
    assert (email.status, email.delivery_result) == (Status.DEAD, DeliveryResult.ADDRESS)
    assert is_suppressed(email.to)
    assert waiting.status == Status.HELD
    assert SAID in delivery_problem("chat:1", [email.kind])


def test_what_anybody_can_say_keeps_nobody_else_from_writing() -> None:
    email = enqueued(outreach=True)
    OutgoingEmail.objects.update(status=Status.SENT)
    waiting = enqueued(to=email.to, outreach=True)
    assert came_back(email.pk, reason=SAID, is_proven=False)
    email.refresh_from_db()
    waiting.refresh_from_db()
    assert (email.status, waiting.status) == (Status.DEAD, Status.PENDING)
    assert not is_suppressed(email.to)


def test_twice_is_a_quiet_no_op() -> None:
    email = enqueued()
    OutgoingEmail.objects.update(status=Status.SENT)
    assert came_back(email.pk, reason=SAID, is_proven=True)
    Suppression.objects.all().delete()
    assert not came_back(email.pk, reason="again", is_proven=True)
    assert not Suppression.objects.exists()


@pytest.mark.parametrize("status", [Status.PENDING, Status.CANCELLED, Status.HELD])
def test_what_never_left_cannot_come_back(status: Status) -> None:
    email = enqueued()
    OutgoingEmail.objects.update(status=status)
    assert not came_back(email.pk, reason=SAID, is_proven=True)
