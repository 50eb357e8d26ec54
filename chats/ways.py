"""How people meet, in words: on pages, in e-mails and in calendar entries alike."""

from collections.abc import Sequence

from chats.models import Chat
from chats.states import Way


def say_ways(ways: Sequence[str]) -> str:
    """`video call or phone call`; each is one the seeker offers."""
    return " or ".join(Way(way).label.lower() for way in ways)


def say_meeting(chat: Chat) -> str:
    """Where to be, and for a phone call who rings whom."""
    label = Way(chat.way).label
    if not chat.where:
        return f"{label}, the details still to be agreed"
    if chat.way != Way.PHONE:
        return f"{label}: {chat.where}"
    seeker, host = chat.seeker.first_name, chat.contact.first_name
    if chat.where == chat.invitation.phone:
        return f"{label}: {host} calls {seeker} on {chat.where}"
    return f"{label}: {seeker} calls {host} on {chat.where}"
