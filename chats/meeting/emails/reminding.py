"""The e-mails before a chat: its reminders, and that it stands."""

from typing import Any

from django.conf import settings

from chats import samples
from chats.email_groups import CHAT_TO_HOST
from chats.models import Chat
from chats.onward import CALL
from chats.writing import chat_to_host, chat_to_seeker, of_the_chat
from outbox.kinds import Audience, EmailKind, email
from outbox.rendered import RenderedEmail


@email(
    "reminder_day_host",
    to=Audience.HOST,
    about=Chat,
    groups=[CHAT_TO_HOST],
    sample=lambda write: write(
        samples.moved_chat(), hope=samples.HOPE, about=samples.ABOUT, link=samples.LINK
    ),
)
def reminder_day_host(
    kind: EmailKind, chat: Chat, *, hope: str = "", about: str = "", link: str
) -> RenderedEmail:
    """`hope` and `about` are the seeker's words, for whoever still wants to read them."""
    context = {"hope": hope, "about": about, "link": link}
    return chat_to_host(kind, chat, of_the_chat(chat), context, repeatable=False)


@email(
    "confirmed_host",
    to=Audience.HOST,
    about=Chat,
    groups=[CHAT_TO_HOST],
    sample=lambda write: write(samples.moved_chat(), line=samples.CONFIRM, link=samples.LINK),
)
def confirmed_host(kind: EmailKind, chat: Chat, *, line: str, link: str) -> RenderedEmail:
    """It stands. Nothing to answer, and the way out beside it."""
    return chat_to_host(kind, chat, of_the_chat(chat), {"line": line, "link": link})


@email(
    "reminder_hour_seeker",
    to=Audience.SEEKER,
    about=Chat,
    sample=lambda write: write(samples.moved_chat()),
)
def reminder_hour_seeker(kind: EmailKind, chat: Chat) -> RenderedEmail:
    return before_chat(kind, chat, page=settings.SITE_URL + CALL.url(chat.pk))


def before_chat(kind: EmailKind, chat: Chat, **context: Any) -> RenderedEmail:
    """A reminder; `preparation` writes that of the day before, since it knows what is prepared."""
    return chat_to_seeker(
        kind, chat, of_the_chat(chat), context, expires_at=chat.starts_at, repeatable=False
    )
