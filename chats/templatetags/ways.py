"""How people meet, in words: `{{ invitation.ways|say_ways }}`, `{{ chat|say_meeting }}`."""

from collections.abc import Sequence

from django import template

from chats.models import Chat
from chats.states import Way

register = template.Library()


@register.filter
def say_ways(ways: Sequence[str]) -> str:
    """`video call or phone call`; each is one the seeker offers."""
    return " or ".join(Way(way).label.lower() for way in ways)


@register.filter
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
