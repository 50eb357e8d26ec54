"""Every e-mail: whole in its text, escaped in its HTML, one line of subject, no tracking."""

import re
from itertools import chain
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings

from calendars import samples as calendar_samples
from chats import emails, samples
from chats.states import Side, Way
from chats.ways import say_meeting, say_ways
from followups import samples as thank_you_samples
from outbox.queue import Draft
from preparation import samples as preparation_samples

ALL = list(
    chain(
        samples.invitation_emails(),
        samples.chat_emails(),
        samples.reply_emails(),
        preparation_samples.preparation_emails(),
        thank_you_samples.thank_you_emails(),
        thank_you_samples.keeping_emails(),
        calendar_samples.calendar_emails(),
    )
)
TEMPLATES = settings.BASE_DIR / "templates" / "emails"
BY_KIND = {draft.kind: draft for draft in ALL}
TO_HOST = {kind for kind, draft in BY_KIND.items() if draft.to == "jonas@example.org"}
ABOUT_A_CHAT = {
    kind for kind in BY_KIND if kind.startswith(("booked", "moved", "reminder", "confirmed"))
}


def every(kinds: object = None) -> pytest.MarkDecorator:
    drafts = [draft for draft in ALL if kinds is None or draft.kind in kinds]  # type: ignore[operator]
    return pytest.mark.parametrize("draft", drafts, ids=lambda draft: draft.kind)


def test_there_is_a_sample_of_each_kind() -> None:
    folders = {path.parent.name for path in TEMPLATES.glob("*/subject.txt")}
    said_otherwise = {
        "declined_seeker_opted_out",
        "moved_host_kept",
        "reply_host_countered",
        "reply_seeker_countered",
    }
    assert set(BY_KIND) == folders | said_otherwise
    assert len(folders) == 35


@every()
def test_subject_is_one_line_and_the_text_is_whole(draft: Draft) -> None:
    assert draft.subject == " ".join(draft.subject.split())
    assert draft.subject
    body = draft.html.partition("<body")[2]
    assert "{" not in draft.subject + draft.text + body
    assert "\n\n\n" not in draft.text
    assert not re.search(r"\bNone\b(?! of these)", draft.text)
    assert "\n--\n" in draft.text  # why the reader gets it


@every()
def test_nothing_watches_the_reader(draft: Draft) -> None:
    for watcher in ["<img", "<script", "background-image", "<link", "@import", "url("]:
        assert watcher not in draft.html


@every()
def test_html_and_text_carry_the_same_links(draft: Draft) -> None:
    in_html = {url.replace("&amp;", "&") for url in re.findall(r'href="([^"]+)"', draft.html)}
    in_text = set(re.findall(r"https?://[^\s)]+", draft.text))
    assert in_html <= in_text


@every(ABOUT_A_CHAT)
def test_a_chat_is_told_with_time_place_and_both_zones(draft: Draft) -> None:
    """Ghana reads hours as 3 pm, Germany as 15."""
    to_host = draft.to == "jonas@example.org"
    berlin, accra = ("16:00", "15:00") if to_host else ("4:00 pm", "3:00 pm")
    for part in [draft.text, draft.html]:
        assert f"Tuesday 2 March 2027, {berlin} (Berlin, UTC+1)" in part
        assert f"Tuesday 2 March 2027, {accra} (Accra, UTC)" in part
        assert "https://meet.example.org/amara" in part
        assert "25 minutes" in part


@every(ABOUT_A_CHAT)
def test_the_subject_says_the_time_in_both_zones(draft: Draft) -> None:
    accra, berlin = "Accra (UTC)", "Berlin (UTC+1)"
    if draft.to == "jonas@example.org":
        assert draft.subject.endswith(f"Tue 2 Mar, 16:00 {berlin} / 15:00 {accra}")
    else:
        assert draft.subject.endswith(f"Tue 2 Mar, 3:00 pm {accra} / 4:00 pm {berlin}")
    assert len(draft.subject) < 110


FROM_ONE_CLICK = {"thank_you", "shared", "update", "keep_in_touch"}
"""The seeker's own words: their way out is the link that mail programs press by themselves."""


@every(FROM_ONE_CLICK)
def test_the_seekers_own_words_bring_the_way_out_as_well(draft: Draft) -> None:
    assert f"Never write to me again: {samples.LINK}one-click/" in draft.text
    assert draft.headers["List-Unsubscribe"] == f"<{samples.LINK}one-click/>"
    assert draft.reply_to == "amara@example.org"


@every(TO_HOST - FROM_ONE_CLICK)
def test_hosts_can_always_say_never_again(draft: Draft) -> None:
    assert f"Never write to me again: {samples.LINK}opt-out/" in draft.text
    assert f'href="{samples.LINK}opt-out/"' in draft.html
    assert draft.reply_to == "amara@example.org"
    assert draft.from_name == "Amara Osei via CoffeeChat"


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
    draft = emails.invitation(asked, samples.slots(asked), link=samples.LINK, one_click="x")
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
