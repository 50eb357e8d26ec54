"""How people meet, in words: `{{ invitation.ways|say_ways }}`, `{{ chat|say_meeting }}`."""

from django import template

from chats import ways

register = template.Library()

register.filter("say_ways", ways.say_ways)
register.filter("say_meeting", ways.say_meeting)
