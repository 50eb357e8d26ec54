"""Did it happen? Yes, or who was missing. A slip of the finger can be put right."""

from datetime import datetime

from django.db import transaction

from chats.errors import Refused
from chats.lifecycle.locks import check_chat_step, lock_chat
from chats.models import Chat
from chats.states import ChatStatus, Side
from contacts.models import record
from contacts.states import Stage
from outbox import queue

NOT_HELD = {
    Side.HOST: "They did not come",
    Side.SEEKER: "You did not make it",
    None: "The chat did not happen",
}
MEANWHILE = {
    ChatStatus.HELD: "Meanwhile you said that it happened, so nothing is changed.",
    ChatStatus.NO_SHOW: "Meanwhile you said that it did not happen, so nothing is changed.",
}


@transaction.atomic
def mark_held(chat: Chat, *, was: str = "", now: datetime) -> None:
    """It happened: now a thank-you is owed. `was` is the status that the page showed."""
    _mark(chat, ChatStatus.HELD, None, was, now)


@transaction.atomic
def mark_no_show(chat: Chat, *, by: Side | None = None, was: str = "", now: datetime) -> None:
    """It did not happen; `by` is who was missing, where that is known."""
    _mark(chat, ChatStatus.NO_SHOW, by, was, now)


def _mark(chat: Chat, status: ChatStatus, missed_by: Side | None, was: str, now: datetime) -> None:
    chat = lock_chat(chat)
    if (chat.status, chat.missed_by) == (status, missed_by or ""):
        return
    if was and chat.status != was and (said := MEANWHILE.get(ChatStatus(chat.status))):
        raise Refused(said)
    check_chat_step(chat, status)
    if chat.starts_at > now:
        raise Refused("The chat has not begun yet. You can say how it went afterwards.")
    chat.status, chat.missed_by = status, missed_by or ""
    chat.save(update_fields=["status", "missed_by"])
    held = status == ChatStatus.HELD
    text, stage = (
        ("You had your chat", _what_is_next(chat)) if held else (NOT_HELD[missed_by], Stage.CLOSED)
    )
    if not held:
        keep_back_thanks(chat)
    record(chat.contact, text, at=now, url=chat.get_absolute_url(), stage=stage)


def _what_is_next(chat: Chat) -> Stage:
    """Whoever thanked before saying so has thanked already."""
    thanked = chat.follow_ups.filter(kind="thank_you", status="done").exists()
    return Stage.THANKED if thanked else Stage.THANK


def keep_back_thanks(chat: Chat) -> None:
    """There is nothing to thank for: no reminder of it leaves, and no thank-you by itself."""
    open_ones = chat.follow_ups.filter(kind="thank_you", status="open")
    for follow_up in open_ones:
        queue.cancel(follow_up.about)
    open_ones.update(send_at=None)
