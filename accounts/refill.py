"""Put what was typed back into a form of a page, as a browser with script does by itself
(static/js/session.js)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import ClassVar

from django.utils.html import escape, format_html, format_html_join

Typed = Mapping[str, Sequence[str]]
Attributes = dict[str, str | None]

NEVER_FILLED = {"hidden", "password", "file", "submit", "button", "image", "reset"}
TICKS = {"checkbox", "radio"}


@dataclass
class Form:
    """A form of the page: where its buttons lead, and the ticks it has."""

    id: str
    leads_to: set[str]
    ticks: set[tuple[str, str]] = field(default_factory=set)
    unseen: set[str] = field(default_factory=set)
    """Names of what nobody types in, such as what was there before."""


def refilled(page: str, here: str, to: str, typed: Typed, words: str) -> str | None:
    """The page with its form that leads to `to` filled, and `words` at its beginning, in which `{}`
    is what has no field any more. None where there is no such form. `here` is the address of the
    page, where a form without one leads."""
    forms = list(_forms_of(page, here))
    place = next((place for place, form in enumerate(forms) if to in form.leads_to), None)
    if place is None:
        return None
    return _Filling(forms[place], place, typed, words).read(page)


def _forms_of(page: str, here: str) -> Iterator[Form]:
    looking = _Looking(here)
    looking.feed(page)
    looking.close()
    return iter(looking.forms)


class _Forms(HTMLParser):
    """Knows which form a field belongs to: the one around it, or the one it names."""

    place: int
    """Of the form around it; -1 outside of any."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.place, self.seen = -1, 0

    def follow(self, tag: str, attributes: Attributes) -> None:
        if tag == "form" and attributes.get("method") == "post":
            self.place, self.seen = self.seen, self.seen + 1

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.place = -1


class _Looking(_Forms):
    def __init__(self, here: str) -> None:
        super().__init__()
        self.here = here
        self.forms: list[Form] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes: Attributes = dict(attrs)
        self.follow(tag, attributes)
        if tag == "form" and self.place == len(self.forms):
            leads_to = {attributes.get("action") or self.here}
            self.forms.append(Form(attributes.get("id") or "", leads_to))
        for form in self._owner(attributes):
            if to := attributes.get("formaction"):
                form.leads_to.add(to)
            self._note(form, tag, attributes)

    def _note(self, form: Form, tag: str, attributes: Attributes) -> None:
        name, kind = attributes.get("name") or "", attributes.get("type")
        if tag == "input" and kind in TICKS:
            form.ticks.add((name, attributes.get("value") or "on"))
        elif tag == "button" or (tag == "input" and kind in NEVER_FILLED):
            form.unseen.add(name)

    def _owner(self, attributes: Attributes) -> list[Form]:
        if named := attributes.get("form"):
            return [form for form in self.forms if form.id == named]
        return self.forms[self.place : self.place + 1] if self.place >= 0 else []


class _Filling(_Forms):
    """Writes the page anew, word for word but for the fields of one form."""

    WRITES: ClassVar = {"input", "textarea", "select", "option"}

    def __init__(self, form: Form, place: int, typed: Typed, words: str) -> None:
        super().__init__()
        self.form, self.wanted, self.words = form, place, words
        self.ticked = {(name, value) for name, values in typed.items() for value in values}
        self.lines = {
            name: [value for value in values if (name, value) not in form.ticks]
            for name, values in typed.items()
        }
        self.bases = {name: list(values) for name, values in typed.items() if _is_base(name)}
        self.choices: list[str] = []
        self.begin = 0
        """Where the form begins in what is written."""
        self.is_in_text = False
        self.out: list[str] = []

    def read(self, page: str) -> str:
        self.feed(page)
        self.close()
        self.out[self.begin] += self._said()
        return "".join(self.out)

    def _said(self) -> str:
        """Our words, and whatever has no field on the page any more."""
        names = self.lines.keys() - self.form.unseen
        left = [value for name in sorted(names) for value in self.lines[name] if value.strip()]
        rows = format_html_join("", "<li dir=auto>{}</li>", ((value,) for value in left))
        return format_html(self.words, format_html("<ul>{}</ul>", rows) if left else "")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes: Attributes = dict(attrs)
        self.follow(tag, attributes)
        raw = self.get_starttag_text() or ""
        if tag in self.WRITES and self._is_ours(attributes):
            raw = self._filled(tag, attributes, raw)
        self.out.append(raw)
        if tag == "form" and self.place == self.wanted:
            self.begin = len(self.out) - 1

    def _is_ours(self, attributes: Attributes) -> bool:
        named = attributes.get("form")
        return named == self.form.id if named else self.place == self.wanted

    def _filled(self, tag: str, attributes: Attributes, raw: str) -> str:
        name, value = attributes.get("name") or "", attributes.get("value")
        if tag == "option":
            return _written(tag, attributes, "selected", (value or "") in self.choices)
        if tag == "select":
            self.choices = self.lines.pop(name, [])
        elif tag == "textarea" and self.lines.get(name):
            self.is_in_text = True
            return f"{raw}\n{escape(self.lines[name].pop(0))}"
        elif tag == "input":
            return self._input(name, attributes, raw)
        return raw

    def _input(self, name: str, attributes: Attributes, raw: str) -> str:
        kind = attributes.get("type") or "text"
        if _is_base(name) and name in self.bases:
            return self._base(attributes)
        if kind in TICKS:
            is_on = (name, attributes.get("value") or "on") in self.ticked
            return _written("input", attributes, "checked", is_on)
        if kind in NEVER_FILLED or not self.lines.get(name):
            return raw
        return _written("input", attributes | {"value": self.lines[name].pop(0)})

    def _base(self, attributes: Attributes) -> str:
        """Each version that the typing began from, in place of what is kept by now: what another
        tab wrote meanwhile is then brought together with it, and not written over."""
        name = attributes["name"] or ""
        values, self.bases[name] = self.bases[name], []
        plain = {key: value for key, value in attributes.items() if key != "data-list"}
        return "".join(
            _written("input", (plain if place else attributes) | {"value": value})
            for place, value in enumerate(values)
        )

    # Everything else as it stands.

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.out.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        super().handle_endtag(tag)
        if tag == "textarea":
            self.is_in_text = False
        elif tag == "select":
            self.choices = []
        self.out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self.is_in_text:
            self.out.append(data)

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self.out.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.out.append(f"<!{decl}>")


def _is_base(name: str) -> bool:
    """Of a form that several tabs write (accounts/together.py)."""
    return name.startswith("base_") or "-base_" in name


def _written(tag: str, attributes: Attributes, flag: str = "", is_on: bool = False) -> str:
    kept = {name: value for name, value in attributes.items() if name != flag}
    if is_on:
        kept[flag] = None
    said = (name if value is None else f'{name}="{escape(value)}"' for name, value in kept.items())
    return f"<{' '.join([tag, *said])}>"
