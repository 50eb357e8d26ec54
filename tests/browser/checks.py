"""What must hold on every page, asked of a real browser."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Page

SIZES = {"phone": (375, 812), "desk": (1280, 900)}
NARROWEST = 320
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    "iframes": False,  # a page in a page is looked at as a page of its own
    "preload": False,
}
COLOURS = {**RULES, "runOnly": ["color-contrast", "link-in-text-block"]}
"""What a theme can break: it is nothing but colours, as tests/pages/test_styleguide.py holds."""
LOOK = """async rules => (await axe.run(rules)).violations.flatMap(({ id, nodes }) =>
  nodes.map(({ html }) => `axe ${id}: ${html.slice(0, 160)}`))"""
COUNT_VIOLATIONS = """
window.cspViolations = [];
document.addEventListener("securitypolicyviolation", event =>
  window.cspViolations.push(event.violatedDirective + " " + event.blockedURI));
"""


@contextmanager
def context_of(
    browser: Browser, size: str, scheme: str, **options: object
) -> Iterator[BrowserContext]:
    """A fresh browser at that size and colour scheme, that counts broken promises of the CSP."""
    width, height = SIZES[size]
    options.setdefault("locale", "en-GB")  # who says 15:00; an American browser is told 3:00 pm
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, **options
    )
    context.add_init_script(COUNT_VIOLATIONS)
    try:
        yield context
    finally:
        context.close()


def faults_of(page: Page) -> list[str]:
    """Every broken rule of the page as it stands: accessibility, CSP, sideways scrolling."""
    return [*_axe(page, RULES), *_sideways(page), *_csp(page)]


def faults_everywhere(page: Page, sizes: Iterable[str] = SIZES) -> list[str]:
    """The same at both sizes, in light and in dark."""
    found = _sideways(page)
    for size in sizes:
        width, height = SIZES[size]
        page.set_viewport_size({"width": width, "height": height})
        for scheme, rules in (("light", RULES), ("dark", COLOURS)):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            found += [f"{size}, {scheme}: {fault}" for fault in _axe(page, rules)]
    return [*found, *_csp(page)]


def _axe(page: Page, rules: dict[str, object]) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return list(page.evaluate(LOOK, rules))


def _csp(page: Page) -> list[str]:
    return [f"csp {violation}" for violation in page.evaluate("window.cspViolations || []")]


def _sideways(page: Page) -> list[str]:
    """At 320 px nothing may scroll sideways (WCAG 2.2, success criterion 1.4.10)."""
    size = page.viewport_size
    page.set_viewport_size({"width": NARROWEST, "height": 700})
    width = page.evaluate("document.documentElement.scrollWidth")
    if size:
        page.set_viewport_size(size)
    return [f"scrolls sideways: {width} px wide"] if width > NARROWEST else []
