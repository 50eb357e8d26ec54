"""Times in templates, always with their zone: `{{ slot.starts_at|say:zone }}`."""

from django import template

from calendars import clock

register = template.Library()

register.filter("say", clock.say)
register.filter("say_typed", clock.say_typed)
register.filter("say_day", clock.say_day)
register.filter("say_date", clock.say_date)
register.filter("say_plain_date", clock.say_plain_date)
register.filter("say_date_and_month", clock.say_date_and_month)
register.filter("say_weekday", clock.say_weekday)
register.filter("say_month", clock.say_month)
register.filter("say_hour", clock.say_hour)
register.filter("say_briefly", clock.say_briefly)
register.filter("say_zone", clock.say_zone)
register.filter("city", clock.city)
register.simple_tag(clock.say_both, name="say_both")
