"""From a folder of three templates to the words of an e-mail."""

from typing import Any

from django.template import Context
from django.template.loader import get_template

from outbox.text import joined


def render(kind: str, context: dict[str, Any]) -> dict[str, Any]:
    """Subject, text and HTML of one e-mail; only the HTML is escaped."""
    folder = f"emails/{kind}"
    return {
        "subject": joined(_text(f"{folder}/subject.txt", context))[:300],
        "text": _text(f"{folder}/body.txt", context).strip() + "\n",
        "html": get_template(f"{folder}/body.html").render(context),
    }


def _text(name: str, context: dict[str, Any]) -> str:
    template: Any = get_template(name)
    text: str = template.template.render(Context(context, autoescape=False))
    return text
