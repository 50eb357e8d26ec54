"""What the page says of the chat that a time was taken for."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Subquery

from chats import agreed, itip
from chats.host.answering import UNDO_WITHIN
from chats.models import Answer, Change, Chat, Invitation
from chats.states import AnswerKind, ChatStatus, Side


def chat_of(invitation: Invitation, now: datetime) -> Chat | None:
    """None where it was called off since the link was read: what came of that is read as well."""
    takes = Answer.objects.filter(
        invitation=OuterRef("invitation"),
        kind=AnswerKind.TAKE,
        undone_at=None,
        told_by_seeker=False,
        at__gt=now - UNDO_WITHIN,
    )
    chats = Chat.objects.exclude(status=ChatStatus.CANCELLED).filter(invitation=invitation)
    changes = Change.objects.filter(chat=OuterRef("pk"))
    last = {f"last_{name}": Subquery(changes.values(name)[:1]) for name in ("kind", "by", "line")}
    chat = chats.annotate(may_undo=Exists(takes), **last).order_by("-booked_at").first()
    if chat is None:
        invitation.refresh_from_db(fields=["status"])
        return None
    return chat.belongs_to(invitation)


def booked_context(chat: Chat, context: dict[str, Any], now: datetime) -> dict[str, Any]:
    return {
        "chat": chat,
        "has_begun": chat.starts_at <= now,
        # A move is not undone by undoing the answer before it.
        "may_undo": chat.may_undo and not chat.sequence and chat.starts_at > now,  # type: ignore[attr-defined]
        "time_before": chat.time_before(Side.HOST, now),
        "new_rules": agreed.new_rules(chat, Side.HOST, now),
        "is_near": chat.is_near(now),
        "any_free": chat.invitation.offers_any_free_time(now),
        "other_times": [time for time in context["open_times"] if time.starts_at != chat.starts_at],
        "google_url": itip.google_url(chat),
        "outlook_url": itip.outlook_url(chat),
    }
