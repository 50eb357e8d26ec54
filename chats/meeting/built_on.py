"""What other rooms keep of a chat, so that one that was noted by mistake is not taken away with it.

A room registers how it can be asked; chats know nothing of what it keeps.
"""

from collections.abc import Callable

from chats.models import Chat

_questions: list[Callable[[Chat], bool]] = []


def register(question: Callable[[Chat], bool]) -> None:
    """Called once by each room that keeps something of a chat, when it is ready."""
    _questions.append(question)


def is_built_on(chat: Chat) -> bool:
    """Whether anybody wrote something for it, made something of it, or heard of it."""
    has_words = bool(chat.goal or chat.hope or chat.notes)
    return has_words or chat.sequence > 0 or any(question(chat) for question in _questions)
