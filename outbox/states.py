"""The states of an outgoing e-mail."""

from django.db import models


class Status(models.TextChoices):
    PENDING = "pending", "waiting"
    SENDING = "sending", "leaving"
    SENT = "sent", "sent"
    UNCERTAIN = "uncertain", "uncertain"  # it may have left; not sent a second time
    HELD = "held", "kept back"  # sample data, or the address asked not to be written to
    DEAD = "dead", "could not be delivered"
    CANCELLED = "cancelled", "cancelled"


WAITING = [Status.PENDING, Status.SENDING]

WORTH_A_LOOK = [Status.DEAD, Status.UNCERTAIN]
"""The operator may have these tried again."""

UNSETTLED = [*WAITING, *WORTH_A_LOOK]
"""May leave yet, by itself or by the operator's hand."""
