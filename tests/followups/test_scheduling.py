"""A thank-you that leaves by itself: at the chosen moment, once, and never raw."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from chats import lifecycle as chat_lifecycle
from chats.errors import Refused
from chats.models import Chat, Invitation
from chats.states import Side
from followups import lifecycle, tasks
from followups.models import FollowUp
from followups.states import Status
from followups.thank_you import moments as suggested
from followups.today import page as today
from outbox.models import OutgoingEmail, Suppression
from outbox.states import Status as Outgoing
from outbox.suppression import suppress
from tests.expect import queued, statuses, timeline
from tests.factories import NOW, make_contact, make_ended_chat
from tests.races.harness import all_at_once

pytestmark = pytest.mark.django_db

WORDS = "Dear Dana, your point about the cheapest part: I will try it."
LATER = NOW + timedelta(hours=8)
HOUR = timedelta(hours=1)


def scheduled(text: str = WORDS) -> FollowUp:
    follow_up = lifecycle.open_thank_you(make_ended_chat(ended_at=NOW), now=NOW)
    lifecycle.schedule(follow_up, text, send_at=LATER, now=NOW + HOUR)
    return follow_up


def fresh() -> FollowUp:
    return FollowUp.objects.get()


def client_of(chat: Chat) -> Client:
    client = Client()
    client.force_login(chat.seeker, "django.contrib.auth.backends.ModelBackend")
    return client


def post(chat: Chat, button: str = "", **typed: str) -> tuple[int, dict[str, list[str]]]:
    """By a button of the letter, or its plain one, which keeps the draft."""
    pressed = {button: "yes"} if button else {}
    url = reverse("followups:thank_you", args=[chat.pk])
    answer = client_of(chat).post(url, {**pressed, **typed})
    context = answer.context or {}
    forms = [context[name] for name in ("form", "moment") if name in context]
    errors = {name: list(each) for form in forms for name, each in form.errors.items()}
    return answer.status_code, errors


def test_it_leaves_at_its_moment_and_once() -> None:
    follow_up = scheduled()
    lifecycle.send_scheduled(follow_up, now=LATER - timedelta(seconds=1))
    assert statuses(follow_up) == {}
    for _ in range(2):
        lifecycle.send_scheduled(follow_up, now=LATER)
    assert list(queued(follow_up)) == ["thank_you"]
    assert WORDS in queued(follow_up)["thank_you"].text
    assert (fresh().status, fresh().send_at, fresh().done_at) == (Status.DONE, None, LATER)
    assert timeline(follow_up.contact)[-1] == "You said thank you"


def test_the_sweep_sends_it() -> None:
    follow_up = scheduled()
    with time_machine.travel(LATER):
        tasks.sweep()
    assert list(queued(follow_up)) == ["thank_you"]


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_ten_sweeps_at_once_send_it_once() -> None:
    follow_up = scheduled()
    all_at_once([lambda: lifecycle.send_scheduled(follow_up, now=LATER)] * 10)
    assert OutgoingEmail.objects.filter(kind="thank_you").count() == 1
    assert timeline(follow_up.contact).count("You said thank you") == 1


def test_no_reminder_comes_while_it_waits_and_a_queued_one_is_taken_back() -> None:
    follow_up = lifecycle.open_thank_you(make_ended_chat(ended_at=NOW), now=NOW)
    lifecycle.remind(follow_up, now=NOW + 2 * HOUR)
    lifecycle.schedule(follow_up, WORDS, send_at=NOW + 23 * HOUR, now=NOW + 2 * HOUR)
    assert statuses(follow_up) == {"thank_you_due": Outgoing.CANCELLED}
    assert not FollowUp.objects.to_remind(NOW + 22 * HOUR).exists()


def test_taking_it_back_brings_the_reminders_that_are_still_ahead() -> None:
    follow_up = scheduled()
    for _ in range(2):
        lifecycle.unschedule(follow_up, now=NOW + 3 * HOUR)
    assert (fresh().send_at, fresh().remind_at) == (None, NOW + 22 * HOUR)
    lifecycle.send_scheduled(follow_up, now=LATER)
    assert statuses(follow_up) == {}
    lifecycle.remind(follow_up, now=NOW + 22 * HOUR)
    assert list(queued(follow_up)) == ["thank_you_last_call"]


def test_what_is_changed_meanwhile_leaves_as_it_is_then() -> None:
    follow_up = scheduled()
    lifecycle.save_draft(follow_up, f"{WORDS} And thank you for the tea.")
    lifecycle.send_scheduled(follow_up, now=LATER)
    assert "thank you for the tea" in queued(follow_up)["thank_you"].text


@pytest.mark.parametrize("text", ["Dear Dana, [in your own words: he is tired]", "word " * 121])
def test_words_that_may_not_leave_stay_and_the_timeline_says_why(text: str) -> None:
    follow_up = scheduled()
    lifecycle.save_draft(follow_up, text)
    lifecycle.send_scheduled(follow_up, now=LATER)
    assert statuses(follow_up) == {}
    assert (fresh().status, fresh().send_at, fresh().text) == (Status.OPEN, None, text)
    assert timeline(follow_up.contact)[-1].startswith("Your thank-you did not leave. ")


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (Suppression.Reason.OPT_OUT, "they asked not to be written to"),
        (Suppression.Reason.BOUNCE, "the address does not exist"),
    ],
)
def test_an_address_closed_meanwhile_is_told_on_today_and_on_the_page(
    reason: Suppression.Reason, words: str
) -> None:
    follow_up = scheduled()
    suppress(follow_up.contact.email, reason)
    lifecycle.send_scheduled(follow_up, now=LATER)
    assert statuses(follow_up) == {}
    said = f"Your thank-you did not leave. We do not write to Dana any more: {words}."
    assert timeline(follow_up.contact)[-1] == said
    notes = [item.note for item in today.items(follow_up.seeker, LATER)]
    assert f"It cannot leave from here: {words}." in notes
    with time_machine.travel(LATER):
        url = reverse("followups:thank_you", args=[follow_up.chat_id])
        page = client_of(follow_up.its_chat).get(url).content.decode()
    assert f"It cannot leave from here: {words}." in page
    for gone in ("It goes to", "Send it", "Good moments"):
        assert gone not in page


@pytest.mark.usefixtures("an_hour_later")
def test_the_lists_say_when_it_leaves_and_not_when_it_would_be_due() -> None:
    follow_up = scheduled()
    client, contact = client_of(follow_up.its_chat), follow_up.contact_id
    coming = reverse("followups:follow_ups") + "?show=coming"
    for path in (coming, reverse("followups:keep", args=[contact])):
        page = client.get(path).content.decode()
        assert "Leaves by itself on Monday 23 November 2026" in page
        assert "Due Tuesday 24 November 2026, 10:00" not in page


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("America/New_York", "Good moments in Dana’s day, while"),
        ("", "Good moments by your own clock, since we do not know where Dana is, while"),
    ],
)
def test_moments_are_of_their_day_only_where_it_is_known(zone: str, said: str) -> None:
    chat = make_ended_chat(make_contact(time_zone=zone), ended_at=NOW)
    Invitation.objects.update(host_zone=None)
    with time_machine.travel(NOW + HOUR, tick=False):
        page = client_of(chat).get(reverse("followups:thank_you", args=[chat.pk]))
    assert said in page.content.decode()


def test_what_did_not_happen_sends_nothing_by_itself() -> None:
    follow_up = scheduled()
    chat_lifecycle.mark_no_show(follow_up.its_chat, by=Side.HOST, now=NOW + 2 * HOUR)
    lifecycle.send_scheduled(follow_up, now=LATER)
    chat_lifecycle.mark_held(follow_up.its_chat, now=LATER)
    lifecycle.send_scheduled(follow_up, now=LATER)
    assert statuses(follow_up) == {}


@pytest.mark.parametrize("hours", [1, 24, 30])
def test_a_moment_that_is_over_or_after_the_day_is_refused(hours: int) -> None:
    follow_up = lifecycle.open_thank_you(make_ended_chat(ended_at=NOW), now=NOW)
    with pytest.raises(Refused):
        lifecycle.schedule(follow_up, WORDS, send_at=NOW + hours * HOUR, now=NOW + HOUR)
    assert fresh().send_at is None


def test_what_has_left_is_not_scheduled() -> None:
    follow_up = lifecycle.open_thank_you(make_ended_chat(ended_at=NOW), now=NOW)
    lifecycle.send(follow_up, WORDS, now=NOW)
    with pytest.raises(Refused, match="left already"):
        lifecycle.schedule(follow_up, WORDS, send_at=LATER, now=NOW)


# -- The page --------------------------------------------------------------------------------------


@pytest.fixture
def an_hour_later():
    with time_machine.travel(NOW + HOUR, tick=False):
        yield


@pytest.mark.usefixtures("an_hour_later")
def test_a_suggestion_is_one_press() -> None:
    chat = make_ended_chat(ended_at=NOW)
    page = client_of(chat).get(reverse("followups:thank_you", args=[chat.pk]))
    first = page.context["moments"][0]
    pressed = first.astimezone(chat.seeker.time_zone).isoformat()
    assert f'name="at" value="{pressed}"' in page.content.decode()
    assert post(chat, text=WORDS, at=pressed) == (302, {})
    assert (fresh().send_at, fresh().text) == (first, WORDS)
    assert (
        "It leaves by itself on"
        in client_of(chat).get(reverse("followups:thank_you", args=[chat.pk])).content.decode()
    )
    unschedule = reverse("followups:unschedule", args=[chat.pk])
    assert client_of(chat).post(unschedule).status_code == 302
    assert fresh().send_at is None


@pytest.mark.usefixtures("an_hour_later")
@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"send_at": "2026-11-23T18:00"}, set()),
        ({"send_at": "2026-11-23T10:30"}, {"send_at"}),
        ({"send_at": "2026-11-24T10:00"}, {"send_at"}),
        ({"send_at": ""}, {"send_at"}),
        ({"at": "soon"}, {"send_at"}),
        ({"send_at": "2026-11-23T18:00", "text": "[one specific thing they said]"}, {"text"}),
        ({"send_at": "", "text": "word " * 121}, {"text", "send_at"}),
    ],
)
def test_a_typed_moment_is_before_the_deadline_and_the_words_may_leave(
    typed: dict[str, str], errors: set[str]
) -> None:
    chat = make_ended_chat(ended_at=NOW)
    status, said = post(chat, "send_then", **{"text": WORDS, **typed})
    assert (status, set(said)) == (422 if errors else 302, errors)
    first = "text" if "text" in errors else "send_at"
    page = client_of(chat).post(
        reverse("followups:thank_you", args=[chat.pk]),
        {"text": WORDS, **typed, "send_then": "yes"},
        follow=True,
    )
    assert (f'<a href="#id_{first}">the marked fields</a>' in page.content.decode()) is bool(errors)
    expected = None if errors else datetime(2026, 11, 23, 17, tzinfo=UTC)
    assert fresh().send_at == expected


@pytest.mark.usefixtures("an_hour_later")
def test_more_than_120_words_are_kept_and_not_sent() -> None:
    chat, long = make_ended_chat(ended_at=NOW), " ".join(["word"] * 121)
    status, errors = post(chat, "send", text=long)
    assert (status, list(errors)) == (422, ["text"])
    assert errors["text"][0].startswith("Make it at most 120 words. It has 121.")
    assert post(chat, text=long) == (302, {})
    assert fresh().text == long


@pytest.mark.usefixtures("an_hour_later")
def test_hints_come_as_one_types() -> None:
    chat = make_ended_chat(ended_at=NOW)
    url = reverse("followups:thank_you", args=[chat.pk])
    typed = {"text": "Dear Dana, here is my CV."}
    answer = client_of(chat).post(url, typed, headers={"HX-Request": "true"}).content.decode()
    assert answer.startswith("Saved\n")
    assert 'hx-swap-oob="true"' in answer
    assert "Leave out “CV”" in answer
    assert "Leave out “CV”" in client_of(chat).get(url).content.decode()


def test_suggestions_lie_in_the_hosts_day_and_before_the_deadline() -> None:
    tokyo = ZoneInfo("Asia/Tokyo")  # 18:00 there
    found = suggested.moments(NOW, NOW + timedelta(hours=24), tokyo)
    assert [moment.astimezone(tokyo).hour for moment in found] == [9, 12]
    assert suggested.moments(NOW, NOW + HOUR, tokyo) == []
