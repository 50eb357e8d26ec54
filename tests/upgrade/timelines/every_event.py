"""Timelines in which every event stands that an operation can write.

`cf69009.sql.gz` beside this file is a database of the last day on which an event was a sentence:
made as `tests/upgrade/fill.py` says, with `every_event()` at its end.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import mail
from accounts.models import User
from chats import lifecycle
from chats.host_reply import HostReply
from chats.meeting.by_hand import Meeting
from chats.models import Chat, Invitation, Nudge, Plan
from chats.states import AnswerKind, CalendarSaid, Side, Way
from contacts.lifecycle import introduced
from contacts.models import Contact
from followups import kinds
from followups import lifecycle as followups
from followups.debrief.debriefing import Named, Promised
from followups.keep_in_touch import cadence, keeping
from followups.models import FollowUp
from followups.states import Kind
from followups.thank_you import thanking
from outbox.models import OutgoingEmail
from outbox.states import Status
from outcomes import lifecycle as outcomes
from outcomes import states
from tests import by_link
from tests.expect import let_leave
from tests.factories import (
    NOW,
    make_chat,
    make_contact,
    make_draft,
    make_ended_chat,
    make_seeker,
    make_sent_invitation,
)

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
LATER = NOW + HOUR
LONG_AGO = NOW - 10 * DAY
RIGHT_TO_LEFT = "דנה כהן"
WORDS = "Two lines, led you to think:\nof 100% of it"


def every_event() -> None:
    """Of seekers and people of their own, so that no stage and no limit stands in another's way."""
    for write in PARTS:
        write(make_seeker(f"{write.__name__.strip('_')} Rivera"))


def _people(seeker: User) -> Iterator[Contact]:
    return (make_contact(seeker, f"Person {number}") for number in count(1))


def _asked(seeker: User) -> None:
    people = _people(seeker)
    lifecycle.discard(make_draft(next(people)), now=LATER)
    lifecycle.withdraw(make_sent_invitation(next(people)), now=LATER)
    free = make_draft(next(people), free_weeks=2)
    lifecycle.send(free, times=[], now=NOW)
    _expired(make_sent_invitation(next(people)))
    lost = make_sent_invitation(next(people))
    dead = {"status": Status.DEAD, "started_at": LATER, "attempts": 1, "last_error": "554"}
    OutgoingEmail.objects.about(lost.about).update(**dead)
    lifecycle.undeliverable(lost, reason="550 No such user", now=LATER)
    lifecycle.send_again(lost, now=LATER)


def _expired(sent: Invitation) -> None:
    assert sent.expires_at is not None
    lifecycle.expire(sent, now=sent.expires_at)


def _left_later(seeker: User) -> None:
    """Rehearsed, planned, taken back, kept back, and reminded of."""
    people, times = _people(seeker), [f"2026-12-{day:02}T16:00" for day in (10, 11, 14)]
    starts = [NOW + 16 * DAY, NOW + 17 * DAY, NOW + 18 * DAY]
    draft = make_draft(next(people), typed_times=times)
    lifecycle.rehearse(draft, [], now=NOW)
    lifecycle.plan(draft, send_at=NOW + DAY, now=NOW)
    lifecycle.unplan(draft, now=NOW)
    planned = lifecycle.plan(draft, send_at=NOW + DAY, now=NOW)
    Plan.objects.filter(invitation=planned).update(to="before@example.com")
    lifecycle.leave(Plan.objects.get(invitation=planned), now=NOW + DAY)
    sent = lifecycle.send(draft, times=starts, waits=HOUR, now=NOW)
    lifecycle.take_back(sent, now=NOW)
    asked = lifecycle.send(
        make_draft(next(people), wants_nudge=True),
        times=[one + 14 * DAY for one in starts],
        now=NOW,
    )
    let_leave(asked, "invitation")
    nudge = Nudge.objects.get(invitation=asked)
    lifecycle.nothing_came(asked, now=nudge.send_at - HOUR)
    lifecycle.leave_nudge(nudge, now=nudge.send_at)


def _answered(seeker: User) -> None:
    people = _people(seeker)
    countered = _countered(next(people))
    lifecycle.offer_times(countered, times=[NOW + 6 * DAY, NOW + 8 * DAY], now=LATER)
    unanswered = _countered(next(people))
    unanswered.refresh_from_db()
    _expired(unanswered)
    declined = make_sent_invitation(next(people))
    by_link.decline(declined, now=LATER)
    lifecycle.undo(declined, now=LATER)
    refused = make_sent_invitation(next(people))
    lifecycle.opt_out(refused, refused.contact.email, now=LATER)


def _heard(seeker: User) -> None:
    """By e-mail: words, a note of absence, and what a full mailbox sent back."""
    for kind in (mail.Kind.REPLY, mail.Kind.AUTO, mail.Kind.BOUNCE):
        sent = make_sent_invitation(make_contact(seeker, f"{kind} Person"))
        let_leave(sent, "invitation")
        letter = OutgoingEmail.objects.about(sent.about).get()
        said = mail.Understood(
            kind, sender=letter.to, references=(letter.message_id,), recipient=letter.to
        )
        lifecycle.hear_email(said, now=LATER)


def _told(seeker: User) -> None:
    """What came elsewhere."""
    people, reply = _people(seeker), HostReply("", way=Way.VIDEO, came_on=NOW.date())
    for kind in (AnswerKind.AGREE, AnswerKind.LATER, AnswerKind.DECLINE):
        lifecycle.note_answer(make_sent_invitation(next(people)), kind, reply, now=LATER)
    sent = make_sent_invitation(next(people))
    lifecycle.note_answer(sent, AnswerKind.WORDS, replace(reply, line=WORDS), now=LATER)
    lifecycle.take_note_back(sent, now=LATER)
    lifecycle.note_answer(sent, AnswerKind.WORDS, reply, now=LATER)
    lifecycle.propose(sent, [NOW + 5 * DAY], reply, now=LATER)
    meeting, later = (Meeting(NOW + days * DAY, 25, Way.VIDEO) for days in (6, 7))
    lifecycle.note_booking(sent, meeting, reply, now=LATER)
    lifecycle.remove_chat(lifecycle.add_chat(next(people), later, now=LATER), now=LATER)


def _countered(contact: Contact) -> Invitation:
    sent = make_sent_invitation(contact)
    by_link.propose(sent, times=[NOW + 5 * DAY], way=Way.VIDEO, now=NOW)
    return sent


def _changed(seeker: User) -> None:
    people, at = _people(seeker), _free_hours()
    for by in (Side.SEEKER, Side.HOST):
        other = Side.HOST if by == Side.SEEKER else Side.SEEKER
        chat = make_chat(next(people), starts_at=next(at))
        before = chat.starts_at
        chat = lifecycle.reschedule(chat, starts_at=next(at), by=by, now=LATER)
        lifecycle.decline_move(chat, back_to=before, by=other, now=LATER)
        lifecycle.cancel(chat, by=by, line=WORDS, now=LATER)
        lifecycle.cancel(make_chat(next(people), starts_at=next(at)), by=by, now=LATER)
        _settled(make_chat(next(people), starts_at=next(at)), by)
    chat = make_chat(next(people), starts_at=next(at))
    lifecycle.change_place(chat, way=Way.PHONE, where="+49 30 1", now=LATER)
    lifecycle.confirm(chat, line=WORDS, now=LATER)
    lifecycle.confirm(make_chat(next(people), starts_at=next(at)), now=LATER)


def _free_hours() -> Iterator[datetime]:
    return (NOW + number * DAY + 5 * HOUR for number in count(20))


def _settled(chat: Chat, by: Side) -> None:
    """As if the clocks of the host were an hour ahead when the two agreed."""
    wall = datetime.fromisoformat(chat.host_local_time) + HOUR
    Chat.objects.filter(pk=chat.pk).update(host_local_time=wall.strftime("%Y-%m-%dT%H:%M"))
    lifecycle.tell_of_new_rules(chat, now=LATER)
    lifecycle.settle(_fresh(chat), on=chat.starts_at, by=by, now=LATER)


def _fresh(chat: Chat) -> Chat:
    chats = Chat.objects.select_related("invitation__seeker", "invitation__contact", "contact")
    return chats.get(pk=chat.pk)


def _replied(seeker: User) -> None:
    chat = make_chat(make_contact(seeker, "Rita Reply"), starts_at=NOW + 60 * DAY)
    for number, said in enumerate(CalendarSaid):
        for side in Side:
            stamped = NOW + number * timedelta(minutes=1)
            lifecycle.note_reply(
                chat, side=side, said=said, sequence=0, stamped_at=stamped, now=LATER
            )


def _marked(seeker: User) -> None:
    people = _people(seeker)
    for number, by in enumerate((Side.SEEKER, Side.HOST, None)):
        chat = make_ended_chat(next(people), ended_at=NOW - number * DAY)
        lifecycle.mark_no_show(chat, by=by, now=LATER)


def _introduced(seeker: User) -> None:
    chat = _ended(make_contact(seeker, RIGHT_TO_LEFT), 11)
    lifecycle.mark_held(chat, now=LATER)
    followups.add_people(chat, [Named("Noa Named")], now=LATER)
    for side in (Side.SEEKER, Side.HOST):
        followups.add_promises(chat, [Promised(side, f"{WORDS} {side}")])
    for promise in chat.promises.all():
        followups.mark_kept(promise, now=LATER)
    mei = make_contact(seeker, "Mei Met", introduced_by=chat.contact)
    introduced(mei, chat.contact, now=LATER)
    outcome = outcomes.note(seeker, _noted(_ended(mei, 12), WORDS), now=LATER)
    outcomes.delete(outcome, now=LATER)


def _ended(contact: Contact, days_ago: int) -> Chat:
    return make_ended_chat(contact, ended_at=NOW - days_ago * DAY)


def _noted(chat: Chat, text: str = "") -> outcomes.Noted:
    return outcomes.Noted(states.Kind.INTERVIEW, text, NOW.date(), [chat])


def _thanked(seeker: User) -> None:
    people, days = _people(seeker), count(21)
    sent, elsewhere, skipped = (
        followups.open_thank_you(_ended(next(people), next(days)), now=LATER) for _ in range(3)
    )
    followups.send(sent, WORDS, now=LATER)
    followups.mark_sent_elsewhere(elsewhere, now=LATER)
    followups.skip(skipped, now=LATER)
    stays = followups.open_thank_you(_ended(next(people), 0), now=LATER)
    thanking.save_draft(stays, "Dear Dana, [in your own words: he is tired]")
    FollowUp.objects.filter(pk=stays.pk).update(send_at=LATER)
    followups.send_scheduled(stays, now=LATER)


def _kept_in_touch(seeker: User) -> None:
    contact = make_contact(seeker, "Kim Kept")
    cadence.log_contact(contact, at=LONG_AGO)
    cadence.log_contact(contact, at=LATER, line=WORDS)
    for kind in kinds.SPECS:
        did, skipped = (_owed(contact, kind, occasion) for occasion in ("one", "other"))
        keeping.mark_done(did, now=LATER)
        keeping.skip_it(skipped, now=LATER)


def _owed(contact: Contact, kind: Kind, occasion: str, **told: Any) -> FollowUp:
    return FollowUp.objects.create(
        seeker=contact.seeker, contact=contact, kind=kind, occasion=occasion, due_at=NOW, **told
    )


def _came_of_it(seeker: User) -> None:
    chat = _ended(make_contact(seeker, "Olga Outcome"), 31)
    outcomes.delete(outcomes.note(seeker, _noted(chat), now=LATER), now=LATER)
    for number, words in enumerate(("", WORDS)):
        told = {"news": "an interview", "news_words": words}
        keeping.mark_done(_owed(chat.contact, Kind.UPDATE, f"did{number}", **told), now=LATER)
        keeping.skip_it(_owed(chat.contact, Kind.UPDATE, f"not{number}", **told), now=LATER)


PARTS = [
    *(_asked, _left_later, _answered, _heard, _told, _changed, _replied, _marked),
    *(_introduced, _thanked, _kept_in_touch, _came_of_it),
]
