"""E-mails of no particular meaning, for tests of what happens to any e-mail."""

import itertools
from typing import Any

from outbox import queue
from outbox.models import OutgoingEmail
from outbox.queue import Draft

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
