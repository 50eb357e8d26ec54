"""One stylesheet says how e-mails look. As they leave, its rules stand in style attributes."""

import re
from pathlib import Path

from django.conf import settings

from outbox.queue import RenderedEmail
from outbox.rendering import with_styles
from tests.pages.test_styleguide import classes_in, classes_of, colours

TEMPLATES = Path(settings.BASE_DIR) / "templates"
STYLESHEET = TEMPLATES / "emails" / "_palette.css"
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\brgb\(|\bhsl\(", re.I)
Emails = dict[str, RenderedEmail]


def sources() -> dict[str, str]:
    files = [*TEMPLATES.glob("emails/**/*.html"), *TEMPLATES.glob("*/email/*.html")]
    files.append(TEMPLATES / "styleguide" / "email.html")
    return {str(path.relative_to(TEMPLATES)): path.read_text() for path in files}


def rules() -> str:
    return re.sub(r"/\*.*?\*/", "", STYLESHEET.read_text(), flags=re.DOTALL)


def test_no_template_says_how_it_looks() -> None:
    said = {name: re.findall(r"\sstyle=", text) for name, text in sources().items()}
    said |= {name: COLOUR.findall(text) for name, text in sources().items() if not said[name]}
    assert len(said) > 50
    assert {name: found for name, found in said.items() if found} == {}


def test_the_stylesheet_and_the_templates_name_the_same_classes() -> None:
    assert classes_in(rules()) == set().union(*map(classes_of, sources().values()))


def test_emails_have_the_colours_of_the_pages() -> None:
    light, _, dark = rules().partition("@media")
    named = [set(COLOUR.findall(part)) for part in (light, dark)]
    assert [found - set(colours(theme).values()) for theme, found in enumerate(named)] == [
        set()
    ] * 2
    assert min(map(len, named)) > 5


def test_every_rule_but_the_dark_ones_stands_where_it_holds(emails: Emails) -> None:
    """Programs that read no stylesheet show the same; the others turn dark."""
    heads = {name: email.html.partition("</head>")[0] for name, email in emails.items()}
    assert [name for name, head in heads.items() if "prefers-color-scheme: dark" not in head] == []
    assert [name for name, head in heads.items() if "#2b211b" in head] == []
    paragraphs = {name: re.findall(r"<p\b[^>]*>", emails[name].html) for name in emails}
    assert {name: p for name, found in paragraphs.items() if (p := unstyled(found))} == {}


def unstyled(tags: list[str]) -> list[str]:
    return [tag for tag in tags if 'style="' not in tag]


def test_nothing_is_loaded_for_it(tmp_path: Path) -> None:
    """Neither a file nor an address, whatever a letter holds."""
    sheet = tmp_path / "sheet.css"
    sheet.write_text("p { color: red }")
    for url in (sheet.as_uri(), str(sheet), "https://127.0.0.1:9/sheet.css"):
        html = with_styles(f'<link rel="stylesheet" href="{url}"><p>words</p>')
        assert "<p>words</p>" in html
