"""What a host can do, on their pages: `{% for section in invitation|sections %}`."""

from django import template

from chats.host import actions as host_actions

register = template.Library()

register.filter("sections", host_actions.sections)
