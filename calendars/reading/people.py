"""Who is meant by an attendee of an entry and what they said, in a calendar as in a reply."""

import re
from dataclasses import dataclass
from urllib.parse import unquote

QUOTED = re.compile(r'"([^"]*)"')
SIGNS = re.compile(r"[;:=]")
MAILTO = re.compile(r":\s*mailto:([^\":;]*)$", re.I)
EMAIL = re.compile(r";EMAIL=([^;:]*)", re.I)
PARTSTAT = re.compile(r";PARTSTAT=([A-Z-]*)", re.I)


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
    plain = QUOTED.sub(lambda quoted: SIGNS.sub("", quoted[1]), line).rstrip()
    mailto = MAILTO.search(plain)
    address = unquote(mailto[1]) if mailto else _last(EMAIL, plain)
    return Said(address.strip(" <>"), _last(PARTSTAT, plain).upper())


def _last(pattern: re.Pattern[str], text: str) -> str:
    return next(reversed(pattern.findall(text)), "")
