"""What this app tells those below it once all are there: where its pages are."""

from django.apps import AppConfig

from accounts import onward


class CalendarsConfig(AppConfig):
    name = "calendars"

    def ready(self) -> None:
        onward.MY_TIMES.is_at("calendars:times")
        onward.MY_CALENDARS.is_at("calendars:calendars")
