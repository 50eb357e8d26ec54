"""The message coach: says what helps a stranger to say yes, and why. Pure and deterministic.

It warns. It blocks only where sending would embarrass: a wrong name, somebody else's name or
company, a placeholder that is still there.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cached_property

from chats import greetings, starters
from chats.coach_words import (
    ATTACHMENT,
    BOAST,
    COFFEE,
    EASY_OUT,
    GREETING,
    INTRODUCTION,
    JOB_ASK,
    LENGTH,
    NOBODY,
    SHARED,
    STALE,
    THEIR_WORK,
    fold,
    found_in,
    listed,
    names_in,
    significant_words,
    stands_in,
)
from chats.own_words import own_words, places
from chats.states import Way

MOST_WORDS, GOOD_WORDS = 100, 75
FIRST_SENTENCES = 3
WORD = re.compile(r"\w")
TIMES = 3
TOO_ALIKE = 0.9
SHORTEST_NAME = 3
COMPARED = 200
"""Words of a message, twice as many as a good one has. All of a long one would take minutes."""


class Level(StrEnum):
    OK = "ok"
    HINT = "hint"
    BLOCK = "block"


@dataclass(frozen=True)
class Hint:
    level: Level
    text: str
    why: str
    field: str = "message"

    @property
    def sentence(self) -> str:
        """Both together, to stand beside the field."""
        return f"{self.text}{'' if self.text.endswith('?') else '.'} {self.why}"


@dataclass(frozen=True)
class Ask:
    """All the coach looks at. `known` is what the seeker noted about the contact and themselves."""

    subject: str
    message: str
    seeker_name: str
    contact_name: str
    contact_called: str = ""
    contact_company: str = ""
    contact_role: str = ""
    connection: str = ""
    research: str = ""
    known: str = ""
    minutes: int = 25
    ways: Sequence[str] = ()
    days: Sequence[date] = ()
    """The day of each time, in the seeker's zone."""
    recent: Sequence[str] = ()
    """The last twenty messages to others."""
    others: Sequence[tuple[str, str]] = ()
    """Name and company of the seeker's other contacts."""

    @cached_property
    def written(self) -> str:
        """What of the message the seeker wrote."""
        known = {"role": self.contact_role, "company": self.contact_company}
        ours = starters.sentences({**known, "minutes": str(self.minutes)})
        return own_words(self.message, ours)

    @cached_property
    def beginning(self) -> str:
        """What the seeker wrote in the first sentences, after the greeting."""
        body = GREETING.sub("", self.written, count=1)
        sentences = re.split(r"(?<=[.!?])\s+|\n{2,}", body)
        return " ".join([one for one in sentences if WORD.search(one)][:FIRST_SENTENCES])


def review(ask: Ask) -> list[Hint]:
    """Every rule's verdict, what blocks first, then what could be better, then what is fine."""
    if not ask.message.strip():
        return []
    hints = [*blocks(ask), *(rule(ask) for rule in RULES)]
    order = [Level.BLOCK, Level.HINT, Level.OK]
    return sorted(
        (hint for hint in hints if hint is not None), key=lambda hint: order.index(hint.level)
    )


def blocks(ask: Ask) -> list[Hint]:
    """What must be put right before it is sent."""
    return [*_leftovers(ask), *wrong_name(ask), *_somebody_else(ask)]


# -- What blocks ---------------------------------------------------------------------------------


def _leftovers(ask: Ask) -> Iterator[Hint]:
    for field, text in (("subject", ask.subject), ("message", ask.message)):
        if left := places(text):
            yield _block("A placeholder is left", f"Put your own words for {listed(left)}.", field)


def wrong_name(ask: Ask) -> Iterator[Hint]:
    """Somebody else is greeted. A thank-you asks the same."""
    yield from _wrong_greeting(ask)
    others = {word.casefold() for name, _ in ask.others for word in name.split()}
    greeted = names_in(ask.message, others)
    own = re.findall(r"[\w’']+", fold(f"{ask.contact_name} {ask.contact_called}"))
    if greeted and not any(_same_name(fold(name), word) for name in greeted for word in own):
        yield _block(
            "Is that the right name?",
            f"The message greets {' '.join(greeted)}, and this one goes to {ask.contact_name}. "
            "If they go by another name, change it in the contact.",
        )


def _wrong_greeting(ask: Ask) -> Iterator[Hint]:
    """Nobody is called by a title alone, nor as a list of names has them."""
    if title := greetings.title_alone(ask.message, ask.contact_called):
        yield _block(f"“{title}” is a title", f"Greet {ask.contact_name} by name.")
    if turned := greetings.comma_inside(ask.message, ask.contact_name):
        yield _block(
            f"“{turned}” is how a list has it",
            "A greeting holds no comma. What you call them stands in the contact.",
        )


def _same_name(one: str, other: str) -> bool:
    """Equal, or short for it: Dan and Daniel, but not Dan and Dana."""
    short, long = sorted((one, other), key=len)
    return short == long or (3 <= len(short) <= len(long) - 2 and long.startswith(short))


def _somebody_else(ask: Ask) -> Iterator[Hint]:
    """Another contact's full name or company, of three letters or more, wherever it stands.

    A name of one word is as often an everyday word ("I will", "with hope"): such a name, and a
    first name alone, block in the greeting only, which `wrong_name` looks after. What the seeker
    noted about this contact or themselves passes: it may well be meant.
    """
    meant = " ".join((ask.contact_name, ask.contact_company, ask.seeker_name, ask.known))
    for field, text in (("subject", ask.subject), ("message", ask.message)):
        for words in dict.fromkeys(_theirs(ask.others)):
            if stands_in(words, text) and not stands_in(words, meant):
                yield _elsewhere(words, ask, field)


def _theirs(others: Sequence[tuple[str, str]]) -> Iterator[str]:
    for name, company in others:
        parts = name.split()
        full = [" ".join(parts), f"{parts[0]} {parts[-1]}"] if len(parts) > 1 else []
        yield from (words for words in (*full, company.strip()) if len(words) >= SHORTEST_NAME)


def _elsewhere(words: str, ask: Ask, field: str) -> Hint:
    return _block(
        f"{words} belongs to somebody else",
        f"{words} is with another of your contacts. If you mean it, note it in "
        f"{ask.contact_name}’s research or how you are connected, and it passes.",
        field,
    )


def _block(text: str, why: str, field: str = "message") -> Hint:
    return Hint(Level.BLOCK, text, why, field)


# -- What helps ----------------------------------------------------------------------------------


def _short(ask: Ask) -> Hint:
    words = len(ask.message.split())
    if words <= GOOD_WORDS:
        return _ok("Short", f"{words} words: read in half a minute.")
    if words <= MOST_WORDS:
        return _ok("Short enough", f"{words} words; around {GOOD_WORDS} is best.")
    return _hint("Make it shorter", f"{words} words; at most {MOST_WORDS} get read on a phone.")


def _introduces(ask: Ask) -> Hint:
    if INTRODUCTION.search(ask.written):
        return _ok("Says who you are", "A name and a line make a stranger a person.")
    return _hint("Say who you are", "One line about you, such as “I am …”, is enough.")


def _specific(ask: Ask) -> Hint:
    noted = f"{ask.contact_company} {ask.contact_role} {ask.connection} {ask.research}"
    names = significant_words(f"{ask.contact_name} {ask.seeker_name}")
    words = significant_words(noted) & significant_words(ask.beginning) - names
    if words or THEIR_WORK.search(ask.beginning):
        return _ok("A reason for this person", "They see at once why you ask them.")
    return _hint(
        "Why this person?",
        "Name one specific thing about their work in the first sentences. It shows you looked.",
    )


def _connection(ask: Ask) -> Hint:
    words = significant_words(ask.connection) & significant_words(ask.beginning)
    if words or SHARED.search(ask.beginning):
        return _ok("Connection first", "What you share opens the door.")
    return _hint(
        "Begin with what connects you",
        "A school, a person, a talk or an article you share makes an answer likelier.",
    )


def _no_job(ask: Ask) -> Hint | None:
    if found := found_in(f"{own_words(ask.subject)}\n{ask.written}", JOB_ASK):
        return _hint(
            f"Leave out {found}",
            "Asking for a job closes the door; asking for a story opens it.",
        )
    return None


def _clear_ask(ask: Ask) -> Hint:
    found = LENGTH.search(ask.message)
    if found and "?" in ask.message and int(found[1]) <= 30:
        return _ok("A small, clear ask", "A length and a question are easy to say yes to.")
    if found and int(found[1]) > 30:
        return _hint("Ask for less time", "15 to 30 minutes is a gift most people can give.")
    return _hint(
        "Ask one clear question",
        f"Say how long, such as “could we talk for {min(ask.minutes, 30)} minutes?”.",
    )


def _choice_of_ways(ask: Ask) -> Hint:
    if len(ask.ways) >= 2:
        return _ok("A choice of ways to meet", "They pick what suits their day.")
    return _hint("Offer another way to meet", "Some like video, others a call on a walk.")


def _times(ask: Ask) -> Hint:
    days = len(set(ask.days))
    if len(ask.days) >= TIMES and days >= TIMES:
        return _ok("Times on several days", f"{len(ask.days)} times on {days} days.")
    # One line on a phone, as above: a longer one would move the week while times are picked.
    return _hint("Offer times on three days", "Three or more, so that one of them fits.")


def _easy_out(ask: Ask) -> Hint:
    if EASY_OUT.search(ask.message):
        return _ok("An easy out", "A no that costs nothing makes a yes likelier.")
    return _hint("Leave an easy out", "A line such as “no is fine” makes a yes likelier.")


def _coffee(ask: Ask) -> Hint | None:
    if Way.IN_PERSON not in ask.ways:
        return None
    if COFFEE.search(ask.message):
        return _ok("The coffee is on you", "A small thing, and it is kind.")
    return _hint("Offer the coffee", "You would meet in person: say that the coffee is on you.")


def _stale(ask: Ask) -> Hint | None:
    if found := found_in(ask.written, STALE):
        return _hint(
            f"Say {found} in your own words",
            "It reads like a mass mailing, or like pressure.",
        )
    return None


def _boast(ask: Ask) -> Hint | None:
    if found := found_in(ask.written, BOAST):
        return _hint(
            f"Leave out {found}",
            "Who sells themselves asks for a verdict; who is curious gets a story.",
        )
    return None


def _greets(ask: Ask) -> Hint | None:
    if NOBODY.search(ask.message):
        return _hint("Greet them by name", "It takes a word and shows you mean them.")
    return None


def _no_attachment(ask: Ask) -> Hint | None:
    if ATTACHMENT.search(ask.written):
        return _hint("Send nothing along", "Attachments make work, and mail filters wary.")
    return None


def _own_words(ask: Ask) -> Hint | None:
    words = _compared(ask.message)
    if any(_alike(words, _compared(earlier)) for earlier in ask.recent):
        return _hint(
            "Close to an earlier message",
            "You sent nearly the same text before. People can tell; change what is personal.",
        )
    return None


def _compared(message: str) -> list[str]:
    return fold(message).split()[:COMPARED]


def _alike(words: list[str], earlier: list[str]) -> bool:
    matcher = SequenceMatcher(None, words, earlier, autojunk=False)
    close = matcher.real_quick_ratio() >= TOO_ALIKE and matcher.quick_ratio() >= TOO_ALIKE
    return close and matcher.ratio() >= TOO_ALIKE


def _ok(text: str, why: str) -> Hint:
    return Hint(Level.OK, text, why)


def _hint(text: str, why: str) -> Hint:
    return Hint(Level.HINT, text, why)


RULES = (
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
)
