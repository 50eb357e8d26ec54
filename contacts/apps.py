"""What this app tells those below it once all are there: its kinds of events."""

from django.apps import AppConfig

from contacts import event_kinds, events


class ContactsConfig(AppConfig):
    name = "contacts"

    def ready(self) -> None:
        events.register(*event_kinds.KINDS)
