"""The grammar of hours and days that `mail.times` reads by."""

import re

from mail.months import AMBIGUOUS, NUMBERS, WEEKDAYS

_DAY = "|".join(
    sorted((re.escape(one) for one in WEEKDAYS if one not in AMBIGUOUS), key=len, reverse=True)
)
_NUMBER = "|".join(sorted(map(re.escape, NUMBERS), key=len, reverse=True))
WEEKDAY = re.compile(rf"\b(?P<day>{_DAY})s?\b\.?", re.I)
RELATIVE = re.compile(
    r"\b(?P<day>today|heute|tomorrow|übermorgen|demain|aujourd'hui|mañana|domani)\b", re.I
)
TOMORROW = re.compile(r"(?<!guten )(?<!am )\bmorgen\b", re.I)
STEPS = {"today": 0, "heute": 0, "aujourd'hui": 0, "übermorgen": 2}
OF_THE_MONTH = re.compile(
    r"\b(?:the |am |den |le |el |il )(?P<d>\d\d?)(?:st|nd|rd|th|\.)(?![\d:]| ?uhr)", re.I
)
NEXT_WEEK = re.compile(r"\b(next week|week after|nächste[rn]? woche|kommende[rn]? woche)\b", re.I)

HOUR = re.compile(
    r"(?<![\d.,:/])(?P<h>[01]?\d|2[0-3])"
    r"(?:[:.h](?P<m>[0-5]\d))?"
    r"(?![\d:/%]|\.\d)"
    r"(?P<after>\s?(?:a\.?m\b\.?|p\.?m\b\.?|uhr\b|h\b|o['’]clock\b|heures?\b|uur\b))?",
    re.I,
)
IN_WORDS = re.compile(
    rf"\b(?P<before>half past|at|um|halb|gegen|à|a las|alle|om)\s(?P<n>{_NUMBER})"
    r"(?P<after>\s(?:a\.?m\b\.?|p\.?m\b\.?|uhr\b|o['’]clock\b|heures\b|uur\b))?"
    r"(?=\s*(?:$|[.,;:?!)\n]|or\b|oder\b|and\b|und\b|on\b|am\b|would\b|works?\b))",
    re.I,
)
NOON = re.compile(r"\b(noon|midday|mittags?|midi|mediodía|mezzogiorno)\b", re.I)
AT = re.compile(
    r"(\b(at|um|gegen|ab|from|after|around|about|between|to|or|oder|and|und|à|vers|las|alle|ore|om|"
    r"by)|[@,–—-])\s?$",
    re.I,
)
HALF = re.compile(r"\bhalb\s$", re.I)
HALF_PAST = re.compile(r"\bhalf past\s$", re.I)
TO_ANOTHER = re.compile(
    r"(between|zwischen) \S{1,8} (and|und) $|\b(until|till?|to|bis)\s?$|"
    r"\d\s?(uhr|h|am|pm)?\s?[–—-]\s?$",
    re.I,
)
NOT_A_TIME = re.compile(
    r"\s?(min|minutes?|minuten|stunden|hours?|people|years?|jahre|days?|tage|weeks?|euro|"
    r"questions?|fragen|%|€|\$)",
    re.I,
)
CLAUSE = re.compile(
    r"[!?;]|\n\s*\n|\n\s*[-*•]|(?<![AaPp]\.m)(?<!\d)\.(?=\s+[A-ZÄÖÜÉ])|"
    r"\b(but|aber|however|sondern|mais|pero)\b"
)
DENIED = re.compile(
    r"\b(not|no(?! problem| worries| need)|cannot|unable|unfortunately|nicht|kein\w*|leider|"
    r"pas|non|niet|busy|booked|away)\b|n['’]t\b",
    re.I,
)
JOINED = re.compile(
    r"[\s,./]*(or|and|oder|und|ou|et|o|y|e|of|en|/)?[\s,./]*(on |am |the |le |el |den )?[\s]*", re.I
)
YOURS = re.compile(r"\b(your (time|clock|zone)|deiner zeit|ihrer zeit|eurer zeit)\b", re.I)
ZONES = {
    **dict.fromkeys(("UTC", "GMT"), "UTC"),
    **dict.fromkeys(("CET", "CEST", "MEZ", "MESZ"), "Europe/Berlin"),
    **dict.fromkeys(("EST", "EDT", "ET"), "America/New_York"),
    **dict.fromkeys(("CST", "CDT", "CT"), "America/Chicago"),
    **dict.fromkeys(("PST", "PDT", "PT"), "America/Los_Angeles"),
    **dict.fromkeys(("UK time", "London time"), "Europe/London"),
}
"""Only where a name means one zone: IST is that of three countries."""
ZONE = re.compile(rf"\b({'|'.join(ZONES)})\b")
