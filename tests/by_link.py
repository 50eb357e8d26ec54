"""The host's answers as they come through the link in an e-mail, which speaks for its address."""

from datetime import datetime
from typing import Any

from chats import lifecycle
from chats.models import Chat, Invitation


def take(invitation: Invitation, slot_id: int, **said: Any) -> Chat:
    return lifecycle.take(invitation, slot_id, **_with_address(invitation, said))


def take_free(invitation: Invitation, starts_at: datetime, **said: Any) -> Chat:
    return lifecycle.take_free(invitation, starts_at, **_with_address(invitation, said))


def propose(invitation: Invitation, **said: Any) -> None:
    lifecycle.propose(invitation, **_with_address(invitation, said))


def _with_address(invitation: Invitation, said: dict[str, Any]) -> dict[str, Any]:
    return {"address": invitation.contact.email} | said
