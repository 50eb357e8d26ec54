"""The one reminder as something comes at the last moment, or as it is late."""

from datetime import timedelta

import pytest
import time_machine
from pytest_django import Settings

from chats import lifecycle, tasks
from chats.errors import Refused
from chats.models import Invitation, Letter, UnmatchedEmail
from chats.states import InvitationStatus, NudgeStatus
from followups.today import page as today
from mail import Kind, Understood
from outbox import reply_address
from outbox.delivery_results import DeliveryResult
from outbox.models import OutgoingEmail
from outbox.states import Status
from tests.chats.test_nudging import (
    DUE,
    LATE,
    client_of,
    nudge_of,
    pass_time,
    path,
    reminders,
)
from tests.expect import let_leave
from tests.factories import NOW, make_draft

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _somebody_reads(settings: Settings) -> None:
    settings.REPLY_ADDRESS = "coffee+{}@example.org"


@pytest.fixture
def asked() -> Invitation:
    sent = lifecycle.send(make_draft(wants_nudge=True), times=LATE, now=NOW)
    let_leave(sent, "invitation")
    return sent


def answer(asked: Invitation, kind: Kind = Kind.REPLY) -> None:
    letter = OutgoingEmail.objects.get(kind="invitation", about=asked.about)
    email = Understood(
        kind,
        message_id="<one@client.example>",
        sender=asked.contact.email,
        recipients=(reply_address.address_of(letter),),
        text="Gladly.",
    )
    lifecycle.hear_email(email, now=DUE)


def let_die(result: DeliveryResult) -> None:
    reminder = OutgoingEmail.objects.filter(kind="nudge")
    reminder.update(status=Status.DEAD, last_error="550", delivery_result=result)


def test_an_answer_keeps_back_what_waits_to_leave(asked: Invitation) -> None:
    pass_time()
    answer(asked)
    nudge = nudge_of(asked)
    assert (reminders(), nudge.status) == ([Status.CANCELLED], NudgeStatus.STOPPED)
    assert (nudge.stop, Letter.objects.filter(is_first=False).exists()) == ("heard", False)


def test_after_an_automatic_reply_it_waits_once_more(asked: Invitation) -> None:
    pass_time()
    answer(asked, Kind.AUTO)
    assert (reminders(), nudge_of(asked).is_waiting) == ([Status.CANCELLED], True)
    pass_time()
    assert sorted(reminders()) == [Status.CANCELLED, Status.PENDING]


def test_what_has_left_stays_sent(asked: Invitation) -> None:
    pass_time()
    let_leave(asked, "nudge")
    answer(asked)
    assert nudge_of(asked).status == NudgeStatus.SENT


@pytest.mark.parametrize(
    ("result", "status"),
    [
        (DeliveryResult.EMAIL, InvitationStatus.SENT),
        (DeliveryResult.LATER, InvitationStatus.SENT),
        (DeliveryResult.ADDRESS, InvitationStatus.UNDELIVERABLE),
    ],
)
def test_a_refused_reminder_closes_no_ask_whose_address_is_right(
    asked: Invitation, result: DeliveryResult, status: InvitationStatus
) -> None:
    pass_time()
    let_die(result)
    with time_machine.travel(DUE, tick=False):
        tasks.report_undeliverable()
        page = client_of(asked).get(asked.get_absolute_url()).content.decode()
    assert Invitation.objects.get().status == status
    if status == InvitationStatus.SENT:
        assert "Your reminder could not be delivered." in page
        assert "Your e-mail could not be delivered." not in page


def test_an_old_no_is_asked_for_again(asked: Invitation, settings: Settings) -> None:
    settings.REPLY_ADDRESS = ""
    lifecycle.nothing_came(asked, now=DUE - timedelta(days=2))
    pass_time()
    assert reminders() == []
    kinds = [item.kind for item in today.items(asked.seeker, DUE)]
    assert "Before a reminder" in kinds


def test_where_answers_go_to_the_seeker_alone_they_are_asked(
    asked: Invitation, settings: Settings
) -> None:
    settings.REPLY_TO = "seeker"
    pass_time()
    assert reminders() == []


@pytest.mark.parametrize(("arrived", "leaves"), [(NOW, False), (NOW - timedelta(days=1), True)])
def test_after_an_unmatched_email_of_theirs_the_seeker_is_asked(
    asked: Invitation, arrived, leaves: bool
) -> None:
    sender = asked.contact.email.upper()
    UnmatchedEmail.objects.create(
        fingerprint="1", kind="reply", sender=sender, why="", arrived_at=arrived
    )
    pass_time()
    assert bool(reminders()) == leaves
    kinds = [item.kind for item in today.items(asked.seeker, DUE)]
    assert ("Before a reminder" in kinds) != leaves


def test_what_is_late_leaves_at_the_next_good_hour(asked: Invitation) -> None:
    pass_time(DUE + timedelta(hours=9))
    assert (reminders(), nudge_of(asked).local_time) == ([], "2026-12-02T09:00")
    pass_time(DUE + timedelta(days=1))
    assert reminders() == [Status.PENDING]


def test_what_waits_for_a_word_keeps_no_other_back(
    asked: Invitation, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "BATCH_ROWS", 1)
    other = lifecycle.send(make_draft(wants_nudge=True), times=LATE, now=NOW)
    let_leave(other, "invitation")
    settings.REPLY_ADDRESS = ""
    lifecycle.nothing_came(other, now=DUE - timedelta(hours=2))
    pass_time()
    assert nudge_of(other).status == NudgeStatus.SENT
    assert nudge_of(asked).is_waiting


def test_who_is_switched_off_asks_nobody() -> None:
    draft = make_draft()
    draft.seeker.is_active = False
    draft.seeker.save()
    with pytest.raises(Refused, match="switched off"):
        lifecycle.send(draft, times=LATE, now=NOW)


def test_a_starter_leaves_what_was_typed(asked: Invitation) -> None:
    with time_machine.travel(NOW, tick=False):
        typed = {"message": "Hello Dana, mine.", "starter": "something-new"}
        page = client_of(asked).post(path(asked), typed).content.decode()
    assert "Hello Dana, mine." in page
    assert "since I wrote I have" in page


def test_what_was_typed_outlives_a_skip(asked: Invitation) -> None:
    with time_machine.travel(NOW, tick=False):
        client = client_of(asked)
        client.post(path(asked, "skip/"), {"message": "Hello Dana, mine."})
        assert nudge_of(asked).status == NudgeStatus.SKIPPED
        client.post(path(asked, "plan/"))
    assert (nudge_of(asked).is_waiting, nudge_of(asked).message) == (True, "Hello Dana, mine.")


def test_no_free_time_is_promised_once_the_weeks_are_over(asked: Invitation) -> None:
    weeks = {"free_weeks": 1, "free_until": NOW + timedelta(days=7)}
    Invitation.objects.filter(pk=asked.pk).update(**weeks)
    pass_time()
    email = OutgoingEmail.objects.get(kind="nudge")
    assert "free/" not in email.text + email.html


def test_a_moment_that_has_passed_is_not_announced(asked: Invitation) -> None:
    with time_machine.travel(DUE + timedelta(hours=1), tick=False):
        page = client_of(asked).get(asked.get_absolute_url()).content.decode()
        lifecycle.skip_nudge(asked, now=DUE)
        skipped = client_of(asked).get(asked.get_absolute_url()).content.decode()
    assert "Your reminder waits." in page
    assert "1 December 2026, 09:00" not in skipped
    assert "2 December 2026, 09:00" in skipped
