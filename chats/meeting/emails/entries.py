"""The e-mails to both sides that carry the calendar entry of a chat."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from chats import itip, samples
from chats.email_groups import CHAT_TO_HOST, FIRST_NEWS, MOVED
from chats.meeting.emails.bare import bare
from chats.models import Chat
from chats.states import Side
from chats.writing import (
    UNDO_DELAY,
    chat_to_host,
    chat_to_seeker,
    of_the_chat,
    way_out_headers,
)
from outbox.kinds import CANCEL, Audience, EmailKind, email
from outbox.rendered import RenderedEmail


@email(
    "booked_host",
    to=Audience.HOST,
    about=Chat,
    method=itip.REQUEST,
    groups=[CHAT_TO_HOST, FIRST_NEWS],
    sample=lambda write: write(samples.chat(), link=samples.LINK, now=samples.NOW),
    variants={
        "elsewhere": lambda write: write(
            samples.chat(told_by_seeker=True),
            link=samples.LINK,
            one_click=samples.ONE_CLICK,
            now=samples.NOW,
        )
    },
)
def booked_host(
    kind: EmailKind,
    chat: Chat,
    *,
    link: str,
    one_click: str = "",
    took_back: bool = False,
    now: datetime,
) -> RenderedEmail:
    """At once, since they wait for it. Whoever `took_back` an answer may do so again. With
    `one_click` it goes to somebody who agreed elsewhere, and who gets nothing after an opt-out."""
    wait = now + UNDO_DELAY if took_back else None
    told = _to_host(kind, chat, now, not_before=wait, link=link)
    if not one_click:
        return told
    return replace(told, headers=way_out_headers(one_click) | told.headers, bare=None)


@email(
    "booked_seeker",
    to=Audience.SEEKER,
    about=Chat,
    method=itip.REQUEST,
    groups=[FIRST_NEWS],
    sample=lambda write: write(
        samples.chat(), by=Side.HOST, line="Looking forward to it.", now=samples.NOW
    ),
)
def booked_seeker(
    kind: EmailKind, chat: Chat, *, by: Side, line: str = "", now: datetime
) -> RenderedEmail:
    wait = now + UNDO_DELAY if by == Side.HOST else None
    return _to_seeker(kind, chat, now, not_before=wait, line=line)


@email(
    "moved_host",
    to=Audience.HOST,
    about=Chat,
    method=itip.REQUEST,
    groups=[CHAT_TO_HOST, FIRST_NEWS, MOVED],
    sample=lambda write: write(
        samples.moved_chat(), line=samples.LINE, link=samples.LINK, now=samples.NOW
    ),
    variants={
        "kept": lambda write: write(
            samples.moved_chat(),
            line=samples.LINE,
            kept_by=Side.SEEKER,
            link=samples.LINK,
            now=samples.NOW,
        )
    },
)
def moved_host(
    kind: EmailKind, chat: Chat, *, line: str, kept_by: str = "", link: str, now: datetime
) -> RenderedEmail:
    """`kept_by` is the side whom the move did not suit, where it goes back to the time before.

    That may be earlier than the move, which the host counts on until they read this.
    """
    old = chat.time_before(Side.HOST, now)
    told = _to_host(kind, chat, now, line=line, kept_by=kept_by, old=old, link=link)
    return replace(told, expires_at=None) if kept_by else told


@email(
    "moved_seeker",
    to=Audience.SEEKER,
    about=Chat,
    method=itip.REQUEST,
    groups=[FIRST_NEWS, MOVED],
    sample=lambda write: write(samples.moved_chat(), line=samples.LINE, now=samples.NOW),
)
def moved_seeker(
    kind: EmailKind,
    chat: Chat,
    *,
    line: str,
    kept_by: str = "",
    is_busy: bool = False,
    now: datetime,
) -> RenderedEmail:
    """`is_busy` says that something else stands in the seeker's calendar at the new time."""
    old = chat.time_before(Side.SEEKER, now)
    return _to_seeker(kind, chat, now, line=line, kept_by=kept_by, is_busy=is_busy, old=old)


@email(
    "place_changed_host",
    to=Audience.HOST,
    about=Chat,
    method=itip.REQUEST,
    groups=[CHAT_TO_HOST],
    sample=lambda write: write(samples.moved_chat(), link=samples.LINK, now=samples.NOW),
)
def place_changed_host(kind: EmailKind, chat: Chat, *, link: str, now: datetime) -> RenderedEmail:
    return _to_host(kind, chat, now, link=link)


@email(
    "place_changed_seeker",
    to=Audience.SEEKER,
    about=Chat,
    method=itip.REQUEST,
    sample=lambda write: write(samples.moved_chat(), now=samples.NOW),
)
def place_changed_seeker(kind: EmailKind, chat: Chat, *, now: datetime) -> RenderedEmail:
    return _to_seeker(kind, chat, now)


@email(
    "cancelled_host",
    to=Audience.HOST,
    about=Chat,
    method=CANCEL,
    groups=[CHAT_TO_HOST],
    sample=lambda write: write(
        samples.moved_chat(), line=samples.LINE, link=samples.LINK, now=samples.NOW
    ),
)
def cancelled_host(
    kind: EmailKind, chat: Chat, *, line: str, undone: bool = False, link: str, now: datetime
) -> RenderedEmail:
    late = chat.is_near(now)
    return _to_host(kind, chat, now, line=line, undone=undone, link=link, late=late)


@email(
    "cancelled_seeker",
    to=Audience.SEEKER,
    about=Chat,
    method=CANCEL,
    sample=lambda write: write(samples.moved_chat(), line=samples.LINE, now=samples.NOW),
)
def cancelled_seeker(
    kind: EmailKind,
    chat: Chat,
    *,
    line: str,
    undone: bool = False,
    opted_out: bool = False,
    now: datetime,
) -> RenderedEmail:
    """With "never again" it waits for an undo, after which it is written anew without that."""
    return _to_seeker(
        kind,
        chat,
        now,
        not_before=now + UNDO_DELAY if opted_out else None,
        version="-never-again" if opted_out else "",
        line=line,
        undone=undone,
        opted_out=opted_out,
        late=chat.is_near(now),
    )


def _to_host(
    kind: EmailKind, chat: Chat, now: datetime, not_before: datetime | None = None, **context: Any
) -> RenderedEmail:
    return chat_to_host(
        kind,
        chat,
        of_the_chat(chat),
        _calendar_links(chat) | context,
        ics=itip.entry(chat, kind.method, now=now),
        ics_method=kind.method,
        not_before=not_before,
        expires_at=_latest_end(chat),
        bare=bare(kind, chat) | {"ics": itip.bare(chat, kind.method, now=now)},
    )


def _latest_end(chat: Chat) -> datetime:
    """Whoever has not heard of a move to an earlier time would come at the time before it, and is
    told until then."""
    return max(chat.starts_at, chat.moved_from or chat.starts_at) + chat.length


def _to_seeker(
    kind: EmailKind,
    chat: Chat,
    now: datetime,
    not_before: datetime | None = None,
    version: str = "",
    **context: Any,
) -> RenderedEmail:
    return chat_to_seeker(
        kind,
        chat,
        f"{of_the_chat(chat)}{version}",
        _calendar_links(chat) | context,
        ics=itip.entry(chat, kind.method, now=now),
        ics_method=kind.method,
        not_before=not_before,
    )


def _calendar_links(chat: Chat) -> dict[str, str]:
    """Plain links beside the entry, since many clients hide invitations from strangers."""
    return {
        "google_url": itip.google_url(chat),
        "outlook_url": itip.outlook_url(chat),
    }
