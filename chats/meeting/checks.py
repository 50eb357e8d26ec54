"""Whether a chat can still be changed; an operation that may not refuses with a sentence."""

from datetime import datetime, timedelta

from django.utils.translation import gettext

from chats.errors import Refused
from chats.meeting import thanks
from chats.models import Chat, Invitation
from chats.states import ChatStatus, Side

MOVED_UNTIL = timedelta(days=14)
"""After its end, how long a chat that did not happen may get another time."""


def check_may_move(chat: Chat, by: Side, now: datetime) -> None:
    """What both agreed on by another way is put right: a seeker may move what did not happen."""
    begun = chat.status == ChatStatus.SCHEDULED and chat.starts_at <= now
    if by == Side.SEEKER and begun and now < chat.ends_at + MOVED_UNTIL:
        _check_not_thanked(chat)
        return
    check_still_to_come(chat, now)


def _check_not_thanked(chat: Chat) -> None:
    if thanks.thanks_for(chat).went:
        raise Refused(gettext("You said thank you for this chat, so it is not moved any more."))


def check_still_to_come(chat: Chat, now: datetime) -> None:
    if chat.status == ChatStatus.CANCELLED:
        raise Refused(gettext("This chat was cancelled, so it cannot be changed any more."))
    if chat.status != ChatStatus.SCHEDULED or chat.starts_at <= now:
        raise Refused(gettext("This chat has begun or is over, so it cannot be changed any more."))


def live_chat(invitation: Invitation) -> Chat:
    """The chat the invitation led to, still to come or going on; refuses where there is none."""
    chat = invitation.chats.live().first()
    if chat is None:
        raise Refused(
            gettext("There is no chat to change any more. This is where things stand now.")
        )
    return chat.belongs_to(invitation)
