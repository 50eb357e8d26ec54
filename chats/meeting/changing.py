"""What changes about a chat that stands: its time, back to the time before, how they meet."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from calendars.busy import is_busy
from chats.email_groups import MOVED
from chats.errors import HostBusy, Refused, TimeTaken
from chats.event_kinds import CHANGED
from chats.locks import lock_chat
from chats.meeting import booking, checks, emails, thanks
from chats.meeting.move_conflicts import check_may_try, counting_conflicts, tried_enough
from chats.models import Change, Chat
from chats.notifications import has_heard, say, take_back
from chats.states import ChangeKind, ChatStatus, Side, Way
from chats.telling import tell
from contacts.models import record
from contacts.states import Stage
from outbox.kinds import Audience
from outbox.rendered import RenderedEmail

MAX_MOVES = 5
"""Each move is an e-mail and a calendar entry to a busy person."""

MOVED_MEANWHILE = _(
    "The chat was moved meanwhile. Please look at the time it has now, and press again."
)

GONE = _("The time before is taken by now. You can choose another time, or cancel the chat.")


@counting_conflicts
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
    checks.check_may_move(chat, by, now)
    if was not in {None, chat.starts_at}:
        raise Refused(MOVED_MEANWHILE)
    if starts_at <= now:
        raise Refused(gettext("That time has passed already. Please choose a later one."))
    _check_not_too_often(chat)
    if by == Side.SEEKER:
        check_may_try(chat)
    if chat.starts_at <= now:
        thanks.keep_back(chat)
        thanks.put_off(chat, starts_at - chat.starts_at)
    known = _time_they_know(chat, by, take_back(chat))
    chat.moved_from, chat.moved_by = known if known != starts_at else None, by
    chat.host_address = chat.host_address or address
    booking.shift(chat, starts_at, by, now)
    _tell_both(chat, by, line, now)
    _record(chat, ChangeKind.MOVED, by, line, now)
    return chat


def _time_they_know(chat: Chat, by: Side, taken_back: Sequence[str]) -> datetime:
    """What the other side may go back to: of a move they have not heard of, the time before it."""
    other = Side.HOST if by == Side.SEEKER else Side.SEEKER
    told = MOVED.kinds_to(Audience(other))
    unheard = chat.moved_by == by and not set(told).isdisjoint(taken_back)
    return chat.moved_from if unheard and chat.moved_from else chat.starts_at


@counting_conflicts
def decline_move(
    chat: Chat, *, back_to: datetime, by: Side, line: str = "", address: str = "", now: datetime
) -> Chat:
    """The new time does not suit the other side: the chat goes back to the time before the move.

    `back_to` is the time the button named, so that it never means another move. Raises `Refused`
    with the ways out where that time is gone.
    """
    if chat.starts_at == back_to and chat.status == ChatStatus.SCHEDULED:
        return chat
    checks.check_still_to_come(chat, now)
    if chat.moved_from != back_to or chat.moved_by == by:
        raise Refused(gettext("The chat has been changed again. This is where things stand now."))
    gone = back_to <= now or _is_unseen(chat, by, back_to)
    if gone or (by == Side.SEEKER and tried_enough(chat)):
        raise Refused(GONE)
    chat.moved_from, chat.moved_by = None, ""
    chat.host_address = chat.host_address or address
    take_back(chat)
    try:
        booking.shift(chat, back_to, by, now)
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
    checks.check_still_to_come(chat, now)
    _check_not_too_often(chat)
    _keep_number(chat, way, where)
    chat.way, chat.where = way, where
    chat.sequence += 1
    chat.save(update_fields=["way", "where", "sequence"])
    booking.put_in_calendar(chat, now)
    move = _unheard_move(chat, take_back(chat))
    if move:  # one e-mail says all of it, with the line of the move
        kept = move.kind == ChangeKind.KEPT
        _tell_both(chat, Side(move.by), move.line, now, kept=kept)
    else:
        _tell_both_where(chat, now)
    _record(chat, ChangeKind.PLACE, Side.SEEKER, "", now)
    return chat


def _unheard_move(chat: Chat, taken_back: Sequence[str]) -> Change | None:
    """The last move, where somebody was still to hear of it."""
    if set(MOVED.kinds).isdisjoint(taken_back):
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
        said = ngettext(
            "This chat has been changed %(times)d time. Please write to each other.",
            "This chat has been changed %(times)d times. Please write to each other.",
            MAX_MOVES,
        )
        raise Refused(said % {"times": MAX_MOVES})


def too_often(chat: Chat) -> bool:
    return chat.sequence >= MAX_MOVES


def _tell_both(chat: Chat, by: Side, line: str, now: datetime, *, kept: bool = False) -> None:
    """Whoever has not heard of the chat yet hears of it as it is now, not of a move."""
    kept_by = by if kept else ""
    rendered = booking.without_times_now(chat, now)
    if has_heard(chat, Side.SEEKER):
        busy = _is_unseen(chat, by, chat.starts_at)
        rendered.append(
            emails.moved_seeker(chat, line=line, kept_by=kept_by, is_busy=busy, now=now)
        )
    else:
        rendered.append(_booked_seeker(chat, by, line, now))
    if chat.host_address:
        rendered.append(_moved_host(chat, line, kept_by, now))
    if kept:
        say(chat, rendered)  # never refused: without it they would be held to a time they cannot
    else:
        tell(chat, rendered)


def _booked_seeker(chat: Chat, by: Side, line: str, now: datetime) -> RenderedEmail:
    answer = chat.invitation.answers.standing().first()
    first_line = answer.line if answer else ""
    return emails.booked_seeker(chat, by=by, line=line or first_line, now=now)


def _moved_host(chat: Chat, line: str, kept_by: str, now: datetime) -> RenderedEmail:
    if not has_heard(chat, Side.HOST):
        return booking.news_for_host(chat, now)
    link = booking.link_for(chat)
    return emails.moved_host(chat, line=line, kept_by=kept_by, link=link, now=now)


def _tell_both_where(chat: Chat, now: datetime) -> None:
    """Each calendar holds an entry that came by e-mail, so each gets the new one."""
    if has_heard(chat, Side.SEEKER):
        rendered = [emails.place_changed_seeker(chat, now=now)]
    else:
        rendered = [_booked_seeker(chat, Side.SEEKER, "", now)]
    if chat.host_address:
        rendered.append(_place_changed_host(chat, now))
    tell(chat, rendered)


def _place_changed_host(chat: Chat, now: datetime) -> RenderedEmail:
    if not has_heard(chat, Side.HOST):
        return booking.news_for_host(chat, now)
    return emails.place_changed_host(chat, link=booking.link_for(chat), now=now)


def _record(chat: Chat, kind: ChangeKind, by: Side, line: str, now: datetime) -> None:
    booking.note_change(chat, kind, by, line, now)
    record(chat.contact, CHANGED[kind], at=now, side=by, target=chat, stage=Stage.BOOKED)
