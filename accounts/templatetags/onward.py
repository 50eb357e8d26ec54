"""`{% onward "thank_you" chat.pk %}`: the address of a page of an app further left, and
`{% parts_of "contact" as parts %}`: the templates that such apps have for this page."""

from django import template

from accounts.onward import parts_of, url_of

register = template.Library()
register.simple_tag(url_of, name="onward")
register.simple_tag(parts_of)
