"""The thank-you: opened when a chat ends, reminded of twice, done or skipped once."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.test import Client

from chats import lifecycle as chat_lifecycle
from chats.errors import Refused
from chats.models import Chat
from chats.states import Side
from contacts.models import Contact
from contacts.states import Stage
from followups import lifecycle, tasks
from followups.models import FollowUp
from followups.states import Status
from followups.thank_you import emails
from followups.today import page as today
from outbox.models import OutgoingEmail, Suppression
from outbox.rendered import RenderedEmail
from outbox.states import Status as Outgoing
from outbox.suppression import is_suppressed, suppress
from tests.expect import let_leave, queued, stage, statuses, timeline
from tests.factories import (
    NOW,
    make_chat,
    make_contact,
    make_ended_chat,
    make_seeker,
    make_sent_invitation,
)

pytestmark = pytest.mark.django_db

FIRST = NOW + timedelta(hours=2)
LAST = NOW + timedelta(hours=22)
"""Twenty hours after the end it is six in Berlin, so the last one waits until eight."""


def open_follow_up(chat: Chat | None = None) -> FollowUp:
    return lifecycle.open_thank_you(chat or make_ended_chat(ended_at=NOW), now=NOW)


def client_of_seeker(follow_up: FollowUp) -> Client:
    client = Client()
    client.force_login(follow_up.seeker, "django.contrib.auth.backends.ModelBackend")
    return client


def reminded(follow_up: FollowUp, now: datetime) -> list[str]:
    """What the seeker is sent at that moment."""
    before = set(OutgoingEmail.objects.values_list("pk", flat=True))
    lifecycle.remind(follow_up, now=now)
    after = OutgoingEmail.objects.exclude(pk__in=before)
    assert set(after.values_list("to", flat=True)) <= {follow_up.chat.seeker.email}
    return list(after.values_list("kind", flat=True))


def test_a_thank_you_is_due_24_hours_after_the_end_and_opened_once() -> None:
    chat = make_ended_chat(ended_at=NOW)
    follow_up = open_follow_up(chat)
    assert open_follow_up(chat) == follow_up
    assert (follow_up.status, follow_up.due_at, follow_up.remind_at) == (
        Status.OPEN,
        NOW + timedelta(hours=24),
        FIRST,
    )
    assert (timeline(chat.contact)[3:], stage(chat.contact)) == (
        ["A thank-you is due"],
        Stage.THANK,
    )


def test_a_chat_marked_as_held_has_said_so_already() -> None:
    chat = make_ended_chat(ended_at=NOW)
    chat_lifecycle.mark_held(chat, now=NOW)
    chat.refresh_from_db()
    open_follow_up(chat)
    assert timeline(chat.contact)[3:] == ["You had your chat"]


def test_whoever_thanks_first_and_then_says_that_it_happened_has_thanked() -> None:
    chat = make_ended_chat(ended_at=NOW)
    lifecycle.mark_sent_elsewhere(open_follow_up(chat), now=NOW)
    chat_lifecycle.mark_held(chat, now=NOW)
    assert stage(chat.contact) == Stage.THANKED


@pytest.mark.parametrize("verb", ["elsewhere", "skip", "held", "no show", "due"])
def test_what_is_said_of_a_chat_that_is_over_hides_no_ask_that_is_open(verb: str) -> None:
    chat = make_ended_chat(ended_at=NOW)
    contact = chat.contact
    follow_up = lifecycle.owed(chat)
    if verb != "due":
        follow_up = lifecycle.open_thank_you(chat, now=NOW)
    later = NOW + timedelta(hours=1)
    make_sent_invitation(Contact.objects.get(pk=contact.pk), now=later)
    assert stage(contact) == Stage.ASKED
    chat = Chat.objects.get(pk=chat.pk)
    verbs: dict[str, Callable[[], object]] = {
        "elsewhere": lambda: lifecycle.mark_sent_elsewhere(follow_up, now=later),
        "skip": lambda: lifecycle.skip(follow_up, now=later),
        "held": lambda: chat_lifecycle.mark_held(chat, now=later),
        "no show": lambda: chat_lifecycle.mark_no_show(chat, now=later),
        "due": lambda: lifecycle.open_thank_you(chat, now=later),
    }
    verbs[verb]()
    assert stage(contact) == Stage.ASKED


def test_a_letter_begun_beside_a_thank_you_is_next_once_that_is_sent() -> None:
    follow_up = open_follow_up()
    chat_lifecycle.start(follow_up.seeker, follow_up.contact, now=NOW)
    assert stage(follow_up.contact) == Stage.THANK
    chat_lifecycle.mark_held(follow_up.its_chat, now=NOW)
    assert stage(follow_up.contact) == Stage.THANK
    lifecycle.mark_sent_elsewhere(follow_up, now=NOW)
    assert stage(follow_up.contact) == Stage.DRAFT
    page = client_of_seeker(follow_up).get(follow_up.contact.get_absolute_url()).text
    assert "Finish your invitation" in page


def test_what_is_said_of_an_earlier_chat_hides_no_chat_to_come() -> None:
    follow_up = open_follow_up()
    later = NOW + timedelta(days=3)
    make_chat(Contact.objects.get(), starts_at=later, now=NOW)
    lifecycle.skip(follow_up, now=NOW)
    assert stage(follow_up.contact) == Stage.BOOKED


def test_reminders_come_at_2_and_at_20_hours_and_never_again() -> None:
    follow_up = open_follow_up()
    assert reminded(follow_up, FIRST - timedelta(seconds=1)) == []
    assert reminded(follow_up, FIRST) == ["thank_you_due"]
    assert reminded(follow_up, FIRST) == []
    assert reminded(follow_up, LAST - timedelta(seconds=1)) == []
    assert reminded(follow_up, LAST) == ["thank_you_last_call"]
    assert reminded(follow_up, LAST + timedelta(days=3)) == []


@pytest.mark.parametrize("reminder", [emails.thank_you_due, emails.thank_you_last_call])
def test_a_reminder_claims_no_chat_of_which_nobody_said_that_it_happened(
    reminder: Callable[[FollowUp], RenderedEmail],
) -> None:
    email = reminder(open_follow_up())
    for text in (email.text, " ".join(email.html.split())):
        assert "had a chat" not in text
        assert "or said that it did not happen" in text


def test_a_sweep_that_comes_late_sends_only_one() -> None:
    follow_up = open_follow_up()
    assert reminded(follow_up, LAST + timedelta(minutes=1)) == ["thank_you_last_call"]
    assert reminded(follow_up, LAST + timedelta(minutes=2)) == []


def test_a_sweep_that_comes_after_the_day_sends_none() -> None:
    follow_up = open_follow_up()
    assert reminded(follow_up, follow_up.due_at) == []
    assert list(FollowUp.objects.to_remind(follow_up.due_at)) == []


def test_the_last_call_takes_the_place_of_a_first_one_that_has_not_left() -> None:
    follow_up = open_follow_up()
    reminded(follow_up, FIRST)
    reminded(follow_up, LAST)
    assert list(queued(follow_up)) == ["thank_you_last_call"]


def test_no_reminder_leaves_after_the_day_or_twice_after_a_crash() -> None:
    follow_up = open_follow_up()
    for now, kind in [(FIRST, "thank_you_due"), (LAST, "thank_you_last_call")]:
        reminded(follow_up, now)
        email = queued(follow_up)[kind]
        assert (email.expires_at, email.repeatable) == (follow_up.due_at, False)


def test_the_last_call_names_the_end_of_the_day_and_counts_no_hours() -> None:
    follow_up = open_follow_up()
    email = emails.thank_you_last_call(follow_up)
    assert "Tuesday 24 November 2026, 10:00 (Berlin, UTC+1)" in email.text
    assert [word for word in ("hours", "today") if word in email.text.lower()] == []


@pytest.mark.parametrize("verb", [lifecycle.mark_sent_elsewhere, lifecycle.skip])
def test_no_reminder_after_it_is_done_elsewhere_or_skipped(verb: object) -> None:
    follow_up = open_follow_up()
    reminded(follow_up, FIRST)
    verb(follow_up, now=FIRST)  # type: ignore[operator]
    assert statuses(follow_up) == {"thank_you_due": Outgoing.CANCELLED}
    assert reminded(follow_up, LAST) == []


def test_no_reminder_after_it_is_sent() -> None:
    follow_up = open_follow_up()
    lifecycle.send(follow_up, "Thank you for the hour.", now=NOW)
    assert reminded(follow_up, FIRST) == reminded(follow_up, LAST) == []


def test_what_did_not_happen_is_neither_reminded_of_nor_on_today() -> None:
    follow_up = open_follow_up()
    seeker = follow_up.chat.seeker
    asked = "Did your chat with Dana Okafor happen?"
    (row,) = today.items(seeker, FIRST)
    assert [item.what for item in (row, *row.also)] == [asked, "Thank Dana Okafor"]
    chat_lifecycle.mark_no_show(follow_up.chat, now=NOW)
    assert reminded(follow_up, FIRST) == reminded(follow_up, LAST) == []
    assert list(FollowUp.objects.to_remind(LAST)) == []
    assert today.items(seeker, FIRST) == []


def test_what_happened_after_all_is_owed_again() -> None:
    follow_up = open_follow_up()
    chat_lifecycle.mark_no_show(follow_up.chat, now=NOW)
    chat_lifecycle.mark_held(follow_up.chat, now=NOW)
    seeker = follow_up.chat.seeker
    assert [item.what for item in today.items(seeker, FIRST)] == ["Thank Dana Okafor"]
    assert reminded(follow_up, LAST) == ["thank_you_last_call"]


def test_sending_leaves_through_the_outbox_in_the_seekers_name() -> None:
    follow_up = open_follow_up()
    chat = follow_up.chat
    for _ in range(2):
        lifecycle.send(follow_up, "Thank you for naming the two papers.", now=NOW)
    follow_up.refresh_from_db()
    assert (follow_up.status, follow_up.done_at, follow_up.remind_at, follow_up.elsewhere) == (
        Status.DONE,
        NOW,
        None,
        False,
    )
    email = queued(follow_up)["thank_you"]
    assert (email.to, email.reply_to) == (chat.contact.email, chat.seeker.email)
    assert (email.outreach, email.repeatable) == (True, False)
    assert email.headers["In-Reply-To"] == chat.invitation.thread_id
    assert email.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "Thank you for naming the two papers." in email.text
    assert timeline(chat.contact)[4:] == ["You said thank you"]
    assert stage(chat.contact) == Stage.THANKED


def test_the_thank_you_says_how_to_hear_no_more_and_keeps_the_word() -> None:
    follow_up = open_follow_up(ended_ago(hours=1))
    lifecycle.send(follow_up, "Thank you for naming the two papers.", now=datetime.now(UTC))
    email = queued(follow_up)["thank_you"]
    one_click = email.headers["List-Unsubscribe"].strip("<>")
    assert f"Never write to me again: {one_click}" in email.text
    assert f'href="{one_click}"' in email.html
    assert Client().post(urlsplit(one_click).path).status_code == 200
    assert is_suppressed(follow_up.chat.contact.email)
    assert Chat.objects.get().status == "scheduled"


def test_sent_elsewhere_writes_nothing_to_the_host() -> None:
    follow_up = open_follow_up()
    for _ in range(2):
        lifecycle.mark_sent_elsewhere(follow_up, now=NOW)
    follow_up.refresh_from_db()
    assert (follow_up.status, follow_up.elsewhere) == (Status.DONE, True)
    assert statuses(follow_up) == {}
    assert timeline(follow_up.chat.contact)[4:] == ["You said thank you elsewhere"]


def test_a_skipped_one_can_still_be_sent_late() -> None:
    follow_up = open_follow_up()
    for _ in range(2):
        lifecycle.skip(follow_up, now=NOW)
    assert stage(follow_up.chat.contact) == Stage.CLOSED
    lifecycle.send(follow_up, "Late, but meant.", now=LAST)
    assert list(queued(follow_up)) == ["thank_you"]
    assert timeline(follow_up.chat.contact)[4:] == ["Skipped the thank-you", "You said thank you"]


def test_what_is_done_is_not_skipped() -> None:
    follow_up = open_follow_up()
    lifecycle.send(follow_up, "Thank you.", now=NOW)
    with pytest.raises(Refused, match="done already"):
        lifecycle.skip(follow_up, now=NOW)
    assert list(queued(follow_up)) == ["thank_you"]


def test_without_an_address_it_cannot_be_sent_from_here() -> None:
    follow_up = open_follow_up(make_ended_chat(make_contact(email=""), ended_at=NOW))
    with pytest.raises(Refused, match="Dana agreed to the chat through a link"):
        lifecycle.send(follow_up, "Thank you.", now=NOW)
    follow_up.refresh_from_db()
    assert follow_up.status == Status.OPEN


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (Suppression.Reason.OPT_OUT, "they asked not to be written to"),
        (Suppression.Reason.BOUNCE, "the address does not exist"),
    ],
)
def test_a_suppressed_host_is_not_written_to(reason: Suppression.Reason, words: str) -> None:
    follow_up = open_follow_up()
    suppress(follow_up.chat.contact.email, reason)
    with pytest.raises(Refused, match=f"We do not write to Dana any more: {words}."):
        lifecycle.send(follow_up, "Thank you.", now=NOW)
    assert statuses(follow_up) == {}


# -- The sweep -----------------------------------------------------------------------------------


@pytest.fixture
def midday() -> Iterator[None]:
    """Reminders keep to the seeker's day, so a sweep is looked at in the middle of one."""
    with time_machine.travel(NOW + timedelta(hours=4)):
        yield


def ended_ago(**ago: int) -> Chat:
    return make_ended_chat(ended_at=datetime.now(UTC) - timedelta(**ago))


@pytest.mark.usefixtures("midday")
def test_the_sweep_opens_and_reminds_in_one_go() -> None:
    chat = ended_ago(hours=3)
    for _ in range(2):
        tasks.sweep()
    follow_up = FollowUp.objects.get()
    assert (follow_up.chat, follow_up.due_at) == (chat, chat.ends_at + timedelta(hours=24))
    assert list(queued(follow_up)) == ["thank_you_due"]


def test_the_sweep_leaves_chats_alone_that_are_not_over_cancelled_or_did_not_happen() -> None:
    make_chat(now=datetime.now(UTC))
    cancelled = ended_ago(hours=3)
    two_days_ago = datetime.now(UTC) - timedelta(days=2)
    chat_lifecycle.cancel(cancelled, by=Side.HOST, now=two_days_ago)
    missed = ended_ago(hours=3)
    chat_lifecycle.mark_no_show(missed, now=datetime.now(UTC))
    tasks.sweep()
    assert FollowUp.objects.count() == 0


def test_a_thank_you_that_cannot_be_opened_keeps_no_other_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bad, good = ended_ago(hours=3), ended_ago(hours=3)
    real = lifecycle.open_thank_you

    def fails_for_one(chat: Chat, *, now: datetime) -> FollowUp:
        if chat == bad:
            raise ValueError("a bad row")
        return real(chat, now=now)

    monkeypatch.setattr(lifecycle, "open_thank_you", fails_for_one)
    tasks.sweep()
    assert [follow_up.chat for follow_up in FollowUp.objects.all()] == [good]


@pytest.mark.usefixtures("midday")
def test_the_whole_clock_moves_with_the_rows() -> None:
    """Ended 21 hours ago and never swept: one reminder, the last call."""
    ended_ago(hours=21)
    for _ in range(3):
        tasks.sweep()
    assert list(queued(FollowUp.objects.get())) == ["thank_you_last_call"]


def test_sample_data_is_reminded_of_without_an_email_leaving() -> None:
    seeker = make_seeker(is_sample=True)
    chat = make_ended_chat(make_contact(seeker), ended_at=NOW)
    let_leave(chat)
    follow_up = open_follow_up(chat)
    lifecycle.remind(follow_up, now=FIRST)
    assert statuses(follow_up) == {"thank_you_due": Outgoing.HELD}
