"""Call a chat off, and say so to whoever has heard of it."""

from datetime import datetime

from django.db import transaction

from calendars import entries
from chats.event_kinds import CANCELLED
from chats.locks import lock_chat
from chats.meeting import emails
from chats.meeting.booking import link_for, note_change
from chats.meeting.checks import check_still_to_come
from chats.models import Chat
from chats.notifications import has_heard, say, take_back
from chats.states import ChangeKind, ChatStatus, InvitationStatus, Side
from contacts.models import record
from contacts.states import Stage


@transaction.atomic
def cancel(chat: Chat, *, by: Side, line: str = "", opted_out: bool = False, now: datetime) -> None:
    """Call the chat off and free the time; both calendars follow.

    `opted_out` says that the host asked not to be written to, and that this calls it off.
    """
    chat = lock_chat(chat)
    if chat.status == ChatStatus.CANCELLED:
        return
    check_still_to_come(chat, now)
    after = InvitationStatus.WITHDRAWN if by == Side.SEEKER else InvitationStatus.DECLINED
    call_off(chat, by=by, line=line, after=after, opted_out=opted_out, now=now)
    note_change(chat, ChangeKind.CANCELLED, by, line, now)
    if by == Side.HOST and not has_heard(chat, Side.SEEKER):
        # All the seeker will ever hear of it: no, and the line that came with it.
        asked = chat.invitation
        no = emails.declined_seeker(asked, line=line, opted_out=opted_out, now=now)
        say(asked, [no])
    record(chat.contact, CANCELLED, at=now, side=by, target=chat, stage=Stage.CLOSED, words=line)


def call_off(
    chat: Chat,
    *,
    by: Side,
    line: str,
    after: InvitationStatus,
    undone: bool = False,
    opted_out: bool = False,
    now: datetime,
) -> None:
    """Cancel under the caller's locks. Whoever never heard of the chat is told nothing.

    `undone` says that the host is choosing again rather than leaving.
    """
    chat.status = ChatStatus.CANCELLED
    chat.cancelled_by = by
    chat.sequence += 1
    chat.save(update_fields=["status", "cancelled_by", "sequence"])
    chat.attendances.all().delete()
    chat.reminders.all().delete()
    entries.remove(chat.seeker, chat.uid, now=now)
    chat.invitation.status = after
    chat.invitation.save(update_fields=["status", "updated_at"])
    take_back(chat)
    rendered = []
    if has_heard(chat, Side.SEEKER):
        rendered.append(
            emails.cancelled_seeker(chat, line=line, undone=undone, opted_out=opted_out, now=now)
        )
    if chat.host_address and has_heard(chat, Side.HOST):
        link = link_for(chat)
        rendered.append(emails.cancelled_host(chat, line=line, undone=undone, link=link, now=now))
    say(chat, rendered)


def say_plainly(chat: Chat, now: datetime) -> None:
    """The host took "never again" back, and the chat stays cancelled: that alone is said, where
    the seeker has not heard of both."""
    if take_back(chat, kinds=[emails.cancelled_seeker.name]):
        say(chat, [emails.cancelled_seeker(chat, line="", now=now)])
    elif take_back(chat.invitation, kinds=[emails.declined_seeker.name]):
        no = emails.declined_seeker(chat.invitation, line="", opted_out=False, now=now)
        say(chat.invitation, [no])
