"""The coach of the thank-you: what makes it worth reading, and why.

It blocks a place that still waits for the seeker's own words, a wrong name, and a text that is
too long. It asks once before thanks leave that name nothing, leave out the next step, or speak of
a résumé: words are not always understood. Everything else is advice.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from coach.ask import Ask
from coach.hints import Coach, Hint, advise, another_language, block, ok
from coach.mistakes import wrong_name
from coach.own_words import SENTENCE, own_words
from coach.places import BRACKET, PLACE, places
from coach.words import JOB_ASK, found_in, listed, significant_words

MAX_WORDS, GOOD_WORDS = 120, 100
FOR_TIME, WILL_TELL = "Thank you for your time.", "I will let you know what I make of it."
"""What a draft says by itself, whatever the chat was like."""
STAYS, BESIDES = "What stays with me most:", "And this:"
NEXT_STEP, PROMISED = "My next step:", "As promised, I will"
"""What leads up to the seeker's own words in a draft, and says nothing without them."""
LEADS = (STAYS, BESIDES, NEXT_STEP, PROMISED)
NOTHING_SAID = (
    *("it", "this", "that", "all", "nothing", "everything", "something", "none", "soon", "later"),
    *("everything you said", "all you said", "what you said", "to be seen"),
)
OURS = (
    *(FOR_TIME, WILL_TELL, *LEADS, f"{PROMISED} by {{{{day}}}}"),
    *(f"{lead} {word}" for lead in LEADS for word in NOTHING_SAID),
)
_ABOUT = r" (?:about|on|to|that|of|with|from|how|when|not|whether)\b(?! (?:me|my|us|everything)\b)"
THEIR_WORDS = re.compile(
    r"\b(?:your (?:[\w’'-]+ ){0,3}(?:point|story|idea|question|example|suggestion|tip|"
    r"recommendation)\b|"
    r"(?:your|the) (?:[\w’'-]+ ){0,3}(?:advice|tip|hint|answer|sentence|experience|view|words?|"
    rf"description)(?:{_ABOUT}|(?=: | [“\"]))|"
    r"(?:when|what|how) you (?:said|told|described|explained|mentioned|began|started|learn\w*)\b|"
    r"(?<!all )(?<!everything )you (?:said|told me|described|explained|mentioned|suggested|"
    r"recommended|showed me|pointed me|named)\b|(?:stays|stayed) with me most: \w)",
    re.IGNORECASE,
)
"""`Your advice` alone could go to anyone; it is one thing with what it was about."""
_SAID_TO_ANYONE = (
    r"(?:(?:never|always|forever|remember|not forget|let you know|keep (?:you|in touch)|"
    r"be (?:in touch|happy|glad|grateful|sure))\b)"
)
AHEAD = re.compile(
    rf"\b(?:(?:i will|i['’]ll) (?!{_SAID_TO_ANYONE})|i am going to|i['’]m going to|i plan to|"
    r"next (?:week|month|step|i)|i (?:start|begin) (?:with|on|by)|"
    r"by (?:mon|tues|wednes|thurs|fri|satur|sun)day)\b",
    re.IGNORECASE,
)
QUESTION = re.compile(r"\b(?:could|can|would|will) (?:you|we)\b", re.IGNORECASE)
ANOTHER = re.compile(
    r"\b(?:another|second|further|follow-up) (?:call|chat|meeting|coffee)\b", re.IGNORECASE
)
RESUME = re.compile(
    r"\b(?:curriculum vitae|portfolio|cover letter|attach\w*|enclosed|hire me)\b",
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
        return own_words(self.text, OURS)


def _places(thanks: Thanks) -> Iterator[Hint]:
    waiting = places(thanks.text)
    if notes := [place for place in waiting if BRACKET.match(place)]:
        yield block(
            f"Please replace {listed(notes)} with your own words",
            "A note to yourself is not yet said to somebody.",
        )
    if left := [place for place in waiting if place not in notes]:
        yield block("A placeholder is left", f"Put your own words for {listed(left)}.")


def _wrong_name(thanks: Thanks) -> Iterator[Hint]:
    ask = Ask(
        subject="",
        message=thanks.text,
        seeker_name=thanks.seeker_name,
        contact_name=thanks.contact_name,
        contact_called=thanks.contact_called,
    )
    return wrong_name(ask)


def _too_long(thanks: Thanks) -> Iterator[Hint]:
    if (words := count(_to_be_read(thanks))) > MAX_WORDS:
        yield block(
            f"Make it at most {MAX_WORDS} words",
            f"It has {words}. Short thanks are read at once, long ones are put aside for later.",
        )


def _to_be_read(thanks: Thanks) -> str:
    """Without the places, which will be other words by then."""
    return PLACE.sub("", thanks.text)


def count(text: str) -> int:
    return len(text.split())


def _short(thanks: Thanks) -> Hint | None:
    words = count(_to_be_read(thanks))
    if words > MAX_WORDS:
        return None  # said above
    if words > GOOD_WORDS:
        return advise("A little shorter", f"{words} of at most {MAX_WORDS} words. Less is warmer.")
    return ok("Short", f"{words} words: read in half a minute.")


def _specific(thanks: Thanks) -> Hint | None:
    if _shares(thanks, thanks.notes) or THEIR_WORDS.search(thanks.written):
        return ok("One specific thing", "They see what their time was good for.")
    if places(thanks.text):
        return None  # said above
    return advise(
        "Name one specific thing they said",
        "Thanks that could go to anyone thank nobody. Your notes may remind you of it.",
    )


def _next_step(thanks: Thanks) -> Hint | None:
    if not thanks.next_step:
        return None
    if _shares(thanks, thanks.next_step) or AHEAD.search(thanks.written):
        return ok("What you do next", "Advice that is used is the best thanks.")
    if places(thanks.text):
        return None  # said above
    return advise(
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
        return advise(
            f"Leave out {found}",
            "It turns thanks into an application. If they want to help, they will ask for it.",
        )
    return None


def _no_ask(thanks: Thanks) -> Hint | None:
    if _asks(thanks.written):
        return advise(
            "Ask for nothing today",
            "A thank-you that asks is an ask. Let this one stand, and ask another day.",
        )
    return None


COACH = Coach[Thanks](
    text=lambda thanks: thanks.text,
    blocking=(_places, _wrong_name, _too_long),
    helping=(_specific, _next_step, _short, _no_resume, _no_ask),
    helping_in_any_language=(another_language, _short),
    doubting=(_specific, _next_step, _no_resume),
)
blocks, doubts, review = COACH.blocks, COACH.doubts, COACH.review
