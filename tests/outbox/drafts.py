"""E-mails of no particular meaning, for tests of what happens to any e-mail."""

import itertools
from datetime import timedelta
from typing import Any

from django.db.models import F
from django.db.models.functions import Now

from outbox import queue
from outbox.models import OutgoingEmail, Trouble
from outbox.queue import Draft
from outbox.states import Status

_numbers = itertools.count(1)


def draft(**fields: Any) -> Draft:
    number = next(_numbers)
    values = {
        "kind": "note",
        "dedupe_key": f"note:{number}",
        "to": f"someone{number}@example.com",
        "subject": f"Note {number}",
        "text": "Hello\n",
        **fields,
    }
    return Draft(**values)


def enqueued(**fields: Any) -> OutgoingEmail:
    one = draft(**fields)
    queue.enqueue([one])
    return OutgoingEmail.objects.get(dedupe_key=one.dedupe_key)


def again(row: OutgoingEmail) -> OutgoingEmail:
    return OutgoingEmail.objects.get(pk=row.pk)


def wait(row: OutgoingEmail) -> timedelta:
    """How long from now until it is tried again, to the second."""
    left = OutgoingEmail.objects.annotate(left=F("not_before") - Now()).get(pk=row.pk).left
    return timedelta(seconds=round(left.total_seconds()))


def make_due() -> None:
    """Whatever it waits for, the mail server's trouble included."""
    OutgoingEmail.objects.filter(status=Status.PENDING).update(not_before=Now())
    Trouble.objects.update(try_at=Now())
