"""What changes about a chat that stands: back to the time before a move, and how they meet."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from chats import lifecycle
from chats.errors import Refused
from chats.models import Chat, Link
from chats.states import Side, Way
from chats.tokens import mint
from outbox.models import OutgoingEmail
from tests.chats.busy import make_busy
from tests.chats.hosts import at, post
from tests.expect import let_leave, queued, timeline
from tests.factories import NOW, make_chat, make_contact

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
LATER = NOW + HOUR
MOVED_TO = NOW + timedelta(days=6)
OTHER = {Side.SEEKER: Side.HOST, Side.HOST: Side.SEEKER}


def moved_chat(by: Side = Side.SEEKER) -> tuple[Chat, datetime]:
    """A chat one side has moved, of which both have heard; and the time before."""
    chat = make_chat()
    old = chat.starts_at
    let_leave(chat)
    moved = lifecycle.reschedule(chat, starts_at=MOVED_TO, by=by, now=LATER)
    let_leave(moved)
    return moved, old


def host_page(chat: Chat) -> str:
    """The path of the host's page, as it stands in the newest e-mail."""
    answer = Link.Purpose.ANSWER
    url = mint(chat.invitation, purpose=answer, after=chat.ends_at, to=chat.contact.email)
    return url[url.index("/i/") :]


# -- Back to the time before -----------------------------------------------------------------------


@pytest.mark.parametrize("by", [Side.HOST, Side.SEEKER])
def test_a_declined_move_goes_back_and_tells_each_side_once(by: Side) -> None:
    chat, old = moved_chat(OTHER[by])
    kept = lifecycle.decline_move(chat, back_to=old, by=by, line="I teach then", now=LATER)

    assert (kept.pk, kept.uid, kept.sequence, kept.starts_at) == (chat.pk, chat.uid, 2, old)
    assert (kept.moved_from, kept.moved_by) == (None, "")
    assert {row.during.lower for row in kept.attendances.all()} == {old}
    emails = queued(chat)
    assert sorted(emails) == ["moved_host", "moved_seeker"]
    other = emails[f"moved_{OTHER[by]}"]
    assert other.subject.startswith("As before: ")
    assert "does not suit" in other.text
    assert "I teach then" in other.text
    assert "As you asked" in emails[f"moved_{by}"].text
    for email in emails.values():
        assert "SEQUENCE:2\r\n" in email.ics
        assert "you can keep" not in email.text
    assert timeline(chat.contact)[-1].startswith("Chat kept at the time before by")


def test_only_the_other_side_is_offered_the_time_before() -> None:
    chat, _ = moved_chat(Side.SEEKER)
    texts = dict(OutgoingEmail.objects.about(chat.about).values_list("kind", "text"))
    assert (
        "you can keep Thursday 26 November 2026, 10:00 am (New York, UTC−5)" in texts["moved_host"]
    )
    assert "you can keep" not in texts["moved_seeker"]


def test_reminders_follow_back_to_the_time_before() -> None:
    chat, old = moved_chat()
    lifecycle.decline_move(chat, back_to=old, by=Side.HOST, now=LATER)
    due = dict(chat.reminders.values_list("kind", "due_at"))
    assert due["hour_seeker"] == old - timedelta(hours=1)
    assert len(due) == 3


def test_pressed_twice_it_goes_back_once() -> None:
    chat, old = moved_chat()
    for _ in range(2):
        lifecycle.decline_move(chat, back_to=old, by=Side.HOST, now=LATER)
    assert Chat.objects.get().sequence == 2
    assert len(queued(chat)) == 2


def test_whoever_moved_it_cannot_decline_their_own_move() -> None:
    chat, old = moved_chat(Side.HOST)
    with pytest.raises(Refused, match="changed again"):
        lifecycle.decline_move(chat, back_to=old, by=Side.HOST, now=LATER)


def test_a_button_of_an_earlier_move_does_nothing() -> None:
    chat, old = moved_chat()
    again = MOVED_TO + timedelta(days=1)
    lifecycle.reschedule(chat, starts_at=again, by=Side.SEEKER, now=LATER)
    with pytest.raises(Refused, match="changed again"):
        lifecycle.decline_move(chat, back_to=old, by=Side.HOST, now=LATER)
    assert Chat.objects.get().starts_at == again


def test_a_time_before_that_another_chat_took_is_refused_and_changes_nothing() -> None:
    chat, old = moved_chat()
    make_chat(make_contact(chat.seeker), starts_at=old)
    with pytest.raises(Refused, match="taken by now"):
        lifecycle.decline_move(chat, back_to=old, by=Side.HOST, now=LATER)
    fresh = Chat.objects.get(pk=chat.pk)
    assert (fresh.starts_at, fresh.sequence) == (MOVED_TO, 1)
    assert (fresh.attendances.count(), queued(chat)) == (2, {})


def test_a_time_before_that_fills_the_seekers_calendar_is_no_choice_of_the_hosts() -> None:
    chat, old = moved_chat()
    make_busy(chat.seeker, old)
    with pytest.raises(Refused, match="taken by now"):
        lifecycle.decline_move(chat, back_to=old, by=Side.HOST, now=LATER)


def test_a_time_before_that_has_passed_is_refused() -> None:
    chat, old = moved_chat()
    with pytest.raises(Refused, match="taken by now"):
        lifecycle.decline_move(chat, back_to=old, by=Side.HOST, now=old)


def test_the_host_keeps_the_time_before_on_their_page(client: Client) -> None:
    chat, old = moved_chat()
    path = host_page(chat)
    with at(LATER):
        page = client.get(path).content.decode()
        assert "Keep Thursday 26 November 2026, 10:00" in page
        answer = post(client, path, "keep", back_to=old.isoformat(), line="I teach then")
        assert answer.status_code == 303
        assert "That does not suit me" not in client.get(path).content.decode()
    assert Chat.objects.get().starts_at == old


def test_the_host_who_comes_too_late_keeps_the_line(client: Client) -> None:
    chat, old = moved_chat()
    make_chat(make_contact(chat.seeker), starts_at=old)
    with at(LATER):
        path = host_page(chat)
        answer = post(client, path, "keep", back_to=old.isoformat(), line="I teach then")
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "taken by now" in page
    assert "I teach then</textarea>" in page


def test_the_time_before_that_the_seeker_keeps_is_written_in_utc(client: Client) -> None:
    """Their page names it in their own zone."""
    chat, old = moved_chat(Side.HOST)
    client.force_login(chat.seeker, "django.contrib.auth.backends.ModelBackend")
    local = old.astimezone(ZoneInfo("Europe/Berlin")).isoformat()
    assert local.endswith("+01:00")
    with at(LATER):
        assert (
            f'name="back_to" value="{local}"'
            in client.get(chat.get_absolute_url()).content.decode()
        )
        client.post(reverse("chats:keep", args=[chat.pk]), {"back_to": local})
    for email in queued(chat).values():
        assert f"DTSTART:{old:%Y%m%dT%H%M%SZ}\r\n" in email.ics
        assert f"dates={old:%Y%m%dT%H%M%SZ}%2F" in email.text


@pytest.mark.parametrize("by", Side)
def test_after_two_moves_before_the_mail_left_the_time_they_know_is_offered(by: Side) -> None:
    chat = make_chat()
    let_leave(chat)
    known = chat.starts_at
    lifecycle.reschedule(chat, starts_at=MOVED_TO, by=by, now=LATER)
    moved = lifecycle.reschedule(chat, starts_at=MOVED_TO + timedelta(days=1), by=by, now=LATER)
    assert moved.time_before(OTHER[by], LATER) == known
    back = lifecycle.reschedule(chat, starts_at=known, by=by, now=LATER)
    assert back.time_before(OTHER[by], LATER) is None


def test_each_change_is_kept_with_what_was_said() -> None:
    chat = make_chat()
    old = chat.starts_at
    lifecycle.reschedule(chat, starts_at=MOVED_TO, by=Side.HOST, line="A train", now=LATER)
    lifecycle.decline_move(chat, back_to=old, by=Side.SEEKER, line="I teach", now=LATER)
    lifecycle.change_place(chat, way=Way.IN_PERSON, where="Library", now=LATER)
    lifecycle.cancel(chat, by=Side.HOST, line="Ill", now=LATER)
    lifecycle.cancel(chat, by=Side.HOST, line="Again", now=LATER)
    kept = list(chat.changes.order_by("pk").values_list("kind", "by", "line", "starts_at"))
    assert kept == [
        ("moved", "host", "A train", MOVED_TO),
        ("kept", "seeker", "I teach", old),
        ("place", "seeker", "", old),
        ("cancelled", "host", "Ill", old),
    ]


# -- How they meet ---------------------------------------------------------------------------------


def test_a_change_of_place_tells_both_with_a_higher_sequence() -> None:
    chat = make_chat()
    let_leave(chat)
    where = "https://meet.example.org/new"
    lifecycle.change_place(chat, way=Way.VIDEO, where=where, now=LATER)
    emails = queued(chat)
    assert sorted(emails) == ["place_changed_host", "place_changed_seeker"]
    for email in emails.values():
        assert email.ics_method == "REQUEST"
        assert "SEQUENCE:1\r\n" in email.ics
        assert f"LOCATION:{where}\r\n" in email.ics
        assert where in email.text
    assert chat.reminders.count() == 3


def test_the_same_place_again_is_a_quiet_no_op() -> None:
    chat = make_chat()
    let_leave(chat)
    lifecycle.change_place(chat, way=Way(chat.way), where=chat.where, now=LATER)
    assert (Chat.objects.get().sequence, queued(chat)) == (0, {})


def test_whoever_has_not_heard_of_the_chat_hears_of_it_at_its_new_place() -> None:
    chat = make_chat()
    lifecycle.change_place(chat, way=Way.IN_PERSON, where="Library", now=LATER)
    assert sorted(queued(chat)) == ["booked_host", "booked_seeker"]
    assert "Library" in queued(chat)["booked_host"].text


def test_a_change_of_place_keeps_an_unheard_move_and_its_line() -> None:
    chat, _ = moved_chat()
    moved = lifecycle.reschedule(
        chat, starts_at=MOVED_TO + HOUR, by=Side.HOST, line="A train", now=LATER
    )
    lifecycle.change_place(moved, way=Way.IN_PERSON, where="Library", now=LATER)
    emails = queued(chat)
    assert sorted(emails) == ["moved_host", "moved_seeker"]
    assert all("Library" in email.text for email in emails.values())
    assert "A train" in emails["moved_seeker"].text
    assert "SEQUENCE:3\r\n" in emails["moved_seeker"].ics


def test_a_new_number_is_the_seekers_own_so_the_host_calls() -> None:
    chat = make_chat()
    let_leave(chat)
    lifecycle.change_place(chat, way=Way.PHONE, where="+49 151 5550", now=LATER)
    assert "you call Sam on +49 151 5550" in queued(chat)["place_changed_host"].text


def test_the_place_of_a_chat_that_has_begun_stays() -> None:
    chat = make_chat()
    with pytest.raises(Refused, match="has begun"):
        lifecycle.change_place(chat, way=Way.VIDEO, where="x", now=chat.starts_at)


# -- Cancelling late -------------------------------------------------------------------------------


@pytest.mark.parametrize(("hours", "is_said"), [(23, True), (25, False)])
@pytest.mark.parametrize("by", [Side.HOST, Side.SEEKER])
def test_short_notice_is_said_kindly_to_the_other_side(by: Side, hours: int, is_said: bool) -> None:
    chat = make_chat()
    let_leave(chat)
    lifecycle.cancel(chat, by=by, now=chat.starts_at - timedelta(hours=hours))
    emails = queued(chat)
    assert ("short notice" in emails[f"cancelled_{OTHER[by]}"].text) == is_said
    assert "short notice" not in emails[f"cancelled_{by}"].text


# -- A move to where something else stands ---------------------------------------------------------

SAID = "Your own calendar shows something else"


@pytest.mark.parametrize("by", Side)
def test_a_move_by_the_host_to_a_busy_time_is_said_to_the_seeker_alone(
    client: Client, by: Side
) -> None:
    chat = make_chat()
    let_leave(chat)
    make_busy(chat.seeker, MOVED_TO)
    moved = lifecycle.reschedule(chat, starts_at=MOVED_TO, by=by, now=LATER)
    emails = queued(moved)
    client.force_login(chat.seeker, "django.contrib.auth.backends.ModelBackend")
    with at(LATER):
        page = client.get(moved.get_absolute_url()).content.decode()
    says = by == Side.HOST
    assert (SAID in emails["moved_seeker"].text, SAID in emails["moved_seeker"].html) == (
        says,
        says,
    )
    assert (SAID in page, SAID in emails["moved_host"].text) == (says, False)


def test_a_move_by_the_host_to_a_free_time_says_nothing_of_the_calendar(client: Client) -> None:
    moved, _ = moved_chat(Side.HOST)
    client.force_login(moved.seeker, "django.contrib.auth.backends.ModelBackend")
    with at(LATER):
        assert SAID not in client.get(moved.get_absolute_url()).content.decode()
    assert SAID not in OutgoingEmail.objects.get(kind="moved_seeker").text
