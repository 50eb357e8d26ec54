"""A reminder that is about to leave as an answer comes: the answer comes first."""

from datetime import UTC, datetime

import pytest
from pytest_django import Settings

from chats import lifecycle
from chats.compose import nudging
from chats.models import Invitation, Nudge
from chats.replies import hearing
from chats.states import InvitationStatus, NudgeStatus
from mail import Kind, Understood
from outbox import reply_address
from outbox.models import OutgoingEmail
from outbox.states import Status
from tests import by_link
from tests.expect import let_leave
from tests.factories import NOW, make_draft
from tests.races.harness import all_at_once, while_open

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

DUE = datetime(2026, 12, 1, 14, 0, tzinfo=UTC)
LATE = [datetime(2026, 12, day, 15, tzinfo=UTC) for day in (14, 15, 16)]


@pytest.fixture
def asked(transactional_db: None, settings: Settings) -> Invitation:
    settings.REPLY_ADDRESS = "coffee+{}@example.org"
    sent = lifecycle.send(make_draft(wants_nudge=True), times=LATE, now=NOW)
    let_leave(sent, "invitation")
    return sent


def leave() -> None:
    lifecycle.leave_nudge(Nudge.objects.select_related("invitation").get(), now=DUE)


def say_yes(asked: Invitation) -> None:
    by_link.take(asked, asked.slots.earliest("starts_at").pk, way="phone", now=DUE)


def outcome() -> tuple[str, int]:
    reminders = OutgoingEmail.objects.filter(kind="nudge").count()
    return Invitation.objects.get().status, reminders


def test_an_answer_between_planning_and_leaving_keeps_it_back(asked: Invitation) -> None:
    while_open(hold=lambda: say_yes(asked), call=leave)
    assert outcome() == (InvitationStatus.BOOKED, 0)
    assert Nudge.objects.get().status == NudgeStatus.STOPPED


def test_a_no_keeps_it_back_as_well(asked: Invitation) -> None:
    while_open(hold=lambda: by_link.decline(asked, now=DUE), call=leave)
    assert outcome() == (InvitationStatus.DECLINED, 0)


def test_without_the_locks_it_leaves_all_the_same(
    asked: Invitation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: whoever does not wait for the answer does not see it."""
    unlocked = Invitation.objects.select_related("seeker", "contact")
    monkeypatch.setattr(nudging, "lock_both", lambda asked: unlocked.get(pk=asked.pk))
    while_open(hold=lambda: by_link.decline(asked, now=DUE), call=leave)
    assert outcome() == (InvitationStatus.DECLINED, 1)


def test_ten_sweeps_at_once_send_it_once(asked: Invitation) -> None:
    all_at_once([leave] * 10)
    assert outcome() == (InvitationStatus.SENT, 1)


def write_back(asked: Invitation) -> None:
    letter = OutgoingEmail.objects.get(kind="invitation", about=asked.about)
    email = Understood(
        Kind.REPLY,
        message_id="<one@client.example>",
        sender=asked.contact.email,
        recipients=(reply_address.address_of(letter),),
        text="Gladly.",
    )
    lifecycle.hear_email(email, now=DUE)


def fate_of_the_reminder() -> str:
    return OutgoingEmail.objects.values_list("status", flat=True).get(kind="nudge")


def test_a_reply_as_it_is_queued_keeps_it_back(asked: Invitation) -> None:
    while_open(hold=leave, call=lambda: write_back(asked))
    assert fate_of_the_reminder() == Status.CANCELLED
    assert Nudge.objects.get().stop == "heard"


def test_a_reply_that_takes_nothing_back_lets_it_leave(
    asked: Invitation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    monkeypatch.setattr(hearing, "keep_nudge_back", lambda *_, **__: None)
    while_open(hold=leave, call=lambda: write_back(asked))
    assert fate_of_the_reminder() == Status.PENDING
