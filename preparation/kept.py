"""Whether anything was prepared for a chat or noted beside it (`chats.meeting.built_on`)."""

from chats.models import Chat


def keeps_something(chat: Chat) -> bool:
    return chat.questions.exists() or chat.jottings.exists()
