"""The language of a page or an e-mail, for its `lang`. Every template has this."""

from django import template

from outbox import languages

register = template.Library()


@register.simple_tag
def language_tag() -> str:
    return languages.tag(languages.spoken())
