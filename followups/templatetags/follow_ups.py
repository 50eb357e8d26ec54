"""Follow-ups in words: `{{ follow_up|what_to_do:name }}`."""

from django import template

from followups.titles import title

register = template.Library()

register.filter("what_to_do", title)
