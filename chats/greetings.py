"""What is wrong with how a letter greets, whoever it goes to."""

import re

from accounts.names import is_title
from chats.coach_words import HELLO, fold

_LINE = re.compile(rf"^\s*{HELLO}\s+([^\n]{{1,200}})", re.IGNORECASE)
_END = re.compile("[,!:;–—]")
_WORD = re.compile(r"[\w.’'-]+")


def title_alone(message: str, called: str) -> str:
    """`Hello Dr.,` greets a title. Where that is what they are called it is meant."""
    words = _WORD.findall(_END.split(_line(message))[0])
    alone = bool(words) and all(map(is_title, words))
    return " ".join(words) if alone and _letters(" ".join(words)) != _letters(called) else ""


def comma_inside(message: str, name: str) -> str:
    """`Hello Weber, Anna,` greets as a list of names does."""
    before, _, rest = _line(message).partition(",")
    after = _END.split(rest)[0]
    theirs = set(_letters(name).split())
    inside = bool(theirs & {*_letters(before).split()}) and set(_letters(after).split()) <= theirs
    return f"{before.strip()}, {after.strip()}" if inside and after.strip() else ""


def _line(message: str) -> str:
    found = _LINE.match(message)
    return found[1] if found else ""


def _letters(words: str) -> str:
    return " ".join(re.findall(r"[\w’'-]+", fold(words)))
