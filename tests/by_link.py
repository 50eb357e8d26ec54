"""The host's answers as they come through the link in an e-mail, which speaks for its address."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from chats import lifecycle
from chats.host_reply import HostReply
from chats.models import Chat, Invitation


def take(invitation: Invitation, slot_id: int, *, now: datetime, **said: Any) -> Chat:
    return lifecycle.take(invitation, slot_id, reply(invitation, said), now=now)


def take_free(invitation: Invitation, starts_at: datetime, *, now: datetime, **said: Any) -> Chat:
    return lifecycle.take_free(invitation, starts_at, reply(invitation, said), now=now)


def propose(
    invitation: Invitation, *, times: Sequence[datetime], now: datetime, **said: Any
) -> None:
    lifecycle.propose(invitation, times, reply(invitation, said), now=now)


def decline(invitation: Invitation, *, now: datetime, **said: Any) -> None:
    lifecycle.decline(invitation, reply(invitation, said), now=now)


def move_offered(invitation: Invitation, slot_id: int, *, now: datetime) -> Chat:
    return lifecycle.move_offered(invitation, slot_id, reply(invitation, {}), now=now)


def move_free(invitation: Invitation, starts_at: datetime, *, now: datetime) -> Chat:
    return lifecycle.move_free(invitation, starts_at, reply(invitation, {}), now=now)


def reply(invitation: Invitation, said: dict[str, Any]) -> HostReply:
    return HostReply(**{"address": invitation.contact.email} | said)
