"""What a calendar answered is kept, shown and told of; it changes nothing by itself."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from chats import lifecycle
from chats.models import CalendarReply, Chat, Link
from chats.replies.parsing import Said, read
from chats.replies.sweep import hear
from chats.states import CalendarSaid, Side, Way
from outbox.message import compose
from outbox.models import Suppression
from outbox.suppression import suppress
from tests.chats.replies.mail import (
    LATER,
    SUGGESTED,
    changing,
    chat_with_dana,
    email,
    entry,
    reply,
    sample,
    tables,
)
from tests.expect import let_leave, queued, statuses, timeline
from tests.factories import NOW, make_chat, make_contact, make_seeker

pytestmark = pytest.mark.django_db

ACCEPTED, TENTATIVE, DECLINED, COUNTERED = CalendarSaid
NOTED = ["chats_calendarreply", "contacts_event"]
TOLD = [*NOTED, "chats_notification", "outbox_outgoingemail"]


@pytest.fixture
def chat() -> Chat:
    chat = chat_with_dana()
    let_leave(chat)
    return chat


def arrives(raw: bytes, now: datetime = LATER) -> None:
    understood = read(raw)
    assert understood is not None
    hear(understood, now=now)


def kept(chat: Chat) -> list[tuple[str, str, datetime | None]]:
    return list(CalendarReply.objects.filter(chat=chat).values_list("side", "said", "proposed_at"))


@pytest.mark.parametrize(
    ("name", "said"), [("gmail_accepted", ACCEPTED), ("apple_tentative", TENTATIVE)]
)
def test_a_yes_and_a_perhaps_are_only_shown(name: str, said: CalendarSaid, chat: Chat) -> None:
    with changing(*NOTED):
        arrives(sample(name, chat))
    assert kept(chat) == [("host", said, None)]
    assert queued(chat) == {}


@pytest.mark.parametrize("name", ["gmail_declined", "outlook_declined"])
def test_a_no_of_the_host_asks_both_and_changes_nothing(name: str, chat: Chat) -> None:
    with changing(*TOLD, "chats_link"):
        arrives(sample(name, chat))
    assert kept(chat) == [("host", DECLINED, None)]
    emails = queued(chat)
    assert {kind: row.to for kind, row in emails.items()} == {
        "reply_host": "dana@example.com",
        "reply_seeker": "sam@example.org",
    }
    assert "Nothing has changed yet" in emails["reply_host"].text
    assert "/i/" in emails["reply_host"].text
    assert f"/chats/{chat.pk}/" in emails["reply_seeker"].text
    assert "/i/" not in emails["reply_seeker"].text
    assert timeline(chat.contact)[-1] == (
        "Their calendar declined the chat; nothing has changed by that"
    )


@pytest.mark.parametrize("name", ["gmail_countered", "outlook_countered"])
def test_another_time_is_suggested_and_not_taken(name: str, chat: Chat) -> None:
    with changing(*TOLD, "chats_link"):
        arrives(sample(name, chat))
    assert kept(chat) == [("host", COUNTERED, SUGGESTED)]
    emails = queued(chat)
    assert set(emails) == {"reply_host", "reply_seeker"}
    assert "Thursday 3 December 2026, 10:00 am (New York, UTC−5)" in emails["reply_host"].text
    assert "Thursday 3 December 2026, 16:00 (Berlin, UTC+1)" in emails["reply_seeker"].text


def test_a_no_of_the_seeker_is_between_them_and_us(chat: Chat) -> None:
    with changing(*TOLD):
        arrives(sample("thunderbird_seeker_declined", chat))
    assert kept(chat) == [("seeker", DECLINED, None)]
    assert {kind: row.to for kind, row in queued(chat).items()} == {
        "reply_own_seeker": "sam@example.org"
    }


def test_the_emails_are_marked_as_automatic(chat: Chat) -> None:
    arrives(reply(chat))
    for row in queued(chat).values():
        assert compose(row).message()["Auto-Submitted"] == "auto-replied"
        assert (row.ics, row.outreach) == ("", row.kind == "reply_host")


def test_no_word_of_the_reply_is_passed_on(chat: Chat) -> None:
    words = "COMMENT:Buy pills at https://pills.example\r\nSUMMARY:Pills\r\n"
    arrives(reply(chat, more=words))
    for row in queued(chat).values():
        assert "pills" not in (row.subject + row.text + row.html).lower()


@pytest.mark.parametrize("said", ["ACCEPTED", "DECLINED"])
def test_the_same_message_twice_is_one(said: str, chat: Chat) -> None:
    raw = reply(chat, partstat=said)
    arrives(raw)
    with changing():
        arrives(raw)
        arrives(raw, now=LATER + timedelta(hours=1))


def test_of_two_out_of_order_the_newer_stands(chat: Chat) -> None:
    arrives(reply(chat, partstat="ACCEPTED", stamped_at=NOW + timedelta(minutes=20)))
    with changing():
        arrives(reply(chat, partstat="DECLINED", stamped_at=NOW + timedelta(minutes=10)))
    arrives(reply(chat, partstat="TENTATIVE", stamped_at=NOW + timedelta(minutes=30)))
    assert kept(chat) == [("host", TENTATIVE, None)]


def test_a_reply_to_an_earlier_state_of_the_chat_is_stale(chat: Chat) -> None:
    lifecycle.change_place(chat, way=Way.PHONE, where="+49 30 1", now=LATER)
    with changing():
        arrives(reply(chat, sequence=0))
    arrives(reply(chat, sequence=1))
    assert kept(chat) == [("host", DECLINED, None)]


def test_a_move_makes_what_was_said_before_it_stale(chat: Chat) -> None:
    arrives(reply(chat, stamped_at=NOW + timedelta(minutes=30)))
    assert CalendarReply.objects.about(chat).count() == 1
    later = chat.starts_at + timedelta(days=1)
    moved = lifecycle.reschedule(chat, starts_at=later, by=Side.HOST, now=LATER)
    assert CalendarReply.objects.about(moved).count() == 0
    assert "reply_host" not in queued(chat)
    # A clock that is behind: the higher sequence counts, whatever the stamp.
    arrives(reply(chat, sequence=1, partstat="ACCEPTED", stamped_at=NOW))
    assert [one.said for one in CalendarReply.objects.about(moved)] == [ACCEPTED]


@pytest.mark.parametrize(
    "raw",
    [
        lambda chat: reply(chat, address="mallory@example.net"),
        lambda chat: email(entry("another-uid@localhost")),
        lambda chat: email(entry(chat.uid.upper())),
        lambda chat: reply(chat, partstat="NEEDS-ACTION"),
        lambda chat: reply(chat, partstat="DELEGATED"),
        lambda chat: reply(chat, partstat=""),
        lambda chat: reply(chat, stamped_at=NOW + timedelta(days=400)),
        lambda chat: reply(
            chat,
            sender="mallory@example.net",
            more="ATTENDEE;PARTSTAT=DECLINED:mailto:sam@example.org\r\n",
        ),
    ],
)
def test_what_is_not_about_one_of_the_two_changes_nothing(raw, chat: Chat) -> None:  # type: ignore[no-untyped-def]
    with changing():
        arrives(raw(chat))


def test_whoever_sends_it_it_is_a_hint_and_no_more(chat: Chat) -> None:
    with changing(*TOLD, "chats_link"):
        arrives(reply(chat, sender="mallory@example.net"))


def test_addresses_are_compared_as_everywhere(chat: Chat) -> None:
    arrives(reply(chat, address="DANA@EXAMPLE.COM"))
    assert kept(chat) == [("host", DECLINED, None)]


@pytest.mark.parametrize("over", ["cancelled", "begun"])
def test_a_chat_that_is_over_has_nothing_to_be_hinted_at(over: str, chat: Chat) -> None:
    now = LATER
    if over == "cancelled":
        lifecycle.cancel(chat, by=Side.SEEKER, now=now)
    else:
        now = chat.starts_at
    with changing():
        arrives(reply(chat, sequence=chat.sequence + 1), now=now)


def test_whoever_changes_their_mind_for_ever_is_told_once_of_each(chat: Chat) -> None:
    """As a loop between two machines would."""
    for minute in range(30):
        said = ["DECLINED", "ACCEPTED", "TENTATIVE"][minute % 3]
        arrives(reply(chat, partstat=said, stamped_at=NOW + timedelta(minutes=minute)))
    assert set(queued(chat)) == {"reply_host", "reply_seeker"}
    assert CalendarReply.objects.get().times == 10
    assert sum("calendar" in line for line in timeline(chat.contact)) == 10
    assert Link.objects.filter(invitation=chat.invitation).count() <= 10


def test_the_same_said_again_later_is_not_told_again(chat: Chat) -> None:
    arrives(reply(chat, stamped_at=NOW))
    lines, links = timeline(chat.contact), Link.objects.count()
    arrives(reply(chat, stamped_at=NOW + timedelta(minutes=5)))
    assert (timeline(chat.contact), Link.objects.count()) == (lines, links)


@pytest.mark.parametrize(
    ("starts", "proposed"),
    [
        ("20261126T150000Z", None),
        ("20261101T150000Z", None),
        ("20300101T150000Z", None),
        ("20261126T150000", None),
        ("20261203T150000Z", SUGGESTED),
    ],
)
def test_only_another_time_to_come_is_suggested(
    starts: str, proposed: datetime | None, chat: Chat
) -> None:
    arrives(reply(chat, method="COUNTER", starts=starts))
    assert kept(chat) == [("host", COUNTERED, proposed)]
    assert set(queued(chat)) == {"reply_host", "reply_seeker"}


def test_a_host_who_opted_out_elsewhere_is_not_asked_about_it(chat: Chat) -> None:
    """Nothing about their chat has changed."""
    suppress("dana@example.com", Suppression.Reason.OPT_OUT)
    arrives(reply(chat))
    assert statuses(chat)["reply_host"] == "held"


def test_the_seeker_does_not_hear_of_it_before_they_hear_of_the_chat() -> None:
    chat = chat_with_dana()
    arrives(reply(chat, stamped_at=NOW), now=NOW + timedelta(seconds=5))
    rows = queued(chat)
    assert rows["reply_seeker"].not_before >= rows["booked_seeker"].not_before


def test_a_sample_seeker_gets_no_email() -> None:
    seeker = make_seeker(is_sample=True)
    chat = make_chat(make_contact(seeker, email="dana@example.com"))
    let_leave(chat)
    arrives(reply(chat))
    assert statuses(chat)["reply_host"] == "held"


def test_a_host_without_an_address_has_no_calendar_we_know(chat: Chat) -> None:
    Chat.objects.update(host_address="")
    understood = read(reply(chat))
    assert understood is not None
    assert read(reply(chat, address="")) is None
    with changing():
        hear(replace(understood, attendees=(Said("", "DECLINED"),)), now=LATER)


def test_the_fingerprint_of_the_tables_sees_a_change(chat: Chat) -> None:
    """So that the tests above show something."""
    before = tables()
    Chat.objects.filter(pk=chat.pk).update(goal="Another")
    after = tables()
    assert {name for name in after if after[name] != before[name]} == {"chats_chat"}
