"""What this app tells those below it once all are there: its kinds of events,
where its pages are, and what they ask."""

from django.apps import AppConfig

from accounts.onward import KEEPING_IN_TOUCH, WEEKLY_EMAIL, add_part
from chats.onward import AFTER_CHAT
from contacts import events
from contacts.onward import KEEP_IN_TOUCH, THANK_YOU
from followups import event_kinds


class FollowupsConfig(AppConfig):
    name = "followups"

    def ready(self) -> None:
        events.register(*event_kinds.KINDS)
        add_part("contact", "followups/_promises_of_contact.html")
        THANK_YOU.is_at("followups:thank_you")
        AFTER_CHAT.is_at("followups:after")
        KEEP_IN_TOUCH.is_at("followups:keep")
        KEEPING_IN_TOUCH.is_at("followups:follow_ups")
        WEEKLY_EMAIL.is_at("followups:digest")
        _answer_those_below()


def _answer_those_below() -> None:
    """All of it needs models, so it is loaded once these are."""
    from chats.meeting import built_on, thanks
    from contacts import forgetting
    from followups.forgetting import subjects_of
    from followups.thanks import have_thanks, keep_back, keeps_something, put_off, thanks_for
    from followups.undelivered import keep_problems
    from outbox import retention

    forgetting.register(subjects_of)
    built_on.register(keeps_something)
    retention.register(keep_problems)
    thanks.register(
        thanks.Keeper(
            thanks_for=thanks_for, have_thanks=have_thanks, keep_back=keep_back, put_off=put_off
        )
    )
