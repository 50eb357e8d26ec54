"""The states of an outgoing e-mail."""

from django.db import models


class Status(models.TextChoices):
    PENDING = "pending", "waiting"
    SENDING = "sending", "leaving"
    SENT = "sent", "sent"
    UNCERTAIN = "uncertain", "uncertain"  # a worker died in mid-delivery; not sent a second time
    HELD = "held", "kept back"  # sample data, or the address asked not to be written to
    DEAD = "dead", "could not be delivered"
    CANCELLED = "cancelled", "cancelled"


WAITING = [Status.PENDING, Status.SENDING]
