"""The one rule for text that people type or paste: what of it is kept, and how it stands beside our
own words. It makes it safe to stand in a header, a calendar entry or a database."""

import re
import unicodedata

KEPT = {"\n", "\t"}

LINE_BREAKS = re.compile("\r\n|[\r\v\f\x1c-\x1f\x85\u2028\u2029]")
"""All that Unicode breaks a line at (UAX 14) or a paragraph (UAX 9), and the separator of units:
word processors, PDFs and exports of databases leave them between words."""

BYTE_ORDER_MARK = "\ufeff"
"""Pasted along unseen; some programs that read calendar entries take it away, some do not."""

DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""They turn or nest the direction of what follows, our words included (UAX 9). The marks that only
help one letter beside it, U+200E and U+200F, are none of them."""

ISOLATE, END = "\u2068", "\u2069"
LEFTWARDS = {"R", "AL", "AN"}
"""What is read from right to left, by its bidirectional class."""

UNSEEN = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp", "Zs"}
"""Categories of characters that show nothing."""
ALSO_UNSEEN = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u2800\u3164\uffa0"
"""Fillers and marks that show nothing though their category does not say so."""
SELECTORS = range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0)
"""They choose between forms of the character before them."""


def plain(text: str) -> str:
    """Whole lines without control characters, which break mail headers and calendar entries; each
    letter in one form (NFC), so that what looks the same is the same."""
    broken = LINE_BREAKS.sub("\n", text).replace(BYTE_ORDER_MARK, "")
    kept = (
        character
        for character in broken
        if character in KEPT or unicodedata.category(character) not in {"Cc", "Cs"}
    )
    return unicodedata.normalize("NFC", "".join(kept))


def joined(text: str) -> str:
    """The same on a single line, single spaces: our own words, with what is isolated in them."""
    return " ".join(plain(text).split())


def one_line(text: str) -> str:
    """A line that somebody typed: it turns nothing around that stands beside it."""
    return joined(DIRECTIONS.sub("", text))


def is_seen(text: str) -> bool:
    """Whether it shows anything; a mark alone has nothing to stand on."""
    return any(not shows_nothing(one) and unicodedata.category(one)[0] != "M" for one in text)


def shows_nothing(one: str) -> bool:
    chooses = any(ord(one) in those for those in SELECTORS)
    return chooses or one in ALSO_UNSEEN or unicodedata.category(one) in UNSEEN


def runs_leftwards(text: str) -> bool:
    return any(unicodedata.bidirectional(one) in LEFTWARDS for one in text)


def isolated(text: str) -> str:
    """A name within a sentence of ours: where it runs from right to left, our words and figures
    beside it keep their places. Any other stays as it is, since mail filters distrust what cannot
    be seen."""
    line = one_line(text)
    return f"{ISOLATE}{line}{END}" if runs_leftwards(line) else line
