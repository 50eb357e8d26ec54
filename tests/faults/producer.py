"""Enqueue e-mails one change after another, as a web process does, as many as each line orders."""

import sys
from itertools import count, islice

import django
from django.db import transaction

EMAILS_PER_CHANGE = 5


def main() -> None:
    django.setup()
    from outbox import queue

    drafts = map(_draft, count())
    for order in sys.stdin:
        for _ in range(int(order) // EMAILS_PER_CHANGE):
            with transaction.atomic():
                queue.enqueue(list(islice(drafts, EMAILS_PER_CHANGE)))


def _draft(index: int):  # type: ignore[no-untyped-def]
    from outbox.queue import Draft

    return Draft(
        kind="fault",
        dedupe_key=f"fault:{index}",
        to=f"person{index}@example.com",
        subject=f"Number {index}",
        text="Hello\n",
    )


if __name__ == "__main__":
    main()
