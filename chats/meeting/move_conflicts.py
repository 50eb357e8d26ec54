"""A seeker moves a chat without the host: what that tells of the host's other chats is bounded.

Neither person is booked twice, so a time at which the host has another chat is refused; and each
refusal tells a little of somebody's calendar. So refusals are counted, and after two of them the
seeker moves this chat no more.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from chats.errors import HostBusy, Refused
from chats.locks import lock_chat
from chats.models import Chat

MAX_MOVE_CONFLICTS = 2

TOO_MANY_CONFLICTS = _(
    "Two times did not work out, so please ask which would suit. They can move it themselves, "
    "through the link in their e-mail; calling it off still works here."
)

Said = ParamSpec("Said")
Operation = Callable[Concatenate[Chat, Said], Chat]


def counting_conflicts(operation: Operation[Said]) -> Operation[Said]:
    """The operation in a transaction, under the chat's locks. Of one that meets another chat of the
    host the count alone is kept, before anybody else has the locks: tries at once count as well."""

    @wraps(operation)
    def tried(chat: Chat, /, *args: Said.args, **said: Said.kwargs) -> Chat:
        with transaction.atomic():
            chat = lock_chat(chat)
            try:
                with transaction.atomic():
                    return operation(chat, *args, **said)
            except HostBusy as busy:
                refused = busy
            _count(chat)
        raise refused

    return tried


def _count(chat: Chat) -> None:
    Chat.objects.filter(pk=chat.pk).update(move_conflicts=F("move_conflicts") + 1)


def check_may_try(chat: Chat) -> None:
    """Before anything is looked at, so that whatever is tried from then on is answered alike."""
    if tried_enough(chat):
        raise Refused(TOO_MANY_CONFLICTS)


def tried_enough(chat: Chat) -> bool:
    return chat.move_conflicts >= MAX_MOVE_CONFLICTS
