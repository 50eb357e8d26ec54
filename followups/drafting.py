"""A thank-you to start from: the seeker's notes, and a place for one specific thing."""

from chats.models import Chat

SPECIFIC = "[one specific thing they said]"
"""Must be replaced before it is sent: a thank-you that could go to anyone thanks nobody."""


def first_draft(chat: Chat) -> str:
    """The first line of the notes stands in as the one specific thing, where there are any."""
    lines = [line.strip(" -*•\t") for line in chat.notes.splitlines()]
    remembered = next((line for line in lines if line), SPECIFIC)
    return (
        f"Dear {chat.contact.first_name},\n\n"
        f"Thank you for your time. What stays with me most: {remembered}\n\n"
        "I will let you know what I make of it.\n\n"
        f"{chat.seeker.first_name}"
    )


def is_finished(text: str) -> bool:
    return SPECIFIC not in text
