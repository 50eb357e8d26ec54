"""What this app tells those below it once all are there: its kinds of events, and what they ask."""

from django.apps import AppConfig

from contacts import events
from followups import event_kinds


class FollowupsConfig(AppConfig):
    name = "followups"

    def ready(self) -> None:
        events.register(*event_kinds.KINDS)
        _answer_those_below()


def _answer_those_below() -> None:
    """All of it needs models, so it is loaded once these are."""
    from chats import thanks
    from contacts import forgetting
    from followups.forgetting import subjects_of
    from followups.thanks import have_thanks, keep_back, put_off, thanks_for

    forgetting.register(subjects_of)
    thanks.register(
        thanks.Keeper(
            thanks_for=thanks_for, have_thanks=have_thanks, keep_back=keep_back, put_off=put_off
        )
    )
