"""The words of an HTML e-mail as lines, what it quotes behind `>`.

No parser of a browser's kind: marks are found one behind another, and none is looked at twice.
"""

import html
import re

from mail.quote_heads import CUT_HERE

MAX_LENGTH = 400_000
MAX_DEPTH = 20
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]{0,15})([^<>]*)>|<[!?/][^<>]*>")
LONG_NUMBER = re.compile(r"&#x?[0-9a-f]{8,}", re.I)
ONE_LINE = {"p", "div", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "pre"}
ONE_LINE |= {"section", "article", "header", "footer", "hr", "body", "center", "dd", "dt"}
APART = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol"}
"""A line is left free around these."""
SILENT = {"script", "style", "head", "title"}
BEGINS_THE_QUOTE = re.compile(
    r"\b(?:id|name)\s*=\s*[\"']?(x_)*(divRplyFwdMsg|appendonsend|mail-editor-reference-message|"
    r"OLK_SRC_BODY_SECTION|replySplit|isForwardContent|isReplyContent)\b",
    re.I,
)


def text_in(markup: str) -> str:
    reader = _Reader()
    at = 0
    source = _without_comments(markup[:MAX_LENGTH])
    for tag in TAG.finditer(source):
        reader.words(source[at : tag.start()])
        at = tag.end()
        if tag[2]:
            reader.tag(tag[2].lower(), bool(tag[1]), tag[3])
    reader.words(source[at:])
    return reader.text()


def _without_comments(source: str) -> str:
    kept, at = list[str](), 0
    while (begin := source.find("<!--", at)) >= 0:
        kept.append(source[at:begin])
        end = source.find("-->", begin)
        if end < 0:
            return "".join(kept)
        at = end + 3
    return "".join(kept) + source[at:]


class _Reader:
    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line: list[str] = []
        self.depth = 0
        self.silent = ""

    def words(self, source: str) -> None:
        if self.silent or not source:
            return
        said = html.unescape(LONG_NUMBER.sub("", source)).replace("\xa0", " ")
        said = re.sub(r"\s+", " ", said)
        if said.strip() or self.line:
            self.line.append(said)

    def tag(self, name: str, closes: bool, rest: str) -> None:
        if name in SILENT:
            self.silent = "" if closes else name if not self.silent else self.silent
        elif self.silent:
            return
        elif name == "br":
            self.end_line()
        elif name == "blockquote":
            self.end_line(unless_empty=True)
            self.depth = max(0, min(MAX_DEPTH, self.depth + (-1 if closes else 1)))
        elif name in ONE_LINE:
            self.end_line(unless_empty=True)
            if name in APART:
                self.free_line()
        if not closes and BEGINS_THE_QUOTE.search(rest[:500]):
            self.end_line(unless_empty=True)
            self.lines.append(CUT_HERE)

    def end_line(self, unless_empty: bool = False) -> None:
        said = "".join(self.line).strip()
        self.line = []
        if said or not unless_empty:
            self.lines.append("> " * self.depth + said if self.depth else said)

    def free_line(self) -> None:
        if self.lines and self.lines[-1].strip(" >"):
            self.lines.append("> " * self.depth)

    def text(self) -> str:
        self.end_line(unless_empty=True)
        return "\n".join(line.rstrip() for line in self.lines)
