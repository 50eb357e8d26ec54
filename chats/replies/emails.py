"""The e-mails about what came by e-mail: what a calendar answered, and what somebody wrote."""

from datetime import datetime

from chats import samples
from chats.models import CalendarReply, Chat, IncomingEmail, Invitation
from chats.writing import (
    UNDO_DELAY,
    chat_to_host,
    chat_to_seeker,
    of_the_chat,
    thread,
    to_seeker,
)
from outbox.addresses import cleaned, is_plain
from outbox.kinds import Audience, EmailKind, email
from outbox.rendered import RenderedEmail

REPLIED = {"Auto-Submitted": "auto-replied"}
"""Of what answers an e-mail on its own; all else that the program writes is "auto-generated"."""
MAX_ADDRESS = 254


@email(
    "reply_host",
    to=Audience.HOST,
    about=Chat,
    sample=lambda write: write(*samples.declined(), link=samples.LINK),
    variants={"countered": lambda write: write(*samples.countered(), link=samples.LINK)},
)
def reply_host(kind: EmailKind, chat: Chat, reply: CalendarReply, *, link: str) -> RenderedEmail:
    """Their calendar objects to the chat: what that changed, which is nothing, and where to act."""
    headers = thread(chat.invitation) | REPLIED
    context = {"reply": reply, "link": link}
    return chat_to_host(kind, chat, _version(chat, reply), context, headers=headers)


@email(
    "reply_seeker",
    to=Audience.SEEKER,
    about=Chat,
    sample=lambda write: write(*samples.declined()),
    variants={"countered": lambda write: write(*samples.countered())},
)
def reply_seeker(kind: EmailKind, chat: Chat, reply: CalendarReply) -> RenderedEmail:
    """The host's calendar objects to the chat. Not before they can have heard of the chat."""
    return _to_seeker(kind, chat, reply, not_before=chat.booked_at + UNDO_DELAY)


@email(
    "reply_own_seeker",
    to=Audience.SEEKER,
    about=Chat,
    sample=lambda write: write(*samples.declined()),
)
def reply_own_seeker(kind: EmailKind, chat: Chat, reply: CalendarReply) -> RenderedEmail:
    """The seeker's own calendar does."""
    return _to_seeker(kind, chat, reply)


def _to_seeker(
    kind: EmailKind, chat: Chat, reply: CalendarReply, not_before: datetime | None = None
) -> RenderedEmail:
    return chat_to_seeker(
        kind,
        chat,
        _version(chat, reply),
        {"reply": reply},
        headers=thread(chat.invitation) | REPLIED,
        expires_at=chat.starts_at,
        not_before=not_before,
    )


def _version(chat: Chat, reply: CalendarReply) -> str:
    return f"{of_the_chat(chat)}-{reply.said}"


@email(
    "wrote_seeker",
    to=Audience.SEEKER,
    about=Invitation,
    sample=lambda write: write(*samples.wrote()),
    variants={"another": lambda write: write(*samples.wrote_from_elsewhere())},
)
def wrote_seeker(kind: EmailKind, invitation: Invitation, heard: IncomingEmail) -> RenderedEmail:
    """What the host wrote, to a seeker who has not got it: answering this one answers them."""
    sender = cleaned(heard.sender)
    answers_them = sender if is_plain(sender) and len(sender) <= MAX_ADDRESS else ""
    attached = ", ".join(heard.attachments)
    return to_seeker(
        kind,
        invitation,
        f"{heard.arrived_at.isoformat()}-{heard.fingerprint[:16]}",
        {"heard": heard, "attached": attached, "answers_them": answers_them},
        reply_to=answers_them,
    )
