"""The e-mails about a zone whose rules have changed since both agreed."""

from datetime import datetime

from chats import agreed, samples
from chats.email_groups import CLOCKS_CHANGED
from chats.meeting.emails.bare import bare
from chats.models import Chat
from chats.states import Side
from chats.writing import chat_to_host, chat_to_seeker, of_the_chat
from outbox.kinds import Audience, EmailKind, email
from outbox.rendered import RenderedEmail


@email(
    "clocks_changed_host",
    to=Audience.HOST,
    about=Chat,
    groups=[CLOCKS_CHANGED],
    sample=lambda write: write(samples.chat_by_new_rules(), link=samples.LINK, now=samples.NOW),
)
def clocks_changed_host(kind: EmailKind, chat: Chat, *, link: str, now: datetime) -> RenderedEmail:
    """A zone's rules have changed: what was agreed, what it is now, and that nothing moves yet."""
    context = {"link": link, "new_rules": agreed.new_rules(chat, Side.HOST, now)}
    return chat_to_host(kind, chat, _version(chat), context, bare=bare(kind, chat))


@email(
    "clocks_changed_seeker",
    to=Audience.SEEKER,
    about=Chat,
    groups=[CLOCKS_CHANGED],
    sample=lambda write: write(samples.chat_by_new_rules(), now=samples.NOW),
)
def clocks_changed_seeker(kind: EmailKind, chat: Chat, *, now: datetime) -> RenderedEmail:
    context = {"new_rules": agreed.new_rules(chat, Side.SEEKER, now)}
    return chat_to_seeker(kind, chat, _version(chat), context, expires_at=chat.starts_at)


@email(
    "moment_kept_host",
    to=Audience.HOST,
    about=Chat,
    sample=lambda write: write(samples.chat_by_new_rules(), link=samples.LINK),
)
def moment_kept_host(kind: EmailKind, chat: Chat, *, link: str) -> RenderedEmail:
    return chat_to_host(kind, chat, _version(chat), {"link": link})


@email(
    "moment_kept_seeker",
    to=Audience.SEEKER,
    about=Chat,
    sample=lambda write: write(samples.chat_by_new_rules()),
)
def moment_kept_seeker(kind: EmailKind, chat: Chat) -> RenderedEmail:
    return chat_to_seeker(kind, chat, _version(chat), {}, expires_at=chat.starts_at)


def _version(chat: Chat) -> str:
    """Once for each chat and what its clocks have come to show."""
    return f"{of_the_chat(chat)}-{agreed.local_times_now(chat)}"
