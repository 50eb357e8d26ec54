"""Whether anything came of a chat (`chats.meeting.built_on`)."""

from chats.models import Chat


def keeps_something(chat: Chat) -> bool:
    return chat.outcomes.exists()
