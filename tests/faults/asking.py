"""Ask hosts, as many as each line says for as many times, and tell of each ask that is sent.

For each ask another e-mail leaves that is worse twice than never.
"""

import json
import sys
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any

import django
from django.db import transaction

if TYPE_CHECKING:
    from accounts.models import User


def main() -> None:
    django.setup()
    from tests.factories import make_seeker
    from tests.faults.through_it_all import done

    seeker, numbers = done(make_seeker), count()
    first = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(days=3)
    for order in sys.stdin:
        hosts, times = map(int, order.split())
        for _ in range(times):
            time = first + timedelta(hours=next(numbers))
            for _ in range(hosts):
                print(json.dumps(done(partial(ask, seeker, time))), flush=True)


@transaction.atomic
def ask(seeker: "User", time: datetime) -> dict[str, Any]:
    from outbox import queue
    from outbox.rendered import RenderedEmail
    from tests.factories import make_contact, make_link, make_sent_invitation

    invitation = make_sent_invitation(make_contact(seeker), times=[time], now=datetime.now(UTC))
    queue.enqueue(
        [
            RenderedEmail(
                kind="once",
                dedupe_key=f"once:{invitation.pk}",
                to=invitation.contact.email,
                subject="Worse twice than never",
                text="Hello\n",
                repeatable=False,
            )
        ]
    )
    return {
        "invitation": invitation.pk,
        "slot": invitation.slots.get().pk,
        "path": make_link(invitation),
        "to": invitation.contact.email,
    }


if __name__ == "__main__":
    main()
