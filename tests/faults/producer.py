"""Enqueue e-mails one change after another, as a web process does. `python -m ... 500`."""

import sys
import time

import django
from django.db import transaction

EMAILS_PER_CHANGE = 5
PAUSE = 0.05


def main(number: int) -> None:
    django.setup()
    from outbox import queue

    for first in range(0, number, EMAILS_PER_CHANGE):
        with transaction.atomic():
            queue.enqueue([_draft(index) for index in range(first, first + EMAILS_PER_CHANGE)])
        time.sleep(PAUSE)


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
    main(int(sys.argv[1]))
