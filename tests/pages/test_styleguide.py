"""The look holds together: classes are shown, colours can be read, the host's page is light."""

import re
from itertools import product
from pathlib import Path

import brotli
import pytest
from django.conf import settings
from django.test import Client
from django.urls import include, path
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from coffeechat.styleguide import all_emails
from local import urls
from tests.browser.checks import context_of, faults_everywhere

# The site itself has a styleguide in development only.
urlpatterns = [path("styleguide/", include("coffeechat.styleguide")), *urls.urlpatterns]
pytestmark = pytest.mark.urls(__name__)

CSS = Path(settings.BASE_DIR) / "static" / "css"
STYLESHEETS = sorted(path.name for path in CSS.glob("*.css"))
SET_BY_HTMX = {"htmx-request"}
FIXED_TO_THE_EDGE = {"nav--signed-in"}
"""The bar of whoever is signed in: on every page of theirs, and in the way here."""


def text_of(name: str) -> str:
    return re.sub(r"/\*.*?\*/", "", (CSS / name).read_text(), flags=re.DOTALL)


def classes_in(css: str) -> set[str]:
    return set(re.findall(r"\.([a-z][\w-]*)(?=[^{}]*\{)", css))


def classes_of(html: str) -> set[str]:
    return {name for value in re.findall(r'class="([^"]*)"', html) for name in value.split()}


def colours(theme: int) -> dict[str, str]:
    """The tokens of one theme: 0 is light, 1 is dark."""
    pairs = re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", text_of("tokens.css"))
    return {name: values[theme] for name, *values in pairs}


def contrast(one: str, other: str) -> float:
    """WCAG 2.2's contrast ratio."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.fixture
def guide(client: Client) -> str:
    return client.get("/styleguide/").content.decode()


def test_every_class_of_a_component_is_shown(guide: str) -> None:
    shown = classes_of(guide) | SET_BY_HTMX | FIXED_TO_THE_EDGE
    components = {name: classes_in(text_of(name)) for name in STYLESHEETS if name != "host.css"}
    assert len(components) > 10
    assert {name: hidden for name, found in components.items() if (hidden := found - shown)} == {}


def test_every_email_is_shown(guide: str) -> None:
    shown = re.findall(r'src="/styleguide/emails/([\w-]+)/"', guide)
    assert sorted(shown) == sorted(all_emails())


def test_an_opt_out_reads_differently_from_a_no(client: Client) -> None:
    plain, opted_out = (
        client.get(f"/styleguide/emails/{kind}/").content
        for kind in ("declined_seeker", "declined_seeker_opted_out")
    )
    assert plain != opted_out


def test_the_code_stands_in_an_accounts_email(client: Client) -> None:
    assert b"K7M-9QX" in client.get("/styleguide/emails/login_code/").content


def test_every_class_of_the_hosts_page_is_shown(client: Client) -> None:
    shown = classes_of(client.get("/styleguide/host/").content.decode())
    assert classes_in(text_of("host.css")) - shown == set()


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_words_can_be_read_on_every_ground(theme: int) -> None:
    colour = colours(theme)
    grounds = ["paper", "surface", "well"]
    pairs = [*product(["ink", "muted", "accent", "leaf", "amber", "rose"], grounds)]
    pairs += [(name, f"{name}-tint") for name in ("accent", "leaf", "amber", "rose")]
    pairs += [("muted", "accent-tint"), ("on-accent", "accent"), ("on-accent", "accent-deep")]
    assert [p for p in pairs if contrast(colour[p[0]], colour[p[1]]) < 4.5] == []


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_edges_of_controls_can_be_seen(theme: int) -> None:
    colour = colours(theme)
    grounds = ["paper", "surface", "well"]
    assert [g for g in grounds if contrast(colour["edge"], colour[g]) < 3] == []


def test_colours_are_named_in_tokens_only() -> None:
    named_apart = {"tokens.css", "host.css"}  # the host's page stands alone, in one file
    colour = re.compile(r"#[0-9a-f]{3,8}\b|\brgb\(|\bhsl\(")
    named = {name: colour.findall(text_of(name)) for name in STYLESHEETS}
    assert {name: found for name, found in named.items() if found}.keys() == named_apart


THEMES = [
    r':root\[data-theme="(\w+)"\] { color-scheme: \1; }',
    r"@media \(prefers-color-scheme: dark\) {\s*:root {(\s*--[\w-]+: #\w+;)+\s*}\s*}",
    r"@media print {\s*:root, :root\[data-theme\] {[^{}]*}",
]


def test_a_theme_is_nothing_but_colours() -> None:
    """`light-dark()` can be nothing else. So in the dark, browser tests look at colours alone."""
    sheets = {sheet.name: text_of(sheet.name) for sheet in CSS.glob("*.css")}
    others = {name: re.sub("|".join(THEMES), "", text) for name, text in sheets.items()}
    assert [
        name for name, text in others.items() if re.search("prefers-color-scheme|data-theme", text)
    ] == []


def test_the_hosts_page_has_the_colours_of_the_others() -> None:
    first, second = re.findall(r":root \{(.*?)\}", text_of("host.css"), flags=re.DOTALL)[:2]
    for theme, block in enumerate((first, second)):
        tokens = colours(theme) | {"tint": colours(theme)["accent-tint"]}
        for name, value in re.findall(r"--([\w-]+): (#\w+)", block):
            full = "#" + "".join(c * 2 for c in value[1:]) if len(value) == 4 else value
            assert (name, full) == (name, tokens[name])


def test_the_hosts_stylesheet_weighs_at_most_4_kb() -> None:
    assert len(brotli.compress((CSS / "host.css").read_bytes())) <= 4096


def test_an_email_is_framed_with_rules_of_its_own(client: Client) -> None:
    response = client.get("/styleguide/emails/layout/")
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    rules = dict(rule.split(" ", 1) for rule in response["Content-Security-Policy"].split("; "))
    assert rules["style-src"] == "'unsafe-inline'"
    assert rules["frame-ancestors"] == "'self'"
    assert rules["script-src"] == "'self'"


def test_an_unknown_email_is_not_found(client: Client) -> None:
    assert client.get("/styleguide/emails/nothing/").status_code == 404


def test_the_styleguide_itself_allows_no_inline_style(client: Client) -> None:
    policy = client.get("/styleguide/")["Content-Security-Policy"]
    assert "unsafe-inline" not in policy


@pytest.mark.browser
@pytest.mark.parametrize("address", ["/styleguide/", "/styleguide/host/"])
def test_the_page_is_without_fault(live_server: LiveServer, browser: Browser, address: str) -> None:
    with context_of(browser, "phone", "light") as context:
        page = context.new_page()
        page.goto(live_server.url + address)
        assert faults_everywhere(page, ["phone"]) == []


@pytest.mark.browser
def test_a_chosen_theme_is_remembered(live_server: LiveServer, page: Page) -> None:
    page.emulate_media(color_scheme="light")
    page.goto(live_server.url + "/styleguide/")
    page.get_by_label("Dark").check()
    page.reload()
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (ground, page.get_by_label("Dark").is_checked()) == ("rgb(26, 21, 18)", True)
