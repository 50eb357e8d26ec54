"""A language that marks what gettext was asked for, and what of a page or an e-mail it left out."""

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser

from django.utils.translation.trans_real import CONTEXT_SEPARATOR, DjangoTranslation

MARKED = "de"
"""The pseudo-locale goes by the code of a language that is not shipped, whose dates Babel writes.
So a date in English is none that follows the reader's language."""

START, END = "⟦", "⟧"

DAY = re.compile(r"\w+\.?, \d+\. \w+\.?(?: \d{4})?")
"""`Dienstag, 2. März 2027` or `Di., 2. März`, as Babel writes it."""

NO_WORDS = re.compile(
    r"https?://\S+|[\w.+-]+@[\w.-]+\w|UTC(?:[+−]\d+(?::\d\d)?)?|\d:\d\d\W[AP]M|CoffeeChat"
)
"""Addresses, offsets, hours and our name, which no sentence of ours says."""

SHOWN = {"alt", "aria-label", "placeholder", "title"}
"""Attributes that are read out or shown."""

BLOCKS = {"script", "style"}


class Marking(DjangoTranslation):
    """Translates every sentence into itself between marks."""

    def gettext(self, message: str) -> str:
        return f"{START}{message.rpartition(CONTEXT_SEPARATOR)[2]}{END}"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


class Reader(HTMLParser):
    """The texts of a page in their order, and its attributes that are shown."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.attributes: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in BLOCKS
        given = {name: value or "" for name, value in attrs}
        self.attributes += [value for name, value in given.items() if name in SHOWN]
        if given.get("name") == "description":
            self.attributes.append(given["content"])

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in BLOCKS

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.texts.append(data)


def unmarked_in_html(html: str, own: Iterable[str] = ()) -> list[str]:
    """A sentence may hold tags, so that its marks stand in two of the texts."""
    reader = Reader()
    reader.feed(html)
    found = unmarked_in("\n".join(reader.texts), own)
    return found + [left for said in reader.attributes for left in unmarked_in(said, own)]


def unmarked_in(text: str, own: Iterable[str] = ()) -> list[str]:
    """What stands in no marks and holds a letter; `own` are words of people, the longest first."""
    outside = without_names("".join(_outside(text)), own)
    lines = (line.strip() for line in outside.splitlines())
    return [line for line in lines if re.search(r"[^\W\d_]", line)]


def _outside(text: str) -> Iterator[str]:
    depth = 0
    for one in text:
        depth += one == START
        if not depth:
            yield one
        if one == END:
            depth -= 1
            yield " "


def without_names(text: str, own: Iterable[str]) -> str:
    for said in sorted(own, key=len, reverse=True):
        text = text.replace(said, " ")
    return DAY.sub(" ", NO_WORDS.sub(" ", text))
