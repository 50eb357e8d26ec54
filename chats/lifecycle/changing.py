"""What changes about a chat that stands: its time, back to the time before, how they meet."""

from datetime import datetime

from django.db import transaction

from calendars.free import busy_between
from chats import emails
from chats.errors import Refused, TimeTaken
from chats.lifecycle import meeting
from chats.lifecycle.locks import lock_chat
from chats.lifecycle.marking import keep_back_thanks
from chats.models import Chat
from chats.states import ChatStatus, Side, Way
from contacts.models import record
from contacts.states import Stage
from outbox import queue
from outbox.queue import Draft

MOST_MOVES = 5
"""Each move is an e-mail and a calendar entry to a busy person."""

GONE = "The time before is taken by now. You can choose another time, or cancel the chat."


@transaction.atomic
def reschedule(chat: Chat, *, starts_at: datetime, by: Side, line: str = "", now: datetime) -> Chat:
    """Move the chat: same UID, SEQUENCE one higher, both calendars follow."""
    chat = lock_chat(chat)
    if chat.starts_at == starts_at and chat.status == ChatStatus.SCHEDULED:
        return chat
    meeting.check_may_move(chat, by, now)
    if starts_at <= now:
        raise Refused("That time has passed already. Please choose a later one.")
    _check_not_too_often(chat)
    if chat.starts_at <= now:
        keep_back_thanks(chat)
    chat.moved_from, chat.moved_by = chat.starts_at, by
    meeting.shift(chat, starts_at, now)
    _tell_both(chat, by, line, now)
    _record(chat, "moved", by, now)
    return chat


@transaction.atomic
def decline_move(chat: Chat, *, back_to: datetime, by: Side, line: str = "", now: datetime) -> Chat:
    """The new time does not suit the other side: the chat goes back to the time before the move.

    `back_to` is the time the button named, so that it never means another move. Raises `Refused`
    with the ways out where that time is gone.
    """
    chat = lock_chat(chat)
    if chat.starts_at == back_to and chat.status == ChatStatus.SCHEDULED:
        return chat
    meeting.check_still_to_come(chat, now)
    if chat.moved_from != back_to or chat.moved_by == by:
        raise Refused("The chat has been changed again. This is where things stand now.")
    if back_to <= now or (by == Side.HOST and _is_busy(chat, back_to)):
        raise Refused(GONE)
    chat.moved_from, chat.moved_by = None, ""
    try:
        meeting.shift(chat, back_to, now)
    except TimeTaken as error:
        raise Refused(GONE) from error
    _tell_both(chat, by, line, now, kept=True)
    _record(chat, "kept at the time before", by, now)
    return chat


def _is_busy(chat: Chat, starts_at: datetime) -> bool:
    """A host cannot see what fills the seeker's calendar; a seeker who presses has seen it."""
    return bool(busy_between(chat.seeker, starts_at, starts_at + chat.length))


@transaction.atomic
def change_place(chat: Chat, *, way: Way, where: str, now: datetime) -> Chat:
    """The seeker changes how or where they meet; both calendars follow."""
    chat = lock_chat(chat)
    if (chat.way, chat.where) == (way, where) and chat.status == ChatStatus.SCHEDULED:
        return chat
    meeting.check_still_to_come(chat, now)
    _check_not_too_often(chat)
    _keep_number(chat, way, where)
    chat.way, chat.where = way, where
    chat.sequence += 1
    chat.save(update_fields=["way", "where", "sequence"])
    meeting.put_in_calendar(chat, now)
    queue.cancel(chat.about)
    _tell_both_where(chat, now)
    _record(chat, "changed", Side.SEEKER, now)
    return chat


def _keep_number(chat: Chat, way: Way, where: str) -> None:
    """A number the host never gave is the seeker's own: then it is the host who calls."""
    asked = chat.invitation
    if way == Way.PHONE and not asked.answers.filter(phone=where).exists():
        asked.phone = where
        asked.save(update_fields=["phone", "updated_at"])


def _check_not_too_often(chat: Chat) -> None:
    if chat.sequence >= MOST_MOVES:
        said = f"This chat has been changed {MOST_MOVES} times. Please write to each other."
        raise Refused(said)


def _tell_both(chat: Chat, by: Side, line: str, now: datetime, *, kept: bool = False) -> None:
    """Whoever has not heard of the chat yet hears of it as it is now, not of a move."""
    kept_by = by if kept else ""
    drafts = meeting.without_times_now(chat, now)
    if meeting.has_heard(chat, Side.SEEKER):
        is_busy = by == Side.HOST and _is_busy(chat, chat.starts_at)
        drafts.append(
            emails.moved_seeker(chat, line=line, kept_by=kept_by, is_busy=is_busy, now=now)
        )
    else:
        drafts.append(_booked_seeker(chat, by, line, now))
    if chat.contact.email:
        drafts.append(_moved_host(chat, line, kept_by, now))
    queue.enqueue(drafts)


def _booked_seeker(chat: Chat, by: Side, line: str, now: datetime) -> Draft:
    answer = chat.invitation.latest_answer
    first_line = answer.line if answer else ""
    return emails.booked_seeker(chat, by=by, line=line or first_line, now=now)


def _moved_host(chat: Chat, line: str, kept_by: str, now: datetime) -> Draft:
    link = meeting.link_for(chat)
    if not meeting.has_heard(chat, Side.HOST):
        return emails.booked_host(chat, link=link, now=now)
    said = meeting.for_host(chat, line)
    return emails.moved_host(chat, line=said, kept_by=kept_by, link=link, now=now)


def _tell_both_where(chat: Chat, now: datetime) -> None:
    """Each calendar holds an entry that came by e-mail, so each gets the new one."""
    if meeting.has_heard(chat, Side.SEEKER):
        drafts = [emails.place_changed_seeker(chat, now=now)]
    else:
        drafts = [_booked_seeker(chat, Side.SEEKER, "", now)]
    if chat.contact.email:
        link, knows = meeting.link_for(chat), meeting.has_heard(chat, Side.HOST)
        tell = emails.place_changed_host if knows else emails.booked_host
        drafts.append(tell(chat, link=link, now=now))
    queue.enqueue(drafts)


def _record(chat: Chat, what: str, by: Side, now: datetime) -> None:
    who = "you" if by == Side.SEEKER else "them"
    url = chat.get_absolute_url()
    record(chat.contact, f"Chat {what} by {who}", at=now, url=url, stage=Stage.BOOKED)
