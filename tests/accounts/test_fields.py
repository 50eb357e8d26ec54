"""What people paste arrives whole, and what is too much is said."""

from pathlib import Path

import pytest
from django import forms
from django.conf import settings

from accounts.fields import AddressField, LineField, LinkField, NameField, ProseField

SHORT_ENOUGH = {"account/login.html", "components/email_field.html"}
"""An address has no end to lose."""


class TextForm(forms.Form):
    line = LineField(max_length=5)
    prose = ProseField(max_length=5)


def test_a_browser_is_not_told_where_to_cut_and_the_sentence_is_reached() -> None:
    assert "maxlength" not in TextForm().as_p()
    form = TextForm({"line": "Too long", "prose": "Too\nlong"})
    said = "Please keep this to 5 characters; it has 8."
    assert form.errors == {"line": [said], "prose": [said]}
    assert form["prose"].value() == "Too\nlong"


@pytest.mark.parametrize("tag", ["<textarea", "<input"])
def test_no_page_cuts_what_is_pasted(tag: str) -> None:
    templates = Path(settings.BASE_DIR) / "templates"
    cutting = {
        path.relative_to(templates).as_posix()
        for path in templates.rglob("*.html")
        for line in path.read_text().splitlines()
        if tag in line and "maxlength" in line and 'type="search"' not in line
    }
    assert cutting <= SHORT_ENOUGH


@pytest.mark.parametrize("typed", ["not a link", "ftp://example.org/a", "javascript:alert(1)"])
def test_what_is_no_link_is_said_once(typed: str) -> None:
    form = forms.Form({"url": typed})
    form.fields["url"] = LinkField(assume_scheme="https")
    assert form.errors == {"url": ["Please give the whole link, as you would open it."]}


@pytest.mark.parametrize(
    "typed", ['"da na"@example.com', "dana@company․co.uk", "danaı@example.com"]
)
def test_an_address_with_more_than_one_spelling_is_asked_for_once_more(typed: str) -> None:
    form = forms.Form({"email": typed})
    form.fields["email"] = AddressField()
    assert form.errors == {"email": ["Please give the whole address, such as name@example.org."]}


@pytest.mark.parametrize("typed", ["\u200b", "\u3164\u2800", "\u0301", "\ufe0f\u00ad"])
def test_a_name_needs_something_to_see(typed: str) -> None:
    form = forms.Form({"name": typed})
    form.fields["name"] = NameField()
    assert form.errors == {"name": ["Please give a name that can be seen."]}


@pytest.mark.parametrize("typed", ["", "\u2028", "\u202e"])
def test_a_name_of_which_nothing_is_left_is_missing(typed: str) -> None:
    form = forms.Form({"name": typed})
    form.fields["name"] = NameField(strip=False)
    assert form.errors == {"name": ["Please fill this in."]}
