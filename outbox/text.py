"""Make text safe to stand in a header, a calendar entry or a database, whoever typed it."""

import unicodedata

KEPT = {"\n", "\t"}

BYTE_ORDER_MARK = "\ufeff"
"""Pasted along unseen; some programs that read calendar entries take it away, some do not."""


def plain(text: str) -> str:
    """Without control characters: they break mail headers and calendar entries."""
    unix = text.replace("\r\n", "\n").replace("\r", "\n").replace(BYTE_ORDER_MARK, "")
    return "".join(
        character
        for character in unix
        if character in KEPT or unicodedata.category(character) not in {"Cc", "Cs", "Zl", "Zp"}
    )


def one_line(text: str) -> str:
    """The same on a single line, single spaces."""
    return " ".join(plain(text).split())
