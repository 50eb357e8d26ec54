"""Forget every e-mail that has been settled, call each chat off, offer each ask new times; print
who hears of what.

A program, not a module of tests: it runs on the upgraded database, and leaves it as it was.
"""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import django
from django.db import transaction


def queued_by(thing: Any, verb: Callable[..., object]) -> list[str]:
    """The kinds of what the operation queues about it."""
    from outbox.models import OutgoingEmail

    about = OutgoingEmail.objects.about(thing.about)
    before = list(about.values_list("pk", flat=True))
    verb()
    return sorted(about.exclude(pk__in=before).values_list("kind", flat=True))


def called_off() -> dict[str, list[str]]:
    from chats import lifecycle
    from chats.models import Chat
    from tests.factories import NOW

    chats = Chat.objects.live().filter(seeker__name="ana Rivera", starts_at__gt=NOW)
    return {
        chat.contact.name: queued_by(
            chat, lambda chat=chat: lifecycle.cancel(chat, by="seeker", now=NOW)
        )
        for chat in chats.order_by("pk")
    }


def offered_anew() -> dict[str, list[str]]:
    from chats import lifecycle
    from chats.models import Invitation
    from tests.factories import NOW

    now = NOW + timedelta(days=10)  # when none of the times that were offered is free any more
    asks = Invitation.objects.filter(contact__name__in=["Proposed", "Letter refused"])
    return {
        ask.contact.name: queued_by(
            ask,
            lambda ask=ask: lifecycle.offer_times(ask, times=[now + timedelta(days=1)], now=now),
        )
        for ask in asks.order_by("pk")
    }


@transaction.atomic
def main() -> None:
    from outbox.models import OutgoingEmail
    from outbox.states import WAITING

    OutgoingEmail.objects.exclude(status__in=WAITING).delete()
    print(json.dumps(called_off() | offered_anew()))
    transaction.set_rollback(True)


if __name__ == "__main__":
    django.setup()
    main()
