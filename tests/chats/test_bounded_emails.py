"""One ask and its chats write to one address so often, and then no more, whatever is pressed."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from pytest_django import Settings

from chats import lifecycle
from chats.errors import TooMany
from chats.models import Chat, Invitation
from chats.replies.hinting import note_reply
from chats.states import CalendarSaid, InvitationStatus, Side, Way
from outbox import arrival
from outbox.addresses import address_hash, mailbox_hash
from outbox.models import OutgoingEmail
from outbox.suppression import is_suppressed
from tests import by_link
from tests.chats.hosts import at, soon
from tests.expect import let_leave, queued, statuses
from tests.factories import (
    NOW,
    make_contact,
    make_link,
    make_seeker,
    make_sent_invitation,
)
from tests.links.copied import ask, copy_link, force, later, letters_to, signed_in, take

pytestmark = pytest.mark.django_db

HOST = "victim@example.com"


def sent_to(address: str) -> int:
    return Counter(OutgoingEmail.objects.filter(status="sent").values_list("to", flat=True))[
        address
    ]


# -- The mail bomb ---------------------------------------------------------------------------


def bomb(path: str, slot: int) -> list[int]:
    """Take and undo until it is refused, letting every e-mail leave before the next press."""
    answers = []
    for number in range(9):
        with at(later(3 * number)):
            answers += [take(path, slot).status_code]
            letters_to(HOST)
            answers += [force(path, "undo").status_code]
            letters_to(HOST)
    return answers


@pytest.mark.parametrize("link", ["the delivered one", "a copied one"])
def test_taking_and_undoing_in_a_loop_ends(settings: Settings, link: str) -> None:
    settings.LINK_POSTS_RATE = "1000/h"
    seeker = make_seeker()
    sent = ask(seeker)
    with at(NOW):
        path = make_link(sent) if "delivered" in link else copy_link(signed_in(seeker), sent)
    answers = bomb(path, sent.slots.earliest("starts_at").pk)
    assert answers[:8] == [303] * 8
    assert answers[-2] == 409
    assert (sent_to(HOST), sent_to(seeker.email)) == (11 if "delivered" in link else 1, 10)


def test_by_default_the_bound_is_twelve(settings: Settings) -> None:
    assert settings.EMAILS_PER_CHAT == 12


def test_the_page_says_why_and_keeps_what_was_pressed(settings: Settings) -> None:
    settings.EMAILS_PER_CHAT = 3
    sent = ask(make_seeker())
    with at(NOW):
        page = take(make_link(sent), sent.slots.earliest("starts_at").pk)
    assert page.status_code == 409
    assert "please write to each other" in page.content.decode()
    assert not Chat.objects.exists()


# -- Every road that writes ------------------------------------------------------------------


def fill(invitation: Invitation, address: str, times: int) -> None:
    """As if so many e-mails about it had left for this address, and were deleted since."""
    for number in range(times):
        told = {"address": address_hash(address), "mailbox": mailbox_hash(address)}
        invitation.notifications.create(kind="new_times", key=f"{address}:{number}", **told)


@pytest.fixture
def chat() -> Chat:
    """Two e-mails have left for each of the two."""
    sent = make_sent_invitation(make_contact(email=HOST))
    let_leave(sent)
    chat = by_link.take(sent, sent.slots.earliest("starts_at").pk, way=Way.VIDEO, now=NOW)
    let_leave(chat)
    fill(chat.invitation, chat.seeker.email, 1)
    return chat


def move(chat: Chat) -> None:
    lifecycle.reschedule(chat, starts_at=later_than(chat), by=Side.SEEKER, now=soon())


def move_by_host(chat: Chat) -> None:
    to, address = later_than(chat), chat.host_address
    lifecycle.reschedule(chat, starts_at=to, by=Side.HOST, address=address, now=soon())


def place(chat: Chat) -> None:
    lifecycle.change_place(chat, way=Way.IN_PERSON, where="Café Kranzler", now=soon())


def confirm(chat: Chat) -> None:
    lifecycle.confirm(chat, now=soon())


def later_than(chat: Chat) -> datetime:
    return chat.starts_at + timedelta(hours=1)


@pytest.mark.parametrize("change", [move, move_by_host, place, confirm])
def test_a_change_is_refused_before_somebody_is_not_told(
    settings: Settings, chat: Chat, change: Callable[[Chat], None]
) -> None:
    settings.EMAILS_PER_CHAT = 4
    before = Chat.objects.values().get()
    with pytest.raises(TooMany, match="please write to each other"):
        change(chat)
    assert Chat.objects.values().get() == before
    assert queued(chat) == {}


@pytest.mark.parametrize("change", [move, move_by_host, place, confirm])
def test_with_room_for_one_more_it_is_done(
    settings: Settings, chat: Chat, change: Callable[[Chat], None]
) -> None:
    settings.EMAILS_PER_CHAT = 5
    change(chat)
    assert queued(chat) != {}


def test_whoever_has_had_enough_is_still_told_that_it_is_off(
    settings: Settings, chat: Chat
) -> None:
    settings.EMAILS_PER_CHAT = 4
    lifecycle.cancel(chat, by=Side.SEEKER, now=soon())
    assert set(queued(chat)) == {"cancelled_host", "cancelled_seeker"}


def test_the_last_move_can_still_be_declined_and_the_chat_called_off(
    settings: Settings, chat: Chat
) -> None:
    """Which makes the bound, and not one more."""
    settings.EMAILS_PER_CHAT, before = 5, chat.starts_at
    move(chat)
    let_leave(chat)
    chat.refresh_from_db()
    by = {"by": Side.HOST, "address": HOST, "now": soon()}
    lifecycle.decline_move(chat, back_to=before, **by)
    let_leave(chat)
    with pytest.raises(TooMany):
        move(chat)
    lifecycle.cancel(chat, by=Side.SEEKER, now=soon())
    let_leave(chat)
    assert (sent_to(HOST), sent_to(chat.seeker.email) + 1) == (5, 5)  # one is deleted


def test_a_reminder_without_room_is_kept_back_and_the_seeker_can_see_it(
    settings: Settings, chat: Chat
) -> None:
    settings.EMAILS_PER_CHAT = 4
    due = chat.starts_at - timedelta(hours=20)
    lifecycle.remind(chat.reminders.get(kind="day_host"), now=due)
    assert statuses(chat)["reminder_day_host"] == "held"
    said = arrival.delivery_problem(chat.about, ["reminder_day_host"])
    assert said == "It was kept back: they have had as many e-mails about this as we send."


def test_a_calendar_that_objects_again_and_again_is_no_way_around(
    settings: Settings, chat: Chat
) -> None:
    settings.EMAILS_PER_CHAT = 4
    when = {"sequence": 0, "stamped_at": soon(), "now": soon()}
    note_reply(chat, side=Side.HOST, said=CalendarSaid.DECLINED, **when)
    assert [statuses(chat)[kind] for kind in ("reply_host", "reply_seeker")] == ["held", "held"]


def test_offering_new_times_is_refused_too(settings: Settings) -> None:
    sent = make_sent_invitation(make_contact(email=HOST))
    let_leave(sent)
    by_link.propose(sent, times=[later(60)], way=Way.VIDEO, now=NOW)
    settings.EMAILS_PER_CHAT = 3
    with pytest.raises(TooMany, match="please write to each other"):
        lifecycle.offer_times(sent, times=[later(90)], now=soon())


@pytest.mark.parametrize("status", [InvitationStatus.SENT, InvitationStatus.UNDELIVERABLE])
def test_saying_no_and_taking_it_back_in_a_loop_writes_so_often_and_no_more(
    settings: Settings, status: InvitationStatus
) -> None:
    settings.LINK_POSTS_RATE = "1000/h"
    sent = ask(make_seeker())
    Invitation.objects.update(status=status)
    with at(NOW):
        path = make_link(sent)
    for number in range(15):
        with at(later(3 * number)):
            force(path, "decline")
            letters_to(HOST)
            force(path, "undo")
            letters_to(HOST)
    assert sent_to(sent.seeker.email) == {"sent": 11, "undeliverable": 12}[status]


def test_never_again_works_however_much_was_sent(settings: Settings) -> None:
    settings.EMAILS_PER_CHAT = 3
    sent = ask(make_seeker())
    fill(sent, HOST, 5)
    with at(NOW):
        assert force(make_link(sent), "opt-out").status_code == 303
    assert is_suppressed(HOST)


def test_all_addresses_of_a_mailbox_count_together(settings: Settings) -> None:
    settings.EMAILS_PER_CHAT = 5
    sent = ask(make_seeker(), email="dana@example.com")
    fill(sent, "dana+talks@example.com", 2)
    slot, said = sent.slots.earliest("starts_at").pk, {"address": "dana+jobs@example.com"}
    with pytest.raises(TooMany):
        by_link.take(sent, slot, way=Way.VIDEO, now=NOW, **said)


def test_what_a_calendar_did_to_the_offers_does_not_close_the_ask(settings: Settings) -> None:
    settings.EMAILS_PER_CHAT = 4
    sent = ask(make_seeker())
    fill(sent, sent.seeker.email, 3)
    sent.notifications.filter(key__startswith=sent.seeker.email).update(kind="times_lost_seeker")
    slot = sent.slots.earliest("starts_at")
    assert by_link.take(sent, slot.pk, way=Way.VIDEO, now=soon()).status == "scheduled"


# -- Whoever undid an answer may do so again ---------------------------------------------------


def test_the_first_confirmation_leaves_at_once(chat: Chat) -> None:
    confirmation = OutgoingEmail.objects.get(kind="booked_host")
    assert confirmation.not_before == confirmation.created_at


def test_after_an_undo_the_next_one_waits_for_the_next_undo() -> None:
    sent = make_sent_invitation(make_contact(email=HOST))
    let_leave(sent)
    slot = sent.slots.earliest("starts_at").pk
    by_link.take(sent, slot, way=Way.VIDEO, now=NOW)
    lifecycle.undo(sent, now=soon())
    again = by_link.take(sent, slot, way=Way.VIDEO, now=soon(2))
    assert queued(again)["booked_host"].not_before == soon(3)
    lifecycle.undo(sent, now=soon(2))
    assert set(statuses(again).values()) == {"cancelled"}
