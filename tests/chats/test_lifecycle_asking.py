"""The seeker's operations: start, send, offer new times, copy the link, withdraw; and silence."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pytest_django import Settings

from chats import lifecycle
from chats.errors import Refused, TooMany
from chats.host.access import link_for
from chats.models import Chat, Invitation, Link, Slot
from chats.states import InvitationStatus, Side, Way
from contacts.states import Stage
from outbox.delivery_results import DeliveryResult
from outbox.models import OutgoingEmail, Suppression
from outbox.states import Status
from outbox.suppression import suppress
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
NEXT_WEEK = three_times(NOW + timedelta(days=7))


def starts(invitation: Invitation) -> list[datetime]:
    return list(invitation.slots.offered().values_list("starts_at", flat=True))


def test_starting_makes_a_draft_that_knows_how_the_seeker_likes_to_meet() -> None:
    seeker = make_seeker(phone="+49 30 1", place="Café Kranzler")
    contact = make_contact(seeker)
    draft = lifecycle.start(seeker, contact, now=NOW)
    assert (draft.status, draft.contact, draft.seeker) == ("draft", contact, seeker)
    assert (draft.video_link, draft.phone, draft.place) == (
        "https://meet.example.org/sam",
        "+49 30 1",
        "Café Kranzler",
    )
    assert (stage(contact), timeline(contact)) == (Stage.DRAFT, ["Started an invitation"])


def test_starting_twice_goes_on_with_the_same_draft() -> None:
    contact = make_contact()
    first = lifecycle.start(contact.seeker, contact, now=NOW)
    assert lifecycle.start(contact.seeker, contact, now=LATER) == first
    assert timeline(contact) == ["Started an invitation"]


def test_sending_makes_slots_history_links_and_one_email() -> None:
    draft = make_draft()
    times = three_times()
    sent = lifecycle.send(draft, times=times[::-1], now=NOW)

    assert (sent.status, sent.sent_at, sent.emails_sent) == ("sent", NOW, 1)
    assert sent.expires_at == times[-1] + timedelta(days=14)
    slots = list(sent.slots.values_list("by", "starts_at", "ends_at", "withdrawn_at"))
    assert slots == [(Side.SEEKER, at, at + timedelta(minutes=25), None) for at in times]
    assert timeline(sent.contact) == ["Started an invitation", "Invited with 3 times"]
    assert stage(sent.contact) == Stage.ASKED
    assert sorted(sent.links.values_list("purpose", flat=True)) == ["answer", "opt_out"]


def test_the_email_of_an_invitation_is_outreach_from_the_seeker_to_the_host() -> None:
    sent = make_sent_invitation()
    email = queued(sent)["invitation"]
    assert list(queued(sent)) == ["invitation"]
    assert (email.to, email.reply_to) == (sent.contact.email, sent.seeker.email)
    assert email.from_name == "Sam Rivera via CoffeeChat"
    assert (email.outreach, email.repeatable, email.ics) == (True, True, "")
    assert email.expires_at == sent.expires_at
    assert email.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert email.message_id == Invitation.objects.get(pk=sent.pk).thread_id


def test_the_opt_out_header_opens_the_same_invitation_by_its_own_token() -> None:
    sent = make_sent_invitation()
    url = queued(sent)["invitation"].headers["List-Unsubscribe"].strip("<>")
    token = url.split("/i/")[1].split("/")[0]
    link = link_for(token, Link.Purpose.OPT_OUT)
    assert link is not None
    assert link.invitation == sent
    assert link_for(token, Link.Purpose.ANSWER) is None


def test_sending_twice_is_a_quiet_no_op() -> None:
    draft = make_draft()
    for now in (NOW, LATER):
        lifecycle.send(draft, times=three_times(), now=now)
    assert OutgoingEmail.objects.count() == 1
    assert Slot.objects.count() == 3
    assert timeline(draft.contact) == ["Started an invitation", "Invited with 3 times"]


def test_without_an_address_it_waits_behind_its_link() -> None:
    sent = make_sent_invitation(make_contact(email=""))
    assert (sent.status, sent.emails_sent) == ("sent", 0)
    assert sent.thread_id  # the seeker's own e-mails share a thread all the same
    assert OutgoingEmail.objects.count() == 0
    assert Link.objects.count() == 0


def test_the_seekers_last_day_counts_to_its_end_in_their_zone() -> None:
    seeker = make_seeker(time_zone="America/New_York")
    sent = make_sent_invitation(make_contact(seeker), expires_on=date(2026, 11, 27))
    assert sent.expires_at == datetime(2026, 11, 28, tzinfo=ZoneInfo("America/New_York"))


def test_emails_of_sample_data_are_kept_back() -> None:
    seeker = make_seeker(is_sample=True, verified=False)
    sent = make_sent_invitation(make_contact(seeker))
    assert statuses(sent) == {"invitation": Status.HELD}


# -- What is refused -----------------------------------------------------------------------------


def refused(verb: Callable[..., object], *args: Any, **kwargs: Any) -> str:
    """The sentence with which the operation refused, and nothing left behind by it."""
    before = (OutgoingEmail.objects.count(), Slot.objects.count(), Link.objects.count())
    with pytest.raises(Refused) as caught:
        verb(*args, **kwargs)
    after = (OutgoingEmail.objects.count(), Slot.objects.count(), Link.objects.count())
    assert after == before
    return caught.value.sentence


def test_an_unverified_seeker_cannot_send() -> None:
    draft = make_draft(make_contact(make_seeker(verified=False)))
    assert refused(lifecycle.send, draft, times=three_times(), now=NOW) == (
        "Please confirm your e-mail address first, so that answers can reach you."
    )
    assert Invitation.objects.get().status == InvitationStatus.DRAFT


def test_a_suppressed_host_is_not_written_to_by_anybody() -> None:
    suppress("Dana@Example.com", Suppression.Reason.OPT_OUT)
    draft = make_draft(make_contact(email="dana@example.com"))
    assert refused(lifecycle.send, draft, times=three_times(), now=NOW) == (
        "We do not write to dana@example.com any more: they asked not to be written to."
    )


def test_a_second_open_invitation_to_the_same_host_is_refused() -> None:
    sent = make_sent_invitation()
    second = make_draft(sent.contact)
    assert refused(lifecycle.send, second, times=three_times(), now=NOW) == (
        "There is already another open invitation between the two of you."
    )


@pytest.mark.parametrize(("days_here", "most"), [(1, 2), (30, 4)])
def test_the_pace_of_new_hosts_is_slower_in_the_first_days(
    settings: Settings, days_here: int, most: int
) -> None:
    settings.INVITATIONS_PER_DAY_AT_FIRST, settings.INVITATIONS_PER_DAY = 2, 4
    seeker = make_seeker(date_joined=NOW - timedelta(days=days_here))
    for _ in range(most):
        make_sent_invitation(make_contact(seeker))
    draft = make_draft(make_contact(seeker))
    with pytest.raises(TooMany):
        lifecycle.send(draft, times=three_times(), now=NOW + timedelta(hours=23, minutes=59))
    next_day = NOW + timedelta(days=1)
    assert lifecycle.send(draft, times=three_times(next_day), now=next_day).status == "sent"


def test_a_host_hears_from_two_strangers_a_week_at_most(settings: Settings) -> None:
    settings.FIRST_CONTACTS_PER_HOST_PER_WEEK = 2
    for _ in range(2):
        make_sent_invitation(make_contact(email="Dana@example.com"))
    third = make_draft(make_contact(email="dana@example.com"))
    assert refused(lifecycle.send, third, times=three_times(), now=NOW) == (
        "Dana has been asked often this week. Your draft is kept; please send it in a few days."
    )
    week_later = NOW + timedelta(days=7)
    assert lifecycle.send(third, times=three_times(week_later), now=week_later).status == "sent"


# -- New times -----------------------------------------------------------------------------------


def test_new_times_replace_the_old_in_the_same_thread() -> None:
    sent = make_sent_invitation()
    let_leave(sent)
    now = three_times()[-1] + timedelta(hours=1)
    later = lifecycle.offer_times(sent, times=NEXT_WEEK, now=now)

    assert (later.status, later.emails_sent) == ("sent", 2)
    assert starts(later) == NEXT_WEEK
    assert later.expires_at == NEXT_WEEK[-1] + timedelta(days=14)
    email = queued(later)["new_times"]
    thread = Invitation.objects.get(pk=sent.pk).thread_id
    assert (email.headers["In-Reply-To"], email.headers["References"]) == (thread, thread)
    assert email.message_id != thread
    assert (timeline(sent.contact)[-1], stage(sent.contact)) == ("Offered new times", Stage.ASKED)


REFUSALS = {"no such address": DeliveryResult.ADDRESS, "a full mailbox": DeliveryResult.EMAIL}


@pytest.mark.parametrize("why", REFUSALS)
@pytest.mark.parametrize("corrected", [True, False])
def test_whom_the_letter_has_not_reached_gets_all_of_it(why: str, corrected: bool) -> None:
    sent = make_sent_invitation()
    refused_by_the_server(sent, REFUSALS[why])
    if corrected:
        sent.contact.email = "dana@corrected.example"
        sent.contact.save()
    later = lifecycle.offer_times(sent, times=NEXT_WEEK, line="Once more.", now=LATER)

    assert "new_times" not in queued(later)
    email = queued(later)["invitation"]
    assert (email.to, email.subject) == (later.contact.email, later.subject)
    assert email.text.startswith(f'{later.message}\n\nSam adds:\n"Once more."\n')
    assert "In-Reply-To" not in email.headers
    thread = Invitation.objects.get(pk=sent.pk).thread_id
    assert email.message_id == thread != OutgoingEmail.objects.earliest("pk").message_id
    assert later.emails_sent == 2


def refused_by_the_server(invitation: Invitation, delivery_result: DeliveryResult) -> None:
    """As the worker leaves it, and the sweep behind it."""
    rows = OutgoingEmail.objects.about(invitation.about)
    rows.update(
        status=Status.DEAD, started_at=NOW, last_error="refused", delivery_result=delivery_result
    )
    lifecycle.undeliverable(invitation, reason="refused", delivery_result=delivery_result, now=NOW)


def test_another_address_than_the_letter_went_to_gets_all_of_it() -> None:
    sent = make_sent_invitation()
    let_leave(sent)
    by_link.propose(sent, times=[NOW + timedelta(days=9)], way=Way.VIDEO, now=NOW)
    sent.contact.email = "dana@corrected.example"
    sent.contact.save()
    later = lifecycle.offer_times(sent, times=NEXT_WEEK, now=LATER)
    assert "new_times" not in queued(later)
    assert queued(later)["invitation"].to == "dana@corrected.example"


def test_a_letter_that_waits_to_leave_makes_room_for_the_one_with_new_times() -> None:
    sent = make_sent_invitation()
    first = OutgoingEmail.objects.get()
    now = three_times()[-1] + timedelta(hours=1)
    later = lifecycle.offer_times(sent, times=NEXT_WEEK, now=now)
    first.refresh_from_db()
    assert (first.status, list(queued(later))) == (Status.CANCELLED, ["invitation"])


def test_new_times_after_a_counter_take_the_proposal_away() -> None:
    sent = make_sent_invitation()
    proposed = NOW + timedelta(days=9)
    by_link.propose(sent, times=[proposed], way=Way.VIDEO, now=NOW)
    later = lifecycle.offer_times(sent, times=NEXT_WEEK, now=LATER)
    assert later.status == "sent"
    assert list(later.slots.proposed()) == []
    assert starts(later) == NEXT_WEEK


def test_new_times_wait_while_free_ones_stand() -> None:
    sent = make_sent_invitation()
    assert refused(lifecycle.offer_times, sent, times=NEXT_WEEK, now=LATER) == (
        "There are still free times to choose from, so please give it a little time."
    )
    assert starts(sent) == three_times()


def test_a_host_gets_three_emails_about_one_invitation_at_most(
    settings: Settings,
) -> None:
    settings.EMAILS_PER_INVITATION = 3
    sent, now = make_sent_invitation(), NOW
    for _ in range(2):
        now += timedelta(days=7)
        lifecycle.offer_times(sent, times=three_times(now), now=now)
    now += timedelta(days=7)
    times = three_times(now)
    assert refused(lifecycle.offer_times, sent, times=times, now=now) == (
        "Dana has had 3 e-mails about this. "
        "Please copy the link and send it yourself, or leave it here."
    )
    assert starts(sent) == three_times(now - timedelta(days=7))


@pytest.mark.parametrize("status", ["declined", "withdrawn", "expired", "booked"])
def test_no_new_times_after_a_no_or_a_yes(status: str) -> None:
    sent = make_sent_invitation()
    Invitation.objects.filter(pk=sent.pk).update(status=status)
    assert refused(lifecycle.offer_times, sent, times=NEXT_WEEK, now=LATER) == (
        "New times can be offered while the invitation waits for an answer."
    )


def test_no_new_times_to_a_host_who_opted_out_meanwhile() -> None:
    sent = make_sent_invitation()
    suppress(sent.contact.email, Suppression.Reason.OPT_OUT)
    now = NOW + timedelta(days=7)
    sentence = refused(lifecycle.offer_times, sent, times=three_times(now), now=now)
    assert sentence.startswith(f"We do not write to {sent.contact.email} any more")


# -- The link, the end ---------------------------------------------------------------------------


def test_each_copy_of_the_link_is_a_new_one_for_the_same_page() -> None:
    sent = make_sent_invitation(make_contact(email=""))
    urls = [lifecycle.copy_link(sent) for _ in range(2)]
    tokens = [url.split("/i/")[1].strip("/") for url in urls]
    links = [link_for(token, Link.Purpose.ANSWER) for token in tokens]
    assert len(set(tokens)) == 2
    assert [link and link.invitation for link in links] == [sent, sent]
    assert not Link.objects.filter(token_hash__in=tokens).exists()


def test_a_closed_invitation_has_no_link_to_copy() -> None:
    sent = make_sent_invitation()
    lifecycle.withdraw(sent, now=LATER)
    sent.refresh_from_db()
    assert refused(lifecycle.copy_link, sent) == (
        "There is no link to copy, because the invitation is not open."
    )


def test_withdrawing_takes_back_the_email_that_has_not_left() -> None:
    sent = make_sent_invitation()
    for now in (LATER, LATER):
        lifecycle.withdraw(sent, now=now)
    assert Invitation.objects.get().status == "withdrawn"
    assert statuses(sent) == {"invitation": Status.CANCELLED}
    assert timeline(sent.contact)[2:] == ["Withdrew the invitation"]
    assert stage(sent.contact) == Stage.CLOSED


def test_a_booked_invitation_is_cancelled_not_withdrawn() -> None:
    chat = make_chat()
    assert refused(lifecycle.withdraw, chat.invitation, now=LATER) == (
        "There is a chat now. You can cancel it on its page."
    )
    assert Chat.objects.get().status == "scheduled"


def test_silence_closes_an_invitation_without_a_word() -> None:
    sent = make_sent_invitation()
    let_leave(sent)
    assert sent.expires_at is not None
    lifecycle.expire(sent, now=sent.expires_at - timedelta(seconds=1))
    assert Invitation.objects.get().status == "sent"
    for _ in range(2):
        lifecycle.expire(sent, now=sent.expires_at)
    assert Invitation.objects.get().status == "expired"
    assert queued(sent) == {}
    assert timeline(sent.contact)[2:] == ["No answer to the invitation"]


def test_an_answer_that_came_first_is_not_expired() -> None:
    chat = make_chat()
    lifecycle.expire(chat.invitation, now=NOW + timedelta(days=60))
    assert Invitation.objects.get().status == "booked"


def test_what_did_not_arrive_is_told_to_the_seeker_once() -> None:
    sent = make_sent_invitation()
    OutgoingEmail.objects.update(status=Status.DEAD)
    for _ in range(2):
        lifecycle.undeliverable(sent, reason="550 No such user", now=LATER)
    assert Invitation.objects.get().status == "undeliverable"
    email = queued(sent)["undeliverable_seeker"]
    assert email.to == sent.seeker.email
    assert "550 No such user" in email.text
    assert timeline(sent.contact)[2:] == ["The invitation did not arrive"]


@pytest.mark.parametrize(
    ("delivery_result", "words"),
    [
        (DeliveryResult.ADDRESS, "Perhaps the address has a slip in it"),
        (DeliveryResult.EMAIL, "it is this one e-mail that was not let in"),
        (DeliveryResult.LATER, "we tried for a whole day"),
        ("", "Perhaps the address has a slip in it"),
    ],
)
def test_what_did_not_arrive_is_told_in_words_that_fit(delivery_result: str, words: str) -> None:
    sent = make_sent_invitation()
    lifecycle.undeliverable(sent, reason="554 No", delivery_result=delivery_result, now=LATER)
    email = queued(sent)["undeliverable_seeker"]
    assert (words in email.text, words in email.html) == (True, True)


# -- Closed by mistake ---------------------------------------------------------------------------


def closed_by_mistake() -> Invitation:
    sent = make_sent_invitation()
    OutgoingEmail.objects.update(status=Status.DEAD, started_at=LATER, attempts=1, last_error="554")
    lifecycle.undeliverable(sent, reason="554", delivery_result=DeliveryResult.EMAIL, now=LATER)
    return Invitation.objects.get()


def test_what_was_closed_by_mistake_leaves_once_more_as_it_was() -> None:
    closed = closed_by_mistake()
    before = OutgoingEmail.objects.get(kind="invitation")
    for _ in range(2):
        lifecycle.send_again(closed, now=LATER)
    assert Invitation.objects.get().status == "sent"
    email = queued(closed)["invitation"]
    assert (email.message_id, email.text) == (before.message_id, before.text)
    assert (email.attempts, email.started_at, email.last_error) == (0, None, "")
    assert timeline(closed.contact)[3:] == ["Sent once more"]
    assert stage(closed.contact) == Stage.ASKED


def test_what_fails_once_more_is_told_once_more() -> None:
    closed = closed_by_mistake()
    lifecycle.send_again(closed, now=LATER)
    lifecycle.undeliverable(closed, reason="554", now=LATER + timedelta(hours=1))
    told = OutgoingEmail.objects.filter(kind="undeliverable_seeker")
    assert told.count() == 2


def test_only_what_could_not_be_delivered_is_sent_again() -> None:
    declined = make_sent_invitation()
    by_link.decline(declined, now=LATER)
    with pytest.raises(Refused, match="could not be delivered"):
        lifecycle.send_again(declined, now=LATER)


@pytest.mark.parametrize("reason", Suppression.Reason)
def test_nothing_is_sent_again_to_an_address_that_gets_no_e_mail(
    reason: Suppression.Reason,
) -> None:
    closed = closed_by_mistake()
    suppress(closed.contact.email, reason)
    with pytest.raises(Refused, match="Lift that first"):
        lifecycle.send_again(closed, now=LATER)


def test_nothing_is_sent_again_when_its_time_is_over() -> None:
    closed = closed_by_mistake()
    with pytest.raises(Refused, match="time to answer is over"):
        lifecycle.send_again(closed, now=LATER + timedelta(days=365))


def test_what_is_not_kept_any_more_cannot_be_sent_again() -> None:
    closed = closed_by_mistake()
    OutgoingEmail.objects.update(text="")
    with pytest.raises(Refused, match="not kept any more"):
        lifecycle.send_again(closed, now=LATER)
    assert Invitation.objects.get().status == "undeliverable"


def test_nothing_is_sent_again_beside_another_that_is_open() -> None:
    closed = closed_by_mistake()
    make_sent_invitation(closed.contact)
    with pytest.raises(Refused, match="another open invitation"):
        lifecycle.send_again(closed, now=LATER)


def test_an_ask_that_bounced_gets_no_new_times_beside_another_that_is_open() -> None:
    bounced = make_sent_invitation()
    lifecycle.undeliverable(bounced, reason="550", now=LATER)
    make_sent_invitation(bounced.contact)
    with pytest.raises(Refused, match="another open invitation"):
        lifecycle.offer_times(bounced, times=three_times(), now=LATER)
