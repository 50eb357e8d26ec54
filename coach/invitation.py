"""The coach of an invitation: what helps a stranger to say yes, and why.

It warns. It blocks only where sending would embarrass (`coach.mistakes`).
"""

import re
from difflib import SequenceMatcher

from coach import greetings
from coach.ask import Ask
from coach.hints import Coach, Hint, advise, another_language, ok
from coach.mistakes import leftovers, somebody_else, wrong_name
from coach.own_words import own_words
from coach.who_writes import says_who
from coach.words import (
    ATTACHMENT,
    BOAST,
    COFFEE,
    EASY_OUT,
    JOB_ASK,
    JOINING,
    SHARED,
    STALE,
    THEIR_WORK,
    fold,
    found_in,
    minutes_in,
    significant_words,
)

MAX_WORDS, GOOD_WORDS = 100, 75
TO_THEM = re.compile(r"\byou(?:r|rs|[’']re|[’']ve)?\b", re.IGNORECASE)
MIN_TIMES = 3
MAX_MINUTES = 30
IN_PERSON = "in_person"
"""Among the ways to meet."""
TOO_ALIKE = 0.9
MAX_COMPARED_WORDS = 200
"""Words of a message, twice as many as a good one has. All of a long one would take minutes."""


def _short(ask: Ask) -> Hint:
    words = len(ask.message.split())
    if words <= GOOD_WORDS:
        return ok("Short", f"{words} words: read in half a minute.")
    if words <= MAX_WORDS:
        return ok("Short enough", f"{words} words; around {GOOD_WORDS} is best.")
    return advise("Make it shorter", f"{words} words; at most {MAX_WORDS} get read on a phone.")


def _introduces(ask: Ask) -> Hint:
    if says_who(ask.told, ask.seeker_name):
        return ok("Says who you are", "A name and a line make a stranger a person.")
    return advise("Say who you are", "One line about you, such as “I am …”, is enough.")


def _specific(ask: Ask) -> Hint:
    noted = significant_words(f"{ask.contact_company} {ask.connection} {ask.research}")
    names = significant_words(f"{ask.contact_name} {ask.seeker_name}")
    words = (noted & significant_words(ask.beginning)) | _of_their_role(ask)
    if words - names or THEIR_WORK.search(ask.beginning):
        return ok("A reason for this person", "They see at once why you ask them.")
    return advise(
        "Why this person?",
        "Name one specific thing about their work in the first sentences. It shows you looked.",
    )


def _of_their_role(ask: Ask) -> set[str]:
    """Words of it where the seeker speaks to them: one's own role may be the same."""
    sentences = re.split(r"(?<=[.!?])\s+", ask.beginning)
    to_them = " ".join(one for one in sentences if TO_THEM.search(one))
    return significant_words(ask.contact_role) & significant_words(to_them)


def _connection(ask: Ask) -> Hint:
    words = significant_words(ask.connection) & significant_words(ask.beginning)
    if words or SHARED.search(ask.beginning):
        return ok("Connection first", "What you share opens the door.")
    return advise(
        "Begin with what connects you",
        "A school, a person, a talk or an article you share makes an answer likelier.",
    )


def _no_job(ask: Ask) -> Hint | None:
    if found := found_in(f"{own_words(ask.subject)}\n{ask.written}", JOB_ASK, JOINING):
        return advise(
            f"Leave out {found}",
            "Asking for a job closes the door; asking for a story opens it.",
        )
    return None


def _clear_ask(ask: Ask) -> Hint:
    asked = minutes_in(ask.message)
    if asked and "?" in ask.message and asked <= MAX_MINUTES:
        return ok("A small, clear ask", "A length and a question are easy to say yes to.")
    if asked > MAX_MINUTES:
        return advise("Ask for less time", "15 to 30 minutes is a gift most people can give.")
    return advise(
        "Ask one clear question",
        f"Say how long, such as “could we talk for {min(ask.minutes, MAX_MINUTES)} minutes?”.",
    )


def _choice_of_ways(ask: Ask) -> Hint:
    if len(ask.ways) >= 2:
        return ok("A choice of ways to meet", "They pick what suits their day.")
    return advise("Offer another way to meet", "Some like video, others a call on a walk.")


def _times(ask: Ask) -> Hint:
    days = len(set(ask.days))
    if len(ask.days) >= MIN_TIMES and days >= MIN_TIMES:
        return ok("Times on several days", f"{len(ask.days)} times on {days} days.")
    if ask.any_free:
        return ok("Any free time of yours", "They pick what suits their week.")
    # One line on a phone, as above: a longer one would move the week while times are picked.
    return advise("Offer times on three days", "Three or more, so that one of them fits.")


def _easy_out(ask: Ask) -> Hint:
    if EASY_OUT.search(ask.message):
        return ok("An easy out", "A no that costs nothing makes a yes likelier.")
    return advise("Leave an easy out", "A line such as “no is fine” makes a yes likelier.")


def _coffee(ask: Ask) -> Hint | None:
    if IN_PERSON not in ask.ways:
        return None
    if COFFEE.search(ask.message):
        return ok("The coffee is on you", "A small thing, and it is kind.")
    return advise("Offer the coffee", "You would meet in person: say that the coffee is on you.")


def _stale(ask: Ask) -> Hint | None:
    if found := found_in(ask.written, STALE):
        return advise(
            f"Say {found} in your own words",
            "It reads like a mass mailing, or like pressure.",
        )
    return None


def _boast(ask: Ask) -> Hint | None:
    if found := found_in(ask.written, BOAST):
        return advise(
            f"Leave out {found}",
            "Who sells themselves asks for a verdict; who is curious gets a story.",
        )
    return None


def _greets(ask: Ask) -> Hint | None:
    if greetings.NOBODY.search(ask.message):
        return advise("Greet them by name", "It takes a word and shows you mean them.")
    return None


def _no_attachment(ask: Ask) -> Hint | None:
    if ATTACHMENT.search(ask.written):
        return advise("Send nothing along", "Attachments make work, and mail filters wary.")
    return None


def _own_words(ask: Ask) -> Hint | None:
    words = _compared(ask.message)
    if any(_alike(words, _compared(earlier)) for earlier in ask.recent):
        return advise(
            "Close to an earlier message",
            "You sent nearly the same text before. People can tell; change what is personal.",
        )
    return None


def _compared(message: str) -> list[str]:
    return fold(message).split()[:MAX_COMPARED_WORDS]


def _alike(words: list[str], earlier: list[str]) -> bool:
    matcher = SequenceMatcher(None, words, earlier, autojunk=False)
    close = matcher.real_quick_ratio() >= TOO_ALIKE and matcher.quick_ratio() >= TOO_ALIKE
    return close and matcher.ratio() >= TOO_ALIKE


COACH = Coach[Ask](
    text=lambda ask: ask.message,
    blocking=(leftovers, wrong_name, somebody_else),
    helping=(
        _short,
        _introduces,
        _specific,
        _connection,
        _clear_ask,
        _choice_of_ways,
        _times,
        _easy_out,
        _coffee,
        _no_job,
        _boast,
        _stale,
        _greets,
        _no_attachment,
        _own_words,
    ),
    helping_in_any_language=(
        another_language,
        _short,
        _choice_of_ways,
        _times,
        _greets,
        _own_words,
    ),
)
blocks, review = COACH.blocks, COACH.review
