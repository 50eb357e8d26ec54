"""What single e-mails say; the rules for all of them are in `tests/emails/`."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from chats import samples
from chats.compose import emails as asking
from chats.meeting import emails
from chats.states import Side, Way
from chats.ways import say_meeting, say_ways
from followups.thank_you import samples as thank_you_samples
from followups.thank_you.emails import thank_you

BY_KIND = {
    kind.name: kind.sample()
    for kind in (asking.invitation.kind, asking.new_times.kind, thank_you.kind)
}


@pytest.mark.parametrize("kind", ["invitation", "new_times"])
def test_an_ask_shows_each_time_as_a_link_that_chooses_it(kind: str) -> None:
    draft = BY_KIND[kind]
    accra = [
        "Tuesday 2 March 2027, 15:00",
        "Wednesday 3 March 2027, 09:00",
        "Friday 5 March 2027, 13:00",
    ]
    times = ["Tuesday 2 March 2027, 16:00", "Wednesday 3 March 2027, 10:00"]
    for pk, said in enumerate([*times, "Friday 5 March 2027, 14:00"], 1):
        theirs = f"for Amara: {accra[pk - 1]} (Accra, UTC)"
        assert f"{said} (Berlin, UTC+1)\n{theirs}\n{samples.LINK}?time={pk}\n" in draft.text
        assert re.search(rf'href="{samples.LINK}\?time={pk}"[^>]*>{said}<', draft.html)
    assert draft.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_later_times_go_into_the_same_thread() -> None:
    assert "In-Reply-To" not in BY_KIND["invitation"].headers
    assert BY_KIND["new_times"].headers["In-Reply-To"] == "<first@example.org>"
    assert BY_KIND["new_times"].subject == f"Re: {BY_KIND['invitation'].subject}"


def test_the_message_is_as_the_seeker_wrote_it() -> None:
    assert BY_KIND["invitation"].text.startswith(samples.MESSAGE)
    assert BY_KIND["thank_you"].text.startswith(thank_you_samples.WORDS)


def test_html_is_escaped_and_text_is_not() -> None:
    asked = samples.invitation()
    asked.message = 'Fish & <b>chips</b> <script>alert("1")</script>'
    asked.subject = "One\r\nBcc: everyone@example.org"
    draft = asking.invitation(asked, samples.slots(asked), link=samples.LINK, one_click="x")
    assert asked.message in draft.text
    assert "<script>" not in draft.html
    assert "Fish &amp; &lt;b&gt;chips" in draft.html
    assert draft.subject == "One Bcc: everyone@example.org"


def test_the_same_zone_is_said_once() -> None:
    chat = samples.chat()
    chat.seeker.time_zone = ZoneInfo("Europe/Berlin")
    draft = emails.booked_host(chat, link=samples.LINK, now=samples.NOW)
    assert draft.text.count("2 March 2027") == 1


@pytest.mark.parametrize(
    ("by", "kind", "said"),
    [
        (Side.HOST, "cancelled_seeker", "Jonas Weber had to cancel your chat."),
        (Side.SEEKER, "cancelled_seeker", "You cancelled your chat with Jonas Weber."),
        (Side.HOST, "cancelled_host", "is cancelled, as you asked"),
        (Side.SEEKER, "cancelled_host", "Amara Osei had to cancel your chat."),
    ],
)
def test_a_cancellation_says_whose_it_is(by: Side, kind: str, said: str) -> None:
    chat = samples.chat()
    chat.cancelled_by = by
    more = {"link": samples.LINK} if kind == "cancelled_host" else {}
    draft = getattr(emails, kind)(chat, line="So sorry", now=samples.NOW, **more)
    assert said in draft.text
    other_reads = (by == Side.HOST) == (kind == "cancelled_seeker")
    assert ("So sorry" in draft.text) is other_reads  # nobody is sent their own line


def test_who_calls_whom() -> None:
    chat = samples.chat()
    chat.way, chat.invitation.phone = Way.PHONE, "+233 20 1"
    chat.where = "+233 20 1"
    assert say_meeting(chat) == "Phone call: Jonas calls Amara on +233 20 1"
    chat.where = "+49 30 2"
    assert say_meeting(chat) == "Phone call: Amara calls Jonas on +49 30 2"
    chat.where = ""
    assert say_meeting(chat) == "Phone call, the details still to be agreed"


def test_ways_in_words() -> None:
    assert say_ways(["video", "phone"]) == "video call or phone call"


@pytest.mark.parametrize("earlier_by", [timedelta(), timedelta(days=2)])
def test_what_a_host_is_told_of_a_chat_is_worth_nothing_after_it(earlier_by: timedelta) -> None:
    """After the latest time at which they may still come, where a move made it earlier."""
    chat = samples.chat()
    over = chat.ends_at + earlier_by
    chat.moved_from = chat.starts_at + earlier_by
    told = [
        emails.booked_host(chat, link=samples.LINK, now=samples.NOW),
        emails.moved_host(chat, line="", link=samples.LINK, now=samples.NOW),
        emails.place_changed_host(chat, link=samples.LINK, now=samples.NOW),
        emails.cancelled_host(chat, line="", link=samples.LINK, now=samples.NOW),
    ]
    assert [draft.expires_at for draft in told] == [over] * 4


def test_that_the_time_before_a_move_stands_is_told_for_as_long_as_it_takes() -> None:
    kept = emails.moved_host(
        samples.chat(), line="", kept_by=Side.SEEKER, link=samples.LINK, now=samples.NOW
    )
    assert kept.expires_at is None
