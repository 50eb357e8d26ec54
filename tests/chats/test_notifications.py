"""What was told is kept with the chat: it holds when the outbox has forgotten its e-mails."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db.models.functions import Now
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from chats import lifecycle
from chats.email_groups import CHAT_TO_HOST
from chats.errors import TooMany
from chats.meeting import emails
from chats.models import Chat, Notification
from chats.states import Side, Way
from outbox import arrival
from outbox.delivery_results import DeliveryResult
from outbox.delivery_status import delivery_status
from outbox.models import OutgoingEmail, Suppression
from outbox.retention import forget_outdated
from outbox.states import WAITING, DeliveryStatus, Status
from outbox.suppression import Reason, lift_by_hand, suppress
from tests import by_link
from tests.chats.hosts import soon
from tests.expect import let_leave, queued
from tests.factories import NOW, make_chat, make_contact, make_sent_invitation
from tests.links.copied import BACKEND

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
BOTH_OFF = {"cancelled_host", "cancelled_seeker"}


@pytest.fixture
def chat() -> Chat:
    """Booked by the link in a letter that has left; nobody has heard of it yet."""
    chat = make_chat()
    let_leave(chat.invitation)
    return chat


def keep() -> None:
    """Nothing is deleted: the same comes of it."""


def forget() -> None:
    """What the retention of the outbox comes to, long before its time."""
    OutgoingEmail.objects.exclude(status__in=WAITING).delete()


def move(chat: Chat, hours: int = 1, by: Side = Side.SEEKER) -> Chat:
    to = chat.starts_at + hours * HOUR
    return lifecycle.reschedule(chat, starts_at=to, by=by, now=soon())


def as_is(chat: Chat) -> Chat:
    return chat


def with_a_place(chat: Chat) -> Chat:
    return lifecycle.change_place(chat, way=Way.IN_PERSON, where="Café Kranzler", now=soon())


@pytest.mark.parametrize("meanwhile", [keep, forget])
@pytest.mark.parametrize("change", [as_is, move, with_a_place])
def test_both_hear_that_it_is_off(
    change: Callable[[Chat], Chat], meanwhile: Callable[[], None], chat: Chat
) -> None:
    let_leave(chat)
    let_leave(change(chat))
    meanwhile()
    lifecycle.cancel(chat, by=Side.SEEKER, now=soon())
    assert set(queued(chat)) == BOTH_OFF
    assert not Notification.objects.filter(
        chat=chat, delivery_status=DeliveryStatus.NEVER_LEFT
    ).exists()


@pytest.mark.parametrize("meanwhile", [keep, forget])
def test_both_hear_of_a_move_as_a_move(meanwhile: Callable[[], None], chat: Chat) -> None:
    let_leave(chat)
    meanwhile()
    move(chat)
    assert set(queued(chat)) == {"moved_host", "moved_seeker"}


@pytest.mark.parametrize("meanwhile", [keep, forget])
def test_an_answer_that_is_undone_is_called_off_for_whoever_heard(
    meanwhile: Callable[[], None], chat: Chat
) -> None:
    let_leave(chat, "booked_host")
    meanwhile()
    lifecycle.undo(chat.invitation, now=soon())
    assert set(queued(chat)) == {"cancelled_host"}


@pytest.mark.parametrize("meanwhile", [keep, forget])
@pytest.mark.parametrize("change", [as_is, move])
def test_whoever_never_heard_of_it_is_not_told_that_it_is_off(
    change: Callable[[Chat], Chat], meanwhile: Callable[[], None], chat: Chat
) -> None:
    change(chat)
    lifecycle.cancel(chat, by=Side.SEEKER, now=soon())
    assert queued(chat) == {}
    meanwhile()
    assert {row.delivery_status for row in Notification.objects.filter(chat=chat)} == {
        DeliveryStatus.NEVER_LEFT
    }


@pytest.mark.parametrize("side", Side)
def test_each_side_counts_by_itself(side: Side, chat: Chat) -> None:
    let_leave(chat, f"booked_{side}")
    forget()
    lifecycle.cancel(chat, by=Side.SEEKER, now=soon())
    assert set(queued(chat)) == {f"cancelled_{side}"}


def test_a_seeker_who_never_heard_of_the_chat_gets_the_line_with_a_no(chat: Chat) -> None:
    lifecycle.cancel(chat, by=Side.HOST, line="I am ill", now=soon())
    assert set(queued(chat.invitation)) == {"declined_seeker"}


# -- What each state of an e-mail says ---------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "begun", "heard"),
    [
        (Status.PENDING, False, False),
        (Status.SENDING, False, False),
        (Status.SENDING, True, True),
        (Status.SENT, True, True),
        (Status.UNCERTAIN, True, True),
        (Status.DEAD, True, True),
        (Status.DEAD, False, False),
        (Status.CANCELLED, True, True),
        (Status.CANCELLED, False, False),
        (Status.HELD, False, False),
    ],
)
def test_heard_is_what_has_begun_to_leave(
    status: Status, begun: bool, heard: bool, chat: Chat
) -> None:
    stands = {"status": status, "started_at": NOW if begun else None}
    if status == Status.SENDING:
        stands |= {"lease": "5f0c1b7e-2a9d-4835-bb1f-0a6c9e7d2f48", "lease_until": NOW}
    OutgoingEmail.objects.about(chat.about).update(**stands)
    lifecycle.cancel(chat, by=Side.SEEKER, now=soon())
    told = OutgoingEmail.objects.about(chat.about).filter(kind__in=BOTH_OFF)
    assert told.count() == (2 if heard else 0)


def test_every_state_of_an_email_has_a_delivery_status() -> None:
    """Begun, and not."""
    statuses = {
        status: (delivery_status(status, NOW), delivery_status(status, None)) for status in Status
    }
    assert statuses == {
        Status.PENDING: (DeliveryStatus.UNDER_WAY, DeliveryStatus.UNDER_WAY),
        Status.SENDING: (DeliveryStatus.UNDER_WAY, DeliveryStatus.UNDER_WAY),
        Status.SENT: (DeliveryStatus.LEFT, DeliveryStatus.LEFT),
        Status.UNCERTAIN: (DeliveryStatus.LEFT, DeliveryStatus.LEFT),
        Status.HELD: (DeliveryStatus.NEVER_LEFT, DeliveryStatus.NEVER_LEFT),
        Status.DEAD: (DeliveryStatus.FAILED, DeliveryStatus.NEVER_LEFT),
        Status.CANCELLED: (DeliveryStatus.FAILED, DeliveryStatus.NEVER_LEFT),
    }


def test_what_was_held_and_leaves_after_all_was_told(chat: Chat) -> None:
    """Looked at while it was held, as well: a reminder in between counts what was said."""
    OutgoingEmail.objects.filter(kind="booked_host").update(
        status=Status.HELD, delivery_result=DeliveryResult.ADDRESS
    )
    suppress(chat.host_address, Reason.BOUNCE)
    lifecycle.remind(chat.reminders.get(kind="day_host"), now=chat.starts_at - 20 * HOUR)
    assert Notification.objects.get(kind="booked_host").delivery_status == DeliveryStatus.NEVER_LEFT
    lift_by_hand(Suppression.objects.get())
    let_leave(chat)
    lifecycle.cancel(chat, by=Side.SEEKER, now=soon())
    assert "cancelled_host" in queued(chat)


# -- A move nobody has heard of yet ------------------------------------------------------------


def test_what_the_other_side_may_go_back_to_is_the_time_they_know(chat: Chat) -> None:
    let_leave(chat)
    forget()
    first = chat.starts_at
    assert move(move(chat)).moved_from == first
    let_leave(chat)
    forget()
    chat.refresh_from_db()
    second = chat.starts_at
    assert move(chat).moved_from == second


# -- The ask -----------------------------------------------------------------------------------


@pytest.mark.parametrize("meanwhile", [keep, forget])
def test_whoever_has_the_letter_gets_new_times_alone(meanwhile: Callable[[], None]) -> None:
    sent = make_sent_invitation()
    let_leave(sent)
    by_link.propose(sent, times=[NOW + 60 * HOUR], way=Way.VIDEO, now=NOW)
    let_leave(sent)
    meanwhile()
    lifecycle.offer_times(sent, times=[NOW + 90 * HOUR], now=soon())
    assert "new_times" in queued(sent)


def test_a_letter_that_was_refused_has_reached_nobody_when_it_is_forgotten() -> None:
    sent = make_sent_invitation()
    dead = {"status": Status.DEAD, "started_at": NOW, "delivery_result": DeliveryResult.ADDRESS}
    OutgoingEmail.objects.about(sent.about).update(**dead)
    lifecycle.undeliverable(
        sent, reason="550 No", delivery_result=DeliveryResult.ADDRESS, now=soon()
    )
    forget()
    lifecycle.offer_times(sent, times=[NOW + 90 * HOUR], now=soon())
    assert "invitation" in queued(sent)


@pytest.mark.parametrize("meanwhile", [keep, forget])
@pytest.mark.parametrize("heard", [True, False])
def test_the_first_proposal_is_told_again_unless_it_alone_was_heard(
    heard: bool, meanwhile: Callable[[], None]
) -> None:
    sent = make_sent_invitation()
    by_link.propose(sent, times=[NOW + 60 * HOUR], way=Way.VIDEO, now=NOW)
    if heard:
        let_leave(sent, "countered_seeker")
        meanwhile()
    by_link.propose(sent, times=[NOW + 61 * HOUR], way=Way.VIDEO, now=soon())
    lifecycle.undo(sent, now=soon(2))
    assert ("countered_seeker" in queued(sent)) != heard


def test_the_page_of_the_ask_knows_that_it_left_by_email(client: Client) -> None:
    sent = make_sent_invitation()
    let_leave(sent)
    forget()
    client.force_login(sent.seeker, BACKEND)
    page = client.get(sent.get_absolute_url()).content.decode()
    assert "Copy" in page
    assert "has no e-mail address here" not in page


@pytest.mark.parametrize("meanwhile", [keep, forget])
def test_what_was_forgotten_counts_towards_the_bound(
    meanwhile: Callable[[], None], settings: Settings
) -> None:
    settings.EMAILS_PER_CHAT = 4
    sent = make_sent_invitation(make_contact(email="dana@example.com"))
    let_leave(sent)
    booked = by_link.take(sent, sent.slots.earliest("starts_at").pk, way=Way.VIDEO, now=NOW)
    let_leave(booked)
    meanwhile()
    with pytest.raises(TooMany):
        move(booked)


def test_a_host_who_was_not_reached_is_shown_until_the_chat_a_year_ahead() -> None:
    """The rows about it are older than any that are kept, and it is still to come."""
    now = timezone.now()
    ahead = make_chat(starts_at=now + timedelta(days=360), now=now)
    let_leave(ahead)
    dead = {"status": Status.DEAD, "delivery_result": DeliveryResult.LATER}
    OutgoingEmail.objects.filter(kind="booked_host").update(**dead)
    OutgoingEmail.objects.update(wanted_at=Now() - timedelta(days=300))
    forget_outdated()
    left = OutgoingEmail.objects.about(ahead.about).values_list("kind", flat=True)
    assert list(left) == ["booked_host"]
    assert "asked us to wait" in arrival.delivery_problem(ahead.about, CHAT_TO_HOST.kinds)
    lifecycle.cancel(ahead, by=Side.SEEKER, now=now)
    assert set(queued(ahead)) == BOTH_OFF


def test_a_round_without_times_is_told_once_however_long_it_is_open() -> None:
    sent = make_sent_invitation()
    draft = emails.no_times_left_seeker(sent)
    assert draft.expires_at == sent.expires_at


def test_what_is_said_of_asks_and_chats_is_kept_as_told() -> None:
    """Nothing of it goes to the outbox, or is asked of it, by another way."""
    ways = (
        "queue.enqueue(",
        "queue.cancel(invitation",
        "queue.cancel(chat",
        "OutgoingEmail.objects",
    )
    found = {
        (str(path.relative_to(settings.BASE_DIR)), way)
        for path in Path(settings.BASE_DIR, "chats").glob("**/*.py")
        for way in ways
        if way in path.read_text() and "migrations" not in path.parts
    }
    # How far the ask itself has come, or the one reminder of it.
    delivery = {"chats/tasks.py", "chats/compose/page.py", "chats/compose/nudge_page.py"}
    assert {(name, way) for name, way in found if name not in delivery} == {
        ("chats/notifications.py", "queue.enqueue("),
        # A rehearsal tells nobody anything, and is counted on by nobody.
        ("chats/compose/rehearsing.py", "queue.enqueue("),
        # To which e-mail a reply belongs, as the programs of others name it.
        ("chats/replies/matching.py", "OutgoingEmail.objects"),
    }
