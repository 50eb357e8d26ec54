"""From a folder of three templates to the words of an e-mail."""

from functools import cache
from typing import TYPE_CHECKING, Any

from django.template import Context
from django.template.loader import get_template
from django.utils.translation import gettext

from outbox.text import joined

if TYPE_CHECKING:
    from css_inline import CSSInliner


def render(kind: str, context: dict[str, Any]) -> dict[str, Any]:
    """Subject, text and HTML of one e-mail; only the HTML is escaped. Its title is the subject,
    unless it says another."""
    folder = f"emails/{kind}"
    subject = joined(_text(f"{folder}/subject.txt", context))[:300]
    html = get_template(f"{folder}/body.html").render({"subject": subject, **context})
    return {
        "subject": subject,
        "text": _text(f"{folder}/body.txt", context).strip() + "\n",
        "html": with_styles(html),
    }


def sender(name: str) -> str:
    """Whom mail programs name: a person, and through whom they write."""
    return joined(gettext("%(name)s via CoffeeChat") % {"name": name})


def with_styles(html: str) -> str:
    """The rules of the stylesheet in the head, in the style attributes of what they hold for."""
    return _inliner().inline(html)


@cache
def _inliner() -> "CSSInliner":
    """Made for the first e-mail of a process, and never loads a file or an address."""
    from css_inline import CSSInliner

    return CSSInliner(keep_at_rules=True, minify_css=True, load_remote_stylesheets=False)


def _text(name: str, context: dict[str, Any]) -> str:
    template: Any = get_template(name)
    text: str = template.template.render(Context(context, autoescape=False))
    return text
