"""Reminders of a chat that is still to come."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from chats.locks import lock_chat
from chats.meeting import emails
from chats.meeting.booking import link_for
from chats.models import Chat, Reminder
from chats.states import ChatStatus, ReminderKind
from chats.telling import tell_if_there_is_room
from outbox.rendered import RenderedEmail

Writer = Callable[[Chat], RenderedEmail]


@transaction.atomic
def remind(reminder: Reminder, *, now: datetime, write: Writer | None = None) -> None:
    """Queue a due reminder once, if the chat is still to come.

    `write` makes the e-mail of a kind that another room sweeps, since it knows more of it.
    """
    chats = Chat.objects.select_related("invitation__seeker", "invitation__contact")
    chat = chats.filter(pk=reminder.chat_id).first()
    if chat is None:
        return
    # Before the reminder: who moves or cancels has these locks, and deletes reminders under them.
    chat = lock_chat(chat)
    if not chat.reminders.filter(pk=reminder.pk, due_at__lte=now).delete()[0]:
        return
    if chat.status == ChatStatus.SCHEDULED and chat.starts_at > now:
        rendered = [write(chat)] if write else _reminder_email(reminder.kind, chat)
        tell_if_there_is_room(chat, rendered)


def _reminder_email(kind: str, chat: Chat) -> list[RenderedEmail]:
    if kind == ReminderKind.HOUR_SEEKER:
        return [emails.reminder_hour_seeker(chat)]
    if not chat.host_address:
        return []
    hope, about = chat.hope, chat.seeker.about
    return [emails.reminder_day_host(chat, hope=hope, about=about, link=link_for(chat))]
