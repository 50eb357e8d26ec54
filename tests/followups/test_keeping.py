"""What keeps in touch: prompted once, sent in the thread, done by hand, snoozed, skipped."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db.models.functions import Now

from chats import lifecycle as chats
from chats.errors import Refused
from chats.models import Chat
from chats.states import Side
from contacts.models import Contact
from followups import due as keeping_due
from followups import lifecycle, limits
from followups.happened import happened
from followups.keep_in_touch import cadence, keeping
from followups.models import Cadence, FollowUp
from followups.states import Kind, Status
from followups.today.keeping import keeping_items
from outbox.models import OutgoingEmail, Suppression
from outbox.retention import forget_outdated
from outbox.states import Status as Outgoing
from outbox.suppression import suppress
from tests.expect import let_leave, queued, statuses, timeline
from tests.factories import NOW, make_contact, make_ended_chat, make_seeker

pytestmark = pytest.mark.django_db

BERLIN = ZoneInfo("Europe/Berlin")
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)
LATER = NOW + 3 * WEEK
SENT = [Kind.RESOURCE, Kind.UPDATE, Kind.KEEP_IN_TOUCH]


def open_of(kind: Kind, chat: Chat | None = None, now: datetime = LATER) -> FollowUp:
    chat = chat or make_ended_chat(ended_at=NOW)
    return keeping.begin(chat.contact, kind, now=now)


def kept(contact: Contact) -> list[tuple[str, str, datetime, str]]:
    rows = FollowUp.objects.keeping().filter(contact=contact).order_by("due_at", "pk")
    return list(rows.values_list("kind", "occasion", "due_at", "status"))


# -- What makes it due ---------------------------------------------------------------------------


def test_a_day_after_a_chat_there_is_linkedin_and_in_three_weeks_an_update() -> None:
    chat = make_ended_chat(ended_at=NOW)
    keeping_due.sweep(NOW + DAY - timedelta(seconds=1))
    assert kept(chat.contact) == []
    for _ in range(2):
        keeping_due.sweep(NOW + DAY)
    assert kept(chat.contact) == [
        ("linkedin", "once", NOW + DAY, "open"),
        ("update", f"chat:{chat.pk}", NOW + 3 * WEEK, "open"),
    ]


def test_what_follows_a_chat_is_coming_up_as_soon_as_it_is_said_to_have_happened() -> None:
    chat = make_ended_chat(ended_at=NOW)
    cadence.set_cadence(chat.contact, 3, now=NOW - DAY)
    before = Cadence.objects.get().due_at
    chats.mark_held(chat, now=NOW)
    keeping_due.sweep(NOW)
    assert kept(chat.contact) == [
        ("linkedin", "once", NOW + DAY, "open"),
        ("update", f"chat:{chat.pk}", NOW + 3 * WEEK, "open"),
    ]
    assert Cadence.objects.get().due_at == before  # a slip can be put right for a day
    keeping_due.sweep(NOW + DAY)
    assert Cadence.objects.get().last_contact_at == NOW


@pytest.mark.parametrize("by_hand", [False, True])
def test_a_thank_you_says_that_it_happened_so_what_follows_is_coming_up(by_hand: bool) -> None:
    chat = make_ended_chat(ended_at=NOW)
    thanks = lifecycle.open_thank_you(chat, now=NOW)
    keeping_due.sweep(NOW + HOUR)
    assert kept(chat.contact) == []
    if by_hand:
        lifecycle.mark_sent_elsewhere(thanks, now=NOW + HOUR)
    else:
        lifecycle.send(thanks, "Thank you, Dana.", now=NOW + HOUR)
    keeping_due.sweep(NOW + HOUR)
    assert kept(chat.contact) == [
        ("linkedin", "once", NOW + DAY, "open"),
        ("update", f"chat:{chat.pk}", NOW + 3 * WEEK, "open"),
    ]


def test_a_thank_you_that_is_to_leave_says_so_too_and_a_skipped_one_says_nothing() -> None:
    skipped, leaving = make_ended_chat(ended_at=NOW), make_ended_chat(ended_at=NOW)
    lifecycle.skip(lifecycle.open_thank_you(skipped, now=NOW), now=NOW)
    thanks = lifecycle.open_thank_you(leaving, now=NOW)
    lifecycle.schedule(thanks, "Thank you, Dana.", send_at=NOW + 2 * HOUR, now=NOW)
    assert list(happened(NOW)) == [leaving]
    chats.mark_no_show(leaving, now=NOW)
    assert list(happened(NOW)) == []


def test_after_a_slip_the_next_chat_brings_linkedin_again() -> None:
    chat = make_ended_chat(ended_at=NOW)
    chats.mark_held(chat, now=NOW)
    keeping_due.sweep(NOW)
    chats.mark_no_show(chat, by=Side.HOST, now=NOW)
    assert list(FollowUp.objects.open()) == []
    again = make_ended_chat(chat.contact, ended_at=NOW + WEEK)
    chats.mark_held(again, now=NOW + WEEK)
    keeping_due.sweep(NOW + WEEK)
    waiting = FollowUp.objects.open().get(kind=Kind.LINKEDIN)
    assert (waiting.chat, waiting.due_at) == (again, NOW + WEEK + DAY)


def test_people_connect_once_and_hear_of_each_chat() -> None:
    chat = make_ended_chat(ended_at=NOW)
    keeping_due.sweep(NOW + DAY)
    keeping.mark_done(FollowUp.objects.get(kind=Kind.LINKEDIN), now=NOW + DAY)
    again = make_ended_chat(chat.contact, ended_at=NOW + 4 * WEEK)
    keeping_due.sweep(NOW + 4 * WEEK + DAY)
    assert [(kind, occasion) for kind, occasion, _, _ in kept(chat.contact)] == [
        ("linkedin", "once"),
        ("update", f"chat:{chat.pk}"),
        ("update", f"chat:{again.pk}"),
    ]


def test_a_chat_of_long_ago_is_let_be() -> None:
    chat = make_ended_chat(ended_at=NOW)
    keeping_due.sweep(NOW + 28 * DAY)
    assert kept(chat.contact) == []


def test_an_outcome_prompts_once_and_never_in_the_past() -> None:
    contact = make_contact()
    found = [
        lifecycle.prompt_update(contact, occasion="outcome:7", due_at=NOW - DAY, now=NOW)
        for _ in range(2)
    ]
    lifecycle.prompt_update(contact, occasion="outcome:8", due_at=LATER, now=NOW)
    assert found[0] == found[1]
    assert kept(contact) == [
        ("update", "outcome:7", NOW, "open"),
        ("update", "outcome:8", LATER, "open"),
    ]


def test_a_prompt_that_is_done_is_not_opened_again() -> None:
    contact = make_contact()
    prompt = lifecycle.prompt_update(contact, occasion="outcome:7", due_at=NOW, now=NOW)
    keeping.mark_done(prompt, now=NOW)
    again = lifecycle.prompt_update(contact, occasion="outcome:7", due_at=LATER, now=NOW)
    assert (again, again.status) == (prompt, Status.DONE)


def test_what_the_seeker_began_is_gone_on_with() -> None:
    contact = make_contact()
    first = keeping.begin(contact, Kind.RESOURCE, now=NOW)
    assert keeping.begin(contact, Kind.RESOURCE, now=NOW + DAY) == first
    keeping.skip_it(first, now=NOW + DAY)
    assert keeping.begin(contact, Kind.RESOURCE, now=NOW + DAY) != first
    link = keeping.begin(contact, Kind.LINKEDIN, now=NOW)
    assert keeping.begin(contact, Kind.LINKEDIN, now=NOW + DAY) == link


# -- Sending -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "email", "line"),
    [
        (Kind.RESOURCE, "shared", "You shared something"),
        (Kind.UPDATE, "update", "You told them what you did with their advice"),
        (Kind.KEEP_IN_TOUCH, "keep_in_touch", "You kept in touch"),
    ],
)
def test_it_leaves_once_in_the_thread_with_the_way_out(kind: Kind, email: str, line: str) -> None:
    follow_up = open_of(kind)
    chat = Chat.objects.get()
    for _ in range(2):
        keeping.send_words(follow_up, text="Dear Dana, it worked.", url="", now=LATER)
    follow_up.refresh_from_db()
    sent = queued(follow_up)[email]
    assert (follow_up.status, follow_up.done_at, follow_up.elsewhere, follow_up.text) == (
        Status.DONE,
        LATER,
        False,
        "Dear Dana, it worked.",
    )
    assert (sent.to, sent.reply_to, sent.from_name) == (
        chat.contact.email,
        chat.seeker.email,
        "Sam Rivera via CoffeeChat",
    )
    assert (sent.outreach, sent.repeatable) == (True, False)
    assert sent.headers["In-Reply-To"] == chat.invitation.thread_id
    assert sent.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    one_click = sent.headers["List-Unsubscribe"].strip("<>")
    assert f"Never write to me again: {one_click}" in sent.text
    assert sent.text.startswith("Dear Dana, it worked.")
    assert timeline(chat.contact)[-1:] == [line]


def test_what_is_shared_stands_in_it_as_it_is() -> None:
    follow_up = open_of(Kind.RESOURCE)
    url = "https://example.com/peat?page=2&x=1"
    keeping.send_words(follow_up, text="This made me think of you.", url=url, now=LATER)
    sent = queued(follow_up)["shared"]
    assert f"This made me think of you.\n\n{url}\n" in sent.text
    assert 'href="https://example.com/peat?page=2&amp;x=1"' in sent.html


def test_linkedin_is_not_sent_by_us() -> None:
    follow_up = open_of(Kind.LINKEDIN)
    with pytest.raises(Refused, match="not sent by e-mail"):
        keeping.send_words(follow_up, text="Hello", now=LATER)


def test_sending_counts_the_months_anew() -> None:
    follow_up = open_of(Kind.UPDATE)
    cadence.set_cadence(follow_up.contact, 3, now=NOW)
    keeping.send_words(follow_up, text="It worked.", now=LATER)
    assert Cadence.objects.get().last_contact_at == LATER


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"email": ""}, "There is no e-mail address for Dana yet."),
        ({}, "You and Dana have not had a chat yet, and we send no e-mail out of the blue."),
    ],
)
def test_nobody_is_written_to_out_of_the_blue(fields: dict[str, Any], sentence: str) -> None:
    follow_up = keeping.begin(make_contact(**fields), Kind.RESOURCE, now=NOW)
    with pytest.raises(Refused, match=sentence):
        keeping.send_words(follow_up, text="Hello", url="https://example.com/", now=NOW)
    follow_up.refresh_from_db()
    assert (follow_up.status, OutgoingEmail.objects.count()) == (Status.OPEN, 0)


def test_whoever_was_thanked_was_met_before_anybody_says_that_it_happened() -> None:
    chat = make_ended_chat(ended_at=NOW)
    assert limits.newest_chat(chat.contact, NOW) is None
    lifecycle.send(lifecycle.open_thank_you(chat, now=NOW), "Thank you.", now=NOW)
    follow_up = open_of(Kind.RESOURCE, chat, now=NOW)
    keeping.send_words(follow_up, text="As promised.", url="https://example.com/", now=NOW)
    assert list(queued(follow_up)) == ["shared"]


def test_whoever_asked_for_no_more_gets_no_more() -> None:
    follow_up = open_of(Kind.UPDATE)
    suppress(follow_up.contact.email, Suppression.Reason.OPT_OUT)
    with pytest.raises(Refused, match="they asked not to be written to"):
        keeping.send_words(follow_up, text="It worked.", now=LATER)
    assert statuses(follow_up) == {}


def test_answers_must_be_able_to_reach_the_seeker() -> None:
    follow_up = open_of(Kind.UPDATE)
    follow_up.seeker.emailaddress_set.update(verified=False)  # type: ignore[attr-defined]
    with pytest.raises(Refused, match="confirm your e-mail address"):
        keeping.send_words(follow_up, text="It worked.", now=LATER)


def test_one_email_in_seven_days() -> None:
    chat = make_ended_chat(ended_at=NOW)
    first, second = open_of(Kind.UPDATE, chat), open_of(Kind.RESOURCE, chat)
    keeping.send_words(first, text="It worked.", now=LATER)
    soon, late = LATER + 7 * DAY - timedelta(seconds=1), LATER + 7 * DAY
    with pytest.raises(Refused, match=r"send them after Monday 21 December 2026, 10:00 \(Berlin"):
        keeping.send_words(second, text="And this.", url="https://example.com/", now=soon)
    assert statuses(second) == {}
    keeping.send_words(second, text="And this.", url="https://example.com/", now=late)
    assert list(queued(second)) == ["shared"]


def test_what_went_another_way_and_the_thank_you_leave_room() -> None:
    chat = make_ended_chat(ended_at=LATER)
    thanks = lifecycle.open_thank_you(chat, now=LATER)
    lifecycle.send(thanks, "Thank you.", now=LATER)
    keeping.mark_done(open_of(Kind.RESOURCE, chat), now=LATER)
    follow_up = open_of(Kind.UPDATE, chat)
    keeping.send_words(follow_up, text="It worked.", now=LATER + DAY)
    assert list(queued(follow_up)) == ["update"]


def test_three_in_a_year_are_plenty() -> None:
    chat = make_ended_chat(ended_at=NOW)
    for days in range(3):
        assert not limits.is_plenty(chat.contact, LATER)
        now = NOW + days * DAY
        keeping.mark_done(open_of(Kind.RESOURCE, chat, now=now), now=now)
    assert limits.is_plenty(chat.contact, LATER)
    assert not limits.is_plenty(chat.contact, LATER + 365 * DAY)


def test_of_sample_data_nothing_leaves() -> None:
    chat = make_ended_chat(make_contact(make_seeker(is_sample=True, verified=False)), ended_at=NOW)
    follow_up = open_of(Kind.UPDATE, chat)
    keeping.send_words(follow_up, text="It worked.", now=LATER)
    assert statuses(follow_up) == {"update": Outgoing.HELD}


# -- What the outbox has forgotten ---------------------------------------------------------------


@pytest.mark.parametrize("forgets", [False, True])
def test_what_did_not_arrive_is_said_also_once_the_outbox_has_forgotten_it(forgets: bool) -> None:
    """Whatever number of days the instance keeps e-mail."""
    follow_up = open_of(Kind.UPDATE)
    keeping.send_words(follow_up, text="It worked.", now=LATER)
    dead = {"status": Outgoing.DEAD, "last_error": "550 No such user"}
    OutgoingEmail.objects.filter(about=follow_up.about).update(**dead)
    if forgets:
        OutgoingEmail.objects.update(wanted_at=Now() - timedelta(days=400), expires_at=None)
        assert forget_outdated() > 0
        assert not OutgoingEmail.objects.filter(about=follow_up.about).exists()
    follow_up.refresh_from_db()
    words = "Your words to Dana Okafor may not have arrived"
    assert words in [item.what for item in keeping_items(follow_up.seeker, LATER)]
    assert follow_up.delivery_problem.endswith("“550 No such user”")
    keeping.mark_done(follow_up, now=LATER)
    follow_up.refresh_from_db()
    assert (follow_up.elsewhere, follow_up.delivery_problem) == (True, "")


def test_what_arrived_leaves_nothing_behind() -> None:
    follow_up = open_of(Kind.UPDATE)
    keeping.send_words(follow_up, text="It worked.", now=LATER)
    sent = {"status": Outgoing.SENT, "wanted_at": Now() - timedelta(days=400), "expires_at": None}
    OutgoingEmail.objects.update(**sent)
    forget_outdated()
    assert FollowUp.objects.get(pk=follow_up.pk).delivery_problem == ""


# -- By hand, later, or not at all ---------------------------------------------------------------


@pytest.mark.parametrize("kind", Kind)
def test_done_by_hand_writes_to_nobody(kind: Kind) -> None:
    if kind == Kind.THANK_YOU:
        return
    follow_up = open_of(kind)
    for _ in range(2):
        keeping.mark_done(follow_up, now=LATER)
    follow_up.refresh_from_db()
    assert (follow_up.status, follow_up.elsewhere, statuses(follow_up)) == (Status.DONE, True, {})
    assert len(timeline(follow_up.contact)) == 4


def test_once_more_by_hand_where_it_did_not_arrive() -> None:
    follow_up = open_of(Kind.UPDATE)
    keeping.send_words(follow_up, text="It worked.", now=LATER)
    let_leave(follow_up)
    keeping.mark_done(follow_up, now=LATER)
    assert not FollowUp.objects.get(pk=follow_up.pk).elsewhere
    OutgoingEmail.objects.filter(about=follow_up.about).update(status=Outgoing.DEAD)
    assert list(FollowUp.objects.undelivered()) == [follow_up]
    keeping.mark_done(follow_up, now=LATER)
    assert FollowUp.objects.get(pk=follow_up.pk).elsewhere
    assert list(FollowUp.objects.undelivered()) == []


@pytest.mark.parametrize("kind", SENT)
def test_what_was_skipped_can_still_be_sent(kind: Kind) -> None:
    follow_up = open_of(kind)
    for _ in range(2):
        keeping.skip_it(follow_up, now=LATER)
    keeping.send_words(follow_up, text="It worked after all.", now=LATER)
    assert len(queued(follow_up)) == 1


def test_snoozing_means_a_morning_in_a_week_or_in_a_month() -> None:
    follow_up = open_of(Kind.UPDATE)  # Monday 14 December, 10:00 in Berlin
    for hours in (0, 2):
        keeping.snooze(follow_up, now=LATER + timedelta(hours=hours))
    follow_up.refresh_from_db()
    assert follow_up.due_at == datetime(2026, 12, 21, 9, tzinfo=BERLIN)
    keeping.snooze_a_month(follow_up, now=LATER)
    follow_up.refresh_from_db()
    assert (follow_up.due_at, follow_up.status) == (
        datetime(2027, 1, 14, 9, tzinfo=BERLIN),
        Status.OPEN,
    )


@pytest.mark.parametrize("verb", [keeping.mark_done, keeping.skip_it])
def test_what_is_settled_is_not_snoozed(verb: Any) -> None:
    follow_up = open_of(Kind.UPDATE)
    verb(follow_up, now=LATER)
    with pytest.raises(Refused, match="already"):
        keeping.snooze(follow_up, now=LATER)


def test_what_is_done_is_not_skipped() -> None:
    follow_up = open_of(Kind.UPDATE)
    keeping.mark_done(follow_up, now=LATER)
    with pytest.raises(Refused, match="This is done already"):
        keeping.skip_it(follow_up, now=LATER)


@pytest.mark.parametrize("verb", [keeping.mark_done, keeping.skip_it, keeping.snooze])
def test_what_another_cadence_took_away_meanwhile_is_said(verb: Any) -> None:
    contact = make_contact()
    cadence.set_cadence(contact, 3, now=NOW)
    hello = keeping.begin(contact, Kind.KEEP_IN_TOUCH, now=NOW)
    cadence.set_cadence(contact, 0, now=NOW)
    with pytest.raises(Refused, match="not waiting any more"):
        verb(hello, now=NOW)


def test_what_was_done_another_way_meanwhile_does_not_leave() -> None:
    chat = make_ended_chat(ended_at=NOW - timedelta(days=30))
    words = keeping.begin(chat.contact, Kind.UPDATE, now=NOW)
    keeping.mark_done(words, now=NOW)
    with pytest.raises(Refused, match="another way"):
        keeping.send_words(words, text="It worked.", now=NOW)
    thanks = lifecycle.open_thank_you(chat, now=NOW)
    lifecycle.mark_sent_elsewhere(thanks, now=NOW)
    with pytest.raises(Refused, match="another way"):
        lifecycle.send(thanks, "Dear Dana", now=NOW)
    assert not OutgoingEmail.objects.filter(kind__in=["thank_you", "update"]).exists()


def test_a_thank_you_is_not_for_these_verbs() -> None:
    thanks = lifecycle.open_thank_you(make_ended_chat(ended_at=NOW), now=NOW)
    for verb in (keeping.mark_done, keeping.skip_it, keeping.snooze):
        with pytest.raises(FollowUp.DoesNotExist):
            verb(thanks, now=NOW)


def test_words_are_kept_until_they_are_done() -> None:
    follow_up = open_of(Kind.RESOURCE)
    assert keeping.keep_words(follow_up, text="A draft", url="https://example.com/")
    follow_up.refresh_from_db()
    assert (follow_up.text, follow_up.url) == ("A draft", "https://example.com/")
    keeping.mark_done(follow_up, now=datetime.now(UTC))
    assert not keeping.keep_words(follow_up, text="More")
