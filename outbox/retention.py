"""How long an e-mail is kept: so many days beyond its last moment, and not for ever.

Whoever wants to know for longer what was said keeps that beside what it was about
(docs/decisions/0020-what-was-told-is-kept-with-the-chat.md).
"""

from django.db import transaction

from outbox.models import OutgoingEmail

BATCH_ROWS = 1_000
MAX_BATCHES = 100
"""In one run; the next goes on where this one stopped."""


def forget_outdated() -> int:
    """The oldest first; returns how many that were."""
    forgotten = 0
    for _ in range(MAX_BATCHES):
        batch = _forget_batch()
        forgotten += batch
        if batch < BATCH_ROWS:
            break
    return forgotten


@transaction.atomic
def _forget_batch() -> int:
    """What somebody is at, an operator who tries it again or an operation that takes it back, is
    left to the next run."""
    outdated = OutgoingEmail.objects.outdated().select_for_update(skip_locked=True)
    ids = list(outdated.values_list("pk", flat=True)[:BATCH_ROWS])
    OutgoingEmail.objects.filter(pk__in=ids).delete()
    return len(ids)
