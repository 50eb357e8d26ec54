"""Every template compiles, every page has a name, and nothing needs a hole in the strict CSP."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Template, TemplateSyntaxError
from django.template.loader import get_template
from django.template.loader_tags import BlockNode, ExtendsNode

FOLDERS = [Path(settings.BASE_DIR) / name for name in ("templates", "local/templates")]
SOURCES = {
    path.relative_to(folder).as_posix(): path.read_text()
    for folder in FOLDERS
    for path in sorted(folder.rglob("*"))
    if path.is_file()
}
EMAILS = ("emails/", "account/email/", "mfa/email/", "socialaccount/email/")
PAGES_AND_PARTS = [
    name for name in SOURCES if name.endswith(".html") and not name.startswith(EMAILS)
]
EMAIL_SAMPLES = {"styleguide/email.html"}
"""Extends the layout of e-mails, whose readers know inline styles only."""

INLINE = re.compile(
    r"""\sstyle=|\son[a-z]+=["']|<style|<script(?![^>]*\s(?:src=|type="application/json"))|javascript:"""
)
SHOUTED = re.compile(r"[A-Za-z’'\"]!(?=[\s<\"’]|$)")
NOT_SHOWN = re.compile(
    r"{%.*?%}|{#.*?#}|{{.*?}}|<!--.*?-->|<!doctype[^>]*>|<(style)\b.*?</\1>", re.DOTALL | re.I
)


def compiled(name: str) -> Template:
    return get_template(name).template


def chain(name: str) -> Iterator[Template]:
    """The template and those it extends, as far as they are named outright."""
    template = compiled(name)
    while True:
        yield template
        extends = template.nodelist.get_nodes_by_type(ExtendsNode)
        if not extends or not isinstance(extends[0].parent_name.var, str):
            return
        template = compiled(extends[0].parent_name.var)


PAGES = [
    name
    for name in PAGES_AND_PARTS
    if "{% extends" in SOURCES[name]
    and name not in EMAIL_SAMPLES
    and "/layouts/" not in name
    and not Path(name).name.startswith("base")
]
"""What extends something and is not there to be extended itself."""


def test_there_are_templates_to_look_at() -> None:
    assert len(SOURCES) > 100
    assert len(PAGES) > 30


def test_every_template_compiles() -> None:
    assert {name: wrong for name in SOURCES if (wrong := trouble_with(name))} == {}


def trouble_with(name: str) -> str:
    try:
        found = compiled(name).source
    except TemplateSyntaxError as error:
        return str(error)
    return "" if found == SOURCES[name] else "another template of this name is found first"


def test_every_page_has_a_title() -> None:
    """As far as it compiles: what does not is named by the test for that."""
    compiling = [name for name in PAGES if not trouble_with(name)]
    assert [name for name in compiling if not has_a_title(name)] == []


def has_a_title(name: str) -> bool:
    blocks = {
        block.name: block
        for template in reversed(list(chain(name)))
        for block in template.nodelist.get_nodes_by_type(BlockNode)
    }
    titles = [blocks[title] for title in ("title", "head_title") if title in blocks]
    return any(_says_something(title) for title in titles)


def _says_something(block: BlockNode) -> bool:
    return any(not isinstance(node, BlockNode) for node in block.nodelist)


def test_nothing_inline() -> None:
    ours = [name for name in PAGES_AND_PARTS if name not in EMAIL_SAMPLES]
    assert {name: found for name in ours if (found := inline_in(SOURCES[name]))} == {}


def inline_in(source: str) -> list[str]:
    return [found.group() for found in INLINE.finditer(source)]


def test_nobody_is_shouted_at() -> None:
    shown = {name: NOT_SHOWN.sub("", source) for name, source in SOURCES.items()}
    assert {name: found for name, text in shown.items() if (found := SHOUTED.findall(text))} == {}


@pytest.mark.parametrize(
    ("text", "caught"),
    [
        ('<p style="color:red">', True),
        ("<button onclick='go()'>", True),
        ("<script>go()</script>", True),
        ("<script src='/x.js' defer></script>", False),
        ('<script type="application/json">{"ids": 1}</script>', False),
        ("<p class='once'>On style</p>", False),
    ],
)
def test_the_check_for_inline_code_sees_it(text: str, caught: bool) -> None:
    assert bool(inline_in(text)) == caught


NAMES = r"(?:contact|person|by|introduced_by|account|calendar)\.name"
IN_SENTENCES = r"contact\.(?:role|company)|promise\.text|invitation\.place"
UNISOLATED = re.compile(rf"{{{{ (?:\w+\.)*(?:{NAMES}|{IN_SENTENCES}) }}}}")


def test_a_name_never_turns_the_words_beside_it() -> None:
    """`first_name`, `display_name` and `role_and_company` are isolated by themselves; the whole
    name, and what else people typed that stands within a sentence, by its filter."""
    assert {name for name, text in SOURCES.items() if UNISOLATED.search(text)} == set()


VAGUE = {
    *("Go on", "Keep it", "Keep this", "Keep these", "Keep the changes", "Leave it", "Set it"),
    *("Stop it", "Until later", "OK", "Submit", "Let go", "Take it back", "Back to it"),
    *("Keep these words", "Keep this rhythm", "Keep what counts", "Days that differ"),
}


def test_a_button_says_what_happens() -> None:
    labels = re.compile(r">\s*([^<>{}%]+?)\s*</(?:button|a|h2)>")
    said = {name: VAGUE.intersection(labels.findall(text)) for name, text in SOURCES.items()}
    assert {name: found for name, found in said.items() if found} == {}
