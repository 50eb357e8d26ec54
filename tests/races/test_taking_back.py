"""A letter that is taken back as a worker begins to send it: one of the two comes too late."""

import pytest

from chats import lifecycle
from chats.compose.taking_back import TAKE_BACK_WITHIN
from chats.errors import Refused
from chats.models import Invitation
from chats.states import InvitationStatus
from outbox import delivery
from outbox.models import OutgoingEmail, OutgoingEmailQuerySet
from tests.factories import NOW, make_draft, three_times
from tests.races.harness import while_open

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def sent(transactional_db: None) -> Invitation:
    return lifecycle.send(make_draft(), times=three_times(), waits=TAKE_BACK_WITHIN, now=NOW)


def claimed() -> OutgoingEmail:
    (row,) = delivery.claim(10)
    return row


def status(invitation: Invitation) -> str:
    return Invitation.objects.values_list("status", flat=True).get(pk=invitation.pk)


def test_who_takes_it_back_first_keeps_the_worker_from_sending(sent: Invitation) -> None:
    row = claimed()
    began = while_open(
        hold=lambda: lifecycle.take_back(sent, now=NOW), call=lambda: delivery._start(row)
    )
    assert (began, status(sent)) == (False, InvitationStatus.DRAFT)


def test_who_comes_after_the_worker_is_told_so(sent: Invitation) -> None:
    row = claimed()
    refused = while_open(
        hold=lambda: delivery._start(row), call=lambda: lifecycle.take_back(sent, now=NOW)
    )
    assert isinstance(refused, Refused)
    assert status(sent) == InvitationStatus.SENT


def test_without_the_lock_a_letter_leaves_and_is_a_draft(
    sent: Invitation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: whoever looks without waiting sees a letter that nobody has begun."""
    row = claimed()
    monkeypatch.setattr(OutgoingEmailQuerySet, "select_for_update", lambda rows, **_: rows)
    while_open(hold=lambda: delivery._start(row), call=lambda: lifecycle.take_back(sent, now=NOW))
    assert status(sent) == InvitationStatus.DRAFT


def test_a_link_that_is_copied_meanwhile_leads_to_no_draft(sent: Invitation) -> None:
    refused = while_open(
        hold=lambda: lifecycle.take_back(sent, now=NOW), call=lambda: lifecycle.copy_link(sent)
    )
    assert isinstance(refused, Refused)
    assert (status(sent), sent.links.count()) == (InvitationStatus.DRAFT, 0)


def test_what_is_taken_back_as_its_link_is_copied_stays_sent(sent: Invitation) -> None:
    refused = while_open(
        hold=lambda: lifecycle.copy_link(sent), call=lambda: lifecycle.take_back(sent, now=NOW)
    )
    assert isinstance(refused, Refused)
    assert status(sent) == InvitationStatus.SENT
