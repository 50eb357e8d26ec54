"""The vocabulary stays short, and each of its words stands in the code."""

import ast
import re
from collections.abc import Iterator
from functools import reduce
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.conf import settings

MAX_WORDS = 50
BASE = Path(settings.BASE_DIR)
PAGE = (BASE / "docs/vocabulary.md").read_text()
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


SAYS_NOTHING = {
    *("PAGE", "KIND", "LENGTH", "SIZE", "LIMIT", "MOST", "LEAST", "FEW", "MANY", "LONGEST"),
    *("SHORTEST", "SECONDS", "NUMBER", "MAX", "MIN", "A_DAY", "HOUR", "WEEKDAY"),
}
"""Names of constants that could mean anything: whoever looks for one finds all of them."""
A_SPAN = "timedelta("
"""What a DAY is wherever it is one."""


def constants() -> dict[str, set[str]]:
    """By its name, what each module says it is; an `EVENT_KINDS` of one is that of any other."""
    found: dict[str, set[str]] = {}
    apps = [app.partition(".")[0] for app in settings.INSTALLED_APPS]
    for path in (path for app in {*apps, "coach", "names"} for path in (BASE / app).rglob("*.py")):
        if "migrations" not in path.parts:
            for node in ast.parse(path.read_text()).body:
                for name, value in named_by(node):
                    found.setdefault(name, set()).add(f"{path.relative_to(BASE)}: {value}")
    return found


def named_by(node: ast.stmt) -> Iterator[tuple[str, str]]:
    if isinstance(node, ast.Assign | ast.AnnAssign) and node.value:
        for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
            names = target.elts if isinstance(target, ast.Tuple) else [target]
            many = isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple)
            values = node.value.elts if many else [node.value] * len(names)
            for name, value in zip(names, values, strict=False):
                if isinstance(name, ast.Name) and name.id.isupper():
                    yield name.id, ast.unparse(value)


def test_a_constant_says_what_it_is_of() -> None:
    found = constants()
    assert len(found) > 500
    vague = {name: sorted(found[name]) for name in SAYS_NOTHING & set(found)}
    spans = {
        name: at
        for name, at in vague.items()
        if not (name in {"HOUR", "A_DAY"} and all(A_SPAN in value for value in at))
    }
    assert spans == {}


def test_a_day_is_a_day_everywhere() -> None:
    found = constants()
    assert {
        value for name in ("DAY", "WEEK") for value in found[name] if A_SPAN not in value
    } == set()
