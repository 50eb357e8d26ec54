"""What this app tells those below it once all are there: where its pages are."""

from django.apps import AppConfig

from chats.onward import CALL


class PreparationConfig(AppConfig):
    name = "preparation"

    def ready(self) -> None:
        CALL.is_at("live:now")
