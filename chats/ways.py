"""How people meet, in words: on pages, in e-mails and in calendar entries alike."""

from collections.abc import Sequence

from chats.models import Chat
from chats.states import Side, Way


def say_ways(ways: Sequence[str]) -> str:
    """`video call or phone call`; each is one the seeker offers."""
    return " or ".join(Way(way).label.lower() for way in ways)


def say_meeting(chat: Chat, to: str = "") -> str:
    """Where to be, and for a phone call who rings whom; `to` is the side that is told, if one."""
    label = Way(chat.way).label
    if not chat.where:
        return f"{label}, the details still to be agreed"
    if chat.way != Way.PHONE:
        return f"{label}: {chat.where}"
    return f"{label}: {_who_rings(chat, to)} on {chat.where}"


def _who_rings(chat: Chat, to: str) -> str:
    names = {Side.SEEKER: chat.seeker.first_name, Side.HOST: chat.contact.first_name}
    seekers_own = chat.where == chat.invitation.phone
    caller, called = (Side.HOST, Side.SEEKER) if seekers_own else (Side.SEEKER, Side.HOST)
    if to == caller:
        return f"you call {names[called]}"
    return f"{names[caller]} calls {'you' if to == called else names[called]}"
