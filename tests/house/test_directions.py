"""Imports run one way (`[tool.importlinter]`), and nothing goes round that by other means."""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.urls import URLResolver, get_resolver

from accounts import onward

ROOT = Path(settings.BASE_DIR)
LINTED = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
[LAYERS] = [one["layers"] for one in LINTED["contracts"] if one["name"] == "Imports run one way"]
RANK = {app: rank for rank, layer in enumerate(LAYERS) for app in layer.split(" | ")}
"""How far from the left each app stands."""

BY_NAME = {"import_string", "import_module", "__import__", "get_model"}
"""What finds a module or a model by its name, where the linter does not see it."""
DOTTED = re.compile(r"(\w+)(\.\w+)+")
SUBJECTS = "outbox/subjects.py"
SUBJECT_BY_HAND = re.compile(
    r"""about=f["']|f["'](chat|invitation|follow-up|outcome):|about__(?!in\b)"""
    r"""|\.about(\[|\.(r?split|r?partition|removeprefix|startswith)\b)"""
)
"""To write down what an e-mail is about, or to take it apart."""


def sources() -> Iterator[tuple[str, str, ast.Module]]:
    """Each module's app, path and code, but for migrations: they ask for models by name."""
    for app in RANK:
        for path in sorted((ROOT / app).rglob("*.py")):
            name = str(path.relative_to(ROOT))
            if "/migrations/" not in name:
                yield app, name, ast.parse(path.read_text(encoding="utf-8"))


def names_in(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.alias(name=name):
                yield node.lineno, name


def test_nothing_is_found_by_its_name() -> None:
    found = [
        f"{path}:{line} {name}"
        for _, path, tree in sources()
        for line, name in names_in(tree)
        if name in BY_NAME
    ]
    assert found == []


def strings_in(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def test_nothing_of_an_app_further_left_is_named_by_its_path() -> None:
    found = [
        f"{path}:{line} {text}"
        for app, path, tree in sources()
        for line, text in strings_in(tree)
        if (dotted := DOTTED.fullmatch(text)) and RANK.get(dotted[1], RANK[app]) < RANK[app]
    ]
    assert found == []


def test_what_an_e_mail_is_about_is_written_in_one_place_and_read_back_in_none() -> None:
    found = [
        f"{path}:{number} {line.strip()}"
        for _, path, _ in sources()
        for number, line in enumerate((ROOT / path).read_text().splitlines(), 1)
        if path != SUBJECTS and SUBJECT_BY_HAND.search(line)
    ]
    assert found == []


OTHER_MEANING = {
    "accounts/encrypted.py digest": "of a key",
    "calendars/free.py chats": "of what is taken: the starts of those that count",
    "calendars/views/accounts.py chats": "of a page: where entries for them go",
}
"""What only looks like the way from a row to what an app further left hangs on it."""
IN_TAG = re.compile(r"{[{%].*?[%}]}")
ATTRIBUTE = re.compile(r"\.(\w+)")


def ways_to_the_left(app: str) -> set[str]:
    """By which Django leads from this app's rows, and those it knows, to rows further left."""
    return {
        name
        for model in apps.get_models(include_auto_created=True)
        if RANK.get(model._meta.app_label, -1) >= RANK[app]
        for way in model._meta.related_objects
        if RANK.get(way.related_model._meta.app_label, RANK[app]) < RANK[app]
        for name in (way.name, way.get_accessor_name())
    }


def lookups_in(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Names after a dot, and the parts of `chat__contact`, as a keyword or in a string."""
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(attr=text) | ast.keyword(arg=str(text)):
                yield from ((node.lineno, part) for part in text.split("__"))
            case ast.Constant(value=str(text)) if " " not in text:
                yield from ((node.lineno, part) for part in text.split("__"))


def test_no_row_is_asked_for_what_an_app_further_left_hangs_on_it() -> None:
    ways = {app: ways_to_the_left(app) for app in RANK}
    found = [
        f"{path}:{line} {name}"
        for app, path, tree in sources()
        for line, name in lookups_in(tree)
        if name in ways[app] and f"{path} {name}" not in OTHER_MEANING
    ]
    assert found == []


def test_no_template_asks_a_row_for_it_either() -> None:
    found = [
        f"{path.relative_to(ROOT)} {name}"
        for app in RANK
        for path in sorted((ROOT / "templates" / app).rglob("*.html"))
        for tag in IN_TAG.findall(path.read_text(encoding="utf-8"))
        for name in ATTRIBUTE.findall(tag)
        if name in ways_to_the_left(app)
    ]
    assert found == []


COMPOSED = {"followups/today.html sample:start": "asks whether there is such an address"}
"""Templates that name an address further left, each with its reason."""
ADDRESS = re.compile(r"""(["'])((?:\w+:)?\w+)\1""")
INCLUDED = re.compile(r"""{% (?:include|extends) "(\w+)/""")


@cache
def app_of_each_address() -> dict[str, str]:
    """By its name, as `reverse` takes it."""
    found: dict[str, str] = {}

    def walk(resolver: URLResolver, names: list[str]) -> None:
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLResolver):
                walk(pattern, [*names, *filter(None, [pattern.namespace])])
            elif pattern.name:
                found[":".join([*names, pattern.name])] = pattern.callback.__module__.split(".")[0]

    walk(get_resolver(), [])
    return {name: app for name, app in found.items() if app in RANK}


def addresses_to_the_left(app: str, text: str) -> set[str]:
    named = {name for _, name in ADDRESS.findall(text)}
    homes = app_of_each_address()
    return {name for name in named if RANK.get(homes.get(name, ""), RANK[app]) < RANK[app]}


def test_no_module_names_an_address_further_left() -> None:
    found = {
        f"{path} {name}"
        for app, path, _ in sources()
        for name in addresses_to_the_left(app, (ROOT / path).read_text())
        if ":" in name
    }
    assert found == set()


def test_no_template_names_an_address_or_a_template_further_left() -> None:
    found = set()
    for app in RANK:
        for path in sorted((ROOT / "templates" / app).rglob("*.*")):
            tags = " ".join(re.findall(r"{% url .*?%}", text := path.read_text(encoding="utf-8")))
            parts = {
                part for part in INCLUDED.findall(text) if RANK.get(part, RANK[app]) < RANK[app]
            }
            named = addresses_to_the_left(app, tags) | parts
            found |= {f"{path.relative_to(ROOT / 'templates')} {name}" for name in named}
    assert found == set(COMPOSED)


def test_every_way_onward_leads_somewhere() -> None:
    homes = app_of_each_address()
    assert {one.name: one.address for one in onward.declared() if one.address not in homes} == {}
