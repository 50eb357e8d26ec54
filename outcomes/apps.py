"""What this app tells those below it once all are there: its kinds of events."""

from django.apps import AppConfig

from contacts import events
from outcomes import event_kinds


class OutcomesConfig(AppConfig):
    name = "outcomes"

    def ready(self) -> None:
        events.register(*event_kinds.KINDS)
