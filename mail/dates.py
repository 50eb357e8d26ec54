"""Days as people write them: 7 December, 7.12., 2026-12-07, le 7 décembre, December 7th."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from mail.months import MONTHS

LONGEST_WITHOUT_A_YEAR = timedelta(days=200)
"""A day further on is more likely one that has passed."""
LONGEST = timedelta(days=3 * 366)
MAX_FOUND = 50

_MONTH = "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True))
_YEAR = r"20\d\d"
ISO = re.compile(rf"(?<![\d-])(?P<y>{_YEAR})-(?P<m>\d\d?)-(?P<d>\d\d?)(?![\d-])")
DOTTED = re.compile(
    rf"(?<![\d.:])(?P<d>\d\d?)\. ?(?P<m>\d\d?)\.(?: ?(?P<y>{_YEAR})|(?P<yy>\d\d))?(?![\d:])"
)
OPEN = re.compile(
    r"(?:(?<=\bbis )|(?<=\bzum )|(?<=\bdem )|(?<=\bden )|(?<=\bvom )|(?<=\bab )|(?<=\bam )|"
    r"(?<=lich )|(?<=schl\. )|(?<=inkl\. )|(?<=[a-z]{2}, ))"
    r"(?P<d>\d\d?)\.(?P<m>\d\d?)(?![\d:,]|\.\d|\s?(?:uhr|h|%|€)(?!\w))",
    re.I,
)
"""As Germans write it in haste, without the dot at its end: an hour, a price or a number of
something else is written so too."""
PARTED = re.compile(
    rf"(?<![\d/-])(?P<a>\d\d?)(?P<by>[/-])(?P<b>\d\d?)(?P=by)(?:(?P<y>{_YEAR})|(?P<yy>\d\d))(?![\d/-])"
)
DAY_FIRST = re.compile(
    rf"(?<![\d.:])(?P<d>\d\d?)(?:st|nd|rd|th|er|ste|de|e|º|°|ª|\.)?\s{{0,3}}(?:of |de |di |den )?"
    rf"(?P<n>{_MONTH})\b\.?(?:,?\s{{1,3}}(?:de |del )?(?P<y>{_YEAR}))?",
    re.I,
)
MONTH_FIRST = re.compile(
    rf"\b(?P<n>{_MONTH})\b\.?\s{{1,3}}(?:the )?(?P<d>\d\d?)(?:st|nd|rd|th)?\b(?![:.]\d)"
    rf"(?:,?\s{{1,3}}(?P<y>{_YEAR}))?",
    re.I,
)
FORMS = (ISO, DOTTED, OPEN, PARTED, DAY_FIRST, MONTH_FIRST)


@dataclass(frozen=True)
class Found:
    """A day in a text, and where it stands."""

    start: int
    end: int
    day: date | None
    """None where it has passed, or two readings are possible."""


def days_in(text: str, sent_on: date) -> list[Found]:
    """In the order they stand. Of two readings of the same letters the longer counts."""
    found = sorted(_found(text, sent_on), key=lambda one: (one.start, -one.end))
    kept = list[Found]()
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept[:MAX_FOUND]


def _found(text: str, sent_on: date) -> Iterator[Found]:
    for form in FORMS:
        for number, match in enumerate(form.finditer(text)):
            if number >= MAX_FOUND:
                break
            yield Found(match.start(), match.end(), _day(match, sent_on))


def _day(match: re.Match[str], sent_on: date) -> date | None:
    """Nothing where two readings are possible, or it would have passed."""
    said = match.groupdict()
    year = int(said["y"]) if said.get("y") else 2000 + int(said["yy"]) if said.get("yy") else None
    possible = {day for pair in _readings(said) if (day := _future(year, *pair, sent_on))}
    return possible.pop() if len(possible) == 1 else None


def _readings(said: dict[str, str | None]) -> list[tuple[int, int]]:
    """Month and day. Between dashes the day comes first; between slashes nobody knows."""
    if said.get("a"):
        first, second = int(said["a"] or 0), int(said["b"] or 0)
        return [(second, first)] if said["by"] == "-" else [(second, first), (first, second)]
    month = MONTHS[said["n"].lower()] if said.get("n") else int(said["m"] or 0)  # type: ignore[union-attr]
    return [(month, int(said["d"] or 0))]


def _future(year: int | None, month: int, day: int, sent_on: date) -> date | None:
    """The next such day, that on which it was written among them."""
    if year is not None:
        found = _date(year, month, day)
        return found if found and sent_on <= found <= sent_on + LONGEST else None
    for candidate in (_date(sent_on.year, month, day), _date(sent_on.year + 1, month, day)):
        if candidate and candidate >= sent_on:
            return candidate if candidate - sent_on <= LONGEST_WITHOUT_A_YEAR else None
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
