"""Of two hands on one row the second waits, and finds what the first one wrote."""

from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from django.db import transaction

from calendars import my_hours
from calendars.models import DayException, WeeklyHours
from chats import lifecycle
from chats.errors import Refused
from chats.locks import lock_both, lock_words
from chats.models import Chat
from chats.states import InvitationStatus, Side, Way
from contacts.lifecycle import ChatToCome, ClosesCircle, check_introduction
from contacts.lifecycle import delete as delete_contact
from contacts.models import Contact, Event
from followups.debrief import debriefing
from followups.digest import digesting
from followups.event_kinds import PROMISE_KEPT
from followups.keep_in_touch import keeping
from followups.models import Digest, Promise
from followups.states import Kind
from followups.thank_you import thanking
from outbox.models import OutgoingEmail
from outcomes import lifecycle as outcomes
from outcomes.event_kinds import TAKEN_BACK
from outcomes.lifecycle import Noted
from outcomes.states import Kind as OutcomeKind
from preparation import lifecycle as preparation
from preparation.models import BankQuestion
from preparation.states import Theme
from tests import by_link
from tests.by_link import take
from tests.factories import (
    make_chat,
    make_contact,
    make_draft,
    make_ended_chat,
    make_seeker,
    make_sent_invitation,
    three_times,
)
from tests.races.harness import while_open

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

NOW = datetime(2026, 11, 30, 8, tzinfo=UTC)
DAY = timedelta(days=1)


# -- An ask and its chat -------------------------------------------------------------------------


def test_notes_that_are_written_while_the_chat_is_moved_stay() -> None:
    chat = make_chat()
    later = chat.starts_at + DAY
    moved = while_open(
        partial(lock_words, chat),
        partial(lifecycle.reschedule, chat, starts_at=later, by=Side.SEEKER, now=chat.booked_at),
        partial(lifecycle.write_notes, chat, "Ask about turbines.", ""),
    )
    assert isinstance(moved, Chat)
    fresh = Chat.objects.get()
    assert (fresh.starts_at, fresh.notes) == (later, "Ask about turbines.")


def test_what_two_pages_write_in_the_notes_stays() -> None:
    chat = make_chat()
    while_open(
        partial(lifecycle.write_notes, chat, "From the call.", ""),
        partial(lifecycle.write_notes, chat, "From the phone.", ""),
    )
    assert set(Chat.objects.get().notes.split("\n")) >= {"From the call.", "From the phone."}


def test_a_no_to_an_ask_that_is_being_withdrawn_is_refused() -> None:
    sent = make_sent_invitation(now=NOW)
    late = while_open(
        partial(lifecycle.withdraw, sent, now=NOW), partial(by_link.decline, sent, now=NOW)
    )
    assert isinstance(late, Refused)
    sent.refresh_from_db()
    assert sent.status == InvitationStatus.WITHDRAWN


def test_a_draft_that_is_being_sent_is_not_gone_on_with() -> None:
    draft = make_draft(now=NOW)
    send = partial(lifecycle.send, draft, times=three_times(NOW), now=NOW)
    late = while_open(
        partial(lock_both, draft),
        partial(lifecycle.start, draft.seeker, draft.contact, now=NOW),
        send,
    )
    assert late != draft


def test_a_contact_whose_chat_is_being_booked_is_not_deleted() -> None:
    sent = make_sent_invitation(now=NOW)
    slot = sent.slots.earliest("starts_at")
    late = while_open(
        partial(take, sent, slot.pk, way=Way.VIDEO, now=NOW),
        partial(delete_contact, sent.contact),
    )
    assert isinstance(late, ChatToCome)
    assert Chat.objects.count() == 1


def test_two_tabs_close_no_circle_of_introductions() -> None:
    ana = make_contact()
    ben = make_contact(ana.seeker)
    late = while_open(
        partial(check_introduction, ana, ben),
        partial(transaction.atomic(check_introduction), ben, ana),
        partial(Contact.objects.filter(pk=ana.pk).update, introduced_by=ben),
    )
    assert isinstance(late, ClosesCircle)


# -- Questions, promises, outcomes: each once ----------------------------------------------------


def test_a_question_of_ones_own_is_added_once() -> None:
    add = partial(preparation.add_own, make_seeker(), Theme.ADVICE, "Who else should I ask?")
    while_open(add, add)
    assert BankQuestion.objects.count() == 1


def test_a_question_is_put_on_the_list_of_a_chat_once() -> None:
    chat = make_chat()
    add = partial(preparation.add, chat, "Who else should I ask?", Theme.ADVICE)
    while_open(add, add)
    assert chat.questions.count() == 1


def test_a_promise_is_kept_once() -> None:
    chat = make_ended_chat(ended_at=NOW)
    debriefing.add_promises(chat, [debriefing.Promised(Side.SEEKER, "Send the article")])
    keep = partial(debriefing.mark_kept, Promise.objects.get(), now=NOW)
    while_open(keep, keep)
    assert Event.objects.of_kind(PROMISE_KEPT).count() == 1


def noted(text: str) -> Noted:
    return Noted(OutcomeKind.INSIGHT, text, date(2026, 11, 30), list(Chat.objects.all()))


def test_an_outcome_that_is_being_taken_back_is_neither_changed_nor_taken_back_again() -> None:
    chat = make_ended_chat(ended_at=NOW)
    one, other = noted("A float switch"), noted("Their workshop")
    for verb in (partial(outcomes.change, noted=other, now=NOW), partial(outcomes.delete, now=NOW)):
        outcome = outcomes.note(chat.seeker, one, now=NOW)
        late = while_open(partial(outcomes.delete, outcome, now=NOW), partial(verb, outcome))
        assert late is None or isinstance(late, Refused)
    assert Event.objects.of_kind(TAKEN_BACK).count() == 2


# -- Keeping in touch ----------------------------------------------------------------------------


def test_no_weekly_email_leaves_once_it_is_being_stopped() -> None:
    follow_up = keeping.begin(make_contact(), Kind.UPDATE, now=NOW - DAY)
    digesting.plan_digest(follow_up.seeker, now=NOW - DAY)
    digest = Digest.objects.get()
    while_open(
        partial(digesting.stop_digest, follow_up.seeker, now=NOW),
        partial(digesting.send_digest, digest, now=digest.next_at),
    )
    assert not OutgoingEmail.objects.exists()


def test_words_typed_while_a_thank_you_leaves_are_not_called_saved() -> None:
    chat = make_ended_chat(ended_at=NOW)
    follow_up = thanking.open_thank_you(chat, now=NOW)
    late = while_open(
        partial(thanking.lock, follow_up),
        partial(thanking.save_draft, follow_up, "Thank you so"),
        partial(thanking.send, follow_up, "Thank you.", now=NOW),
    )
    follow_up.refresh_from_db()
    assert (late, follow_up.text) == (False, "Thank you.")


def test_words_typed_while_others_leave_are_not_called_saved() -> None:
    chat = make_ended_chat(ended_at=NOW - 30 * DAY)
    follow_up = keeping.begin(chat.contact, Kind.UPDATE, now=NOW)
    late = while_open(
        partial(keeping._lock, follow_up),
        partial(keeping.keep_words, follow_up, text="It worked and"),
        partial(keeping.send_words, follow_up, text="It worked.", now=NOW),
    )
    follow_up.refresh_from_db()
    assert (late, follow_up.text) == (False, "It worked.")


# -- When the seeker is free ---------------------------------------------------------------------


def test_of_two_weeks_kept_at_once_the_later_one_stands() -> None:
    seeker = make_seeker()
    my_hours.keep_week(seeker, {0: [(780, 1020)]})
    late = while_open(
        partial(my_hours.keep_week, seeker, {0: [(540, 720)]}),
        partial(my_hours.keep_week, seeker, {0: [(600, 660)]}),
    )
    assert late is None
    assert list(WeeklyHours.objects.values_list("weekday", "starts", "ends")) == [(0, 600, 660)]


def test_preferences_bring_no_usual_week_over_hours_that_are_being_kept() -> None:
    seeker = make_seeker()
    while_open(
        partial(my_hours.keep_week, seeker, {0: [(540, 720)]}),
        partial(my_hours.keep_preferences, seeker, {"most_per_day": 2}),
    )
    assert list(WeeklyHours.objects.values_list("weekday", "starts", "ends")) == [(0, 540, 720)]


def test_two_days_off_that_overlap_are_not_both_added() -> None:
    seeker = make_seeker()
    morning = {"day": date(2026, 12, 1), "kind": "off", "starts": 540, "ends": 720}
    late = while_open(
        partial(my_hours.add_exception, seeker, morning, now=NOW),
        partial(my_hours.add_exception, seeker, {**morning, "starts": 600}, now=NOW),
    )
    assert [late] == list(DayException.objects.all())
