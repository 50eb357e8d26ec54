"""What the source of a template says without gettext, in every branch of it."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.template.base import Lexer, Token, TokenType

from tests.languages.marks import END, START, unmarked_in, unmarked_in_html

FOLDER = Path(settings.BASE_DIR) / "templates"

LITERAL = re.compile(r'(_\(|\w+=|\|date:)?"([^"]*)"')
REST_OF_LINK = re.compile(r"^[a-z-]*[/?#]\S*")
"""Such as `free/`, right behind the variable with where it begins."""
LABELS = {"label=", "heading="}
"""What is handed to a part to be shown."""


def unmarked_in_source(name: str) -> list[str]:
    source = (FOLDER / name).read_text()
    tokens = list(Lexer(source).tokenize())
    shown = "".join(_shown(tokens))
    read = unmarked_in_html if name.endswith(".html") else unmarked_in
    return [*read(shown), *_in_tags(tokens)]


def _shown(tokens: list[Token]) -> Iterator[str]:
    """The text, with marks for what a tag hands to gettext."""
    within = behind_variable = False
    for token in tokens:
        tag = token.contents.split(" ")[0] if token.token_type == TokenType.BLOCK else ""
        if tag == "blocktranslate":
            within = True
        elif tag == "endblocktranslate":
            within = False
            yield f"{START}{END}"
        elif token.token_type == TokenType.TEXT and not within:
            yield REST_OF_LINK.sub("", token.contents) if behind_variable else token.contents
        behind_variable = token.token_type == TokenType.VAR


def _in_tags(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        if token.token_type == TokenType.TEXT:
            continue
        if not token.contents.startswith("translate "):
            yield from filter(None, map(_unmarked, LITERAL.finditer(token.contents)))
        yield from re.findall(r"\|pluralize\b", token.contents)


def _unmarked(literal: re.Match[str]) -> str:
    """Several words, what a part shows, or names and the order of a date, that are not `_("...")`.
    Single letters and digits, such as those of a machine's date, are no words."""
    before, said = literal.groups()
    is_shown = re.search("[A-Za-z].* ", said) or (before in LABELS and said)
    return said if is_shown and before != "_(" else ""
