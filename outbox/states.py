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

FINISHED = [Status.SENT, Status.UNCERTAIN, Status.HELD, Status.DEAD, Status.CANCELLED]

WORTH_A_LOOK = [Status.DEAD, Status.UNCERTAIN]
"""The operator may have these tried again."""

MAY_STILL_LEAVE = [*WAITING, *WORTH_A_LOOK]
"""May leave yet, by itself or by the operator's hand."""


class DeliveryStatus(models.TextChoices):
    """What became of an e-mail, for whoever asks whether it was read."""

    UNDER_WAY = "under_way", "on its way"
    LEFT = "left", "it has left"
    FAILED = "failed", "it began to leave, and is not known to have arrived"
    NEVER_LEFT = "never_left", "kept back, too late, or taken back in time"
