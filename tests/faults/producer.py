"""Enqueue e-mails one change after another, as a web process does, as many as each line orders."""

import sys
from functools import partial
from itertools import count, islice
from typing import TYPE_CHECKING

import django
from django.db import transaction

if TYPE_CHECKING:
    from outbox.rendered import RenderedEmail

EMAILS_PER_CHANGE = 5


def main() -> None:
    django.setup()
    from tests.faults.through_it_all import done

    drafts = map(_draft, count())
    for order in sys.stdin:
        for _ in range(int(order) // EMAILS_PER_CHANGE):
            done(partial(enqueue, list(islice(drafts, EMAILS_PER_CHANGE))))


@transaction.atomic
def enqueue(drafts: "list[RenderedEmail]") -> None:
    from outbox import queue

    queue.enqueue(drafts)


def _draft(index: int):  # type: ignore[no-untyped-def]
    from outbox.rendered import RenderedEmail

    return RenderedEmail(
        kind="fault",
        dedupe_key=f"fault:{index}",
        to=f"person{index}@example.com",
        subject=f"Number {index}",
        text="Hello\n",
    )


if __name__ == "__main__":
    main()
