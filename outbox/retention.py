"""How long an e-mail is kept: so many days beyond its last moment, and not for ever.

Whoever wants to know for longer what was said keeps that beside what it was about
(docs/decisions/0020-what-was-told-is-kept-with-the-chat.md).
"""

from collections.abc import Callable, Sequence

from django.db import transaction

from outbox.models import OutgoingEmail

Keeper = Callable[[Sequence[OutgoingEmail]], None]

BATCH_ROWS = 1_000
TOLD = ("kind", "about", "status", "last_error", "delivery_result")
"""What keepers may ask of an e-mail."""
MAX_BATCHES = 100
"""In one run; the next goes on where this one stopped."""


_keepers: list[Keeper] = []


def register(keeper: Keeper) -> None:
    """Called with e-mails that are about to be deleted, in the same transaction: whoever counts on
    them keeps what became of each."""
    _keepers.append(keeper)


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
    batch = list(outdated.only(*TOLD)[:BATCH_ROWS])
    for keep in _keepers:
        keep(batch)
    OutgoingEmail.objects.filter(pk__in=[email.pk for email in batch]).delete()
    return len(batch)
