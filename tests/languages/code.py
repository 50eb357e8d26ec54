"""What a module says without gettext: strings of several words that begin as a sentence does."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

MARKING = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "npgettext"}

SAID = re.compile(r"[A-Z][a-z’]*,? [a-z%“0-9]")
"""No query of a database, whose first word is in capitals, and no list of names."""


def unmarked_in_code(name: str) -> list[str]:
    tree = ast.parse((Path(settings.BASE_DIR) / name).read_text())
    return [said for said in _strings(tree) if SAID.match(said)]


def _strings(node: ast.AST) -> Iterator[str]:
    """Those that are no docstring and not handed to gettext."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
            continue
        if isinstance(child, ast.Call) and getattr(child.func, "id", "") in MARKING:
            continue
        if isinstance(child, ast.Constant) and isinstance(child.value, str):
            yield child.value
        yield from _strings(child)
