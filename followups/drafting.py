"""A thank-you to start from: the seeker's notes, and a place for one specific thing."""

import re

from chats.models import Chat

SPECIFIC = "[one specific thing they said]"
"""Must be replaced before it is sent: a thank-you that could go to anyone thanks nobody."""
OWN_WORDS = "[in your own words: {}]"
"""Around a note: what one jots down for oneself is not yet said to somebody."""
STANDING = re.compile(r"\[(?:one specific thing they said|in your own words:)[^\]]*\]?")


def first_draft(chat: Chat) -> str:
    """The first line of the notes stands in as the one specific thing, where there are any."""
    lines = [line.strip(" -*•\t[]") for line in chat.notes.splitlines()]
    note = next((line for line in lines if line), "")
    remembered = OWN_WORDS.format(re.sub(r"[\[\]]", "", note)) if note else SPECIFIC
    return (
        f"Dear {chat.contact.first_name},\n\n"
        f"Thank you for your time. What stays with me most: {remembered}\n\n"
        "I will let you know what I make of it.\n\n"
        f"{chat.seeker.first_name}"
    )


def left_to_say(text: str) -> str:
    """The first place that still waits for the seeker's own words, as it stands in the text."""
    found = STANDING.search(text)
    return found[0] if found else ""
