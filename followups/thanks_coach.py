"""The coach of the thank-you: what makes it worth reading, and why. Pure and deterministic.

It blocks a place that still waits for the seeker's own words, a wrong name, and a text that is
too long. It asks once before thanks leave that name nothing, leave out the next step, or speak of
a résumé: words are not always understood. Everything else is advice.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from chats import coach
from chats.coach import Hint, Level
from chats.coach_words import JOB_ASK, found_in, listed, significant_words
from chats.own_words import BRACKET, PLACE, SENTENCE, own_words, places
from chats.starters import leftovers

MOST_WORDS, GOOD_WORDS = 120, 100
FOR_TIME, WILL_TELL = "Thank you for your time.", "I will let you know what I make of it."
"""What a draft says by itself, whatever the chat was like."""
THEIR_WORDS = re.compile(
    r"\b(?:your (?:[\w’'-]+ ){0,3}(?:advice|point|story|idea|question|example|suggestion|tip|"
    r"answer|sentence|experience|view|words|description|recommendation)|"
    r"(?:when|what|how) you (?:said|told|described|explained|mentioned|began|started|learn\w*)|"
    r"you (?:said|told me|described|explained|mentioned|suggested|recommended|showed me|"
    r"pointed me|named)|(?:stays|stayed) with me most: \w+)\b",
    re.IGNORECASE,
)
AHEAD = re.compile(
    r"\b(?:i will|i['’]ll|i am going to|i['’]m going to|i plan to|next (?:week|month|step|i)|"
    r"i (?:start|begin) (?:with|on|by)|by (?:mon|tues|wednes|thurs|fri|satur|sun)day)\b",
    re.IGNORECASE,
)
QUESTION = re.compile(r"\b(?:could|can|would|will) (?:you|we)\b", re.IGNORECASE)
ANOTHER = re.compile(
    r"\b(?:another|second|further|follow-up) (?:call|chat|meeting|coffee)\b", re.IGNORECASE
)
RESUME = re.compile(
    r"\b(?:résumé|resume|cv|curriculum vitae|portfolio|cover letter|attach\w*|enclosed)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Thanks:
    """All the coach looks at. `notes` is everything written down about the chat."""

    text: str
    seeker_name: str
    contact_name: str
    contact_called: str = ""
    notes: str = ""
    next_step: str = ""

    @cached_property
    def written(self) -> str:
        """What of it the seeker wrote."""
        return own_words(self.text, (FOR_TIME, WILL_TELL))


def review(thanks: Thanks) -> list[Hint]:
    """What blocks first, then what could be better, then what is fine."""
    if not thanks.text.strip():
        return []
    found = [*blocks(thanks), *(rule(thanks) for rule in RULES)]
    order = [Level.BLOCK, Level.HINT, Level.OK]
    hints = [hint for hint in found if hint is not None]
    return sorted(hints, key=lambda hint: order.index(hint.level))


def blocks(thanks: Thanks) -> Iterator[Hint]:
    """What must be put right before it leaves."""
    if left := BRACKET.findall(thanks.text):
        yield _block(
            f"Please replace {listed(left)} with your own words",
            "A note to yourself is not yet said to somebody.",
        )
    if left := leftovers(thanks.text):
        yield _block("A placeholder is left", f"Put your own words for {listed(left)}.")
    yield from coach.wrong_name(_as_ask(thanks))
    if (words := count(_to_be_read(thanks))) > MOST_WORDS:
        yield _block(
            f"Make it at most {MOST_WORDS} words",
            f"It has {words}. Short thanks are read at once, long ones are put aside for later.",
        )


def doubts(thanks: Thanks) -> list[Hint]:
    """What is asked about before it leaves; the seeker may know better."""
    found = (rule(thanks) for rule in (_specific, _next_step, _no_resume))
    return [hint for hint in found if hint is not None and hint.level == Level.HINT]


def _to_be_read(thanks: Thanks) -> str:
    """Without the places, which will be other words by then."""
    return PLACE.sub("", thanks.text)


def count(text: str) -> int:
    return len(text.split())


def _as_ask(thanks: Thanks) -> coach.Ask:
    return coach.Ask(
        subject="",
        message=thanks.text,
        seeker_name=thanks.seeker_name,
        contact_name=thanks.contact_name,
        contact_called=thanks.contact_called,
    )


def _short(thanks: Thanks) -> Hint | None:
    words = count(_to_be_read(thanks))
    if words > MOST_WORDS:
        return None  # said above
    if words > GOOD_WORDS:
        return _hint("A little shorter", f"{words} of at most {MOST_WORDS} words. Less is warmer.")
    return _ok("Short", f"{words} words: read in half a minute.")


def _specific(thanks: Thanks) -> Hint | None:
    if _shares(thanks, thanks.notes) or THEIR_WORDS.search(thanks.written):
        return _ok("One specific thing", "They see what their time was good for.")
    if places(thanks.text):
        return None  # said above
    return _hint(
        "Name one specific thing they said",
        "Thanks that could go to anyone thank nobody. Your notes may remind you of it.",
    )


def _next_step(thanks: Thanks) -> Hint | None:
    if not thanks.next_step:
        return None
    if _shares(thanks, thanks.next_step) or AHEAD.search(thanks.written):
        return _ok("What you do next", "Advice that is used is the best thanks.")
    if places(thanks.text):
        return None  # said above
    return _hint(
        "Say what you do next",
        "You noted a next step. One sentence about it shows that their advice is used.",
    )


def _shares(thanks: Thanks, noted: str) -> bool:
    """Whether a word of it was written, other than the two names."""
    names = significant_words(f"{thanks.contact_name} {thanks.seeker_name}")
    return bool(significant_words(noted) & significant_words(thanks.written) - names)


def _asks(text: str) -> bool:
    """Sentence by sentence: each is looked at once, however many times it says "could you"."""
    if ANOTHER.search(text):
        return True
    sentences = (found[0] for found in SENTENCE.finditer(text))
    return any(one.endswith("?") and QUESTION.search(one) for one in sentences)


def _no_resume(thanks: Thanks) -> Hint | None:
    if found := found_in(thanks.written, RESUME, JOB_ASK):
        return _hint(
            f"Leave out {found}",
            "It turns thanks into an application. If they want to help, they will ask for it.",
        )
    return None


def _no_ask(thanks: Thanks) -> Hint | None:
    if _asks(thanks.written):
        return _hint(
            "Ask for nothing today",
            "A thank-you that asks is an ask. Let this one stand, and ask another day.",
        )
    return None


def _block(text: str, why: str) -> Hint:
    return Hint(Level.BLOCK, text, why, "text")


def _hint(text: str, why: str) -> Hint:
    return Hint(Level.HINT, text, why, "text")


def _ok(text: str, why: str) -> Hint:
    return Hint(Level.OK, text, why, "text")


RULES = (_specific, _next_step, _short, _no_resume, _no_ask)
