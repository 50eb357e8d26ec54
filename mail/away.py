"""Until when somebody is away, by what a program of theirs wrote. Nothing rather than a guess.

It is the day that is named, be it the last they are away or the first they are back: whoever wants
to write to them waits for the day after.
"""

import re
from datetime import date

from mail.dates import Found, days_in

MAX_LENGTH = 4_000
BEFORE, AFTER = 70, 50
"""So many letters around a day say what it is."""

FILLERS = r"(?:[\s,:(]{1,3}[\w.'’]{1,14}){0,4}[\s,:(]*$"
UNTIL = re.compile(
    r"\b(until|till?|’til|through|thru|up to|bis|jusqu['’]?(au|à|en)?|hasta|fino (al|a|all)|"
    r"sino al|tot|t/m|t\.e\.m|até|do|til|till)\b" + FILLERS,
    re.I,
)
RANGE = re.compile(r"(\d|\w)\.?\s{0,2}(-|–|—|/)\s{0,2}(\w{2,10}[,.]?\s)?$", re.I)
DAY_TO = re.compile(r"\b\d{1,2}(\.|er|º|°|st|nd|rd|th)?\s?(-|–|—|to|bis|au|al|tot|a)\s?$", re.I)
TO = re.compile(r"\b(to|and|au|al|y el|e il|a|en|og|und)\b" + FILLERS, re.I)
BACK = re.compile(
    r"\b(back|return\w*|returning|resum\w+|available( again)?|reachable|zurück\w*|wieder|rückkehr|"
    r"retour|reviens|reviendrai|rentre|serai|vuelta|vuelvo|regres\w+|volveré|reincorpor\w+|"
    r"ritorn\w+|rientr\w+|torno|terug|weer|volta\w*|regresso|retorn\w+|wracam|powr[oó]t|"
    r"tillbaka|tilbage|tilbake)\b",
    re.I,
)
FROM = re.compile(
    r"\b(from|starting|as of|since|between|on|ab|am|seit|vom|zum|von|le|du|dès|à partir|depuis|"
    r"entre|el|del|desde|il|dal|dall|op|vanaf|van|tussen|em|a partir|de|från|fra|od|den)\b"
    + FILLERS,
    re.I,
)
NOT = re.compile(r"\b(not|no|n['’]t|nicht|kein\w*|pas|non?|niet|não)\b|n['’]t\b", re.I)
YEAR = re.compile(r"\b20\d\d$")
CLAUSE = re.compile(r",|\b(?:and|but|und|aber|et|mais|y|pero|e|ma|en|maar|mas|och|men|og)\b", re.I)
END = re.compile(r"[.!?;]\s|\n\s*\n")
SHORTENED = re.compile(
    r"\b(einschl|einschließl|inkl|incl|vorauss|voraussichtl|vsl|spät|"
    r"mon|tues?|wed|thurs?|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|"
    r"lun|mar|mer|jeu|ven|sam|dim|mié|jue|vie|sáb|dom|gio)$",
    re.I,
)
"""Such a word and its dot stand before a day; at the end of a sentence they do not."""


def until_in(text: str, sent_on: date | None) -> date | None:
    if sent_on is None:
        return None
    text = text[:MAX_LENGTH]
    days = days_in(text, sent_on)
    pairs = list(zip([None, *days], days, strict=False))
    back = [day.day for before, day in pairs if day.day and _is_back(text, day, before)]
    if back:
        return min(back)
    ends = [
        (_begins_later(text, day, before, sent_on), day.day)
        for before, day in pairs
        if day.day and _is_end(text, day, before)
    ]
    return min(ends)[1] if ends else None


def _is_back(text: str, day: Found, previous: Found | None) -> bool:
    """Back on that day: said before it, or right behind it; never where it is denied."""
    since = previous.end if previous else 0
    before, after = _sentence_before(text, day.start, since), _sentence_after(text, day.end)
    if UNTIL.search(before):
        return False
    said = BACK.search(before) or (
        FROM.search(before) and BACK.search(after) and not _is_end(text, day, previous)
    )
    denied = NOT.search(CLAUSE.split(before)[-1]) or NOT.search(_up_to(after, BACK))
    return bool(said) and not denied


def _up_to(text: str, sign: re.Pattern[str]) -> str:
    found = sign.search(text)
    return text[: found.end()] if found else ""


def _is_end(text: str, day: Found, previous: Found | None) -> bool:
    before = _sentence_before(text, day.start, previous.end if previous else 0)
    if UNTIL.search(before):
        return True
    if previous and day.start - previous.end <= 25:
        between = text[previous.end : day.start]
        return bool(RANGE.search(f"1{between}") or TO.search(f" {between}"))
    return DAY_TO.search(before) is not None


def _begins_later(text: str, day: Found, previous: Found | None, sent_on: date) -> bool:
    """Whether it is the end of an absence yet to come."""
    if previous is None or previous.day is None or day.start - previous.end > 40:
        return False
    return previous.day > sent_on and bool(
        FROM.search(_sentence_before(text, previous.start)) or day.start - previous.end <= 6
    )


def _sentence_before(text: str, at: int, since: int = 0) -> str:
    """What stands before it in the same sentence."""
    before = text[max(since, at - BEFORE) : at]
    ends = [found.end() for found in END.finditer(before) if _ends(before, found)]
    return before[ends[-1] :] if ends else before


def _ends(text: str, found: re.Match[str]) -> bool:
    """A dot behind a number ends nothing, unless that is a year and a new sentence begins; nor
    does one behind a word cut short, with a number behind it."""
    if found[0][0] != ".":
        return True
    before, after = text[: found.start()], text[found.end() : found.end() + 1]
    if SHORTENED.search(before[-16:]):
        return bool(after) and not after.isdigit()
    if before[-1:].isdigit():
        return YEAR.search(before) is not None and after.isupper()
    return True


def _sentence_after(text: str, at: int) -> str:
    after = text[at : at + AFTER]
    found = END.search(after)
    return after[: found.start()] if found else after
