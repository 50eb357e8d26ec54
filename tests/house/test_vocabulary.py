"""The vocabulary stays short, and each of its words stands in the code."""

import re
from functools import reduce
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.conf import settings

MAX_WORDS = 50
PAGE = Path(settings.BASE_DIR, "docs/vocabulary.md").read_text()
ROWS = re.findall(r"^\| \*\*(.+?)\*\* \| .+ \| (.+?) \|$", PAGE, re.MULTILINE)


def test_a_newcomer_needs_a_page_and_not_a_dictionary() -> None:
    assert 0 < len(ROWS) <= MAX_WORDS
    assert len(ROWS) == PAGE.count("\n| ") - 1, "a row that cannot be read"


def test_no_word_has_two_meanings() -> None:
    words = [word for word, _ in ROWS]
    assert sorted({*words}) == sorted(words)


@pytest.mark.parametrize(("word", "lives_in"), ROWS)
def test_every_word_lives_where_it_says(word: str, lives_in: str) -> None:
    found = re.fullmatch(r"`([a-z_]+(?:\.\w+)*)`", lives_in)
    assert found, f"{word} names no place in the code"
    assert exists(found[1]), f"there is no {found[1]}"


def exists(name: str) -> bool:
    """A module, or what a module holds; a model has its fields as attributes."""
    parts = name.split(".")
    modules = [".".join(parts[: end + 1]) for end in range(len(parts))]
    longest = max(at for at, module in enumerate(modules) if at == 0 or is_module(module))
    try:
        reduce(getattr, parts[longest + 1 :], import_module(modules[longest]))
    except AttributeError:
        return False
    return True


def is_module(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except (ModuleNotFoundError, AttributeError):
        return False
