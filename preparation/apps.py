"""What this app tells those below it once all are there: where its pages are, and whether it keeps
something of a chat."""

from django.apps import AppConfig

from chats.onward import CALL


class PreparationConfig(AppConfig):
    name = "preparation"

    def ready(self) -> None:
        CALL.is_at("live:now")
        _answer_those_below()


def _answer_those_below() -> None:
    """It needs models, so it is loaded once these are."""
    from chats.meeting import built_on
    from preparation.kept import keeps_something

    built_on.register(keeps_something)
