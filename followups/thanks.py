"""What chats ask of their thank-yous (`chats.meeting.thanks`), and of all that follows them."""

from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q

from chats.meeting.thanks import Thanks
from chats.models import Chat
from followups.models import Debrief, FollowUp, Promise
from followups.states import Status
from outbox import queue


def thanks_for(chat: Chat) -> Thanks:
    thank_you = FollowUp.objects.thank_yous().filter(chat=chat).first()
    if thank_you is None:
        return Thanks()
    return Thanks(thank_you.status == Status.DONE, thank_you.send_at)


def have_thanks() -> Exists:
    thank_yous = FollowUp.objects.thank_yous().filter(chat=OuterRef("pk"))
    return Exists(thank_yous.filter(Q(status=Status.DONE) | Q(send_at__isnull=False)))


def keep_back(chat: Chat) -> None:
    open_ones = FollowUp.objects.thank_yous().filter(chat=chat, status=Status.OPEN)
    for follow_up in open_ones:
        queue.cancel(follow_up.about)
    open_ones.update(send_at=None)


def put_off(chat: Chat, by: timedelta) -> None:
    waiting = FollowUp.objects.keeping().filter(chat=chat, status=Status.OPEN)
    waiting.update(due_at=F("due_at") + by)


def keeps_something(chat: Chat) -> bool:
    """Whether more follows it than what opens by itself (`chats.meeting.built_on`)."""
    written = FollowUp.objects.filter(chat=chat).exclude(status=Status.OPEN, text="", url="")
    looked_back = Debrief.objects.filter(chat=chat)
    return written.exists() or looked_back.exists() or Promise.objects.filter(chat=chat).exists()
