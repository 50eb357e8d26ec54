"""Who is meant by an attendee of an entry and what they said, in a calendar as in a reply."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote

QUOTED = re.compile(r'"([^"]*)"')
SIGNS = re.compile(r"[;:=]")
SCHEME = re.compile(r"^\s*mailto:", re.I)
MAILTO = re.compile(r":\s*mailto:([^\":;]*)$", re.I)
EMAIL = re.compile(r";(?:X-CALENDARSERVER-)?EMAIL=(?:mailto:)?([^;:]*)", re.I)
ALIAS = "@imip.me.com"
"""Where iCloud takes replies for those it knows by another address."""
PARTSTAT = re.compile(r";[ \t]*PARTSTAT[ \t]*=[ \t]*([A-Z-]*)", re.I)


@dataclass(frozen=True)
class Said:
    """One attendee's line: an address as written, and ACCEPTED, TENTATIVE, DECLINED or else."""

    address: str
    partstat: str


def said(line: str) -> Said:
    """By what follows ATTENDEE. Names hold any sign, in quotes and without, so the line is read for
    what is looked for alone.

    `mailto:` in any case of letters: Outlook writes it large. iCloud has `/aMTIz/principal/` or
    `urn:uuid:` in its place, and the address beside it (EMAIL, RFC 7986). Blank where none is.
    """
    plain = QUOTED.sub(lambda quoted: SIGNS.sub("", SCHEME.sub("", quoted[1])), line).rstrip()
    address, beside = _value(plain), _last(EMAIL, plain)
    if not address or address.lower().endswith(ALIAS):
        address = beside or address
    return Said(address.rpartition("<")[2].strip(" <>"), _last(PARTSTAT, plain).upper())


def declined(people: list[str], mine: set[str]) -> list[str]:
    """Whoever is asked at two addresses has said no only where no other answer stands. Few lines
    are looked at closely, since meetings have hundreds."""
    if not _of(mine, (line for line in people if "declined" in line.lower())):
        return []
    answers = _of(mine, people)
    is_no = all(who.partstat == "DECLINED" for who in answers)
    return [who.address for who in answers] if is_no else []


def _of(mine: set[str], people: Iterable[str]) -> list[Said]:
    return [who for who in map(said, people) if who.address.lower() in mine]


def _value(plain: str) -> str:
    """An address after `mailto:`, or by itself where no other colon leaves a doubt what it is."""
    mailto = MAILTO.search(plain)
    if mailto:
        return unquote(mailto[1]).strip()
    bare = plain.partition(":")[2]
    return bare if "@" in bare and not set(bare) & set(":;/") else ""


def _last(pattern: re.Pattern[str], text: str) -> str:
    return next(reversed(pattern.findall(text)), "")
