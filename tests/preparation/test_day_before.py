"""The day before: one e-mail to each side, and the seeker's word that it stands."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chats import lifecycle as chats
from chats.errors import Refused
from chats.models import Chat, Reminder
from chats.states import ReminderKind, Side
from chats.tasks import remind_of_chats
from outbox.models import Suppression
from outbox.suppression import suppress
from outbox.text import END, ISOLATE
from preparation.models import Question
from preparation.states import Theme
from preparation.tasks import sweep
from tests.expect import let_leave, queued, statuses, timeline
from tests.factories import NOW, make_chat, make_contact, make_seeker

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)


def tomorrow(**fields: Any) -> Chat:
    """A chat in 23 hours whose reminders are due; of which both have heard."""
    now = timezone.now()
    seeker = make_seeker(self_introduction="I’m Sam.\nI count turbines.")
    contact = make_contact(seeker, connection="Her talk", path="Teacher, then data.", **fields)
    chat = make_chat(contact, starts_at=now + timedelta(hours=23), now=now - timedelta(days=3))
    let_leave(chat)
    Chat.objects.update(goal="Find my first step", hope="How you began")
    for place, (text, fields_) in enumerate(
        [
            ("What next?", {"minutes": 4}),
            ("Why wind?", {"minutes": 5, "is_must": True}),
            ("Her salary?", {"is_public": True}),
        ]
    ):
        Question.objects.create(chat=chat, text=text, position=place, theme=Theme.PATH, **fields_)
    chat.refresh_from_db()
    return chat


# -- To the seeker ---------------------------------------------------------------------------------


def test_the_seeker_gets_all_of_it_in_one_email() -> None:
    chat = tomorrow()
    for _ in range(2):
        sweep()
    email = queued(chat)["reminder_day_seeker"]
    page = f"http://localhost:8000{chat.get_absolute_url()}"
    assert email.to == chat.seeker.email
    assert (email.repeatable, email.expires_at) == (False, chat.starts_at)
    said = email.text.partition("\nYour goal: ")[2].partition("\n--\n")[0]
    page = said.rpartition("http")[2].partition("#")[0]
    assert said == (
        "Find my first step\n\n"
        "Your questions, those you must ask first:\n"
        "1. Why wind? (must ask, 5 min)\n"
        "2. What next? (4 min)\n\n"
        "About Dana:\n"
        "- Connected by: Her talk\n"
        "- Their path: Teacher, then data.\n\n"
        "Your self-introduction:\nI’m Sam.\nI count turbines.\n\n"
        "All of it on one page, to print or to keep on your phone:\n"
        f"http{page}sheet/\n\n"
        f"Tell Dana that it stands:\nhttp{page}#confirm\n"
    )
    assert page.endswith(chat.get_absolute_url())
    for zone in ("Berlin", "New York"):
        assert f"({zone}, UTC" in email.text
    assert Reminder.objects.filter(kind=ReminderKind.DAY_SEEKER).count() == 0


HEBREW = "\u05de\u05d4 \u05d4\u05dc\u05d0\u05d4"


def test_what_runs_from_right_to_left_turns_nothing_beside_it() -> None:
    chat = tomorrow(common_ground=HEBREW)
    Question.objects.filter(text="What next?").update(text=HEBREW)
    Chat.objects.update(goal=HEBREW)
    sweep()
    email = queued(chat)["reminder_day_seeker"]
    isolated, marked = f"{ISOLATE}{HEBREW}{END}", f"<bdi>{HEBREW}</bdi>"
    assert f"Your goal: {isolated}\n" in email.text
    assert f"2. {isolated} (4 min)" in email.text
    assert (email.text.count(isolated), email.html.count(marked)) == (3, 3)
    assert HEBREW not in email.text.replace(isolated, "") + email.html.replace(marked, "")


def test_a_bare_chat_is_told_without_empty_headings() -> None:
    now = timezone.now()
    chat = make_chat(starts_at=now + timedelta(hours=23), now=now - timedelta(days=3))
    sweep()
    text = queued(chat)["reminder_day_seeker"].text
    headings = ("Your goal", "must ask", "About", "self-introduction")
    assert [word for word in headings if word in text] == []
    assert "\n\n\n" not in text


def test_whoever_has_confirmed_is_not_asked_to() -> None:
    chat = tomorrow()
    chats.confirm(chat, now=timezone.now())
    sweep()
    email = queued(chat)["reminder_day_seeker"]
    assert "You have told Dana that it stands." in email.text
    assert "#confirm" not in email.text + email.html


def test_each_sweep_takes_its_own() -> None:
    chat = tomorrow()
    remind_of_chats()
    assert list(queued(chat)) == ["reminder_day_host"]
    sweep()
    assert set(queued(chat)) == {"reminder_day_host", "reminder_day_seeker"}


def test_the_sweep_costs_the_same_for_one_chat_and_for_many(
    django_assert_num_queries: Any,
) -> None:
    """For what it finds; each row then has a transaction of its own."""
    with django_assert_num_queries(1):
        sweep()


# -- To the host -----------------------------------------------------------------------------------


def host_email(chat: Chat) -> str:
    remind_of_chats()
    return queued(chat)["reminder_day_host"].text


def test_the_host_reads_who_comes_what_for_and_how_to_keep_it_easy() -> None:
    said = host_email(tomorrow())
    assert "It ends after 25 minutes." in said
    assert "Who is coming: Sam Rivera. Data analyst, on my way to climate work\n" in said
    assert "What Sam hopes to learn: How you began\n" in said
    assert said.count("\n- ") == 3
    assert "/i/" in said


def test_nothing_private_reaches_the_host() -> None:
    chat = tomorrow()
    Chat.objects.update(hope="")
    remind_of_chats()
    email = queued(chat)["reminder_day_host"]
    both = email.text + email.html
    private = ["Find my first step", "Why wind?", "Teacher, then", "count turbines", "hopes to"]
    assert [word for word in private if word in both] == []


def test_a_host_who_opted_out_is_not_reminded() -> None:
    chat = tomorrow()
    suppress(chat.contact.email, reason=Suppression.Reason.OPT_OUT)
    remind_of_chats()
    assert statuses(chat)["reminder_day_host"] == "held"


# -- The word that it stands -----------------------------------------------------------------------


def told_chat() -> Chat:
    chat = make_chat()
    let_leave(chat)
    return chat


def test_confirming_writes_one_short_email_with_the_way_out() -> None:
    chat = told_chat()
    for _ in range(2):
        chats.confirm(chat, line="I bring the cake", now=LATER)
    emails = queued(chat)
    assert list(emails) == ["confirmed_host"]
    email = emails["confirmed_host"]
    assert (email.to, email.expires_at) == (chat.contact.email, chat.starts_at)
    assert 'Sam adds:\n"I bring the cake"' in email.text
    assert "/i/" in email.text
    assert Chat.objects.get().confirmed_at == LATER
    assert timeline(chat.contact)[-1] == "You confirmed: I bring the cake"


def test_a_move_takes_the_word_back() -> None:
    chat = told_chat()
    chats.confirm(chat, now=LATER)
    later = chat.starts_at + timedelta(days=1)
    chats.reschedule(chat, starts_at=later, by=Side.HOST, now=LATER)
    assert Chat.objects.get().confirmed_at is None
    chats.confirm(chat, now=LATER)
    assert "confirmed_host" in queued(chat)


def test_nothing_is_confirmed_once_it_has_begun_or_is_off() -> None:
    chat = told_chat()
    with pytest.raises(Refused, match="has begun or is over"):
        chats.confirm(chat, now=chat.starts_at)
    chats.cancel(chat, by=Side.HOST, now=LATER)
    with pytest.raises(Refused):
        chats.confirm(chat, now=LATER)
    assert "confirmed_host" not in queued(chat)


def test_a_host_who_opted_out_is_told_by_another_way() -> None:
    chat = told_chat()
    suppress(chat.contact.email, reason=Suppression.Reason.OPT_OUT)
    with pytest.raises(Refused, match="asked not to be written to"):
        chats.confirm(chat, line="I bring the cake", now=LATER)
    assert "confirmed_host" not in statuses(chat)


def test_without_an_address_it_is_only_noted() -> None:
    chat = make_chat(make_contact(email=""))
    let_leave(chat)
    chats.confirm(chat, now=LATER)
    assert (queued(chat), Chat.objects.get().confirmed_at) == ({}, LATER)


def client_of(chat: Chat) -> Client:
    client = Client()
    client.force_login(chat.seeker, "django.contrib.auth.backends.ModelBackend")
    return client


def test_the_link_of_the_email_only_shows_and_the_button_acts() -> None:
    chat = tomorrow()
    client, verb = client_of(chat), reverse("chats:confirm", args=[chat.pk])
    assert "Tell Dana that it stands" in client.get(chat.get_absolute_url()).content.decode()
    assert client.get(verb)["Location"] == chat.get_absolute_url()
    assert Chat.objects.get().confirmed_at is None
    answer = client.post(verb, {"line": ""})
    assert answer["Location"] == f"{chat.get_absolute_url()}#confirm"
    assert Chat.objects.get().confirmed_at is not None
    shown = client.get(chat.get_absolute_url()).content.decode()
    assert "Dana knows that it stands" in shown


def test_a_line_too_long_is_kept_on_the_page() -> None:
    chat = tomorrow()
    answer = client_of(chat).post(reverse("chats:confirm", args=[chat.pk]), {"line": "x" * 501})
    assert answer.status_code == 422
    assert "x" * 501 in answer.content.decode()
    assert Chat.objects.get().confirmed_at is None


def test_a_week_before_nobody_is_asked_to_confirm() -> None:
    now = timezone.now()
    chat = make_chat(starts_at=now + timedelta(days=7), now=now)
    assert "that it stands" not in client_of(chat).get(chat.get_absolute_url()).content.decode()


def test_a_stranger_confirms_nothing() -> None:
    chat = tomorrow()
    stranger = Client()
    stranger.force_login(make_seeker(), "django.contrib.auth.backends.ModelBackend")
    assert stranger.post(reverse("chats:confirm", args=[chat.pk])).status_code == 404
    assert Chat.objects.get().confirmed_at is None
    assert not any("onfirm" in line for line in timeline(chat.contact))
