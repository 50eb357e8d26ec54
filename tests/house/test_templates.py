"""Every template compiles, every page has a name, and nothing needs a hole in the strict CSP."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Template
from django.template.loader import get_template
from django.template.loader_tags import BlockNode, ExtendsNode

FOLDER = Path(settings.BASE_DIR) / "templates"
NAMES = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*") if path.is_file())
PAGES_AND_PARTS = [
    name
    for name in NAMES
    if name.endswith(".html") and not name.startswith(("emails/", "account/email/"))
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
    if "{% extends" in (FOLDER / name).read_text()
    and name not in EMAIL_SAMPLES
    and "/layouts/" not in name
    and not Path(name).name.startswith("base")
]
"""What extends something and is not there to be extended itself."""


def test_there_are_templates_to_look_at() -> None:
    assert len(NAMES) > 100
    assert len(PAGES) > 30


@pytest.mark.parametrize("name", NAMES)
def test_every_template_compiles(name: str) -> None:
    assert compiled(name).source == (FOLDER / name).read_text()


@pytest.mark.parametrize("name", PAGES)
def test_every_page_has_a_title(name: str) -> None:
    blocks = {
        block.name: block
        for template in reversed(list(chain(name)))
        for block in template.nodelist.get_nodes_by_type(BlockNode)
    }
    titles = [blocks[title] for title in ("title", "head_title") if title in blocks]
    assert any(_says_something(title) for title in titles)


def _says_something(block: BlockNode) -> bool:
    return any(not isinstance(node, BlockNode) for node in block.nodelist)


@pytest.mark.parametrize("name", [name for name in PAGES_AND_PARTS if name not in EMAIL_SAMPLES])
def test_nothing_inline(name: str) -> None:
    assert INLINE.findall((FOLDER / name).read_text()) == []


@pytest.mark.parametrize("name", NAMES)
def test_nobody_is_shouted_at(name: str) -> None:
    assert SHOUTED.findall(NOT_SHOWN.sub("", (FOLDER / name).read_text())) == []


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
    assert bool(INLINE.search(text)) == caught
