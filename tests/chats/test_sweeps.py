"""What time does by itself: reminders, silence, and e-mails that did not arrive."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from chats import lifecycle, tasks
from chats.meeting import emails
from chats.models import Chat, Invitation
from contacts.models import Contact
from outbox.models import OutgoingEmail
from outbox.states import Status
from preparation.tasks import sweep as sweep_day_before
from tests import by_link
from tests.expect import queued
from tests.factories import make_chat, make_contact, make_seeker, make_sent_invitation

pytestmark = pytest.mark.django_db

SAID = "550 No such user"


def status_of(invitation: Invitation) -> str:
    return Invitation.objects.values_list("status", flat=True).get(pk=invitation.pk)


def let_die(invitation: Invitation) -> None:
    asks = OutgoingEmail.objects.about(invitation.about).filter(kind__in=tasks.ASKS.kinds)
    asks.update(status=Status.DEAD, last_error=SAID)


def make_refused(name: str = "Dana Okafor") -> Invitation:
    refused = make_sent_invitation(make_contact(make_seeker(), name), now=timezone.now())
    let_die(refused)
    return refused


def chats_in_half_an_hour() -> list[Chat]:
    now = timezone.now()
    starts = [now + timedelta(minutes=minutes) for minutes in (30, 40)]
    return [make_chat(starts_at=start, now=now - timedelta(days=3)) for start in starts]


def test_a_reminder_that_cannot_be_written_keeps_no_other_back(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = chats_in_half_an_hour()
    real = emails.reminder_hour_seeker

    def fails_for_the_first(chat: Chat) -> Any:
        if chat == first:
            raise ValueError("a bad row")
        return real(chat)

    monkeypatch.setattr(emails, "reminder_hour_seeker", fails_for_the_first)
    tasks.remind_of_chats()
    sweep_day_before()
    assert "reminder_hour_seeker" not in queued(first)
    assert "reminder_hour_seeker" in queued(second)
    assert list(first.reminders.values_list("kind", flat=True)) == ["hour_seeker"]
    assert [record.levelname for record in caplog.records] == ["ERROR"]


def test_a_late_reminder_says_nothing_untrue_about_the_day() -> None:
    chat = chats_in_half_an_hour()[0]
    tasks.remind_of_chats()
    sweep_day_before()
    late = [email for kind, email in queued(chat).items() if kind.startswith("reminder_")]
    said = "".join(email.subject + email.text + email.html for email in late).lower()
    assert len(late) == 3
    assert [word for word in ("tomorrow", "tonight", "an hour") if word in said] == []
    assert {email.expires_at for email in late} == {chat.starts_at}


def test_an_ask_that_is_refused_is_told_of_once() -> None:
    refused = make_refused()
    for _ in range(2):
        tasks.report_undeliverable()
    assert status_of(refused) == "undeliverable"
    assert SAID in queued(refused)["undeliverable_seeker"].text


def test_one_that_cannot_be_told_of_keeps_no_other_back(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = make_refused("First"), make_refused("Second")
    real = lifecycle.undeliverable

    def fails_for_the_first(invitation: Invitation, **how: Any) -> None:
        if invitation == first:
            raise ValueError("a bad row")
        real(invitation, **how)

    monkeypatch.setattr(lifecycle, "undeliverable", fails_for_the_first)
    tasks.report_undeliverable()
    assert (status_of(first), status_of(second)) == ("sent", "undeliverable")


def test_new_times_by_a_copied_link_do_not_fail_for_the_e_mail_before() -> None:
    """The same times even, so that both rounds end together."""
    refused = make_refused()
    times = list(refused.slots.values_list("starts_at", flat=True))
    tasks.report_undeliverable()
    Contact.objects.update(email="")
    lifecycle.offer_times(refused, times=times, now=timezone.now())
    tasks.report_undeliverable()
    assert status_of(refused) == "sent"


def test_an_e_mail_that_died_while_they_had_answered_says_nothing_of_the_next_round() -> None:
    invitation = make_sent_invitation(now=timezone.now())
    later = [timezone.now() + timedelta(days=30)]
    by_link.propose(invitation, times=later, way="video", now=timezone.now())
    let_die(invitation)
    Contact.objects.update(email="")
    lifecycle.offer_times(invitation, times=later, now=timezone.now())
    tasks.report_undeliverable()
    assert status_of(invitation) == "sent"


def test_what_is_asked_costs_the_same_with_many_rows(django_assert_num_queries: Any) -> None:
    for number in (1, 3):
        for _ in range(number):
            make_sent_invitation(now=timezone.now())
        with django_assert_num_queries(1):
            tasks.report_undeliverable()
