"""Which chats happened, as far as thanks tell too."""

from datetime import datetime

from chats.models import Chat, ChatQuerySet
from followups.thanks import have_thanks


def happened(now: datetime) -> ChatQuerySet:
    """Said to have happened, or a day over; or thanked for, or with thanks on their way."""
    return Chat.objects.happened(now) | Chat.objects.ended(now).filter(have_thanks())
