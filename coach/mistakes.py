"""Rules that block: a wrong name, somebody else's name or company, a placeholder that is left."""

import re
from collections.abc import Iterator, Sequence

from coach import greetings
from coach.ask import Ask
from coach.hints import Hint, block
from coach.places import PLACE, places
from coach.words import fold, listed, stands_in
from names.spellings import spelt_out

SHORTEST_NAME = 3


def leftovers(ask: Ask) -> Iterator[Hint]:
    for field, text in (("subject", ask.subject), ("message", ask.message)):
        if left := places(text):
            yield block("A placeholder is left", f"Put your own words for {listed(left)}.", field)


def wrong_name(ask: Ask) -> Iterator[Hint]:
    """Somebody else is greeted. A thank-you asks the same."""
    yield from _wrong_greeting(ask)
    others = {word.casefold() for name, _ in ask.others for word in name.split()}
    greeted = greetings.names_in(PLACE.sub("", ask.message), others)
    own = _ways_to_write(f"{ask.contact_name} {ask.contact_called}")
    names = _ways_to_write(" ".join(greeted))
    if names and not any(_same_name(name, word) for name in names for word in own):
        yield block(
            "Is that the right name?",
            f"The message greets {' '.join(greeted)}, and this one goes to {ask.contact_name}. "
            "If they go by another name, change it in the contact.",
        )


def _wrong_greeting(ask: Ask) -> Iterator[Hint]:
    """Nobody is called by a title alone, nor as a list of names has them."""
    if title := greetings.title_alone(ask.message, ask.contact_called):
        yield block(f"“{title}” is a title", f"Greet {ask.contact_name} by name.")
    if turned := greetings.comma_inside(ask.message, ask.contact_name):
        yield block(
            f"“{turned}” is how a list has it",
            "A greeting holds no comma. What you call them stands in the contact.",
        )


def _ways_to_write(names: str) -> set[str]:
    """Its words without their accents, and spelt out: Jurgen and Juergen for Jürgen."""
    return set(re.findall(r"[\w']+", f"{fold(names)} {spelt_out(names)}"))


def _same_name(one: str, other: str) -> bool:
    """Equal, or short for it: Dan and Daniel, but not Dan and Dana."""
    short, long = sorted((one, other), key=len)
    return short == long or (3 <= len(short) <= len(long) - 2 and long.startswith(short))


def somebody_else(ask: Ask) -> Iterator[Hint]:
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
    return block(
        f"{words} belongs to somebody else",
        f"{words} is with another of your contacts. If you mean it, note it in "
        f"{ask.contact_name}’s research or how you are connected, and it passes.",
        field,
    )
