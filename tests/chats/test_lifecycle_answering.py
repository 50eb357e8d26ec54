"""The host's operations and the seeker's yes: take, propose, accept, decline, opt out, undo."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from chats import lifecycle
from chats.errors import Refused, TimeTaken
from chats.models import Answer, Attendance, Chat, Invitation, Link, Reminder
from chats.states import AnswerKind, InvitationStatus, Side, Way
from contacts.models import Contact
from contacts.states import Stage
from outbox.addresses import address_hash
from outbox.models import OutgoingEmail, Suppression
from outbox.states import Status
from outbox.suppression import is_suppressed, lift_by_hand, suppress
from tests import by_link
from tests.expect import let_leave, queued, stage, statuses, timeline
from tests.factories import (
    NOW,
    make_chat,
    make_contact,
    make_draft,
    make_seeker,
    make_sent_invitation,
    three_times,
)

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)
TOO_LATE_TO_UNDO = LATER + timedelta(minutes=15)
IN_TIME_TO_UNDO = TOO_LATE_TO_UNDO - timedelta(seconds=1)
PROPOSED = [NOW + timedelta(days=8), NOW + timedelta(days=9)]


def take(invitation: Invitation, number: int = 0, **fields: Any) -> Chat:
    """The host takes the first, second or third of the offered times."""
    slot = invitation.slots.offered()[number]
    return by_link.take(invitation, slot.pk, **{"way": Way.VIDEO, "now": LATER, **fields})


def status(invitation: Invitation) -> str:
    return Invitation.objects.values_list("status", flat=True).get(pk=invitation.pk)


# -- Taking a time ------------------------------------------------------------------------------


def test_taking_a_time_books_the_chat_for_both() -> None:
    sent = make_sent_invitation()
    chat = take(sent, 1, zone=ZoneInfo("America/Denver"))

    assert (chat.starts_at, chat.minutes, chat.sequence) == (three_times()[1], 25, 0)
    assert (chat.status, chat.where, chat.booked_at) == ("scheduled", sent.video_link, LATER)
    assert (chat.seeker, chat.contact, chat.invitation) == (sent.seeker, sent.contact, sent)
    invitation = Invitation.objects.get()
    assert (invitation.status, invitation.answered_at) == ("booked", LATER)
    assert str(invitation.host_zone) == "America/Denver"
    assert (timeline(sent.contact)[2:], stage(sent.contact)) == (["Chat booked"], Stage.BOOKED)
    assert {(row.during.lower, row.during.upper) for row in Attendance.objects.all()} == {
        (chat.starts_at, chat.ends_at)
    }
    assert Attendance.objects.values("person").distinct().count() == 2


def test_both_get_the_calendar_entry_and_the_seekers_waits_a_minute() -> None:
    sent = make_sent_invitation()
    let_leave(sent)
    chat = take(sent)
    emails = queued(chat)
    assert {kind: (row.to, row.ics_method) for kind, row in emails.items()} == {
        "booked_seeker": (sent.seeker.email, "REQUEST"),
        "booked_host": (sent.contact.email, "REQUEST"),
    }
    assert emails["booked_seeker"].not_before == LATER + timedelta(seconds=60)
    assert emails["booked_host"].reply_to == sent.seeker.email
    for kind, email in emails.items():
        assert f"UID:{chat.uid}\r\n" in email.ics
        assert "SEQUENCE:0\r\n" in email.ics
        assert "METHOD:REQUEST\r\n" in email.ics
        assert (email.outreach, email.repeatable) == (kind == "booked_host", True)


def test_three_reminders_are_planned() -> None:
    chat = make_chat()
    assert dict(Reminder.objects.values_list("kind", "due_at")) == {
        "day_host": chat.starts_at - timedelta(days=1),
        "day_seeker": chat.starts_at - timedelta(days=1),
        "hour_seeker": chat.starts_at - timedelta(hours=1),
    }


def test_a_chat_in_two_hours_is_reminded_of_once() -> None:
    chat = make_chat(starts_at=NOW + timedelta(hours=2))
    assert dict(chat.reminders.values_list("kind", "due_at")) == {
        "hour_seeker": NOW + timedelta(hours=1)
    }


@pytest.mark.parametrize(
    ("way", "phone", "where"),
    [
        (Way.VIDEO, "", "https://meet.example.org/sam"),
        (Way.PHONE, "", "+49 30 1234567"),
        (Way.PHONE, "+1 212 555", "+1 212 555"),
        (Way.IN_PERSON, "", "Café Kranzler, Berlin"),
    ],
)
def test_the_chosen_way_says_where(way: Way, phone: str, where: str) -> None:
    chat = take(make_sent_invitation(), way=way, phone=phone)
    assert (chat.way, chat.where) == (way, where)


def test_the_answer_keeps_what_the_host_wrote() -> None:
    take(make_sent_invitation(), line="Looking forward", way=Way.PHONE, phone="+1 212")
    answer = Answer.objects.get()
    assert (answer.kind, answer.line, answer.way, answer.phone, answer.before, answer.at) == (
        AnswerKind.TAKE,
        "Looking forward",
        Way.PHONE,
        "+1 212",
        "sent",
        LATER,
    )


def test_taking_the_same_time_twice_is_a_quiet_no_op() -> None:
    sent = make_sent_invitation()
    let_leave(sent)
    assert take(sent) == take(sent)
    assert (Chat.objects.count(), Answer.objects.count()) == (1, 1)
    assert sorted(queued(Chat.objects.get())) == ["booked_host", "booked_seeker"]


OTHER_ANSWERS: dict[str, tuple[int, dict[str, str], str]] = {
    "another time": (2, {}, "You can move it below."),
    "another way": (0, {"way": Way.PHONE, "phone": "+1 555 0100"}, "please write to Sam."),
    "another number": (0, {"phone": "+1 555 0100"}, "please write to Sam."),
    "another line": (0, {"line": "Gladly"}, "please write to Sam."),
}


@pytest.mark.parametrize("what", OTHER_ANSWERS)
def test_another_answer_from_a_page_of_before_changes_nothing(what: str) -> None:
    number, said, sentence = OTHER_ANSWERS[what]
    sent = make_sent_invitation()
    let_leave(sent)
    chat = take(sent, 0)
    let_leave(chat)
    with pytest.raises(Refused) as refused:
        take(sent, number, **said)
    when = "Thursday 26 November 2026, 10:00 (New York, UTC\u22125)"
    assert refused.value.sentence.startswith(f"You have a chat on {when} already. ")
    assert refused.value.sentence.endswith(sentence)
    stands = Chat.objects.get()
    assert (stands.starts_at, stands.way, stands.sequence) == (three_times()[0], Way.VIDEO, 0)
    assert (Answer.objects.count(), queued(chat)) == (1, {})


def test_the_answer_of_before_a_move_does_not_move_it_back() -> None:
    sent = make_sent_invitation()
    chat = take(sent, 0)
    lifecycle.reschedule(chat, starts_at=three_times()[2], by=Side.SEEKER, now=LATER)
    with pytest.raises(Refused, match="You can move it below"):
        take(sent, 0)
    assert Chat.objects.get().starts_at == three_times()[2]


def test_moving_to_another_offered_time_keeps_the_chat_and_how_they_meet() -> None:
    sent = make_sent_invitation()
    first = take(sent, 0, way=Way.PHONE)
    slot = sent.slots.offered()[2]
    moved = by_link.move_offered(sent, slot.pk, now=LATER)
    again = by_link.move_offered(sent, slot.pk, now=LATER)
    assert (moved.pk, moved.uid, moved.sequence) == (first.pk, first.uid, 1)
    assert (again.starts_at, again.sequence, again.way) == (three_times()[2], 1, Way.PHONE)
    assert Chat.objects.count() == 1


def test_a_host_without_an_address_gets_no_email_and_is_still_never_booked_twice() -> None:
    sent = make_sent_invitation(make_contact(email=""))
    chat = take(sent)
    assert list(queued(chat)) == ["booked_seeker"]
    assert Attendance.objects.values("person").distinct().count() == 2


def test_a_slot_of_another_invitation_cannot_be_taken() -> None:
    sent, other = make_sent_invitation(), make_sent_invitation()
    with pytest.raises(Refused) as caught:
        by_link.take(sent, other.slots.first().pk, way=Way.VIDEO, now=LATER)
    assert caught.value.sentence == "That time is no longer offered. Here is what is still free."
    assert Chat.objects.count() == 0


def test_a_withdrawn_round_cannot_be_taken() -> None:
    sent = make_sent_invitation()
    old = sent.slots.first()
    now = NOW + timedelta(days=7)
    lifecycle.offer_times(sent, times=three_times(now), now=now)
    with pytest.raises(Refused, match="no longer offered"):
        by_link.take(sent, old.pk, way=Way.VIDEO, now=now)


def test_a_time_that_has_begun_cannot_be_taken() -> None:
    sent = make_sent_invitation()
    with pytest.raises(Refused, match="That time has passed"):
        take(sent, 0, now=three_times()[0])
    assert take(sent, 2, now=three_times()[0]).starts_at == three_times()[2]


@pytest.mark.parametrize("closed", ["withdrawn", "expired"])
def test_a_closed_invitation_cannot_be_answered(closed: str) -> None:
    sent = make_sent_invitation()
    Invitation.objects.update(status=closed)
    for verb in (take, propose, say_no):
        with pytest.raises(Refused):
            verb(sent)
    assert (status(sent), Answer.objects.count(), Chat.objects.count()) == (closed, 0, 0)


def propose(invitation: Invitation, **fields: Any) -> None:
    by_link.propose(invitation, **{"times": PROPOSED, "way": Way.VIDEO, "now": LATER, **fields})


def say_no(invitation: Invitation, **fields: Any) -> None:
    by_link.decline(invitation, **{"now": LATER, **fields})


def test_an_answer_after_the_expiry_is_refused_even_before_the_sweep() -> None:
    times = [NOW + timedelta(days=20)]
    sent = make_sent_invitation(times=times)
    Invitation.objects.update(expires_at=LATER)
    with pytest.raises(Refused, match="This invitation is closed"):
        take(sent)


# -- The same hour for several hosts --------------------------------------------------------------


def two_hosts_one_hour(offset: timedelta = timedelta()) -> tuple[Invitation, Invitation]:
    seeker = make_seeker()
    at = three_times()[0]
    return (
        make_sent_invitation(make_contact(seeker), times=[at]),
        make_sent_invitation(make_contact(seeker), times=[at + offset]),
    )


@pytest.mark.parametrize("minutes", [-24, -1, 0, 1, 24])
def test_overlapping_times_of_one_seeker_are_taken_once(minutes: int) -> None:
    first, second = two_hosts_one_hour(timedelta(minutes=minutes))
    take(first)
    with pytest.raises(TimeTaken):
        take(second)
    assert Chat.objects.count() == 1
    assert (status(second), Answer.objects.filter(invitation=second).count()) == ("sent", 0)


@pytest.mark.parametrize("minutes", [-25, 25])
def test_times_that_only_touch_are_both_booked(minutes: int) -> None:
    first, second = two_hosts_one_hour(timedelta(minutes=minutes))
    take(first)
    take(second)
    assert Chat.objects.count() == 2


def test_the_seeker_is_told_of_the_invitation_that_lost_its_last_time() -> None:
    seeker = make_seeker()
    at = three_times()
    winner = make_sent_invitation(make_contact(seeker), times=at[:1])
    emptied = make_sent_invitation(make_contact(seeker), times=at[:1])
    with_others = make_sent_invitation(make_contact(seeker), times=at[:2])
    elsewhere = make_sent_invitation(make_contact(seeker), times=at[2:])
    for invitation in (winner, emptied, with_others, elsewhere):
        let_leave(invitation)
    take(winner)
    assert {k: v.to for k, v in queued(emptied).items()} == {"no_times_left_seeker": seeker.email}
    assert queued(with_others) == queued(elsewhere) == queued(winner) == {}


def test_the_same_person_asking_and_answering_is_never_booked_twice() -> None:
    """Ada asks Ben for an hour; Cleo has asked Ada for an hour that overlaps."""
    ada = make_seeker("Ada")
    at = three_times()[0]
    asks = make_sent_invitation(make_contact(ada), times=[at])
    is_asked = make_sent_invitation(
        make_contact(make_seeker("Cleo"), email=ada.email.upper()),
        times=[at + timedelta(minutes=10)],
    )
    take(asks)
    with pytest.raises(TimeTaken):
        take(is_asked)
    assert (Chat.objects.count(), status(is_asked)) == (1, "sent")
    assert Answer.objects.filter(invitation=is_asked).count() == 0


# -- Proposing other times ------------------------------------------------------------------------


def test_a_proposal_is_one_click_from_a_chat() -> None:
    sent = make_sent_invitation()
    let_leave(sent)
    propose(sent, way=Way.PHONE, phone="+1 212", line="That week is full")
    assert status(sent) == "countered"
    assert (timeline(sent.contact)[2:], stage(sent.contact)) == (
        ["Proposed other times"],
        Stage.COUNTERED,
    )
    email = queued(sent)["countered_seeker"]
    assert (email.to, email.not_before) == (sent.seeker.email, LATER + timedelta(seconds=60))
    assert "That week is full" in email.text

    chat = lifecycle.accept_proposal(sent, sent.slots.proposed()[1].pk, now=LATER)
    assert (chat.starts_at, chat.way, chat.where) == (PROPOSED[1], "phone", "+1 212")
    assert status(sent) == "booked"
    assert queued(chat)["booked_seeker"].not_before <= queued(chat)["booked_host"].not_before


def test_the_same_proposal_twice_is_a_quiet_no_op() -> None:
    sent = make_sent_invitation()
    let_leave(sent)
    propose(sent)
    propose(sent)
    assert Answer.objects.count() == 1
    assert list(queued(sent)) == ["countered_seeker"]


@pytest.mark.parametrize("said", [{"way": Way.PHONE, "phone": "123"}, {"line": "Ring me"}])
def test_the_same_times_in_other_words_are_another_proposal(said: dict[str, str]) -> None:
    sent = make_sent_invitation()
    propose(sent)
    propose(sent, **said, now=LATER + timedelta(seconds=1))
    assert Answer.objects.count() == 2
    assert sent.slots.proposed().count() == len(PROPOSED)
    assert {name: getattr(sent.answers.standing().first(), name) for name in said} == said


def test_a_second_proposal_replaces_the_first_and_its_email() -> None:
    sent = make_sent_invitation()
    let_leave(sent)
    propose(sent)
    other = [NOW + timedelta(days=12)]
    propose(sent, times=other, now=LATER + timedelta(seconds=30))
    assert list(sent.slots.proposed().values_list("starts_at", flat=True)) == other
    states = OutgoingEmail.objects.filter(kind="countered_seeker").order_by("pk")
    assert list(states.values_list("status", flat=True)) == ["cancelled", "pending"]


def test_more_than_three_times_or_past_ones_are_not_proposed() -> None:
    sent = make_sent_invitation()
    four = [NOW + timedelta(days=day) for day in range(5, 9)]
    for times in (four, [LATER]):
        with pytest.raises(Refused, match="one to three times, all still to come"):
            propose(sent, times=times)
    assert (status(sent), sent.slots.proposed().count()) == ("sent", 0)


def test_a_proposed_time_that_is_taken_meanwhile_is_refused() -> None:
    seeker = make_seeker()
    sent = make_sent_invitation(make_contact(seeker))
    propose(sent)
    make_chat(make_contact(seeker), starts_at=PROPOSED[0] + timedelta(minutes=20))
    slots = sent.slots.proposed()
    with pytest.raises(TimeTaken):
        lifecycle.accept_proposal(sent, slots[0].pk, now=LATER)
    assert status(sent) == "countered"
    assert lifecycle.accept_proposal(sent, slots[1].pk, now=LATER).starts_at == PROPOSED[1]


def test_accepting_twice_is_one_chat() -> None:
    sent = make_sent_invitation()
    propose(sent)
    slot = sent.slots.proposed()[0]
    chats = {lifecycle.accept_proposal(sent, slot.pk, now=LATER).pk for _ in range(2)}
    assert chats == {Chat.objects.get().pk}


def test_a_proposal_that_was_replaced_cannot_be_accepted() -> None:
    sent = make_sent_invitation()
    propose(sent)
    old = sent.slots.proposed()[0]
    propose(sent, times=[NOW + timedelta(days=12)])
    with pytest.raises(Refused, match="no longer proposed"):
        lifecycle.accept_proposal(sent, old.pk, now=LATER)


def test_an_offered_time_is_not_a_proposed_one() -> None:
    sent = make_sent_invitation()
    propose(sent)
    with pytest.raises(Refused, match="no longer proposed"):
        lifecycle.accept_proposal(sent, sent.slots.offered()[0].pk, now=LATER)


def test_a_yes_to_a_second_time_says_that_the_first_stands() -> None:
    sent = make_sent_invitation()
    propose(sent)
    first, second = sent.slots.proposed()
    lifecycle.accept_proposal(sent, first.pk, now=LATER)
    with pytest.raises(Refused, match="another time already, and it stands"):
        lifecycle.accept_proposal(sent, second.pk, now=LATER)


# -- No, and never --------------------------------------------------------------------------------


def test_a_no_reaches_the_seeker_after_a_minute() -> None:
    sent = make_sent_invitation()
    let_leave(sent)
    for _ in range(2):
        by_link.decline(sent, line="Too busy until spring", now=LATER)
    assert status(sent) == "declined"
    email = queued(sent)["declined_seeker"]
    assert (email.to, email.not_before) == (sent.seeker.email, LATER + timedelta(seconds=60))
    assert "Too busy until spring" in email.text
    assert Answer.objects.count() == 1
    assert (timeline(sent.contact)[2:], stage(sent.contact)) == (
        ["Declined the invitation"],
        Stage.CLOSED,
    )


def test_a_no_to_a_booked_chat_cancels_it() -> None:
    chat = make_chat()
    let_leave(chat)
    by_link.decline(chat.invitation, line="Something came up", now=LATER)
    assert Chat.objects.get().status == "cancelled"
    assert status(chat.invitation) == "declined"
    assert sorted(queued(chat)) == ["cancelled_host", "cancelled_seeker"]


def test_a_host_can_change_a_no_into_a_yes() -> None:
    sent = make_sent_invitation()
    by_link.decline(sent, now=LATER)
    chat = take(sent)
    assert (chat.status, status(sent)) == ("scheduled", "booked")


def test_never_again_binds_every_seeker_and_keeps_back_what_waits() -> None:
    sent = make_sent_invitation(make_contact(email="dana@example.com"))
    rival = make_sent_invitation(make_contact(email="Dana@Example.com"))
    let_leave(sent)
    for _ in range(2):
        lifecycle.opt_out(sent, sent.contact.email, now=LATER)
    assert is_suppressed("DANA@example.com ")
    assert status(sent) == "declined"
    assert statuses(rival) == {"invitation": Status.HELD}
    assert list(queued(sent)) == ["declined_seeker"]
    assert Answer.objects.get().kind == AnswerKind.OPT_OUT


def test_never_again_with_a_chat_booked_cancels_it_and_says_both_in_one_e_mail() -> None:
    chat = make_chat()
    let_leave(chat)
    let_leave(chat.invitation)
    for _ in range(2):
        lifecycle.opt_out(chat.invitation, chat.contact.email, now=LATER)
    assert Chat.objects.get().status == "cancelled"
    assert sorted(queued(chat)) == ["cancelled_host", "cancelled_seeker"]
    assert queued(chat.invitation) == {}
    email = queued(chat)["cancelled_seeker"]
    assert (email.ics_method, email.not_before) == ("CANCEL", LATER + timedelta(seconds=60))
    for body in (email.text, email.html):
        assert "Dana Okafor asked not to be written to any more" in body
        assert "keeps the door open" not in body
    assert Chat.objects.called_off_by(Answer.objects.get(kind=AnswerKind.OPT_OUT)) == chat


def test_never_again_before_the_seeker_heard_of_the_chat_is_no_plain_no() -> None:
    chat = make_chat()
    let_leave(chat, "booked_host")
    lifecycle.opt_out(chat.invitation, chat.contact.email, now=LATER)
    assert "would rather not get e-mail" in queued(chat.invitation)["declined_seeker"].text


def test_never_again_said_elsewhere_before_still_says_why_the_chat_is_off() -> None:
    chat = make_chat(make_contact(email="dana@example.com"))
    let_leave(chat)
    suppress("dana@example.com", Suppression.Reason.OPT_OUT)
    lifecycle.opt_out(chat.invitation, "dana@example.com", now=LATER)
    assert "asked not to be written to" in queued(chat)["cancelled_seeker"].text
    assert chat.invitation.answers.standing().first().kind == AnswerKind.OPT_OUT


@pytest.mark.parametrize("closed", ["withdrawn", "expired", "declined"])
def test_never_again_works_after_the_end_and_the_seeker_hears_of_it(closed: str) -> None:
    sent = make_sent_invitation()
    Invitation.objects.update(status=closed)
    lifecycle.opt_out(sent, sent.contact.email, now=LATER)
    assert is_suppressed(sent.contact.email)
    assert status(sent) == closed
    assert "declined_seeker" in queued(sent)


@pytest.mark.parametrize("became", ["going on", "over", "held", "no_show"])
def test_never_again_works_once_the_chat_has_begun_and_leaves_the_chat_alone(became: str) -> None:
    chat = make_chat()
    now = chat.starts_at + timedelta(minutes=5 if became == "going on" else 60)
    if became in {"held", "no_show"}:
        Chat.objects.update(status=became)
    before = Chat.objects.get().status
    lifecycle.opt_out(chat.invitation, chat.contact.email, now=now)
    assert is_suppressed(chat.contact.email)
    assert Chat.objects.get().status == before


def test_never_again_binds_the_address_the_link_was_sent_to() -> None:
    sent = make_sent_invitation(make_contact(email="old@example.com"))
    Contact.objects.update(email="new@example.com")
    lifecycle.opt_out(sent, "old@example.com", now=LATER)
    assert is_suppressed("old@example.com")
    assert not is_suppressed("new@example.com")


def test_undoing_never_again_leaves_an_older_wish() -> None:
    first = make_sent_invitation(make_contact(email="dana@example.com"))
    second = make_sent_invitation(make_contact(email="dana@example.com"))
    lifecycle.opt_out(first, "dana@example.com", now=LATER)
    lifecycle.opt_out(second, "dana@example.com", now=LATER + timedelta(minutes=1))
    lifecycle.undo(second, now=LATER + timedelta(minutes=2))
    assert status(second) == "sent"
    assert is_suppressed("dana@example.com")


@pytest.mark.parametrize("again", ["dana@example.com", "Dana+tag@example.com"])
def test_undoing_never_again_leaves_a_later_wish_which_is_taken_back_by_itself(again: str) -> None:
    first = make_sent_invitation(make_contact(email="dana@example.com"))
    second = make_sent_invitation(make_contact(email=again))
    lifecycle.opt_out(first, "dana@example.com", now=LATER)
    lifecycle.opt_out(second, again, now=LATER + timedelta(minutes=1))
    lifecycle.undo(first, now=LATER + timedelta(minutes=2))
    assert is_suppressed("dana@example.com")
    lifecycle.undo(second, now=LATER + timedelta(minutes=3))
    assert not is_suppressed("dana@example.com")


def test_the_wish_of_somebody_else_keeps_nobodys() -> None:
    first = make_sent_invitation(make_contact(email="dana@example.com"))
    second = make_sent_invitation(make_contact(email="ben@example.com"))
    lifecycle.opt_out(first, "dana@example.com", now=LATER)
    lifecycle.opt_out(second, "ben@example.com", now=LATER)
    lifecycle.undo(first, now=LATER)
    assert (is_suppressed("dana@example.com"), is_suppressed("ben@example.com")) == (False, True)


def test_undoing_brings_back_nothing_that_was_lifted_for_somebody_else() -> None:
    first = make_sent_invitation(make_contact(email="dana@example.com"))
    second = make_sent_invitation(make_contact(email="ben@example.com"))
    lifecycle.opt_out(first, "dana@example.com", now=LATER)
    lifecycle.opt_out(second, "ben@example.com", now=LATER)
    lift_by_hand(Suppression.objects.get(address_hash=address_hash("ben@example.com")))
    lifecycle.undo(first, now=LATER)
    assert not is_suppressed("ben@example.com")


def test_undoing_never_again_after_a_no_lifts_it_and_leaves_the_no() -> None:
    sent = make_sent_invitation()
    by_link.decline(sent, now=LATER)
    lifecycle.opt_out(sent, sent.contact.email, now=LATER + timedelta(minutes=1))
    lifecycle.undo(sent, now=LATER + timedelta(minutes=2))
    assert not is_suppressed(sent.contact.email)
    assert status(sent) == "declined"


def test_after_never_again_the_facts_of_a_chat_arrive_without_words() -> None:
    sent = make_sent_invitation(make_contact(email="dana@example.com"))
    chat = make_chat(make_contact(email="dana@example.com"), starts_at=NOW + timedelta(days=9))
    let_leave(chat)
    lifecycle.opt_out(sent, "dana@example.com", now=LATER)
    later = chat.starts_at + timedelta(days=1)
    lifecycle.reschedule(
        chat, starts_at=later, by=Side.SEEKER, line="One more thing to sell", now=LATER
    )
    moved = queued(chat)["moved_host"]
    assert "One more thing to sell" not in moved.text + moved.html


# -- Asking again ---------------------------------------------------------------------------------


@pytest.mark.parametrize("became", ["scheduled", "held", "no_show"])
def test_after_the_chat_the_same_host_can_be_asked_again(became: str) -> None:
    chat = make_chat()
    Chat.objects.update(status=became)
    after = chat.ends_at + timedelta(days=31)
    again = lifecycle.send(make_draft(chat.contact), times=three_times(after), now=after)
    assert status(again) == "sent"


def test_before_the_chat_the_same_host_is_not_asked_again() -> None:
    chat = make_chat()
    with pytest.raises(Refused, match="already a chat to come"):
        lifecycle.send(make_draft(chat.contact), times=three_times(), now=LATER)


@pytest.mark.parametrize("answer", ["decline", "take and cancel"])
def test_a_proposal_is_not_accepted_after_another_answer(answer: str) -> None:
    sent = make_sent_invitation()
    propose(sent)
    slot = sent.slots.proposed()[0].pk
    if answer == "decline":
        by_link.decline(sent, now=LATER)
    else:
        lifecycle.cancel(take(sent), by=Side.HOST, now=LATER)
    with pytest.raises(Refused, match="answered otherwise"):
        lifecycle.accept_proposal(sent, slot, now=LATER)
    assert not Chat.objects.live().exists()


def test_a_proposal_keeps_the_invitation_open_until_its_last_time() -> None:
    sent = make_sent_invitation()
    Invitation.objects.update(expires_at=LATER + timedelta(minutes=30))
    propose(sent)
    last = sent.slots.proposed().latest("starts_at").starts_at
    assert Invitation.objects.get().expires_at == last


def test_a_stale_page_after_the_chat_is_refused() -> None:
    chat = make_chat()
    Chat.objects.update(status="held")
    slot = chat.invitation.slots.latest("starts_at")
    with pytest.raises(Refused, match="no chat to change"):
        by_link.take(chat.invitation, slot.pk, way=Way.VIDEO, now=LATER)
    with pytest.raises(Refused, match="no chat to change"):
        by_link.decline(chat.invitation, now=LATER)


# -- Undo -----------------------------------------------------------------------------------------


def test_undoing_a_taken_time_frees_it_and_the_seeker_never_hears_of_it() -> None:
    sent = make_sent_invitation()
    let_leave(sent)
    chat = take(sent)
    let_leave(chat, "booked_host")
    lifecycle.undo(sent, now=IN_TIME_TO_UNDO)

    assert status(sent) == "sent"
    assert Chat.objects.get().status == "cancelled"
    assert (Attendance.objects.count(), Reminder.objects.count()) == (0, 0)
    assert statuses(chat) == {
        "booked_host": "sent",
        "booked_seeker": "cancelled",
        "cancelled_host": "pending",
    }
    assert queued(chat)["cancelled_host"].ics_method == "CANCEL"
    assert Answer.objects.get().undone_at == IN_TIME_TO_UNDO
    assert timeline(sent.contact)[-1] == "Took the answer back"
    assert stage(sent.contact) == Stage.ASKED


def test_undoing_at_once_reaches_nobody() -> None:
    sent = make_sent_invitation()
    let_leave(sent)
    chat = take(sent)
    lifecycle.undo(sent, now=LATER)
    assert statuses(chat) == {"booked_host": "cancelled", "booked_seeker": "cancelled"}


def test_undoing_after_both_have_heard_tells_both() -> None:
    sent = make_sent_invitation()
    let_leave(sent)
    chat = take(sent)
    let_leave(chat)
    lifecycle.undo(sent, now=IN_TIME_TO_UNDO)
    emails = queued(chat)
    assert {kind: row.ics_method for kind, row in emails.items()} == {
        "cancelled_host": "CANCEL",
        "cancelled_seeker": "CANCEL",
    }
    for email in emails.values():
        assert f"UID:{chat.uid}\r\n" in email.ics
        assert "SEQUENCE:1\r\n" in email.ics


def test_after_an_undo_the_same_time_can_be_taken_again() -> None:
    sent = make_sent_invitation()
    first = take(sent)
    lifecycle.undo(sent, now=LATER)
    second = take(sent)
    assert second.pk != first.pk
    assert (status(sent), second.starts_at) == ("booked", first.starts_at)
    assert sorted(queued(second)) == ["booked_host", "booked_seeker"]


def test_undoing_a_proposal_takes_the_times_back_silently() -> None:
    sent = make_sent_invitation()
    let_leave(sent)
    propose(sent)
    lifecycle.undo(sent, now=LATER)
    assert (status(sent), sent.slots.proposed().count()) == ("sent", 0)
    assert statuses(sent) == {"invitation": "sent", "countered_seeker": "cancelled"}


@pytest.mark.parametrize("answer", [propose, say_no])
def test_undoing_what_the_seeker_has_read_tells_them(answer: Any) -> None:
    sent = make_sent_invitation()
    answer(sent)
    let_leave(sent)
    lifecycle.undo(sent, now=IN_TIME_TO_UNDO)
    assert status(sent) == "sent"
    assert list(queued(sent)) == ["reopened_seeker"]


def test_undoing_a_no_reopens_the_invitation() -> None:
    sent = make_sent_invitation()
    let_leave(sent)
    by_link.decline(sent, now=LATER)
    lifecycle.undo(sent, now=LATER)
    assert statuses(sent) == {"invitation": "sent", "declined_seeker": "cancelled"}
    assert take(sent).status == "scheduled"


def test_undoing_never_again_lifts_it() -> None:
    sent = make_sent_invitation()
    lifecycle.opt_out(sent, sent.contact.email, now=LATER)
    lifecycle.undo(sent, now=LATER)
    assert not is_suppressed(sent.contact.email)
    assert status(sent) == "sent"


def test_a_no_after_a_counter_is_undone_to_the_counter() -> None:
    sent = make_sent_invitation()
    propose(sent)
    by_link.decline(sent, now=LATER)
    lifecycle.undo(sent, now=IN_TIME_TO_UNDO)
    assert (status(sent), sent.slots.proposed().count()) == ("countered", 2)
    assert stage(sent.contact) == "countered"
    assert list(queued(sent)) == ["countered_seeker"]


OTHERS = [NOW + timedelta(days=12)]


def proposed_twice(*, heard: int) -> Invitation:
    """Of how many proposals the seeker has heard."""
    sent = make_sent_invitation()
    let_leave(sent)
    for number, times in enumerate([PROPOSED, OTHERS]):
        propose(sent, times=times, now=LATER + timedelta(seconds=number))
        if number < heard:
            let_leave(sent)
    return sent


@pytest.mark.parametrize(("heard", "emails"), [(0, 1), (1, 0), (2, 1)])
def test_undoing_a_second_proposal_brings_the_first_back(heard: int, emails: int) -> None:
    sent = proposed_twice(heard=heard)
    lifecycle.undo(sent, now=IN_TIME_TO_UNDO)
    assert status(sent) == "countered"
    assert list(sent.slots.proposed().values_list("starts_at", flat=True)) == PROPOSED
    assert list(queued(sent)) == ["countered_seeker"] * emails


def test_undo_ends_after_15_minutes() -> None:
    sent = make_sent_invitation()
    by_link.decline(sent, now=LATER)
    with pytest.raises(Refused, match="It is more than 15 minutes ago"):
        lifecycle.undo(sent, now=TOO_LATE_TO_UNDO)
    assert status(sent) == "declined"


def test_undo_twice_is_a_quiet_no_op() -> None:
    sent = make_sent_invitation()
    by_link.decline(sent, now=LATER)
    for _ in range(2):
        lifecycle.undo(sent, now=LATER)
    assert timeline(sent.contact)[2:] == ["Declined the invitation", "Took the answer back"]


def test_undo_pressed_twice_leaves_the_answer_before_it() -> None:
    sent = make_sent_invitation()
    propose(sent)
    by_link.decline(sent, now=LATER + timedelta(minutes=1))
    for _ in range(2):
        lifecycle.undo(sent, now=LATER + timedelta(minutes=2))
    assert (status(sent), sent.slots.proposed().count()) == ("countered", 2)


def test_undo_after_things_moved_on_is_refused() -> None:
    sent = make_sent_invitation()
    propose(sent)
    lifecycle.accept_proposal(sent, sent.slots.proposed()[0].pk, now=LATER)
    with pytest.raises(Refused, match="Things have moved on"):
        lifecycle.undo(sent, now=LATER)
    assert (status(sent), Chat.objects.get().status) == ("booked", "scheduled")


def test_undo_of_a_no_is_refused_once_another_invitation_is_open() -> None:
    sent = make_sent_invitation()
    by_link.decline(sent, now=LATER)
    # Nobody is asked anew right after a no; but an ask from before may be open again.
    opened = {"status": InvitationStatus.SENT, "sent_at": LATER, "expires_at": sent.expires_at}
    Invitation.objects.filter(pk=make_draft(sent.contact).pk).update(**opened)
    with pytest.raises(Refused, match="another open invitation"):
        lifecycle.undo(sent, now=LATER)
    assert Answer.objects.get().undone_at is None


def test_undo_of_a_chat_that_has_begun_is_refused() -> None:
    sent = make_sent_invitation(times=[LATER + timedelta(minutes=5)])
    take(sent)
    with pytest.raises(Refused, match="has begun"):
        lifecycle.undo(sent, now=LATER + timedelta(minutes=5))
    assert Chat.objects.get().status == "scheduled"


def test_links_of_a_booking_outlive_the_chat() -> None:
    chat = make_chat()
    newest = Link.objects.filter(purpose="answer").latest("pk")
    assert newest.expires_at == chat.ends_at + timedelta(days=90)


def test_taking_a_time_takes_back_what_an_earlier_answer_would_have_said() -> None:
    sent = make_sent_invitation()
    let_leave(sent)
    by_link.decline(sent, now=LATER)
    take(sent)
    assert queued(sent) == {}


def test_undo_does_not_reach_past_a_move() -> None:
    sent = make_sent_invitation()
    chat = take(sent)
    later = chat.starts_at + timedelta(days=7)
    lifecycle.reschedule(chat, starts_at=later, by=Side.HOST, now=LATER)
    with pytest.raises(Refused, match="has been moved since"):
        lifecycle.undo(sent, now=IN_TIME_TO_UNDO)
    assert Chat.objects.get().status == "scheduled"


def test_an_undo_is_not_told_as_a_cancellation() -> None:
    sent = make_sent_invitation()
    chat = take(sent)
    let_leave(chat)
    lifecycle.undo(sent, now=IN_TIME_TO_UNDO)
    seeker, host = queued(chat)["cancelled_seeker"], queued(chat)["cancelled_host"]
    assert "is having another look" in seeker.subject
    assert "had to cancel" not in seeker.text
    assert "You took your answer back" in host.text


def test_undoing_never_again_with_a_chat_booked_lifts_it_and_leaves_the_chat_cancelled() -> None:
    chat = make_chat()
    let_leave(chat)
    lifecycle.opt_out(chat.invitation, chat.contact.email, now=LATER)
    lifecycle.undo(chat.invitation, now=IN_TIME_TO_UNDO)
    assert not is_suppressed(chat.contact.email)
    assert (status(chat.invitation), Chat.objects.get().status) == ("declined", "cancelled")


def test_never_again_taken_back_at_once_tells_the_seeker_of_the_cancellation_alone() -> None:
    chat = make_chat()
    let_leave(chat)
    let_leave(chat.invitation)
    lifecycle.opt_out(chat.invitation, chat.contact.email, now=LATER)
    for _ in range(2):
        lifecycle.undo(chat.invitation, now=LATER)
    email = queued(chat)["cancelled_seeker"]
    assert email.ics_method == "CANCEL"
    assert "had to cancel your chat" in email.text
    assert "not to be written to" not in email.text
    assert queued(chat.invitation) == {}


def test_taken_back_once_the_seeker_has_heard_it_is_no_second_cancellation() -> None:
    chat = make_chat()
    let_leave(chat)
    lifecycle.opt_out(chat.invitation, chat.contact.email, now=LATER)
    let_leave(chat)
    lifecycle.undo(chat.invitation, now=IN_TIME_TO_UNDO)
    assert queued(chat) == {}


def test_taken_back_at_once_a_seeker_who_never_heard_of_the_chat_gets_a_plain_no() -> None:
    chat = make_chat()
    let_leave(chat, "booked_host")
    lifecycle.opt_out(chat.invitation, chat.contact.email, now=LATER)
    lifecycle.undo(chat.invitation, now=LATER + timedelta(seconds=5))
    assert "cannot make it this time" in queued(chat.invitation)["declined_seeker"].text
    assert "cancelled_seeker" not in queued(chat)
