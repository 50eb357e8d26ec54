"""What people typed, beside our own words, whichever way it runs. Every template has these."""

from django import template
from django.utils.html import format_html

from outbox.text import isolated, one_line, runs_leftwards

register = template.Library()

register.filter("isolated", isolated)


@register.filter
def bdi(name: str) -> str:
    """A name in a sentence of a page; in a title or an attribute, which hold no elements, and in
    plain text it is `isolated`."""
    line = one_line(name)
    return format_html("<bdi>{}</bdi>", line) if runs_leftwards(line) else line
