"""The page of an ask, the list and Today show what came by e-mail."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from chats import lifecycle
from chats.models import IncomingEmail, Invitation
from chats.states import IncomingKind
from followups.today.page import items
from tests.factories import make_contact, make_seeker, make_sent_invitation

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask() -> Invitation:
    dana = make_contact(make_seeker(), email="dana@example.com", time_zone="Europe/London")
    return make_sent_invitation(dana, now=timezone.now())


def heard(invitation: Invitation, text: str = "Gladly.", **fields: object) -> IncomingEmail:
    now = timezone.now()
    values = {
        "kind": IncomingKind.REPLY,
        "fingerprint": f"{IncomingEmail.objects.count()}",
        "sender": "dana@example.com",
        "text": text,
        "arrived_at": now,
    }
    Invitation.objects.filter(pk=invitation.pk).update(heard_at=now)
    return IncomingEmail.objects.create(invitation=invitation, **{**values, **fields})


def client_of(invitation: Invitation) -> Client:
    client = Client()
    client.force_login(invitation.seeker, "django.contrib.auth.backends.ModelBackend")
    return client


def page_of(invitation: Invitation, url: str = "") -> str:
    answer = client_of(invitation).get(url or invitation.get_absolute_url())
    return " ".join(answer.content.decode().split())


def test_the_words_stand_there_and_the_whole_one_press_away(ask: Invitation) -> None:
    heard(ask, "Gladly.\n\nDana", whole="Gladly.\n\nDana\n\n> your <letter>", attachments=["a.pdf"])
    page = page_of(ask)
    assert "Dana wrote to you" in page
    assert "<p>Gladly.</p>" in page
    assert "<summary>The whole e-mail</summary>" in page
    assert "&gt; your &lt;letter&gt;" in page
    assert "a.pdf" in page
    assert ">Wrote to you</span>" in page
    assert "Nobody waits any more" in page


def test_another_sender_is_shown_as_such(ask: Invitation) -> None:
    heard(ask, sender="office@example.com", is_from_host=False)
    assert "It came from office@example.com, which is not the address you wrote to." in page_of(ask)


def test_a_time_in_the_words_is_a_button_that_books_nothing(ask: Invitation) -> None:
    day = (timezone.now() + timedelta(days=9)).date()
    heard(ask, f"{day.day} {day:%B} {day.year} at 3?")
    page = page_of(ask)
    begins = f"?what=take&amp;starts_at={day}T16%3A00&amp;came_on="
    assert reverse("chats:answered", args=[ask.pk]) + begins in page
    assert "Nothing is booked before you say so" in page
    answered = page_of(ask, reverse("chats:answered", args=[ask.pk]) + begins.replace("&amp;", "&"))
    assert f'value="{day}T16:00"' in answered
    assert not ask.chats.exists()


def test_a_time_that_has_passed_is_none(ask: Invitation) -> None:
    long_ago = datetime(2026, 1, 1, tzinfo=UTC)
    heard(ask, "3 January 2026 at 3", sent_at=long_ago)
    assert "Nothing is booked before" not in page_of(ask)


def test_what_is_read_is_put_away_and_stays_in_the_conversation(ask: Invitation) -> None:
    heard(ask, "Gladly, and soon.")
    url = reverse("chats:mark_read", args=[ask.pk])
    client_of(ask).get(url)
    assert "Dana wrote to you</h2>" in page_of(ask)
    assert client_of(ask).post(url).status_code == 302
    page = page_of(ask)
    assert "Dana wrote to you</h2>" not in page
    assert "Dana wrote by e-mail" in page
    assert "Gladly, and soon." in page


def test_a_stranger_sees_nothing_and_reads_nothing(ask: Invitation) -> None:
    heard(ask)
    stranger = Client()
    stranger.force_login(make_seeker(), "django.contrib.auth.backends.ModelBackend")
    url = reverse("chats:mark_read", args=[ask.pk])
    assert stranger.post(url).status_code == 404
    assert IncomingEmail.objects.filter(read_at=None).count() == 1


def test_an_absence_is_shown_by_whom_it_was_said(ask: Invitation) -> None:
    heard(ask, "Away.", kind=IncomingKind.AUTO, until=date(2027, 1, 7))
    assert "Dana is away until Thursday 7 January 2027, by their automatic reply." in page_of(ask)


def test_that_somebody_left_is_shown_and_nobody_named_is_written_to(ask: Invitation) -> None:
    heard(ask, "Write to sam@firm.example", kind=IncomingKind.AUTO, gone=True)
    page = page_of(ask)
    assert "Dana has left, says an automatic reply." in page
    assert "mailto:sam@firm.example" not in page


def test_what_came_back_and_says_nothing_about_the_address_is_shown(ask: Invitation) -> None:
    heard(ask, "", kind=IncomingKind.BOUNCE, reason="552 5.2.2 mailbox <full>")
    page = page_of(ask)
    assert "for a reason that is not the address" in page
    assert "552 5.2.2 mailbox &lt;full&gt;" in page


def test_today_says_it_once_for_each_ask_with_the_first_words(ask: Invitation) -> None:
    heard(ask, "one")
    heard(ask, "two " + "words " * 40)
    now = timezone.now()
    (one,) = [item for item in items(ask.seeker, now) if "wrote to you" in item.what]
    assert (one.what, one.note[:10]) == ("Dana Okafor wrote to you", "“two words")
    assert "Dana Okafor wrote to you" in page_of(ask, "/")
    lifecycle.mark_read(ask, now=now)
    assert "wrote to you" not in page_of(ask, "/")


def test_the_list_says_it_too(ask: Invitation) -> None:
    heard(ask)
    page = page_of(ask, reverse("chats:invitations"))
    assert ">Wrote to you</span>" in page
    assert "Say what it meant" in page


def test_markup_in_it_stays_text(ask: Invitation) -> None:
    heard(
        ask,
        "<script>alert(1)</script>",
        whole="<img src=x>",
        sender="<b>@example.com",
        is_from_host=False,
    )
    page = page_of(ask)
    assert "<script>alert" not in page
    assert "<img src=x>" not in page
    assert "<b>@example" not in page


def test_however_many_came_it_is_the_same_number_of_queries(
    ask: Invitation, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    heard(ask)
    client = client_of(ask)
    for url in (ask.get_absolute_url(), "/"):
        client.get(url)
        with CaptureQueriesContext(connection) as one:
            client.get(url)
        for number in range(12):
            heard(ask, f"again {number}", whole="all of it")
        with django_assert_num_queries(len(one)):
            client.get(url)
