"""The language of the tests marks every sentence, and what stands beside its marks is found."""

from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils.translation import gettext, ngettext, npgettext, pgettext
from pytest_django import Settings

from tests.languages import code, sources
from tests.languages.marks import unmarked_in, unmarked_in_html

pytestmark = pytest.mark.usefixtures("_marked")


def test_every_way_to_ask_for_a_sentence_marks_it() -> None:
    assert gettext("A time") == "⟦A time⟧"
    assert pgettext("of a day", "A time") == "⟦A time⟧"
    assert ngettext("%d time", "%d times", 2) % 2 == "⟦2 times⟧"
    assert npgettext("of a day", "%d time", "%d times", 1) % 1 == "⟦1 time⟧"


def test_a_template_marks_with_its_tags() -> None:
    source = """{% load i18n %}{% translate "Hello" %}{% blocktranslate count n=n trimmed %}
    <b>{{ n }}</b> time{% plural %}<b>{{ n }}</b> times{% endblocktranslate %}"""
    assert Template(source).render(Context({"n": 3})) == "⟦Hello⟧⟦<b>3</b> times⟧"


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<p>⟦Hello <b>Ana</b>, ⟦two⟧ times⟧ 3.</p>", []),
        ("<p>⟦Hello⟧ there</p>", ["there"]),
        ("<p>Ana Lima <br> ana@example.org, https://example.org/a?b=c (UTC+1)</p>", []),
        ("<p>Dienstag, 2. März 2027 / Di., 2. März / Mo, 1. Feb.</p>", []),
        ("<p>Tuesday 2 March</p>", ["Tuesday 2 March"]),
        ('<a title="Read on" href="/go/">⟦On⟧</a><img alt="⟦A cup⟧">', ["Read on"]),
        ("<style>p { color: red }</style><script>go()</script>", []),
        ('<meta name="description" content="A page">', ["A page"]),
    ],
)
def test_what_is_not_marked_is_found(html: str, found: list[str]) -> None:
    assert unmarked_in_html(html, own=["Ana", "Ana Lima"]) == found


def test_the_marks_are_for_text_too() -> None:
    assert unmarked_in("⟦Hello Ana⟧\nBye, Ana", own=["Ana"]) == ["Bye,"]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('<p>{% translate "Read on" %} {{ name }}</p>', []),
        ("<p>{% blocktranslate %}Hello {{ name }}{% endblocktranslate %}.</p>", []),
        ("<p>Hello {{ name }}</p>", ["Hello"]),
        ('{% include "a.html" with url=page label=_("Read on") %}', []),
        ('{% include "a.html" with url=page label="Read on" %}', ["Read on"]),
        ('{% include "a.html" with url=page label="Go" %}', ["Go"]),
        ("{{ times|length|pluralize }}", ["|pluralize"]),
        ('{{ day|date:"l j F" }}{{ day|date:"Y-m-d" }}', ["l j F"]),
        ('<a title="Go" href="{{ url }}">{% translate "Go" %}</a>', ["Go"]),
    ],
)
def test_what_a_source_does_not_mark_is_found(
    source: str, found: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "FOLDER", tmp_path)
    (tmp_path / "page.html").write_text(source)
    assert sources.unmarked_in_source("page.html") == found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('raise Refused("That time is gone.")', ["That time is gone."]),
        ('raise Refused(gettext("That time is gone."))', []),
        ('GONE = _(\n    "That time "\n    "is gone."\n)', []),
        ('said = f"Please tell {name}."', ["Please tell "]),
        ('def gone():\n    """Whether it is gone."""\n    return ngettext("A day", "Days", 2)', []),
        ('query("SELECT id FROM chats")', []),
    ],
)
def test_what_code_does_not_mark_is_found(
    source: str, found: list[str], tmp_path: Path, settings: Settings
) -> None:
    settings.BASE_DIR = tmp_path
    (tmp_path / "verbs.py").write_text(source)
    assert code.unmarked_in_code("verbs.py") == found
