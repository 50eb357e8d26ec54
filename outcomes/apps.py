"""What this app tells those below it once all are there: its kinds of events, where its pages are,
and what it keeps of a chat."""

from django.apps import AppConfig

from accounts.onward import add_part
from contacts import events
from contacts.onward import ADD_OUTCOME, INTRODUCTIONS
from followups.onward import OUTCOMES
from outcomes import event_kinds


class OutcomesConfig(AppConfig):
    name = "outcomes"

    def ready(self) -> None:
        events.register(*event_kinds.KINDS)
        add_part("chat", "outcomes/_of_chat.html")
        ADD_OUTCOME.is_at("outcomes:add")
        OUTCOMES.is_at("outcomes:list")
        INTRODUCTIONS.is_at("introductions")
        _answer_those_below()


def _answer_those_below() -> None:
    """It needs models, so it is loaded once these are."""
    from chats.meeting import built_on
    from outcomes.kept import keeps_something

    built_on.register(keeps_something)
