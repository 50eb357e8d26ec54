"""What a calendar answered: kept, shown and told of; it books, moves and cancels nothing.

Anybody can write an e-mail that looks like a reply, and mail programs answer on their own. So the
chat stays as it is until somebody presses a button on their page.
"""

from datetime import datetime, timedelta

from django.db import transaction

from chats.event_kinds import CALENDAR_SAID
from chats.locks import lock_chat
from chats.meeting import booking
from chats.models import CalendarReply, Chat
from chats.replies import emails
from chats.states import CalendarSaid, ChatStatus, Side
from chats.telling import tell_if_there_is_room
from contacts.models import record
from outbox.rendered import RenderedEmail

MAX_REPLIES = 10
"""Answers of one side to one state of the chat. More are a loop, or somebody's game."""
CLOCKS_DIFFER = timedelta(hours=1)
"""A stamp further ahead would silence every later answer."""


@transaction.atomic
def note_reply(
    chat: Chat,
    *,
    side: Side,
    said: CalendarSaid,
    sequence: int,
    stamped_at: datetime,
    proposed_at: datetime | None = None,
    now: datetime,
) -> None:
    """Keep the newest answer of each side. An old one, or the same again, is a quiet no-op."""
    chat = lock_chat(chat)
    over = chat.status != ChatStatus.SCHEDULED or chat.starts_at <= now
    if over or sequence < chat.sequence or stamped_at > now + CLOCKS_DIFFER:
        return
    kept = CalendarReply.objects.filter(chat=chat, side=side).first()
    times = _times(kept, chat)
    if times > MAX_REPLIES or (kept and not kept.is_older_than(chat.sequence, stamped_at)):
        return
    reply = CalendarReply(
        pk=kept.pk if kept else None,
        chat=chat,
        side=side,
        said=said,
        proposed_at=_worth_proposing(chat, said, proposed_at, now),
        sequence=chat.sequence,
        stamped_at=stamped_at,
        noted_at=now,
        times=times,
    )
    reply.save()
    if kept is None or _speaks_of(kept) != _speaks_of(reply):
        _tell(chat, reply, now)


def _times(kept: CalendarReply | None, chat: Chat) -> int:
    return kept.times + 1 if kept and kept.sequence == chat.sequence else 1


def _speaks_of(reply: CalendarReply) -> tuple[int, str, datetime | None]:
    return reply.sequence, reply.said, reply.proposed_at


def _worth_proposing(
    chat: Chat, said: CalendarSaid, proposed_at: datetime | None, now: datetime
) -> datetime | None:
    """Another time, still to come and within a year."""
    if said != CalendarSaid.COUNTERED or proposed_at in {None, chat.starts_at}:
        return None
    assert proposed_at is not None
    return proposed_at if now < proposed_at < now + timedelta(days=366) else None


def _tell(chat: Chat, reply: CalendarReply, now: datetime) -> None:
    kind = CALENDAR_SAID[CalendarSaid(reply.said)]
    record(chat.contact, kind, at=now, side=Side(reply.side), target=chat)
    if reply.objects_to_it:
        tell_if_there_is_room(chat, _emails(chat, reply))


def _emails(chat: Chat, reply: CalendarReply) -> list[RenderedEmail]:
    """Each leaves once for one state of the chat, whatever comes back."""
    if reply.side == Side.SEEKER:
        return [emails.reply_own_seeker(chat, reply)]
    if not chat.host_address:
        return [emails.reply_seeker(chat, reply)]
    link = booking.link_for(chat)
    return [emails.reply_host(chat, reply, link=link), emails.reply_seeker(chat, reply)]
