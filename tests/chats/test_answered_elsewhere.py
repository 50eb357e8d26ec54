"""They answered elsewhere: what the seeker notes has the effects of the page, and can be undone."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from calendars.models import CalendarEntry
from chats import lifecycle
from chats.errors import Refused, TimeTaken
from chats.host_reply import HostReply
from chats.meeting.by_hand import AnotherThen, Meeting
from chats.models import Answer, Attendance, Chat, Invitation, Letter, Slot
from chats.states import TELLABLE, AnswerKind, ChatStatus, InvitationStatus, Side, Way
from contacts.models import Event
from contacts.states import Stage
from outbox.models import OutgoingEmail, Suppression
from outbox.states import Status
from outbox.suppression import suppress
from tests import by_link, expect
from tests.factories import (
    NOW,
    make_chat,
    make_contact,
    make_draft,
    make_link,
    make_seeker,
    make_sent_invitation,
    three_times,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=3)
TODAY = NOW.date()
AGREED = datetime.fromisoformat("2026-12-03T14:00+00:00")
TOLD = HostReply("", came_on=TODAY)
SIMPLE = [AnswerKind.AGREE, AnswerKind.WORDS, AnswerKind.LATER, AnswerKind.DECLINE]


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(LATER, tick=False) as traveller:
        yield traveller


def told(**said):
    return HostReply("", **{"came_on": TODAY, **said})


def meeting(**fields):
    values = {"starts_at": AGREED, "minutes": 25, "way": Way.VIDEO, "where": "https://meet.example"}
    return Meeting(**{**values, **fields})


def note(invitation, kind, **said):
    lifecycle.note_answer(invitation, kind, told(**said), now=LATER)
    return fresh(invitation)


def book(invitation, **fields):
    reply = told(way=fields.get("way", Way.VIDEO))
    return lifecycle.note_booking(invitation, meeting(**fields), reply, now=LATER)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def stage(invitation):
    return fresh(invitation.contact).stage


def let_leave(*kinds):
    for thing in (*Invitation.objects.all(), *Chat.objects.all()):
        expect.let_leave(thing, *kinds)


def emails(*, waiting=True):
    rows = OutgoingEmail.objects.order_by("kind")
    rows = rows.filter(status=Status.PENDING) if waiting else rows
    return sorted(rows.values_list("kind", flat=True))


def sentences(invitation):
    return [event.sentence for event in invitation.contact.events.all()]


def signed_in(seeker):
    client = Client()
    client.force_login(seeker, backend="django.contrib.auth.backends.ModelBackend")
    return client


def page(invitation):
    return signed_in(invitation.seeker).get(invitation.get_absolute_url()).content.decode()


def post(invitation, **data):
    path = reverse("chats:answered", args=[invitation.pk])
    return signed_in(invitation.seeker).post(path, {"came_on": "2026-11-23", **data})


def undo(invitation):
    lifecycle.take_note_back(invitation, now=LATER + timedelta(days=3))
    return fresh(invitation)


# -- What was said without a time ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "status", "leads_to"),
    [
        (AnswerKind.AGREE, InvitationStatus.ANSWERED, Stage.ANSWERED),
        (AnswerKind.WORDS, InvitationStatus.ANSWERED, Stage.ANSWERED),
        (AnswerKind.LATER, InvitationStatus.DEFERRED, Stage.CLOSED),
        (AnswerKind.DECLINE, InvitationStatus.DECLINED, Stage.CLOSED),
    ],
)
def test_what_they_said_is_written_as_on_the_page(kind, status, leads_to):
    sent = make_sent_invitation()
    note(sent, kind, line="As we said.")
    answer = Answer.objects.get()
    assert (fresh(sent).status, fresh(sent).answered_at, stage(sent)) == (status, LATER, leads_to)
    assert (answer.kind, answer.told_by_seeker, answer.came_on) == (kind, True, TODAY)
    assert (answer.line, answer.address, answer.before) == ("As we said.", "", "sent")


@pytest.mark.parametrize("kind", SIMPLE)
def test_nobody_is_mailed_and_what_waits_to_leave_is_taken_back(kind):
    sent = make_sent_invitation()
    assert emails() == ["invitation"]
    note(sent, kind)
    assert emails() == []
    assert emails(waiting=False) == ["invitation"]


@pytest.mark.parametrize("kind", SIMPLE)
def test_noting_it_twice_changes_nothing(kind):
    sent = make_sent_invitation()
    note(sent, kind)
    lines = Event.objects.count()
    note(sent, kind)
    assert (Answer.objects.count(), Event.objects.count()) == (1, lines)


def test_the_timeline_says_whose_word_it_is():
    sent = make_sent_invitation()
    note(sent, AnswerKind.WORDS, line="Let me ask my team.")
    note(sent, AnswerKind.DECLINE)
    assert sentences(sent)[:2] == [
        "You noted a no that came elsewhere",
        "You noted what they answered elsewhere: Let me ask my team.",
    ]


def test_a_conversation_says_who_told_of_it_and_on_which_day():
    sent = make_sent_invitation()
    note(sent, AnswerKind.DECLINE, line="Too busy.")
    said = page(sent)
    assert "noted: Dana said no, elsewhere, on Monday 23 November 2026" in said.replace(
        "\u2068", ""
    ).replace("\u2069", "")
    assert "You noted what" in said


def test_a_no_that_the_seeker_noted_is_no_news_to_them():
    sent = make_sent_invitation()
    note(sent, AnswerKind.DECLINE)
    assert signed_in(sent.seeker).get("/").context["items"] == []


def test_a_chat_that_was_noted_and_that_they_called_off_is_news():
    sent = make_sent_invitation()
    lifecycle.cancel(book(sent), by=Side.HOST, now=LATER)
    kinds = [item.kind for item in signed_in(sent.seeker).get("/").context["items"]]
    assert kinds == ["An answer"]


@pytest.mark.parametrize(
    ("until", "shown"), [("2026-11-24", False), ("2026-11-23", True), ("2026-11-01", False)]
)
def test_today_says_when_they_may_be_asked_again(until, shown):
    sent = make_sent_invitation()
    note(sent, AnswerKind.LATER, until=date.fromisoformat(until))
    items = signed_in(sent.seeker).get("/").context["items"]
    assert [item.kind for item in items] == ["Ask again"] * shown


def test_not_now_keeps_until_when():
    sent = make_sent_invitation()
    note(sent, AnswerKind.LATER, until=date(2027, 2, 1))
    assert "before Monday 1 February 2027" in page(sent)


@pytest.mark.parametrize("status", sorted(TELLABLE))
def test_it_can_be_noted_wherever_an_answer_may_still_come(status):
    sent = make_sent_invitation()
    Invitation.objects.update(status=status)
    note(sent, AnswerKind.WORDS, line="Hello")
    assert fresh(sent).status == InvitationStatus.ANSWERED


@pytest.mark.parametrize("status", sorted({*InvitationStatus} - {*TELLABLE}))
def test_it_is_refused_where_nothing_is_asked(status):
    sent = make_sent_invitation()
    Invitation.objects.update(status=status)
    with pytest.raises(Refused):
        note(sent, AnswerKind.AGREE)
    assert Answer.objects.count() == 0


def test_what_they_say_now_belongs_to_the_newest_ask():
    old = make_sent_invitation()
    lifecycle.expire(old, now=fresh(old).expires_at)
    new = lifecycle.send(make_draft(old.contact), times=three_times(LATER), now=LATER)
    lifecycle.withdraw(new, now=LATER)
    with pytest.raises(Refused, match="once more since"):
        note(old, AnswerKind.AGREE)


def test_other_times_belong_to_the_newest_ask_too():
    old = make_sent_invitation()
    lifecycle.expire(old, now=fresh(old).expires_at)
    new = lifecycle.send(make_draft(old.contact), times=three_times(LATER), now=LATER)
    lifecycle.withdraw(new, now=LATER)
    answer = post(old, what="counter", time_1="2026-12-03T15:00", way_then="video")
    assert (answer.status_code, Answer.objects.count()) == (409, 0)
    assert "once more since" in answer.content.decode()


def with_a_chat_of_before(sent):
    """Of an earlier day, added since: no letter, though it hangs on a row as of today."""
    has_been = meeting(starts_at=NOW - timedelta(days=5))
    return lifecycle.add_chat(sent.contact, has_been, now=NOW + timedelta(hours=1))


def test_a_chat_that_was_added_since_is_no_newer_ask():
    sent = make_sent_invitation()
    with_a_chat_of_before(sent)
    assert note(sent, AnswerKind.AGREE).status == InvitationStatus.ANSWERED


def test_the_chat_that_answers_it_can_be_added_all_the_same():
    sent = make_sent_invitation()
    with_a_chat_of_before(sent)
    lifecycle.add_chat(sent.contact, meeting(), now=LATER)
    assert fresh(sent).status == InvitationStatus.BOOKED


@pytest.mark.parametrize("what", ["agree", "counter"])
def test_what_hangs_on_no_letter_takes_no_answer(what):
    chat = lifecycle.add_chat(make_contact(make_seeker()), meeting(), now=NOW)
    lifecycle.cancel(chat, by=Side.SEEKER, now=LATER)
    said = {"what": what, "time_1": "2026-12-03T15:00", "way_then": "video"}
    answer = post(chat.invitation, **said)
    assert (answer.status_code, Answer.objects.count()) == (302, 0)
    with pytest.raises(Refused, match="Nothing was asked"):
        note(fresh(chat.invitation), AnswerKind.AGREE)


def test_a_host_cannot_undo_what_the_seeker_noted():
    sent = make_sent_invitation()
    note(sent, AnswerKind.DECLINE)
    shown = Client().get(make_link(sent)).content.decode()
    assert "noted that it does not suit you" in shown
    assert "/undo/" not in shown
    with pytest.raises(Refused, match="noted this"):
        lifecycle.undo(sent, now=LATER)


def test_the_page_of_a_host_says_nothing_of_the_seekers_own_words():
    sent = make_sent_invitation()
    note(sent, AnswerKind.DECLINE, line="Sounded annoyed.")
    assert "Sounded annoyed" not in Client().get(make_link(sent)).content.decode()


def test_a_host_may_still_take_a_time_after_a_no_that_was_noted():
    sent = make_sent_invitation()
    note(sent, AnswerKind.DECLINE)
    slot = sent.slots.earliest("starts_at")
    assert by_link.take(sent, slot.pk, way=Way.VIDEO, now=LATER).status == ChatStatus.SCHEDULED


# -- Other times -----------------------------------------------------------------------------------


def propose(invitation, **said):
    times = [AGREED, AGREED + timedelta(days=1)]
    lifecycle.propose(invitation, times, told(way=Way.VIDEO, **said), now=LATER)
    return fresh(invitation)


def test_times_they_proposed_elsewhere_are_accepted_as_on_the_page():
    sent = propose(make_sent_invitation())
    assert (sent.status, stage(sent), emails()) == ("countered", Stage.COUNTERED, [])
    chat = lifecycle.accept_proposal(sent, sent.slots.proposed().first().pk, now=LATER)
    assert (chat.told_by_seeker, chat.host_address) == (True, "")
    assert emails() == ["booked_seeker"]


def test_accepting_gives_the_host_a_calendar_entry_where_that_is_ticked():
    sent = propose(make_sent_invitation())
    assert "Send" in page(sent)
    slot = sent.slots.proposed().first()
    path = reverse("chats:accept_proposal", args=[sent.pk])
    signed_in(sent.seeker).post(path, {"slot": slot.pk, "tells_host": "yes"})
    assert emails() == ["booked_host", "booked_seeker"]
    assert Chat.objects.get().host_address == sent.contact.email


# -- A time that they agreed on --------------------------------------------------------------------


def test_booking_by_hand_makes_a_chat_and_mails_nobody():
    sent = make_sent_invitation()
    chat = book(sent)
    assert (fresh(sent).status, stage(sent), emails()) == ("booked", Stage.BOOKED, [])
    assert (chat.starts_at, chat.ends_at) == (AGREED, AGREED + timedelta(minutes=25))
    assert (chat.told_by_seeker, chat.host_address, chat.status) == (True, "", "scheduled")
    assert chat.reminders.count() == 3
    assert sentences(sent)[0] == "You noted a chat that was agreed elsewhere"
    assert Answer.objects.get().kind == AnswerKind.TAKE


def test_the_host_gets_a_calendar_entry_where_the_seeker_ticks_it():
    sent = make_sent_invitation()
    let_leave("invitation")
    book(sent, tells_host=True)
    entry = OutgoingEmail.objects.get(kind="booked_host")
    assert (entry.to, entry.bare, emails()) == (sent.contact.email, None, ["booked_host"])
    assert "List-Unsubscribe" in entry.headers
    assert "noted a chat with you" in entry.text


def test_an_entry_to_whoever_had_no_letter_counts_as_one(settings):
    contact = make_contact()
    sent = make_sent_invitation(contact)
    letters = Letter.objects.count()
    book(sent, tells_host=True)  # its letter had not left yet
    assert Letter.objects.count() == letters + 1


def test_no_entry_goes_to_whoever_asked_for_no_more():
    sent = make_sent_invitation()
    let_leave("invitation")
    suppress(sent.contact.email, Suppression.Reason.OPT_OUT, at=NOW)
    with pytest.raises(Refused, match="any more"):
        book(sent, tells_host=True)
    assert Chat.objects.count() == 0
    assert (
        "Send"
        not in signed_in(sent.seeker)
        .get(reverse("chats:answered", args=[sent.pk]))
        .content.decode()
        .split("<form")[1]
    )


def test_the_seeker_is_never_in_two_chats_to_come():
    seeker = make_seeker()
    make_chat(make_contact(seeker), starts_at=AGREED)
    with pytest.raises(TimeTaken):
        book(make_sent_invitation(make_contact(seeker)))
    assert Answer.objects.filter(told_by_seeker=True).count() == 0


def test_a_claim_keeps_no_host_from_other_chats():
    """Anybody can write down anybody's address."""
    host = "host@example.com"
    one = make_sent_invitation(make_contact(email=host))
    let_leave("invitation")
    book(one, tells_host=True)
    other = make_sent_invitation(make_contact(email=host), times=[AGREED])
    by_link.take(other, other.slots.get().pk, way=Way.VIDEO, now=LATER)
    assert Chat.objects.live().count() == 2


def test_what_has_been_is_held_at_once_and_holds_no_time():
    sent = make_sent_invitation(now=NOW - timedelta(days=9))
    begun = LATER - timedelta(days=1)
    chat = book(sent, starts_at=begun)
    chat.refresh_from_db()
    assert (chat.status, stage(sent), emails()) == ("held", Stage.THANK, [])
    assert (Attendance.objects.count(), chat.reminders.count()) == (0, 0)
    assert CalendarEntry.objects.count() == 0


def test_what_has_been_beside_another_is_asked_about_once():
    seeker, begun = make_seeker(), LATER - timedelta(days=1)
    make_chat(make_contact(seeker), starts_at=begun, now=NOW - timedelta(days=9))
    sent = make_sent_invitation(make_contact(seeker), now=NOW - timedelta(days=9))
    with pytest.raises(AnotherThen):
        book(sent, starts_at=begun)
    assert book(sent, starts_at=begun, though_another=True).starts_at == begun


def test_booking_it_twice_is_booking_it_once():
    sent = make_sent_invitation()
    assert book(sent) == book(sent)
    assert (Chat.objects.count(), Answer.objects.count()) == (1, 1)


def test_a_time_the_host_took_meanwhile_stays():
    sent = make_sent_invitation()
    by_link.take(sent, sent.slots.earliest("starts_at").pk, way=Way.VIDEO, now=LATER)
    with pytest.raises(Refused, match="took a time on their page meanwhile"):
        book(sent)
    assert Chat.objects.count() == 1


def test_a_chat_that_was_noted_is_called_off_like_any_other():
    chat = book(make_sent_invitation())
    lifecycle.cancel(chat, by=Side.SEEKER, now=LATER)
    assert emails() == ["cancelled_seeker"]


# -- Taking it back --------------------------------------------------------------------------------


def as_it_is(invitation):
    row = fresh(invitation)
    slots = Slot.objects.filter(invitation=invitation, withdrawn_at=None).order_by("pk")
    kept = (row.status, row.expires_at, row.answered_at, list(slots.values_list("pk", flat=True)))
    return (*kept, stage(row), emails())


@pytest.mark.parametrize("kind", [*SIMPLE, AnswerKind.TAKE, AnswerKind.COUNTER])
@pytest.mark.parametrize("has_left", [True, False])
def test_taken_back_all_is_as_it_was(kind, has_left):
    sent = make_sent_invitation()
    if has_left:
        let_leave("invitation")
    before = as_it_is(sent)
    if kind == AnswerKind.TAKE:
        book(sent)
    elif kind == AnswerKind.COUNTER:
        propose(sent)
    else:
        note(sent, kind)
    assert as_it_is(sent) != before
    undo(sent)
    assert as_it_is(sent) == before
    assert Chat.objects.count() == 0
    assert sentences(sent)[0] == "You took back what you had noted"


def test_times_they_had_proposed_stand_again():
    sent = make_sent_invitation()
    let_leave("invitation")
    by_link.propose(sent, times=[AGREED], way=Way.VIDEO, now=NOW)
    let_leave("countered_seeker")
    before = as_it_is(sent)
    propose(fresh(sent))
    undo(sent)
    assert as_it_is(sent) == before


def test_taking_it_back_twice_takes_nothing_more_back():
    sent = make_sent_invitation()
    by_link.propose(sent, times=[AGREED], way=Way.VIDEO, now=NOW)
    note(sent, AnswerKind.DECLINE)
    undo(sent)
    assert undo(sent).status == InvitationStatus.COUNTERED


def test_what_something_was_built_on_stays():
    sent = make_sent_invitation()
    note(sent, AnswerKind.AGREE)
    later = [start + timedelta(days=7) for start in three_times()]
    lifecycle.offer_times(sent, times=later, now=LATER)
    with pytest.raises(Refused, match="moved on"):
        undo(sent)


def with_a_goal(chat):
    Chat.objects.filter(pk=chat.pk).update(goal="Ask about peat")


def moved(chat):
    to = AGREED + timedelta(hours=1)
    lifecycle.reschedule(chat, starts_at=to, by=Side.SEEKER, now=LATER)


def with_a_note(chat):
    chat.jottings.create(text="Peat")


def with_a_question(chat):
    chat.questions.create(text="Why peat?", position=0, minutes=5)


def with_a_promise(chat):
    fields = {"seeker": chat.seeker, "contact": chat.contact, "by": Side.SEEKER, "text": "A book"}
    chat.promises.create(**fields)


@pytest.mark.parametrize(
    "build", [with_a_goal, moved, with_a_note, with_a_question, with_a_promise]
)
def test_a_chat_that_was_worked_with_stays(build):
    sent = make_sent_invitation()
    build(book(sent))
    with pytest.raises(Refused, match="worked with this chat"):
        undo(sent)
    assert Chat.objects.count() == 1


def test_a_chat_of_which_the_host_has_the_entry_is_cancelled_instead():
    sent = make_sent_invitation()
    let_leave("invitation")
    book(sent, tells_host=True)
    let_leave("booked_host")
    with pytest.raises(Refused, match="have the calendar entry"):
        undo(sent)


def test_an_entry_that_has_not_left_never_does():
    sent = make_sent_invitation()
    let_leave("invitation")
    book(sent, tells_host=True)
    undo(sent)
    assert emails() == []


def test_an_answer_of_the_host_is_not_the_seekers_to_take_back():
    sent = make_sent_invitation()
    by_link.decline(sent, now=LATER)
    undo(sent)
    assert fresh(sent).status == InvitationStatus.DECLINED


# -- The page --------------------------------------------------------------------------------------


def test_its_page_is_reached_from_the_invitation_and_the_contact():
    sent = make_sent_invitation()
    path = reverse("chats:answered", args=[sent.pk])
    client = signed_in(sent.seeker)
    for url in (sent.get_absolute_url(), sent.contact.get_absolute_url()):
        assert path in client.get(url).content.decode()
    assert client.get(path).status_code == 200
    assert signed_in(make_seeker()).get(path).status_code == 404


def test_looking_notes_nothing():
    sent = make_sent_invitation()
    path = reverse("chats:answered", args=[sent.pk])
    signed_in(sent.seeker).get(path, {"what": "decline", "came_on": "2026-11-23"})
    assert Answer.objects.count() == 0


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"what": "agree"}, "answered"),
        ({"what": "words", "line": "Ask my colleague."}, "answered"),
        ({"what": "later", "until_in": "3"}, "deferred"),
        ({"what": "later", "until_in": "day", "until": "2027-01-11"}, "deferred"),
        ({"what": "decline"}, "declined"),
        ({"what": "counter", "time_1": "2026-12-03T15:00", "way_then": "video"}, "countered"),
        ({"what": "take", "starts_at": "2026-12-03T15:00", "way": "video"}, "booked"),
    ],
)
def test_each_answer_is_noted_with_what_belongs_to_it(data, status):
    sent = make_sent_invitation()
    # Of the parts that were not chosen nothing is read.
    assert (
        post(
            sent,
            **{
                "until": "nonsense",
                "time_2": "nonsense" if data["what"] != "counter" else "",
                **data,
            },
        ).status_code
        == 302
    )
    assert fresh(sent).status == status


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({}, "what"),
        ({"what": "nonsense"}, "what"),
        ({"what": "agree", "came_on": "2026-11-24"}, "came_on"),
        ({"what": "agree", "came_on": "2026-11-22"}, "came_on"),
        ({"what": "agree", "came_on": ""}, "came_on"),
        ({"what": "agree", "line": "x" * 501}, "line"),
        ({"what": "words"}, "line"),
        ({"what": "later", "until_in": "day"}, "until"),
        ({"what": "later", "until_in": "day", "until": "2026-11-23"}, "until"),
        ({"what": "later", "until_in": "day", "until": "2029-11-23"}, "until"),
        ({"what": "later"}, "until_in"),
        ({"what": "counter", "way_then": "video"}, "time_1"),
        ({"what": "counter", "time_1": "2026-11-20T10:00", "way_then": "video"}, "time_1"),
        ({"what": "counter", "time_1": "2026-12-03T15:00"}, "way_then"),
        ({"what": "take", "way": "video"}, "starts_at"),
        ({"what": "take", "way": "video", "starts_at": "2026-11-20T10:00"}, "starts_at"),
        ({"what": "take", "starts_at": "2026-12-03T15:00"}, "way"),
        ({"what": "take", "starts_at": "2026-12-03T15:00", "way": "video", "where": "hm"}, "where"),
        (
            {"what": "take", "starts_at": "2026-12-03T15:00", "way": "phone", "where": "1" * 41},
            "where",
        ),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_nothing_is_lost(data, field):
    sent = make_sent_invitation()
    answer = post(sent, **data)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert Answer.objects.count() == 0


def test_a_place_left_open_is_the_one_that_was_offered():
    sent = make_sent_invitation()
    post(sent, what="take", starts_at="2026-12-03T15:00", way="in_person")
    assert Chat.objects.get().where == "Café Kranzler, Berlin"


def test_a_number_that_was_given_is_theirs():
    sent = make_sent_invitation()
    post(sent, what="take", starts_at="2026-12-03T15:00", way="phone", where="+1 555 0100")
    assert Answer.objects.get().phone == Chat.objects.get().where == "+1 555 0100"


def test_another_chat_at_that_time_is_said_beside_it():
    seeker = make_seeker()
    make_chat(make_contact(seeker), starts_at=AGREED)
    sent = make_sent_invitation(make_contact(seeker))
    answer = post(sent, what="take", starts_at="2026-12-03T15:00", way="video")
    assert (answer.status_code, list(answer.context["form"].errors)) == (409, ["starts_at"])


def test_what_overlaps_afterwards_is_kept_when_pressed_again():
    seeker, begun = make_seeker(), LATER - timedelta(days=1)
    make_chat(make_contact(seeker), starts_at=begun, now=NOW - timedelta(days=9))
    sent = make_sent_invitation(make_contact(seeker), now=NOW - timedelta(days=9))
    data = {"what": "take", "starts_at": "2026-11-22T13:00", "way": "video"}
    first = post(sent, **data)
    assert first.status_code == 409
    shown = first.context["form"]["though_another"].value()
    other = post(sent, **{**data, "starts_at": "2026-11-22T12:50", "though_another": shown})
    assert other.status_code == 409
    assert post(sent, **data, though_another=shown).status_code == 302
    assert Chat.objects.filter(contact=sent.contact).count() == 1


def test_a_reply_that_was_read_may_fill_the_page_in():
    sent = make_sent_invitation()
    path = reverse("chats:answered", args=[sent.pk])
    known = {"what": "take", "starts_at": "2026-12-03T15:00"}
    shown = signed_in(sent.seeker).get(path, known).content.decode()
    assert 'value="2026-12-03T15:00"' in shown
    assert 'value="take" id="id_what_0" checked' in shown


def test_one_press_takes_it_back():
    sent = make_sent_invitation()
    post(sent, what="decline")
    path = reverse("chats:take_note_back", args=[sent.pk])
    assert path in page(sent)
    signed_in(make_seeker()).post(path)
    assert fresh(sent).status == InvitationStatus.DECLINED
    signed_in(sent.seeker).get(path)
    assert fresh(sent).status == InvitationStatus.DECLINED
    signed_in(sent.seeker).post(path)
    assert fresh(sent).status == InvitationStatus.SENT
    assert path not in page(sent)


def test_a_page_that_is_closed_leads_to_the_invitation():
    sent = make_sent_invitation()
    lifecycle.withdraw(sent, now=LATER)
    path = reverse("chats:answered", args=[sent.pk])
    assert signed_in(sent.seeker).get(path).status_code == 302
    data = {"what": "agree", "came_on": "2026-11-23"}
    shown = signed_in(sent.seeker).post(path, data, follow=True)
    assert shown.redirect_chain == [(sent.get_absolute_url(), 302)]
    assert "withdrawn, so that is not possible" in shown.content.decode()
