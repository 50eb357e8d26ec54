"""The seeker's chat page when it is over, called off, moved to an odd hour, or has no address."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from calendars.clock import say
from chats import lifecycle
from chats.models import Chat
from chats.states import ChatStatus, Side
from followups import lifecycle as followups
from followups.models import FollowUp
from tests.factories import NOW, make_chat, make_contact, make_ended_chat

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday_morning():
    with time_machine.travel(NOW, tick=False):
        yield


def client_of(chat: Chat) -> Client:
    client = Client()
    client.force_login(chat.seeker, "django.contrib.auth.backends.ModelBackend")
    return client


def page_of(chat: Chat) -> str:
    return client_of(chat).get(chat.get_absolute_url()).content.decode()


def said(client: Client, chat: Chat, verb: str, **typed: str) -> list[str]:
    answer = client.post(reverse(f"chats:{verb}", args=[chat.pk]), typed)
    assert answer.status_code == 302
    return [str(message) for message in get_messages(answer.wsgi_request)]


# -- Over ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("marked", [True, False])
def test_once_thanked_nothing_more_is_asked(marked: bool) -> None:
    chat = make_ended_chat()
    if marked:
        lifecycle.mark_held(chat, now=NOW)
    before = page_of(chat)
    assert "You said thank you" not in before

    follow_up = followups.open_thank_you(chat, now=NOW)
    followups.send(follow_up, "Dear Dana, the cheapest part.", now=NOW)

    after = page_of(chat)
    assert "You said thank you" in after
    assert f'href="{reverse("followups:thank_you", args=[chat.pk])}"' in after
    for gone in ("Write the thank-you", "It did not", "Did it happen?"):
        assert gone not in after


@pytest.mark.parametrize(
    ("became", "said"),
    [
        ("unsaid", '<span class="stage stage--answer">Did it happen?</span>'),
        ("held", '<span class="stage stage--good">It happened</span>'),
        ("thanked", '<span class="stage stage--good">It happened</span>'),
        ("leaves later", '<span class="stage stage--good">It happened</span>'),
        ("no_show", '<span class="stage stage--over">It did not happen</span>'),
    ],
)
def test_a_chat_that_is_over_says_what_became_of_it_here_and_in_the_list(
    became: str, said: str
) -> None:
    chat = make_ended_chat()
    if became == "held":
        lifecycle.mark_held(chat, now=NOW)
    elif became == "no_show":
        lifecycle.mark_no_show(chat, by=Side.HOST, now=NOW)
    elif became == "thanked":
        follow_up = followups.open_thank_you(chat, now=NOW)
        followups.send(follow_up, "Dear Dana, the cheapest part.", now=NOW)
    elif became == "leaves later":
        follow_up = followups.open_thank_you(chat, now=NOW)
        FollowUp.objects.filter(pk=follow_up.pk).update(send_at=NOW + timedelta(hours=2))
    past = client_of(chat).get("/chats/?show=past").content.decode()
    assert [stages(page_of(chat)), stages(past)] == [[said], [said]]


def stages(page: str) -> list[str]:
    return re.findall(r'<span class="stage [^>]*>[^<]*</span>', page)


@pytest.mark.parametrize(
    ("hours", "copied", "said"),
    [
        (25, False, "They read it in their e-mail of the day before."),
        (24, False, "What you change now only you see: no e-mail to them is left"),
        (25, True, "Only you see this: they get no e-mail from us."),
    ],
)
def test_who_reads_what_i_hope_to_learn(hours: int, copied: bool, said: str) -> None:
    chat = make_chat(starts_at=NOW + timedelta(hours=hours), now=NOW - timedelta(days=3))
    if copied:
        Chat.objects.update(host_address="")
    assert said in page_of(chat)


@pytest.mark.parametrize("marked", [True, False])
def test_a_thank_you_that_leaves_by_itself_says_when(marked: bool) -> None:
    chat = make_ended_chat()
    if marked:
        lifecycle.mark_held(chat, now=NOW)
    follow_up = followups.open_thank_you(chat, now=NOW)
    at = NOW + timedelta(hours=2)
    followups.schedule(follow_up, "Dear Dana, the cheapest part.", send_at=at, now=NOW)
    page = page_of(chat)
    assert f"It leaves by itself on {say(at, chat.seeker.time_zone)}." in page
    for gone in ("Write the thank-you", "Did it happen?"):
        assert gone not in page


MARKS: dict[str, tuple[str, dict[str, str]]] = {
    "held": ("held", {}),
    "theirs": ("no_show", {"by": "host"}),
    "mine": ("no_show", {"by": "seeker"}),
}


@pytest.mark.parametrize(
    ("first", "then", "sentence"),
    [
        ("held", "theirs", "Meanwhile you said that it happened, so nothing is changed."),
        ("theirs", "held", "Meanwhile you said that it did not happen, so nothing is changed."),
        ("theirs", "mine", "Meanwhile you said that it did not happen, so nothing is changed."),
    ],
)
@pytest.mark.parametrize("was", [{"was": "scheduled"}, {}], ids=["chat page", "today"])
def test_a_page_left_open_changes_no_answer(
    first: str, then: str, sentence: str, was: dict[str, str]
) -> None:
    chat = make_ended_chat()
    client = client_of(chat)
    for _ in range(2):  # pressing twice is a quiet no-op
        verb, typed = MARKS[first]
        client.post(reverse(f"chats:{verb}", args=[chat.pk]), {**typed, **was})
    answered = Chat.objects.get()
    verb, typed = MARKS[then]
    assert said(client_of(chat), chat, verb, **typed, **was) == [sentence]
    now = Chat.objects.get()
    assert (now.status, now.missed_by) == (answered.status, answered.missed_by)


def test_a_slip_is_put_right_by_the_button_that_knows_of_it() -> None:
    chat = make_ended_chat()
    lifecycle.mark_held(chat, now=NOW)
    assert '<input type="hidden" name="was" value="held">' in page_of(chat)
    said(client_of(chat), chat, "no_show", was="held")
    assert Chat.objects.get().status == ChatStatus.NO_SHOW
    said(client_of(chat), chat, "held", was="no_show")
    assert Chat.objects.get().status == ChatStatus.HELD


def test_a_thank_you_that_is_skipped_can_still_be_written() -> None:
    chat = make_ended_chat()
    lifecycle.mark_held(chat, now=NOW)
    followups.skip(followups.open_thank_you(chat, now=NOW), now=NOW)
    assert "Write the thank-you" in page_of(chat)


# -- Called off ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("by", "who"),
    [(Side.SEEKER, "You cancelled this chat"), (Side.HOST, "Dana cancelled this chat")],
)
def test_a_cancelled_chat_says_who_and_when_and_one_next_step(by: Side, who: str) -> None:
    chat = make_chat()
    lifecycle.cancel(chat, by=by, now=NOW)
    page = page_of(chat)
    assert who in page
    assert "On Monday 23 November 2026, 10:00 (Berlin, UTC+1)." in page
    assert f'action="{reverse("chats:start", args=[chat.contact_id])}"' in page
    assert 'id="preparation"' not in page


def test_a_cancelled_chat_keeps_the_notes() -> None:
    chat = make_chat()
    Chat.objects.update(notes="Ask about peat")
    lifecycle.cancel(chat, by=Side.HOST, now=NOW)
    assert "Ask about peat</textarea>" in page_of(chat)


# -- Moved -----------------------------------------------------------------------------------------


def test_the_old_time_and_the_label_say_whose_they_are() -> None:
    chat = make_chat()
    page = client_of(chat).get(reverse("chats:move", args=[chat.pk])).content.decode()
    assert "Now it is Thursday 26 November 2026, 16:00 (Berlin, UTC+1)." in page
    assert "For Dana that is Thursday 26 November 2026, 10:00 (New York, UTC−5)." in page
    assert "New time, Berlin</label>" in page
    assert "(optional)" not in page
    assert page.count(">optional<") == 1


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("2026-11-27T12:59", "Friday 27 November 2026, 06:59 (New York, UTC−5)"),
        ("2026-11-27T13:00", ""),
        ("2026-11-28T03:59", ""),
        ("2026-11-28T04:00", "Friday 27 November 2026, 22:00 (New York, UTC−5)"),
    ],
)
def test_an_odd_hour_for_the_host_is_asked_about_once(typed: str, asked: str) -> None:
    chat = make_chat()
    client, address = client_of(chat), reverse("chats:move", args=[chat.pk])
    answer = client.post(address, {"starts_at": typed})
    if asked:
        sentence = f"For Dana that is {asked}. Press again if you mean it."
        assert (answer.status_code, Chat.objects.get().sequence) == (422, 0)
        assert answer.context["form"].errors["starts_at"] == [sentence]
        confirmed = f'<input type="hidden" name="confirmed" value="{typed}">'
        assert confirmed in answer.content.decode()
        answer = client.post(address, {"starts_at": typed, "confirmed": typed})
    assert answer.status_code == 302
    assert Chat.objects.get().sequence == 1


def test_another_odd_hour_is_asked_about_again() -> None:
    chat = make_chat()
    typed = {"starts_at": "2026-11-27T05:00", "confirmed": "2026-11-27T04:00"}
    answer = client_of(chat).post(reverse("chats:move", args=[chat.pk]), typed)
    assert (answer.status_code, Chat.objects.get().sequence) == (422, 0)


def test_the_hosts_own_zone_decides() -> None:
    chat = make_chat(make_contact(time_zone="Asia/Tokyo"))
    typed = {"starts_at": "2026-11-27T10:00"}  # 18:00 in Tokyo, the middle of the night elsewhere
    assert client_of(chat).post(reverse("chats:move", args=[chat.pk]), typed).status_code == 302
    assert Chat.objects.get().starts_at == datetime(2026, 11, 27, 9, tzinfo=UTC)


# -- Nobody to write to ----------------------------------------------------------------------------


@pytest.mark.parametrize("verb", ["move", "cancel"])
@pytest.mark.parametrize("email", ["dana@example.com", ""])
def test_no_page_claims_that_somebody_without_an_address_is_told(verb: str, email: str) -> None:
    chat = make_chat(make_contact(email=email))
    client = client_of(chat)
    page = client.get(reverse(f"chats:{verb}", args=[chat.pk])).content.decode()
    assert (
        "Dana agreed through a link that you passed on, not by e-mail: tell them yourself." in page
    ) is (not email)
    [message] = said(client, chat, verb, starts_at="2026-11-27T16:00")
    assert ("Please tell Dana yourself" in message) is (not email)
    assert ("Dana hears of it" in message) is bool(email)
    assert Chat.objects.get().status == (
        ChatStatus.SCHEDULED if verb == "move" else ChatStatus.CANCELLED
    )
