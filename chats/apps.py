"""What this app tells those below it once all are there: its kinds of events,
where its pages are, and what they ask."""

from django.apps import AppConfig

from accounts.onward import add_part
from chats import event_kinds
from contacts import events, onward


class ChatsConfig(AppConfig):
    name = "chats"

    def ready(self) -> None:
        events.register(*event_kinds.KINDS)
        onward.INVITE.is_at("chats:start")
        onward.INVITATION.is_at("chats:invitation")
        onward.CHAT.is_at("chats:chat")
        add_part("contact", "chats/_asks_of_contact.html")
        _answer_those_below()


def _answer_those_below() -> None:
    """All of it needs models, so it is loaded once these are."""
    from accounts import moving
    from calendars import commitments
    from chats.addresses import seeker_moves
    from chats.forgetting import subjects_of
    from chats.locks import lock_seeker
    from chats.times.day_commitments import commitments_on
    from chats.times.mine import older_uids
    from contacts import forgetting

    forgetting.register(subjects_of)
    moving.register(seeker_moves)
    commitments.register(
        commitments.Commitments(
            older_uids=older_uids, hold=lock_seeker, commitments_on=commitments_on
        )
    )
