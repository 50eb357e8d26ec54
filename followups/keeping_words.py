"""Words to start from for what keeps in touch, what helps them, and where LinkedIn is."""

from collections.abc import Iterator
from urllib.parse import urlencode, urlsplit

from chats.coach import Hint, Level
from chats.coach_words import ATTACHMENT, JOB_ASK, STALE, found_in
from chats.own_words import own_words
from chats.starters import leftovers
from contacts.models import Contact
from followups.drafting import SPECIFIC, in_own_words, left_to_say
from followups.models import FollowUp
from followups.states import Kind

MOST_WORDS = 90
NOTE_LENGTH = 200
"""What LinkedIn takes with an invitation from a free account; a paid one may write 300."""
LONGEST_NAME = 40

WHAT_YOU_DID = "[in your own words: what you did with it]"
WHY_THEM = "[in your own words: what in it is for them]"
WHAT_CAME = "what it is, and what it means to you"
NEWS = "[in your own words: one thing that happened, or that made you think of them]"


def first_words(follow_up: FollowUp) -> str:
    """A start for each kind, with places that wait for the seeker's own words."""
    contact, seeker = follow_up.contact, follow_up.seeker
    if follow_up.kind == Kind.LINKEDIN:
        return linkedin_note(follow_up)
    body = {
        Kind.RESOURCE: f"I came across this and thought of you: {WHY_THEM}",
        Kind.UPDATE: _update(follow_up),
        Kind.KEEP_IN_TOUCH: f"It has been a while since we spoke. {NEWS}",
    }[Kind(follow_up.kind)]
    end = "No need to answer. I hope all is well with you."
    return f"Dear {contact.first_name},\n\n{body}\n\n{end}\n\n{seeker.first_name}"


def _update(follow_up: FollowUp) -> str:
    """What they did with the advice; or what came of it, where that is known."""
    if not follow_up.news:
        return f"You told me {SPECIFIC}. {WHAT_YOU_DID}\n\nThank you for it."
    came = f"something came of it: {follow_up.news}."
    words = in_own_words(follow_up.news_words or WHAT_CAME)
    if follow_up.led_to:
        return f"You led me to {follow_up.led_to}, and {came} {words}\n\nThank you for it."
    helped = f"What helped most was that you told me {SPECIFIC}. Thank you for it."
    return f"We spoke, and {came} {words}\n\n{helped}"


def linkedin_note(follow_up: FollowUp) -> str:
    """Short enough for a free account, whatever the names."""
    to, by = (
        name[:LONGEST_NAME] for name in (follow_up.contact.first_name, follow_up.seeker.first_name)
    )
    why = "thank you for our conversation. I" if follow_up.chat_id else "I"
    return f"Hello {to}, {why} would be glad to stay in touch with you here. {by}"


def not_ready(text: str) -> str:
    """A place that still waits for the seeker's own words; empty where it can be sent."""
    return left_to_say(text) or next(iter(leftovers(text)), "")


def hints(text: str) -> list[Hint]:
    """What would make it better, each with why. Warns, and never blocks."""
    return list(_hints(text)) if text.strip() else []


def _hints(text: str) -> Iterator[Hint]:
    words, written = len(text.split()), own_words(text)
    if not_ready(text):
        yield _hint("Say one specific thing", "What is only about the two of you is read twice.")
    if words > MOST_WORDS:
        yield _hint("Make it shorter", f"{words} words; four sentences are read at once.")
    if found := found_in(written, JOB_ASK):
        yield _hint(f"Leave out {found}", "A word that asks for nothing is a gift.")
    if found := found_in(written, STALE):
        yield _hint(f"Say {found} in your own words", "It reads like a mass mailing.")
    if ATTACHMENT.search(written):
        yield _hint("Send nothing along", "A link is lighter than an attachment.")


def _hint(text: str, why: str) -> Hint:
    return Hint(Level.HINT, text, why, "text")


def linkedin_of(contact: Contact) -> str:
    """Their page where it is among the contact's links, else a search for them."""
    own = next((link for link in contact.links if _is_linkedin(link)), "")
    words = {"keywords": f"{contact.name} {contact.company}".strip()}
    return own or f"https://www.linkedin.com/search/results/people/?{urlencode(words)}"


def _is_linkedin(link: str) -> bool:
    parts = urlsplit(link)
    host = parts.hostname or ""
    return parts.scheme in {"http", "https"} and f".{host}".endswith(".linkedin.com")
