"""What changes about a chat that stands: its time, back to the time before, how they meet."""

from datetime import datetime

from django.db import transaction

from calendars.busy import is_busy
from chats import emails
from chats.errors import HostBusy, Refused, TimeTaken
from chats.lifecycle import meeting
from chats.lifecycle.locks import lock_chat
from chats.lifecycle.marking import keep_back_thanks
from chats.lifecycle.telling import tell
from chats.lifecycle.trying import check_may_try, counting_clashes, tried_enough
from chats.models import Change, Chat
from chats.states import ChangeKind, ChatStatus, Side, Way
from contacts.models import record
from contacts.states import Stage
from outbox import queue
from outbox.queue import Draft

MOST_MOVES = 5
"""Each move is an e-mail and a calendar entry to a busy person."""

MOVED_MEANWHILE = (
    "The chat was moved meanwhile. Please look at the time it has now, and press again."
)

GONE = "The time before is taken by now. You can choose another time, or cancel the chat."


@counting_clashes
def reschedule(
    chat: Chat,
    *,
    starts_at: datetime,
    by: Side,
    line: str = "",
    was: datetime | None = None,
    address: str = "",
    now: datetime,
) -> Chat:
    """Move the chat: same UID, SEQUENCE one higher, both calendars follow.

    `was` is the time it had on the page where the button stood, so that nobody moves what the other
    side has moved meanwhile without having seen it. `address` is where the link was delivered
    through which a host moves it.
    """
    if chat.starts_at == starts_at and chat.status == ChatStatus.SCHEDULED:
        return chat
    meeting.check_may_move(chat, by, now)
    if was not in {None, chat.starts_at}:
        raise Refused(MOVED_MEANWHILE)
    if starts_at <= now:
        raise Refused("That time has passed already. Please choose a later one.")
    _check_not_too_often(chat)
    if by == Side.SEEKER:
        check_may_try(chat)
    if chat.starts_at <= now:
        keep_back_thanks(chat)
    known = _time_they_know(chat, by)
    chat.moved_from, chat.moved_by = known if known != starts_at else None, by
    chat.host_address = chat.host_address or address
    meeting.shift(chat, starts_at, by, now)
    _tell_both(chat, by, line, now)
    _record(chat, ChangeKind.MOVED, by, line, now)
    return chat


def _time_they_know(chat: Chat, by: Side) -> datetime:
    """What the other side may go back to: of a move they have not heard of, the time before it."""
    other = Side.HOST if by == Side.SEEKER else Side.SEEKER
    unheard = chat.moved_by == by and queue.waits(chat.about, kinds=[f"moved_{other}"])
    return chat.moved_from if unheard and chat.moved_from else chat.starts_at


@counting_clashes
def decline_move(
    chat: Chat, *, back_to: datetime, by: Side, line: str = "", address: str = "", now: datetime
) -> Chat:
    """The new time does not suit the other side: the chat goes back to the time before the move.

    `back_to` is the time the button named, so that it never means another move. Raises `Refused`
    with the ways out where that time is gone.
    """
    if chat.starts_at == back_to and chat.status == ChatStatus.SCHEDULED:
        return chat
    meeting.check_still_to_come(chat, now)
    if chat.moved_from != back_to or chat.moved_by == by:
        raise Refused("The chat has been changed again. This is where things stand now.")
    gone = back_to <= now or _is_unseen(chat, by, back_to)
    if gone or (by == Side.SEEKER and tried_enough(chat)):
        raise Refused(GONE)
    chat.moved_from, chat.moved_by = None, ""
    chat.host_address = chat.host_address or address
    try:
        meeting.shift(chat, back_to, by, now)
    except HostBusy as error:
        raise HostBusy(back_to, GONE) from error
    except TimeTaken as error:
        raise Refused(GONE) from error
    _tell_both(chat, by, line, now, kept=True)
    _record(chat, ChangeKind.KEPT, by, line, now)
    return chat


def _is_unseen(chat: Chat, by: Side, starts_at: datetime) -> bool:
    """Whether it meets what a host cannot see: the seeker's calendar is busy then. A seeker who
    presses has seen it."""
    return by == Side.HOST and is_busy(chat.seeker, starts_at, starts_at + chat.length)


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
    move = _unheard_move(chat)
    queue.cancel(chat.about)
    if move:  # one e-mail says all of it, with the line of the move
        kept = move.kind == ChangeKind.KEPT
        _tell_both(chat, Side(move.by), move.line, now, kept=kept)
    else:
        _tell_both_where(chat, now)
    _record(chat, ChangeKind.PLACE, Side.SEEKER, "", now)
    return chat


def _unheard_move(chat: Chat) -> Change | None:
    """The last move, while somebody is still to hear of it."""
    if not queue.waits(chat.about, kinds=["moved_seeker", "moved_host"]):
        return None
    return chat.changes.filter(kind__in=[ChangeKind.MOVED, ChangeKind.KEPT]).first()


def _keep_number(chat: Chat, way: Way, where: str) -> None:
    """A number the host never gave is the seeker's own: then it is the host who calls."""
    asked = chat.invitation
    if way == Way.PHONE and not asked.answers.filter(phone=where).exists():
        asked.phone = where
        asked.save(update_fields=["phone", "updated_at"])


def _check_not_too_often(chat: Chat) -> None:
    if too_often(chat):
        said = f"This chat has been changed {MOST_MOVES} times. Please write to each other."
        raise Refused(said)


def too_often(chat: Chat) -> bool:
    return chat.sequence >= MOST_MOVES


def _tell_both(chat: Chat, by: Side, line: str, now: datetime, *, kept: bool = False) -> None:
    """Whoever has not heard of the chat yet hears of it as it is now, not of a move."""
    kept_by = by if kept else ""
    drafts = meeting.without_times_now(chat, now)
    if meeting.has_heard(chat, Side.SEEKER):
        busy = _is_unseen(chat, by, chat.starts_at)
        drafts.append(emails.moved_seeker(chat, line=line, kept_by=kept_by, is_busy=busy, now=now))
    else:
        drafts.append(_booked_seeker(chat, by, line, now))
    if chat.host_address:
        drafts.append(_moved_host(chat, line, kept_by, now))
    if kept:
        queue.enqueue(drafts)  # never refused: without it they would be held to a time they cannot
    else:
        tell(chat.invitation, drafts)


def _booked_seeker(chat: Chat, by: Side, line: str, now: datetime) -> Draft:
    answer = chat.invitation.latest_answer
    first_line = answer.line if answer else ""
    return emails.booked_seeker(chat, by=by, line=line or first_line, now=now)


def _moved_host(chat: Chat, line: str, kept_by: str, now: datetime) -> Draft:
    link = meeting.link_for(chat)
    if not meeting.has_heard(chat, Side.HOST):
        return emails.booked_host(chat, link=link, now=now)
    return emails.moved_host(chat, line=line, kept_by=kept_by, link=link, now=now)


def _tell_both_where(chat: Chat, now: datetime) -> None:
    """Each calendar holds an entry that came by e-mail, so each gets the new one."""
    if meeting.has_heard(chat, Side.SEEKER):
        drafts = [emails.place_changed_seeker(chat, now=now)]
    else:
        drafts = [_booked_seeker(chat, Side.SEEKER, "", now)]
    if chat.host_address:
        link, knows = meeting.link_for(chat), meeting.has_heard(chat, Side.HOST)
        say = emails.place_changed_host if knows else emails.booked_host
        drafts.append(say(chat, link=link, now=now))
    tell(chat.invitation, drafts)


RECORDED = {
    ChangeKind.MOVED: "Chat moved",
    ChangeKind.KEPT: "Chat kept at the time before",
    ChangeKind.PLACE: "Chat changed",
}


def _record(chat: Chat, kind: ChangeKind, by: Side, line: str, now: datetime) -> None:
    meeting.note_change(chat, kind, by, line, now)
    who = "you" if by == Side.SEEKER else "them"
    text, url = f"{RECORDED[kind]} by {who}", chat.get_absolute_url()
    record(chat.contact, text, at=now, url=url, stage=Stage.BOOKED)
